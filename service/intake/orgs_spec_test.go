package intake_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/intake"
	"channelrouter/service/testkit"
)

func TestImportOfOrganisations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a file of organisations", t, func() {
			d := newDesk(t, e)
			good := lines("kind,code,name,adcode,parent", "terminal,T1,街角,320102,D1", "distributor,D1,江苏,320000,BRAND")
			bad := good + lines("terminal,T2,无处,999999,D1", "terminal,T3,无人,320102,D7")
			orgs := d.count(&model.Org{})
			counts := func(i model.Import) []int64 { return []int64{i.Total, i.Accepted, i.Rejected, i.Created, i.Updated} }

			Convey("a dry run tells of each bad row its column, and changes nothing", func() {
				i := d.take(bad, intake.Declaration{Kind: model.ImportOrgs, DryRun: true})
				So(i.State, ShouldEqual, model.ImportDone)
				So(counts(i), ShouldResemble, []int64{4, 2, 2, 2, 0})
				rows, err := d.Intake.Rejections(d.Ctx, i.ID, 0, 50)
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, 2)
				So([]any{rows[0].Line, rows[0].Text, rows[0].Field, rows[0].Code}, ShouldResemble, []any{int64(4), "T2", "adcode", "channel.bad_organisation"})
				So([]any{rows[1].Line, rows[1].Text, rows[1].Field, rows[1].Code}, ShouldResemble, []any{int64(5), "T3", "parent", "channel.unknown_organisation"})
				So(d.count(&model.Org{}), ShouldEqual, orgs)
			})
			Convey("bad rows keep it out, unless they are to be skipped", func() {
				i := d.take(bad, intake.Declaration{Kind: model.ImportOrgs})
				So(i.State, ShouldEqual, model.ImportFailed)
				So(i.Fault, ShouldStartWith, "intake.rows_rejected")
				So(d.count(&model.Org{}), ShouldEqual, orgs)
				i = d.take(bad, intake.Declaration{Kind: model.ImportOrgs, SkipBad: true})
				So(i.State, ShouldEqual, model.ImportDone)
				So(counts(i), ShouldResemble, []int64{4, 2, 2, 2, 0})
				So(d.count(&model.Org{}), ShouldEqual, orgs+2)
			})
			Convey("wherever the process dies, it is taken in once", func() {
				for deaths := 1; deaths < 6; deaths++ {
					i := d.declare(good, intake.Declaration{Kind: model.ImportOrgs})
					_ = d.Intake.Work(dying(d.Ctx, deaths))
					d.Tick(time.Hour)
					So(d.Intake.Work(d.Ctx), ShouldBeNil)
					So(d.now(i).State, ShouldEqual, model.ImportDone)
					So(d.count(&model.Org{}), ShouldEqual, orgs+2)
					So(d.count(&model.OrgLink{}), ShouldEqual, 2)
				}
			})
			Convey("what is no table of organisations fails it", func() {
				i := d.take("a,b\n1,2\n", intake.Declaration{Kind: model.ImportOrgs})
				So(i.State, ShouldEqual, model.ImportFailed)
				So(i.Fault, ShouldStartWith, "channel.bad_import_file")
			})
		})
	})
}

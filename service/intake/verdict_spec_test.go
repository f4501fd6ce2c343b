package intake_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/intake"
	"channelrouter/service/testkit"
)

// The first pass's verdict is the one that counts: what changes before the second neither
// hides a row nor has a row that was refused take effect.
func TestVerdictsStand(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given shipments whose process dies between the passes", t, func() {
			d := newDesk(t, e)
			d.Distributor("D1", "32")
			b := d.LineBatch("L1", 2)
			first := testkit.Item(b, model.LevelCase, 0)
			now := d.Clock.Now()
			_, err := d.Custody.Record(d.Ctx, custody.Command{
				Key: "commission", Kind: model.Commission, To: d.Brand.ID, At: now.Add(-3 * time.Hour),
				Goods: []custody.Goods{{Items: model.ItemRange{From: first, To: first + 4}}},
			})
			So(err, ShouldBeNil)
			row := func(n model.ItemID, at time.Time) string {
				return fmt.Sprintf("%s,BRAND,D1,%s,S%d", d.Print(model.FaceCaseOuter, first+n), at.Format(time.RFC3339), n)
			}
			between := func(file string, meanwhile func()) model.Import {
				i := d.declare(file, intake.Declaration{Kind: model.ImportShipments, SkipBad: true})
				So(d.Intake.Work(dying(d.Ctx, 4)), ShouldWrap, errDied) // looked, checked, begun
				So(d.now(i).State, ShouldEqual, model.ImportRunning)
				meanwhile()
				So(d.Intake.Work(d.Ctx), ShouldBeNil)
				return d.now(i)
			}
			events := d.count(&model.CustodyEvent{})

			Convey("a row that was refused stays so, though it would be good by now", func() {
				soon := now.Add(time.Hour)
				i := between(lines("code,from,to,time,document", row(0, now.Add(-time.Hour)), row(1, soon), row(9, soon)), func() { d.Tick(2 * time.Hour) })
				So(i.State, ShouldEqual, model.ImportDone)
				So([]int64{i.Total, i.Accepted, i.Rejected}, ShouldResemble, []int64{3, 1, 2})
				So(d.report(i), ShouldHaveLength, 2)
				So(d.count(&model.CustodyEvent{}), ShouldEqual, events+1)
			})
			Convey("a row that was good and is refused by now is in the report", func() {
				level := model.LevelCase
				i := between(lines("code,from,to,time,document", row(0, now.Add(-time.Hour)), row(1, now.Add(-time.Hour))), func() {
					So(d.Code.Revoke(d.Ctx, b.ID, code.Interval{Level: &level, From: 1, To: 2}, false, "lost"), ShouldBeNil)
				})
				So(i.State, ShouldEqual, model.ImportDone)
				So([]int64{i.Total, i.Accepted, i.Rejected}, ShouldResemble, []int64{2, 1, 1})
				So(d.report(i)[0], ShouldContainSubstring, ",code.revoked,")
			})
		})
	})
}

// Codes that are to be taken back are taken back, whatever comes between, and keep nobody
// waiting.
func TestClearingGoesOn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an import that was cancelled half-way and whose file is out of sight", t, func() {
			folder := t.TempDir()
			d := &desk{World: testkit.New(t, e, func(g *service.Ground) { g.Uploads = intake.Settings{Folder: folder} })}
			i := d.declare(numbers(0, 3), d.logistic("old"))
			So(d.Intake.Work(dying(d.Ctx, 5)), ShouldWrap, errDied) // its codes are there
			So(d.count(&model.ForeignCode{}), ShouldEqual, 3)
			_, err := d.Intake.Cancel(d.Ctx, i.ID)
			So(err, ShouldBeNil)
			file := filepath.Join(folder, fmt.Sprintf("%d.part", i.UploadID))
			So(os.Rename(file, file+".away"), ShouldBeNil)
			other := d.declare(numbers(10, 3), d.logistic("other"))

			So(d.Intake.Work(d.Ctx), ShouldWrap, intake.ErrFileGone)
			So(d.now(i).State, ShouldEqual, model.ImportClearing)
			So(d.now(other).State, ShouldEqual, model.ImportDone)

			So(os.Rename(file+".away", file), ShouldBeNil)
			So(d.Intake.Work(d.Ctx), ShouldBeNil)
			So(d.now(i).State, ShouldEqual, model.ImportCancelled)
			So(d.count(&model.ForeignCode{}), ShouldEqual, 3)
		})
	})
}

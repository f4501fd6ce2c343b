package channel_test

import (
	"bytes"
	"encoding/csv"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestExport(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel with suppliers by product line, and changes still to come", t, func() {
			d := &desk{World: testkit.New(t, e)}
			_, err := d.csv(sample...)
			So(err, ShouldBeNil)
			now := d.Clock.Now()
			t1, err := d.Channel.GetOrgByCode(d.Ctx, "T1")
			So(err, ShouldBeNil)
			d1, err := d.Channel.GetOrgByCode(d.Ctx, "D1")
			So(err, ShouldBeNil)
			d2 := d.Distributor("D2", "33")
			So(d.Channel.Link(d.Ctx, t1.ID, d1.ID, "tea", now), ShouldBeNil)
			So(d.Channel.Link(d.Ctx, t1.ID, d2.ID, "", now.Add(50*time.Hour)), ShouldBeNil)
			So(d.Channel.AddTerritory(d.Ctx, d1.ID, "35", "milk", now.AddDate(0, 1, 0)), ShouldBeNil)
			So(d.Channel.AddTerritory(d.Ctx, d2.ID, "36", "", now), ShouldBeNil)
			rows, err := d.Channel.FindTerritories(d.Ctx, channel.TerritoryQuery{Org: d2.ID, Prefix: "36", At: now})
			So(err, ShouldBeNil)
			So(d.Channel.EndTerritory(d.Ctx, d2.ID, rows[0].ID, now.Add(30*time.Hour)), ShouldBeNil)

			file := func() string {
				var out bytes.Buffer
				w := csv.NewWriter(&out)
				So(w.Write(channel.ExportHeads(true)), ShouldBeNil)
				So(d.Channel.Export(d.Ctx, w.Write), ShouldBeNil)
				w.Flush()
				return out.String()
			}
			Convey("what is exported and imported again changes nothing, today or later", func() {
				for _, later := range []time.Duration{0, 26 * time.Hour, 1000 * time.Hour} {
					d.Tick(later)
					text, before := file(), d.rows()
					report, err := d.Channel.Import(d.Ctx, bytes.NewBufferString(text), "csv", channel.ImportOptions{})
					So(err, ShouldBeNil)
					So(report.Unchanged, ShouldEqual, len(report.Rows))
					So(len(report.Rows), ShouldEqual, 1+5+1+1) // a row more for tea, and for milk
					So(d.rows(), ShouldEqual, before)
				}
			})
			Convey("it makes the same channel elsewhere", func() {
				text := file()
				other := &desk{World: testkit.New(t, e)}
				for _, dry := range []bool{true, false} {
					report, err := other.Channel.Import(other.Ctx, bytes.NewBufferString(text), "csv", channel.ImportOptions{DryRun: dry})
					So(err, ShouldBeNil)
					So(report.Created, ShouldEqual, 5)
				}
				So(other.upstream("T1", "tea", other.Clock.Now()), ShouldEqual, "D1")
			})
			Convey("rows of one organisation that contradict each other are refused", func() {
				report, err := d.csv("kind,code,name,adcode,parent,line", "terminal,T5,a,320102,D1,", "terminal,T5,b,320102,D1,tea", "terminal,T5,a,320102,D1,")
				So(err, ShouldWrap, channel.ErrImportRefused)
				So(statuses(report), ShouldEqual, "2 T5 created, 3 T5 refused, 4 T5 refused")
				So(report.Rows[1].Column, ShouldEqual, "code")
			})
		})
	})
}

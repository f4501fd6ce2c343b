package channel_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

// sample is a channel in which every supplier stands below those whom it supplies.
var sample = []string{
	"类型,名称,编码,区划代码,上级编码,区域",
	"终端,拐角店,T1,320102,W1,",
	"二级批发商,城南,W1,320100,D1,",
	"经销商,江苏总代,D1,320000,BRAND,32；340100;320000;",
	"终端,直营店,T2,320102,D1,",
}

func TestImport(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand", t, func() {
			d := &desk{World: testkit.New(t, e)}
			now := d.Clock.Now()

			Convey("a file makes organisations, links and territories, suppliers below their customers or not", func() {
				report, err := d.csv(sample...)
				So(err, ShouldBeNil)
				So(statuses(report), ShouldEqual, "2 T1 created, 3 W1 created, 4 D1 created, 5 T2 created")
				So(report.Created, ShouldEqual, 4)
				So(report.Imported, ShouldBeTrue)
				So(d.upstream("T1", "", now), ShouldEqual, "D1")
				So(d.upstream("T2", "", now), ShouldEqual, "D1")
				So(d.covers("D1", "320102"), ShouldResemble, channel.Covers{Known: true, Inside: true})
				So(d.covers("D1", "340111"), ShouldResemble, channel.Covers{Known: true, Inside: true})
				So(d.covers("D1", "341000"), ShouldResemble, channel.Covers{Known: true})
				w1, err := d.Channel.GetOrgByCode(d.Ctx, "W1")
				So(err, ShouldBeNil)
				So(w1.Kind, ShouldEqual, model.OrgWholesaler)
				So(w1.Name, ShouldEqual, "城南")
				So(d.rows(), ShouldEqual, 1+4+4+2) // the brand, these, a link each, two territories

				Convey("the same file again changes nothing, today or later", func() {
					for range 2 {
						before := d.rows()
						report, err := d.csv(sample...)
						So(err, ShouldBeNil)
						So(statuses(report), ShouldEqual, "2 T1 unchanged, 3 W1 unchanged, 4 D1 unchanged, 5 T2 unchanged")
						So(d.rows(), ShouldEqual, before)
						d.Tick(24 * time.Hour)
					}
				})
				Convey("a changed row updates what it says, and nothing else", func() {
					d.Tick(24 * time.Hour)
					changed := []string{
						"kind,code,name,adcode,parent,territory",
						"distributor,D1,新名字,320000,BRAND,32",
						"distributor,D2,另一家,330000,BRAND,33",
						"terminal,T1,拐角店,320102,D2,",
						"terminal,T2,直营店,320102,,",
						"wholesaler,W1,城南,320104,D1,",
					}
					report, err := d.csv(changed...)
					So(err, ShouldBeNil)
					So(statuses(report), ShouldEqual, "2 D1 updated, 3 D2 created, 4 T1 updated, 5 T2 unchanged, 6 W1 updated")
					d1, err := d.Channel.GetOrgByCode(d.Ctx, "D1")
					So(err, ShouldBeNil)
					So(d1.Name, ShouldEqual, "新名字")
					So(d.covers("D1", "340111"), ShouldResemble, channel.Covers{Known: true})
					So(d.covers("D1", "320102").Inside, ShouldBeTrue)

					Convey("while yesterday's supplier stays yesterday's", func() {
						So(d.upstream("T1", "", d.Clock.Now()), ShouldEqual, "D2")
						So(d.upstream("T1", "", now), ShouldEqual, "D1")
						So(d.upstream("T2", "", d.Clock.Now()), ShouldEqual, "D1")
					})
					Convey("and importing the change again changes nothing", func() {
						d.Tick(time.Hour)
						report, err := d.csv(changed...)
						So(err, ShouldBeNil)
						So(report.Unchanged, ShouldEqual, 5)
					})
				})
			})
			Convey("a supply begins on its day in Shanghai, and may be for one product line", func() {
				_, err := d.csv(sample...)
				So(err, ShouldBeNil)
				for _, want := range []string{
					"2 D2 created, 3 T1 updated, 4 D1 updated", "2 D2 unchanged, 3 T1 unchanged, 4 D1 unchanged",
				} {
					report, err := d.csv("kind,code,name,adcode,parent,line,valid_from,territory",
						"distributor,D2,乙,330000,BRAND,,,",
						"terminal,T1,拐角店,320102,D2,tea,2026-05-01,",
						"distributor,D1,江苏总代,320000,,tea,,36")
					So(err, ShouldBeNil)
					So(statuses(report), ShouldEqual, want)
				}
				So(d.covers("D1", "320102").Inside, ShouldBeTrue) // of every line, as before
				midnight := time.Date(2026, 4, 30, 16, 0, 0, 0, time.UTC)
				So(d.upstream("T1", "tea", midnight.Add(-time.Microsecond)), ShouldEqual, "D1")
				So(d.upstream("T1", "tea", midnight), ShouldEqual, "D2")
				So(d.upstream("T1", "milk", midnight), ShouldEqual, "D1")
			})
			Convey("rows without a day begin when the import says, else now", func() {
				d.opt.From = now.AddDate(0, -1, 0)
				_, err := d.csv(sample...)
				So(err, ShouldBeNil)
				So(d.upstream("T1", "", now.AddDate(0, 0, -1)), ShouldEqual, "D1")
				So(d.upstream("T1", "", now.AddDate(0, -2, 0)), ShouldEqual, "")
			})
			Convey("a dry run tells the same and writes nothing", func() {
				before := d.rows()
				d.opt.DryRun = true
				report, err := d.csv(sample...)
				So(err, ShouldBeNil)
				So(report.Created, ShouldEqual, 4)
				So(report.Imported, ShouldBeFalse)
				So(d.rows(), ShouldEqual, before)
			})
		})
	})
}

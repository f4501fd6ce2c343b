package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/intake"
	"channelrouter/service/testkit"
)

func TestImportOfPacksAndShipments(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand whose line writes files", t, func() {
			d := newDesk(t, e)
			east := d.Distributor("D1", "32")
			b := d.LineBatch("L1", 2)
			print := func(level model.Level, n int64) string {
				return d.Print(model.NewFace(level, model.Outer), testkit.Item(b, level, n))
			}
			now := d.Clock.Now()
			packs := intake.Declaration{Kind: model.ImportPacks, Org: d.Brand.ID, At: now.Add(-2 * time.Hour)}
			var file strings.Builder
			file.WriteString("单品码,箱码\n")
			for n := range int64(6) {
				fmt.Fprintf(&file, "%s,%s\n", print(model.LevelUnit, n), print(model.LevelCase, n/3))
			}

			Convey("packs become an event for each container, and stay one when the process dies", func() {
				i := d.declare(file.String(), packs)
				lives := 1
				for ; lives < 20 && d.Intake.Work(dying(d.Ctx, lives)) != nil; lives++ {
				}
				So(lives, ShouldBeGreaterThan, 2)
				i = d.now(i)
				So(i.State, ShouldEqual, model.ImportDone)
				So([]int64{i.Total, i.Accepted, i.Rejected, d.count(&model.CustodyEvent{})}, ShouldResemble, []int64{6, 6, 0, 2})

				Convey("and rows that are wrong are told, without keeping their neighbours out", func() {
					bad := lines("item,container",
						print(model.LevelUnit, 1)+","+print(model.LevelCase, 3), // packed already
						print(model.LevelUnit, 7)+","+print(model.LevelCase, 3))
					again := d.take(bad, packs)
					So(again.State, ShouldEqual, model.ImportDone)
					So([]int64{again.Accepted, again.Rejected}, ShouldResemble, []int64{1, 1})
					So(d.report(again)[0], ShouldStartWith, "2,"+print(model.LevelUnit, 1)+",custody.already_packed,")
				})
				Convey("and what does not resolve fails the file before anything is done", func() {
					bad := d.take(lines("item,container", print(model.LevelUnit, 8)+","+print(model.LevelCase, 3), "NOCODE,"+print(model.LevelCase, 3), ","), packs)
					So(bad.State, ShouldEqual, model.ImportFailed)
					So(bad.Rejected, ShouldEqual, 1)
					So(d.count(&model.CustodyEvent{}), ShouldEqual, 2)
				})
			})
			Convey("shipments become an event for each document", func() {
				case0 := testkit.Item(b, model.LevelCase, 0)
				_, err := d.Custody.Record(d.Ctx, custody.Command{
					Key: "commission", Kind: model.Commission, To: d.Brand.ID, At: now.Add(-3 * time.Hour),
					Goods: []custody.Goods{{Items: model.ItemRange{From: case0, To: case0 + 4}}},
				})
				So(err, ShouldBeNil)
				at := now.Add(-time.Hour).Format(time.RFC3339)
				row := func(n int64, from, to, at, document string) string {
					return strings.Join([]string{print(model.LevelCase, n), from, to, at, document}, ",")
				}
				i := d.take(lines("编码,发货方,收货方,发货时间,单号",
					row(0, "BRAND", "D1", at, "S1"), row(1, "BRAND", "D1", at, "S1"), row(2, "BRAND", "D1", at, "S2")), intake.Declaration{Kind: model.ImportShipments})
				So(i.State, ShouldEqual, model.ImportDone)
				So([]int64{i.Accepted, d.count(&model.CustodyEvent{})}, ShouldResemble, []int64{3, 3})
				So(d.Trace(case0+2).Assigned, ShouldEqual, east.ID)

				Convey("and each row that says nonsense is told why", func() {
					n := intake.Declaration{Kind: model.ImportShipments, SkipBad: true}
					later := d.take(lines("code,from,to,time,document",
						row(3, "BRAND", "NOBODY", at, ""), row(3, "BRAND", "D1", "soon", ""),
						row(3, "BRAND", "D1", now.Add(time.Hour).Format(time.RFC3339), ""), row(3, "", "D1", at, ""),
						row(0, "BRAND", "D1", at, ""), row(3, "BRAND", "D1", at, "")), n)
					So(later.State, ShouldEqual, model.ImportDone)
					So([]int64{later.Accepted, later.Rejected}, ShouldResemble, []int64{1, 5})
					for n, code := range []string{"channel.unknown_organisation", "intake.bad_row", "intake.bad_row", "intake.bad_row", "custody.not_held"} {
						So(d.report(later)[n], ShouldContainSubstring, ","+code+",")
					}
				})
			})
		})
	})
}

package channel_test

import (
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestTree(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel", t, func() {
			d := &desk{World: testkit.New(t, e)}
			_, err := d.csv(sample...)
			So(err, ShouldBeNil)
			now := d.Clock.Now()
			org := func(code string) model.Org {
				o, err := d.Channel.GetOrgByCode(d.Ctx, code)
				So(err, ShouldBeNil)
				return o
			}
			found := func(q channel.OrgQuery) (codes []string) {
				for after := model.OrgID(0); ; {
					page, err := d.Channel.FindOrgs(d.Ctx, q, after, 2)
					So(err, ShouldBeNil)
					for _, o := range page {
						codes, after = append(codes, o.Code), o.ID
					}
					if len(page) < 2 {
						n, err := d.Channel.CountOrgs(d.Ctx, q)
						So(err, ShouldBeNil)
						So(n, ShouldEqual, len(codes))
						return codes
					}
				}
			}
			Convey("it is found by code, name, place and supplier, in any order, page by page", func() {
				So(found(channel.OrgQuery{Sort: "code"}), ShouldResemble, []string{"BRAND", "D1", "T1", "T2", "W1"})
				So(found(channel.OrgQuery{Sort: "-code"}), ShouldResemble, []string{"W1", "T2", "T1", "D1", "BRAND"})
				So(found(channel.OrgQuery{Sort: "-kind"}), ShouldResemble, []string{"T1", "T2", "W1", "D1", "BRAND"})
				So(found(channel.OrgQuery{Text: "t", Sort: "code"}), ShouldResemble, []string{"T1", "T2"})
				So(found(channel.OrgQuery{Text: "营店"}), ShouldResemble, []string{"T2"})
				So(found(channel.OrgQuery{Text: "%"}), ShouldBeNil)
				So(found(channel.OrgQuery{Prefix: "3201", Kind: model.OrgTerminal, Sort: "code"}), ShouldResemble, []string{"T1", "T2"})
				So(found(channel.OrgQuery{Supplier: org("D1").ID, Sort: "code"}), ShouldResemble, []string{"T2", "W1"})
				_, err := d.Channel.FindOrgs(d.Ctx, channel.OrgQuery{Sort: "id; DROP TABLE orgs"}, 0, 2)
				So(err, ShouldWrap, channel.ErrBadSort)
			})
			Convey("a product line goes its own way, and all others the common one", func() {
				So(d.Channel.Link(d.Ctx, org("T1").ID, org("D1").ID, "tea", now), ShouldBeNil)
				So(found(channel.OrgQuery{Supplier: org("W1").ID}), ShouldResemble, []string{"T1"})
				So(found(channel.OrgQuery{Supplier: org("W1").ID, Line: "milk"}), ShouldResemble, []string{"T1"})
				So(found(channel.OrgQuery{Supplier: org("W1").ID, Line: "tea"}), ShouldBeNil)
				So(found(channel.OrgQuery{Supplier: org("D1").ID, Line: "tea", Sort: "code"}), ShouldResemble, []string{"T1", "T2", "W1"})
				counts, err := d.Channel.Children(d.Ctx, []model.OrgID{org("D1").ID, org("W1").ID, org("T1").ID}, "tea")
				So(err, ShouldBeNil)
				So(counts, ShouldResemble, map[model.OrgID]int64{org("D1").ID: 3})
				for line, want := range map[string]int{"": 4, "tea": 3} {
					path, err := d.Channel.Path(d.Ctx, org("T1").ID, line)
					So(err, ShouldBeNil)
					So(path, ShouldHaveLength, want)
					So(path[0].Code, ShouldEqual, "BRAND")
				}
			})
			Convey("whom nobody supplies is found", func() {
				So(found(channel.OrgQuery{Orphan: true}), ShouldBeNil)
				d.Distributor("D9", "41")
				lonely, err := d.Channel.CreateOrg(d.Ctx, channel.NewOrg{Code: "T9", Kind: model.OrgTerminal, Name: "孤", Adcode: "320102"})
				So(err, ShouldBeNil)
				So(found(channel.OrgQuery{Orphan: true, Kind: model.OrgTerminal}), ShouldResemble, []string{lonely.Code})
			})
			Convey("an edit is of a version, and of twenty at once one goes through", func() {
				t1, name := org("T1"), "新名"
				var group sync.WaitGroup
				faults := make([]error, 20)
				for i := range faults {
					group.Go(func() { _, faults[i] = d.Channel.ChangeOrg(d.Ctx, t1.ID, t1.Version, channel.OrgChange{Name: &name}) })
				}
				group.Wait()
				went := 0
				for _, err := range faults {
					if err == nil {
						went++
						continue
					}
					So(err, ShouldWrap, channel.ErrChanged)
				}
				So(went, ShouldEqual, 1)
				So(org("T1").Version, ShouldEqual, t1.Version+1)
				Convey("as a change by import is", func() {
					_, err := d.csv("kind,code,name,adcode", "terminal,T1,又改,320102")
					So(err, ShouldBeNil)
					So(org("T1").Version, ShouldEqual, t1.Version+2)
				})
			})
			Convey("its history tells what was believed when", func() {
				d.Tick(time.Hour)
				So(d.Channel.Link(d.Ctx, org("T1").ID, org("D1").ID, "", d.Clock.Now()), ShouldBeNil)
				all, err := d.Channel.History(d.Ctx, org("T1").ID, "", false, 0, 50)
				So(err, ShouldBeNil)
				So(all, ShouldHaveLength, 3)
				believed, err := d.Channel.History(d.Ctx, org("T1").ID, channel.PastSupplier, true, 0, 50)
				So(err, ShouldBeNil)
				So(believed, ShouldHaveLength, 2)
				rest, err := d.Channel.History(d.Ctx, org("T1").ID, "", false, all[0].ID, 1)
				So(err, ShouldBeNil)
				So(rest, ShouldResemble, all[1:2])
			})
			Convey("territories end, and overlap", func() {
				d2 := d.Distributor("D2", "3201", "32")
				rows, err := d.Channel.FindTerritories(d.Ctx, channel.TerritoryQuery{Prefix: "320102", At: now})
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, 3)
				over, err := d.Channel.Overlaps(d.Ctx, channel.TerritoryQuery{At: now})
				So(err, ShouldBeNil)
				So(over, ShouldHaveLength, 2)
				So(over[0].Same(), ShouldBeTrue)
				So(over[1].Inner.Prefix, ShouldEqual, "3201")
				So(d.Channel.AddTerritory(d.Ctx, d2.ID, "32", "", now), ShouldBeNil) // he has it
				for _, row := range rows {
					if row.OrgID != d2.ID {
						continue
					}
					So(d.Channel.EndTerritory(d.Ctx, org("D1").ID, row.ID, now), ShouldWrap, channel.ErrUnknownTerritory)
					So(d.Channel.EndTerritory(d.Ctx, d2.ID, row.ID, now), ShouldBeNil)
					So(d.Channel.EndTerritory(d.Ctx, d2.ID, row.ID, now), ShouldWrap, channel.ErrUnknownTerritory)
				}
				over, err = d.Channel.Overlaps(d.Ctx, channel.TerritoryQuery{At: now})
				So(err, ShouldBeNil)
				So(over, ShouldBeEmpty)
				over, err = d.Channel.Overlaps(d.Ctx, channel.TerritoryQuery{At: now.Add(-time.Second)})
				So(err, ShouldBeNil)
				So(over, ShouldBeEmpty) // D1's began now
			})
		})
	})
}

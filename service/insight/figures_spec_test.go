package insight_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/insight"
	"channelrouter/service/testkit"
)

func bizDate(t time.Time) int32 { return clock.BizDate(t) }

func TestFigures(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that sell at T1 in Shanghai, and one at T2 in Hangzhou", t, func() {
			o := newTown(t, e)
			o.guided(o.guide, 0)
			o.claim(0)
			o.guided(o.guide, 1)
			o.claim(1)
			o.guided(o.other, 2)
			o.claim(2)
			o.settle()

			Convey("today's figures are those of all the country, of a province and of a city", func() {
				all := o.overview(1, "")
				So([]int64{all.Now.Scans, all.Now.Claims, all.Now.Sold, all.Now.Active}, ShouldResemble, []int64{6, 3, 3, 2})
				So(all.Today, ShouldResemble, all.Now)
				So(int64(all.Now.RebateFen), ShouldEqual, 2*400+300) // of diverted goods shops get nothing
				So(all.Complete, ShouldBeTrue)
				for _, area := range []string{"31", "310100"} {
					here := o.overview(1, area)
					So([]int64{here.Now.Sold, here.Now.Active, int64(here.Now.RebateFen)}, ShouldResemble, []int64{2, 1, 800})
				}
				So(o.overview(1, "330000").Now.Sold, ShouldEqual, 1)
				So(o.overview(1, "44").Now, ShouldResemble, insight.Figures{})
			})
			Convey("rewards are what the ledger took from the brand", func() {
				cost, err := o.Ledger.Balance(o.Ctx, model.Account{Kind: model.BrandReward, Asset: model.CNY})
				So(err, ShouldBeNil)
				points, err := o.Ledger.Balance(o.Ctx, model.Account{Kind: model.BrandReward, Asset: model.Points})
				So(err, ShouldBeNil)
				now := o.overview(1, "").Now
				So([]int64{int64(now.RewardFen), now.RewardPoints}, ShouldResemble, []int64{-cost, -points})
				So(now.RewardPoints+int64(now.RewardFen), ShouldBeGreaterThan, 0)
			})
			Convey("a shop's page and its distributor's show what is theirs", func() {
				for _, org := range []model.Org{o.t1, o.d1} {
					_, days, err := o.Insight.Org(o.Ctx, org.ID, 0, 0)
					So(err, ShouldBeNil)
					So(days, ShouldHaveLength, 30)
					So(days[29].Sold, ShouldEqual, 2)
					So(days[29].RebateFen, ShouldBeGreaterThan, 0)
					So(days[29].Scans, ShouldBeGreaterThanOrEqualTo, 2)
				}
			})
			Convey("provinces add up to the country, and a province's cities to it", func() {
				_, provinces, err := o.Insight.Areas(o.Ctx, 0, 0, "")
				So(err, ShouldBeNil)
				var sum, sold int64
				for _, a := range provinces {
					sum, sold = sum+a.Scans, sold+a.Sold
				}
				So([]int64{sum, sold}, ShouldResemble, []int64{6, 3})
				_, cities, err := o.Insight.Areas(o.Ctx, 0, 0, "330000")
				So(err, ShouldBeNil)
				So(cities, ShouldHaveLength, 1)
				So(cities[0].Adcode, ShouldEqual, "330100")
				So([]int64{cities[0].Sold, cities[0].Active}, ShouldResemble, []int64{1, 1})
			})
			Convey("a diverted unit's case is open, and in the feed once", func() {
				So(o.overview(1, "").OpenCases, ShouldEqual, 1)
				kinds := map[model.InsightKind]int{}
				for _, f := range o.facts() {
					So(f.Pass, ShouldBeGreaterThan, 0)
					kinds[f.Kind]++
				}
				So(kinds, ShouldResemble, map[model.InsightKind]int{model.InsightScan: 6, model.InsightSale: 3, model.InsightCaseOpened: 1})
			})
			Convey("a fact that is told again is counted once", func() {
				before := o.kept()
				So(o.tell(func(ctx context.Context) error { return o.Insight.OnScanRecorded(ctx, o.recorded()) }), ShouldBeNil)
				o.work()
				So(o.kept(), ShouldResemble, before)
			})
			Convey("the next day's figures are another day's, and shops that were active both days count once", func() {
				o.Tick(24 * time.Hour)
				o.guided(o.guide, 3)
				o.settle()
				two := o.overview(2, "")
				So([]int64{two.Now.Active, two.Today.Active, two.Days[0].Active, two.Days[1].Active}, ShouldResemble, []int64{2, 1, 2, 1})
				So(two.Now.Scans, ShouldEqual, 7)
				one := o.overview(1, "")
				So([]int64{one.Now.Active, one.Then.Active, one.Then.Scans}, ShouldResemble, []int64{1, 2, 6})
			})
			Convey("what is a day old is forgotten, and figures stay", func() {
				before := o.kept()
				o.Tick(25 * time.Hour)
				So(o.Insight.Tidy(o.Ctx), ShouldBeNil)
				So(o.facts(), ShouldBeEmpty)
				So(o.kept(), ShouldResemble, before)
			})
		})
		Convey("Given wrong questions", t, func() {
			o := newTown(t, e)

			Convey("they are refused", func() {
				_, err := o.Insight.Overview(o.Ctx, 20260302, 20260301, "")
				So(err, ShouldWrap, insight.ErrBadPeriod)
				_, err = o.Insight.Overview(o.Ctx, 20240101, 20260301, "")
				So(err, ShouldWrap, insight.ErrBadPeriod)
				_, _, err = o.Insight.Areas(o.Ctx, 0, 0, "3301")
				So(err, ShouldWrap, insight.ErrBadArea)
				_, _, err = o.Insight.Org(o.Ctx, 1, 0, 0)
				So(err, ShouldNotBeNil)
				_, err = insight.ParsePlace("1-x")
				So(err, ShouldWrap, insight.ErrBadPlace)
			})
		})
	})
}

func TestActiveTerminals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a shop's days that become known in another order than theirs", t, func() {
			o := newTown(t, e)
			today := o.Clock.Now()
			for _, day := range []int{0, -10, -5, -7, -5} {
				o.scanOf(o.t1, today.AddDate(0, 0, day))
				o.work()
			}

			Convey("every period counts it once if it has any of its days", func() {
				for from := -12; from <= 1; from++ {
					for to := from; to <= 1; to++ {
						want := int64(0)
						for _, day := range []int{0, -10, -5, -7} {
							if from <= day && day <= to {
								want = 1
							}
						}
						v, err := o.Insight.Overview(o.Ctx, bizDate(today.AddDate(0, 0, from)), bizDate(today.AddDate(0, 0, to)), "31")
						So(err, ShouldBeNil)
						So(v.Now.Active, ShouldEqual, want)
					}
				}
			})
		})
	})
}

package watch_test

import (
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/detect"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

func TestFollowing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given twelve honest days, and a traveller", t, func() {
			l := newLand(t, e)
			l.live(12)
			l.scanned(l.input(1, 0, abroad))
			l.Tick(24 * time.Hour)
			l.work()

			Convey("nobody is suspected, and what the traveller did is watched", func() {
				So(l.alerts(), ShouldBeEmpty)
				So(l.cases(model.CaseOpen), ShouldBeEmpty)
				So(l.cases(model.CaseWatched), ShouldHaveLength, 1)
			})
			Convey("when goods are sold abroad, nothing is said before the day is over", func() {
				scans := l.divert()
				l.Tick(time.Hour)
				l.work()
				So(l.alerts(), ShouldBeEmpty)
				l.Tick(24 * time.Hour)
				l.work()

				Convey("and then they are a case, with the alert that says why in two languages", func() {
					alerts := l.alerts()
					So(alerts, ShouldHaveLength, 1)
					a := alerts[0]
					So(a.Kind, ShouldEqual, model.AlertDiverted)
					So(a.Score, ShouldBeGreaterThanOrEqualTo, 50)
					So([]string{a.Distributor.Code, a.Product.SKU, a.Adcode, a.City}, ShouldResemble, []string{"D0", l.Products[0].SKU, "350100", "福建省福州市"})
					So(a.Reasons[0].Reason, ShouldEqual, detect.ReasonOutside)
					So(a.Reasons[0].Count, ShouldEqual, 12)
					So(a.Reasons[0].Chinese, ShouldStartWith, "12 位消费者在福建省福州市扫了D0的")
					So(a.Reasons[0].English, ShouldStartWith, "12 consumers scanned ")
					So(a.Items, ShouldHaveLength, 12)

					open := l.cases(model.CaseOpen)
					So(open, ShouldHaveLength, 1)
					So([]any{open[0].ID, open[0].Score}, ShouldResemble, []any{a.CaseID, a.Score})
					flags, err := l.Diversion.Flags(l.Ctx, open[0].ID)
					So(err, ShouldBeNil)
					So(flags, ShouldHaveLength, len(scans))
					said, err := l.Watch.Of(l.Ctx, open[0].ID)
					So(err, ShouldBeNil)
					So(said, ShouldHaveLength, 1)
				})
				Convey("once: not again by another, nor when the case is dismissed and more is seen", func() {
					So(l.another().Work(l.Ctx), ShouldBeNil)
					_, err := l.Diversion.Dismiss(l.Ctx, diversion.Decision{Case: l.cases(model.CaseOpen)[0].ID, By: 1, Note: "a fair"})
					So(err, ShouldBeNil)
					for range 3 {
						l.scanned(l.input(0, 40, abroad), l.input(0, 43, abroad), l.input(0, 46, abroad))
						l.Tick(24 * time.Hour)
						l.work()
						So(l.another().Work(l.Ctx), ShouldBeNil)
					}
					So(l.alerts(), ShouldHaveLength, 1)
					So(l.cases(model.CaseOpen), ShouldBeEmpty)
				})
				Convey("what comes to be watched of it later is opened with it, by whoever follows", func() {
					for day := range 24 { // into the next window
						l.scanned(l.input(0, int64(36+day), abroad), l.input(0, int64(60+day), abroad))
						l.Tick(24 * time.Hour)
					}
					So(l.cases(model.CaseWatched), ShouldHaveLength, 2) // the traveller's, and the next window's
					So(l.another().Work(l.Ctx), ShouldBeNil)
					So(l.cases(model.CaseWatched), ShouldHaveLength, 1)
					So(l.cases(model.CaseOpen), ShouldHaveLength, 2)
					So(l.alerts(), ShouldHaveLength, 1)
				})
				Convey("when a policy comes into force, all is seen again by it, and nothing said twice", func() {
					policy, rules := diversion.DefaultPolicy, detect.DefaultPolicy()
					rules.OpenScore, policy.Detection = 30, &rules
					_, err := l.Diversion.Policies.Publish(l.Ctx, policy, l.Clock.Now(), 1)
					So(err, ShouldBeNil)
					l.Tick(24 * time.Hour)
					l.work()
					So(l.alerts(), ShouldHaveLength, 1)
				})
			})
			Convey("an account that scans as no consumer does is an alert of its own, and no case", func() {
				inputs := make([]scan.Input, 120)
				for n := range inputs {
					inputs[n] = l.input(2, int64(n), homes[2])
					inputs[n].Person = inputs[0].Person
				}
				l.scanned(inputs...)
				l.Tick(25 * time.Hour)
				l.work()
				alerts := l.alerts()
				So(alerts, ShouldHaveLength, 1)
				So([]any{alerts[0].Kind, alerts[0].PersonID, alerts[0].CaseID}, ShouldResemble,
					[]any{model.AlertAccount, inputs[0].Person, model.CaseID(0)})
				So(alerts[0].Reasons[0].Reason, ShouldEqual, detect.ReasonVelocity)
				So(l.cases(model.CaseOpen), ShouldBeEmpty)
				l.Tick(24 * time.Hour)
				l.work()
				So(l.alerts(), ShouldHaveLength, 1)
			})
			Convey("so are goods on the market that were never shipped", func() {
				l.batches = append(l.batches, l.Batch("NEVER", 1))
				for n := range 6 {
					l.scanned(l.input(len(homes), int64(n), abroad), l.input(len(homes), int64(n), abroad))
				}
				l.Tick(25 * time.Hour)
				l.work()
				alerts := l.alerts()
				So(alerts, ShouldHaveLength, 1)
				So([]any{alerts[0].Kind, alerts[0].ProductID, alerts[0].Reasons[0].Count}, ShouldResemble,
					[]any{model.AlertUnshipped, l.Products[0].ID, 6})
			})
			Convey("killed at whatever statement, those who take over make one case, with one alert and one history", func() {
				l.divert()
				l.Tick(25 * time.Hour)
				for n := int64(1); l.KillAfter(n, func() { _ = l.another().Work(l.Ctx) }); n++ {
					So(len(l.alerts()), ShouldEqual, len(l.cases(model.CaseOpen)))
				}
				So(l.alerts(), ShouldHaveLength, 1)
				open := l.cases(model.CaseOpen)
				So(open, ShouldHaveLength, 1)
				history, err := l.Diversion.History(l.Ctx, open[0].ID)
				So(err, ShouldBeNil)
				So(history, ShouldHaveLength, 1)
			})
			Convey("several at once make one case", func() {
				l.divert()
				l.Tick(25 * time.Hour)
				var all sync.WaitGroup
				for range 4 {
					w := l.another()
					all.Go(func() { _ = w.Work(l.Ctx) })
				}
				all.Wait()
				So(l.another().Work(l.Ctx), ShouldBeNil)
				So(l.alerts(), ShouldHaveLength, 1)
				So(l.cases(model.CaseOpen), ShouldHaveLength, 1)
			})
		})
	})
}

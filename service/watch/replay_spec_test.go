package watch_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/detect"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
	"channelrouter/service/watch"
)

func TestReplays(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given twelve days, on the last of which goods were sold abroad and at a shop of another", t, func() {
			l := newLand(t, e)
			l.live(12)
			l.divert()
			shop := l.Terminal("T1", l.distributors[1])
			_, err := l.Scan(l.Member(model.RoleGuide, shop), model.RoleGuide, model.FaceUnitOuter, l.unit(2, 0))
			So(err, ShouldBeNil)
			l.Tick(25 * time.Hour)
			l.work()
			ask := watch.Ask{By: 1, Key: "k", Policy: diversion.DefaultPolicy, Days: 5}
			done := func(a watch.Ask) watch.Outcome {
				r, err := l.Watch.Ask(l.Ctx, a)
				So(err, ShouldBeNil)
				So(r.Outcome, ShouldBeNil)
				n, err := l.Watch.WorkReplays(l.Ctx)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 1)
				r, err = l.Watch.GetReplay(l.Ctx, r.ID)
				So(err, ShouldBeNil)
				So(r.Percent, ShouldEqual, 100)
				return *r.Outcome
			}

			Convey("the policy in force opens what it did", func() {
				o := done(ask)
				So([]int{o.Both, o.Opens, o.Closes}, ShouldResemble, []int{2, 0, 0})
				So(o.Scans, ShouldEqual, 12*18+13)
				suspects, err := l.Watch.Describe(l.Ctx, o.Staying)
				So(err, ShouldBeNil)
				So([]string{suspects[0].Shop.Code, suspects[0].Distributor.Code}, ShouldResemble, []string{"T1", "D2"})
				So([]string{suspects[1].City, suspects[1].Distributor.Code}, ShouldResemble, []string{"福建省福州市", "D0"})
				So(suspects[1].InWords[0].Chinese, ShouldStartWith, "12 位消费者")
			})
			Convey("one that wants more would not open the lot, and one that has hard evidence wait not the shop's", func() {
				rules := detect.DefaultPolicy()
				rules.Witnesses, ask.Policy.Detection, ask.Policy.HardWaits = 13, &rules, true
				o := done(ask)
				So([]int{o.Both, o.Opens, o.Closes}, ShouldResemble, []int{0, 0, 2})
				So(o.Closing, ShouldHaveLength, 2)
			})
			Convey("one by which the distributor sells on line would not open its lot, and changes nothing now", func() {
				ask.Policy.OnlineSellers = []string{"D0"}
				o := done(ask)
				So([]int{o.Both, o.Opens, o.Closes}, ShouldResemble, []int{1, 0, 1})
				So(l.cases(model.CaseOpen), ShouldHaveLength, 2)
			})
			Convey("days before which it was would not open it", func() {
				l.Tick(10 * 24 * time.Hour)
				o := done(ask)
				So([]int{o.Both, o.Opens, o.Closes}, ShouldResemble, []int{0, 0, 0})
			})
			Convey("interrupted anywhere, it begins again", func() {
				r, err := l.Watch.Ask(l.Ctx, ask)
				So(err, ShouldBeNil)
				for n := int64(1); l.KillAfter(n, func() { _, _ = l.Watch.WorkReplays(l.Ctx) }); n++ {
					r, err = l.Watch.GetReplay(l.Ctx, r.ID)
					So(err, ShouldBeNil)
					So(r.Outcome, ShouldBeNil)
				}
				r, err = l.Watch.GetReplay(l.Ctx, r.ID)
				So(err, ShouldBeNil)
				So(r.Outcome.Both, ShouldEqual, 2)
			})
			Convey("a key stands for one replay", func() {
				first, err := l.Watch.Ask(l.Ctx, ask)
				So(err, ShouldBeNil)
				again, err := l.Watch.Ask(l.Ctx, ask)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
				ask.Days = 6
				_, err = l.Watch.Ask(l.Ctx, ask)
				So(err, ShouldWrap, watch.ErrKeyReused)
			})
			Convey("what makes no sense is refused, and so is a sixth that waits", func() {
				for days, want := range map[int]error{0: watch.ErrBadReplay, 93: watch.ErrBadReplay} {
					_, err := l.Watch.Ask(l.Ctx, watch.Ask{By: 1, Key: "d", Policy: diversion.DefaultPolicy, Days: days})
					So(err, ShouldWrap, want)
				}
				bad := ask
				bad.Policy.SoftScore = bad.Policy.HardScore
				_, err := l.Watch.Ask(l.Ctx, bad)
				So(err, ShouldWrap, diversion.ErrBadPolicy)
				_, err = l.Watch.GetReplay(l.Ctx, 404)
				So(err, ShouldWrap, watch.ErrUnknownReplay)
				for _, key := range []string{"1", "2", "3", "4", "5"} {
					ask.Key = key
					_, err := l.Watch.Ask(l.Ctx, ask)
					So(err, ShouldBeNil)
				}
				ask.Key = "6"
				_, err = l.Watch.Ask(l.Ctx, ask)
				So(err, ShouldWrap, watch.ErrManyReplays)
			})
		})
	})
}

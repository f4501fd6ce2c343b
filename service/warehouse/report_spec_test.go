package warehouse_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
	"channelrouter/service/warehouse"
)

// day is a distributor's day on its device: the first case goes to T1, the second is
// unpacked, and one of its bottles goes to T1, all within the tick of one second.
func (s *story) day(at time.Time) []warehouse.Told {
	bottle := s.Print(model.FaceUnitOuter, s.unit(6))
	return []warehouse.Told{
		{Key: "1", Sequence: 1, Kind: model.Ship, Codes: []string{s.boxCode(0)}, To: "T1", At: at},
		{Key: "2", Sequence: 2, Kind: model.Unpack, Codes: []string{s.boxCode(1)}, At: at},
		{Key: "3", Sequence: 3, Kind: model.Unpack, Codes: []string{bottle}, At: at},
		{Key: "4", Sequence: 4, Kind: model.Ship, Codes: []string{bottle}, To: "T1", At: at},
	}
}

func TestReport(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor's device that had no connection", t, func() {
			s := newStory(t, e)
			day := s.day(s.ago(30 * time.Minute))

			Convey("what it tells is recorded whatever order it comes in", func() {
				rand.Shuffle(len(day), func(i, j int) { day[i], day[j] = day[j], day[i] })
				So(states(s.tells(keeper(s.d1), day...)), ShouldResemble, []warehouse.ToldState{"recorded", "recorded", "recorded", "recorded"})
				So(s.Trace(s.unit(6)).InTransit, ShouldEqual, s.t1.ID)
				So(s.Trace(s.box(0)).InTransit, ShouldEqual, s.t1.ID)
				So(s.Trace(s.box(1)).Holder, ShouldEqual, s.d1.ID)
			})
			Convey("sent again, with more, the old is known and the new recorded", func() {
				first := s.tells(keeper(s.d1), day[:2]...)
				again := s.tells(keeper(s.d1), day...)
				So(states(again), ShouldResemble, []warehouse.ToldState{"known", "known", "recorded", "recorded"})
				So(again[0].Event.ID, ShouldEqual, first[0].Event.ID)
				So(count[model.HandheldEvent](s), ShouldEqual, 4)
			})
			Convey("each event is answered for itself", func() {
				at := s.ago(time.Minute)
				outcomes := s.tells(keeper(s.d1),
					warehouse.Told{Key: "a", Kind: model.Ship, Codes: []string{"NOT-A-CODE"}, To: "T1", At: at},
					warehouse.Told{Key: "b", Kind: model.Ship, Codes: []string{s.palletCode(1)}, To: "T1", At: at}, // the brand's
					warehouse.Told{Key: "c", Kind: model.Ship, Codes: []string{s.boxCode(2)}, To: "T2", At: at},
					warehouse.Told{Key: "d", Kind: model.Receive, Codes: []string{s.boxCode(2)}, At: s.Clock.Now().Add(time.Second)},
					warehouse.Told{Key: "e", Kind: model.Return, Codes: []string{s.boxCode(2)}, To: "BRAND", At: at},
					warehouse.Told{Key: "f", Kind: model.Receive, Codes: []string{s.boxCode(2)}, To: "D2", At: at},
					warehouse.Told{Key: "g", Kind: model.Ship, Codes: []string{s.boxCode(3)}, To: "T1", At: at},
				)
				So(states(outcomes), ShouldResemble, []warehouse.ToldState{"refused", "pending", "refused", "refused", "refused", "refused", "recorded"})
				So(outcomes[0].Err.Error(), ShouldStartWith, "code.")
				So(outcomes[2].Err, ShouldWrap, channel.ErrOutsideSubtree)
				So(outcomes[3].Err, ShouldWrap, warehouse.ErrFuture)
				So(outcomes[4].Err, ShouldWrap, warehouse.ErrMayNotTell)
				So(outcomes[5].Err, ShouldWrap, warehouse.ErrMayNotTell)
				So(count[model.HandheldEvent](s), ShouldEqual, 2)

				Convey("and what waits is tried again when the missing fact comes", func() {
					s.tells(clerk, warehouse.Told{Key: "late", Kind: model.Ship, Codes: []string{s.palletCode(1)}, From: "BRAND", To: "D1", At: s.ago(time.Hour)})
					s.tells(keeper(s.d1), warehouse.Told{Key: "late", Kind: model.Receive, Codes: []string{s.palletCode(1)}, At: s.ago(30 * time.Minute)})
					b := s.tells(keeper(s.d1), warehouse.Told{Key: "b", Kind: model.Ship, Codes: []string{s.palletCode(1)}, To: "T1", At: at})[0]
					So(b.State, ShouldEqual, warehouse.ToldKnown)
					So(b.Event.State, ShouldEqual, model.EventApplied)
				})
			})
			Convey("a key that was used for something else is refused; another organisation's device may use it", func() {
				s.tells(keeper(s.d1), day[0])
				other := day[0]
				other.To = "D1"
				So(s.tells(keeper(s.d1), other)[0].Err, ShouldWrap, warehouse.ErrKeyReused)
				So(s.tells(keeper(s.d2), warehouse.Told{Key: "1", Kind: model.Receive, Codes: []string{s.palletCode(2)}, At: s.ago(time.Minute)})[0].State,
					ShouldNotEqual, warehouse.ToldKnown)
			})
			Convey("a clock that is off is told and kept, and so is one that ran backwards", func() {
				r, err := s.Warehouse.Report(s.Ctx, keeper(s.d1), warehouse.Upload{Device: "PDA-2", SentAt: s.ago(3 * time.Hour), Events: []warehouse.Told{
					{Key: "1", Sequence: 1, Kind: model.Ship, Codes: []string{s.boxCode(0)}, To: "T1", At: s.ago(10 * time.Minute)},
					{Key: "2", Sequence: 2, Kind: model.Ship, Codes: []string{s.boxCode(1)}, To: "T1", At: s.ago(20 * time.Minute)},
				}})
				So(err, ShouldBeNil)
				So(r.Skew, ShouldEqual, -3*time.Hour)
				So(r.ClockOff(), ShouldBeTrue)
				So([]bool{r.Outcomes[0].Backwards, r.Outcomes[1].Backwards}, ShouldResemble, []bool{false, true})
				var kept model.HandheldEvent
				So(s.DB.Conn(s.Ctx).Where("device = ? AND sequence = 2", "PDA-2").Take(&kept).Error, ShouldBeNil)
				So(kept.SkewMillis, ShouldEqual, (-3 * time.Hour).Milliseconds())
			})
			Convey("a terminal receives, and ships nothing", func() {
				keeper := warehouse.Teller{Org: s.t1.ID, Role: model.RoleTerminal, By: 2}
				s.tells(warehouse.Teller{Org: s.d1.ID, Role: model.RoleDistributor, By: 1}, day[0])
				got := s.tells(keeper,
					warehouse.Told{Key: "r", Kind: model.Receive, Codes: []string{s.boxCode(0)}, At: s.ago(time.Minute)},
					warehouse.Told{Key: "s", Kind: model.Ship, Codes: []string{s.boxCode(0)}, To: "T1", At: s.ago(time.Minute)})
				So(states(got), ShouldResemble, []warehouse.ToldState{"recorded", "refused"})
			})
		})
	})
}

func TestReportOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a device whose user taps send twenty times", t, func() {
			s := newStory(t, e)
			before := count[model.CustodyEvent](s)
			day := s.day(s.ago(30 * time.Minute))
			recorded := make([]int, 20)
			failures := testkit.Together(20, func(i int) error {
				r, err := s.Warehouse.Report(s.Ctx, keeper(s.d1), warehouse.Upload{Device: "PDA-1", Events: day})
				for _, o := range r.Outcomes {
					switch o.State {
					case warehouse.ToldRecorded:
						recorded[i]++
					case warehouse.ToldKnown:
					default:
						return fmt.Errorf("%s: %w", o.State, o.Err)
					}
				}
				return err
			})
			Convey("each event is recorded once, and everybody is told so", func() {
				total := 0
				for i, err := range failures {
					So(err, ShouldBeNil)
					total += recorded[i]
				}
				So(total, ShouldEqual, 4)
				So(count[model.CustodyEvent](s)-before, ShouldEqual, 4)
				So(count[model.HandheldEvent](s), ShouldEqual, 4)
			})
		})
	})
}

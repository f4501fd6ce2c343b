package custody_test

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// What a replica remembers of goods is as good as asking, whoever changes them.
func TestRemembering(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two replicas, of which one remembers where a pallet's units are", t, func() {
			s := newStory(t, e)
			replica := custody.New(s.DB, s.Clock, s.IDs, s.Outbox, s.Code, s.Channel)
			trace := func(ctx context.Context) custody.Trace {
				found, err := replica.TraceAt(ctx, s.unit(0), s.Clock.Now())
				So(err, ShouldBeNil)
				return found
			}
			remembers := func() bool { return s.Statements(func() { trace(s.Ctx) }) == 1 }
			for range 4 {
				trace(s.Ctx)
			}
			So(remembers(), ShouldBeTrue)

			Convey("what the other records is seen at once, and remembered again a second later", func() {
				s.Ship(s.Brand, s.d1, s.pallet(0))
				s.Tick(time.Millisecond)
				So(trace(s.Ctx).InTransit, ShouldEqual, s.d1.ID)
				So(remembers(), ShouldBeFalse)
				s.Tick(time.Second)
				So(trace(s.Ctx).InTransit, ShouldEqual, s.d1.ID)
				So(remembers(), ShouldBeTrue)
				So(trace(s.Ctx).InTransit, ShouldEqual, s.d1.ID)
			})
			Convey("what is seen of a change that is then taken back is not remembered", func() {
				second := errors.New("second thoughts")
				err := s.DB.Run(s.Ctx, func(ctx context.Context) error {
					_, err := s.Custody.Record(ctx, custody.Command{Key: "x", Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, Goods: testkit.Goods(s.pallet(0))})
					So(err, ShouldBeNil)
					s.Tick(time.Second)
					for range 4 {
						So(trace(ctx).InTransit, ShouldEqual, s.d1.ID)
					}
					return second
				})
				So(err, ShouldEqual, second)
				So(trace(s.Ctx).Holder, ShouldEqual, s.Brand.ID)
				// The same version again, of another change.
				s.Ship(s.Brand, s.d2, s.pallet(0))
				s.Tick(time.Second)
				for range 4 {
					So(trace(s.Ctx).InTransit, ShouldEqual, s.d2.ID)
				}
			})
			Convey("the past is remembered, too", func() {
				before := s.Clock.Now()
				s.Tick(time.Minute)
				s.Ship(s.Brand, s.d1, s.pallet(0))
				s.Tick(time.Minute)
				for range 4 {
					trace(s.Ctx)
				}
				So(s.Statements(func() {
					found, err := replica.TraceAt(s.Ctx, s.unit(0), before)
					So(err, ShouldBeNil)
					So(found.Holder, ShouldEqual, s.Brand.ID)
				}), ShouldEqual, 1)
			})
			Convey("goods that were handled one by one are too much to remember, and asked for as before", func() {
				big := s.Batch("BIG", 60)
				s.Commission(big)
				for n := range int64(60) {
					s.Ship(s.Brand, s.d1, testkit.Item(big, model.LevelPallet, n))
					s.Receive(s.d1, testkit.Item(big, model.LevelPallet, n))
				}
				s.Tick(time.Second)
				for n := range int64(60) {
					found, err := replica.TraceAt(s.Ctx, testkit.Item(big, model.LevelUnit, n*24), s.Clock.Now())
					So(err, ShouldBeNil)
					So([]model.OrgID{found.Holder, found.Assigned}, ShouldResemble, []model.OrgID{s.d1.ID, s.d1.ID})
				}
			})
		})
	})
}

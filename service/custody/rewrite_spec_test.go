package custody_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"gorm.io/gorm"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// written counts the statements that change the spans of goods while do runs.
func (s *story) written(do func()) (n int) {
	watch := func(d *gorm.DB) {
		switch d.Statement.Table {
		case "link_spans", "holder_spans", "assignment_spans":
			n++
		}
	}
	const name = "spec:written"
	So(s.DB.Run(s.Ctx, func(ctx context.Context) error {
		calls := s.DB.Conn(ctx).Callback()
		So(calls.Create().Register(name, watch), ShouldBeNil)
		return calls.Delete().Register(name, watch)
	}), ShouldBeNil)
	do()
	So(s.DB.Run(s.Ctx, func(ctx context.Context) error {
		calls := s.DB.Conn(ctx).Callback()
		So(calls.Create().Remove(name), ShouldBeNil)
		return calls.Delete().Remove(name)
	}), ShouldBeNil)
	return n
}

func TestFoldingAnewWritesTheDifference(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a pallet with a history of odd microseconds", t, func() {
			s := newStory(t, e)
			for range 3 {
				s.Tick(time.Minute + 333_333*time.Microsecond)
				s.delivered(s.d1, s.pallet(0))
				So(s.does(model.Return, s.d1, s.Brand, s.pallet(0)), ShouldBeNil)
			}
			s.Tick(time.Minute)

			Convey("a late event that could not happen writes none of it again", func() {
				So(s.written(func() {
					e := s.reports(model.Ship, testkit.Start.Add(90*time.Second), s.d2, s.t1, s.pallet(0))
					So(e.State, ShouldEqual, model.EventPending)
				}), ShouldEqual, 0)
			})
			Convey("a late event in the middle writes what it changes only", func() {
				history := count[model.HolderSpan](s)
				middle := s.Clock.Now().Add(-150 * time.Second) // on the way
				So(s.written(func() { s.reports(model.Receive, middle, nobody, s.d2, s.pallet(0)) }), ShouldEqual, 2)
				So(count[model.HolderSpan](s), ShouldEqual, history+1)
				So(s.TraceAt(s.unit(0), middle).Holder, ShouldEqual, s.d2.ID)
				So(s.Trace(s.unit(0)).Holder, ShouldEqual, s.Brand.ID)
			})
			Convey("a case that comes out in the middle gets a history, the pallet keeps its own", func() {
				before := s.Trace(s.pallet(0))
				middle := s.Clock.Now().Add(-150 * time.Second) // on the way
				s.reports(model.Receive, middle, nobody, s.d2, s.box(0))
				So(s.Trace(s.box(0)).Holder, ShouldEqual, s.d2.ID)
				So(s.Trace(s.pallet(0)), ShouldResemble, before)
				So(s.Trace(s.box(1)), ShouldResemble, custody.Trace{
					Chain: []model.ItemID{s.box(1), s.pallet(0)}, Holder: s.Brand.ID, Known: true,
				})
			})
		})
	})
}

package custody_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// story is a brand with two distributors, a wholesaler and a terminal, and three pallets
// of pre-linked goods at the brand: six units to a case, four cases to a pallet.
type story struct {
	*testkit.World
	d1, d2, w1, t1 model.Org
	batch          *code.Batch
}

func newStory(t testing.TB, e testkit.Engine) *story {
	s := &story{World: testkit.New(t, e)}
	s.d1, s.d2 = s.Distributor("D1", "32"), s.Distributor("D2", "33")
	s.w1 = s.Wholesaler("W1", s.d1)
	s.t1 = s.Terminal("T1", s.d1)
	s.batch = s.Batch("B1", 3)
	s.Commission(s.batch)
	s.Tick(time.Minute)
	return s
}

func (s *story) pallet(n int64) model.ItemID { return testkit.Item(s.batch, model.LevelPallet, n) }
func (s *story) box(n int64) model.ItemID    { return testkit.Item(s.batch, model.LevelCase, n) }
func (s *story) unit(n int64) model.ItemID   { return testkit.Item(s.batch, model.LevelUnit, n) }

// delivered is a pallet that the brand shipped to a distributor, who received it.
func (s *story) delivered(to model.Org, items ...model.ItemID) {
	s.Ship(s.Brand, to, items...)
	s.Tick(time.Minute)
	s.Receive(to, items...)
	s.Tick(time.Minute)
}

// does records an on-line event about items now.
func (s *story) does(kind model.CustodyKind, from, to model.Org, items ...model.ItemID) error {
	_, err := s.Record(custody.Command{Kind: kind, From: from.ID, To: to.ID, Goods: testkit.Goods(items...)})
	return err
}

// reports records an off-line event about items at a moment.
func (s *story) reports(kind model.CustodyKind, at time.Time, from, to model.Org, items ...model.ItemID) model.CustodyEvent {
	e, err := s.Record(custody.Command{
		Kind: kind, At: at, Offline: true, From: from.ID, To: to.ID, Goods: testkit.Goods(items...),
	})
	So(err, ShouldBeNil)
	return e
}

// state is what has become of an event.
func (s *story) state(e model.CustodyEvent) model.EventState {
	var stored model.CustodyEvent
	So(s.DB.Conn(s.Ctx).Take(&stored, e.ID).Error, ShouldBeNil)
	return stored.State
}

func count[Row any](s *story) int64 {
	var n int64
	So(s.DB.Conn(s.Ctx).Model(new(Row)).Count(&n).Error, ShouldBeNil)
	return n
}

// rows counts everything the room stores.
func (s *story) rows() int64 {
	return count[model.CustodyEvent](s) + count[model.CustodyEventRange](s) +
		count[model.LinkSpan](s) + count[model.HolderSpan](s) + count[model.AssignmentSpan](s)
}

var nobody model.Org

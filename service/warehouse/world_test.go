package warehouse_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
	"channelrouter/service/warehouse"
)

// story is a brand with two distributors, a terminal below each, and three pallets of
// pre-linked goods: six units to a case, four cases to a pallet. The first pallet is D1's.
type story struct {
	*testkit.World
	d1, d2, t1, t2 model.Org
	batch          *code.Batch
}

func newStory(t testing.TB, e testkit.Engine) *story {
	s := &story{World: testkit.New(t, e)}
	s.d1, s.d2 = s.Distributor("D1", "32"), s.Distributor("D2", "33")
	s.t1, s.t2 = s.Terminal("T1", s.d1), s.Terminal("T2", s.d2)
	s.batch = s.Batch("B1", 3)
	s.Commission(s.batch)
	s.Tick(time.Hour)
	s.Ship(s.Brand, s.d1, s.pallet(0))
	s.Tick(time.Hour)
	s.Receive(s.d1, s.pallet(0))
	s.Tick(time.Hour)
	return s
}

func (s *story) pallet(n int64) model.ItemID { return testkit.Item(s.batch, model.LevelPallet, n) }
func (s *story) box(n int64) model.ItemID    { return testkit.Item(s.batch, model.LevelCase, n) }
func (s *story) unit(n int64) model.ItemID   { return testkit.Item(s.batch, model.LevelUnit, n) }

func (s *story) boxCode(n int64) string    { return s.Print(model.FaceCaseOuter, s.box(n)) }
func (s *story) palletCode(n int64) string { return s.Print(model.FacePallet, s.pallet(n)) }

// keeper is somebody who works for a distributor.
func keeper(org model.Org) warehouse.Teller {
	return warehouse.Teller{Org: org.ID, Role: model.RoleDistributor, By: 1}
}

// clerk is the brand's, at the console.
var clerk = warehouse.Teller{By: 7}

// ago is a moment before now.
func (s *story) ago(d time.Duration) time.Time { return s.Clock.Now().Add(-d) }

// tells uploads events and returns what became of them.
func (s *story) tells(who warehouse.Teller, events ...warehouse.Told) []warehouse.ToldOutcome {
	r, err := s.Warehouse.Report(s.Ctx, who, warehouse.Upload{Device: "PDA-1", Events: events})
	So(err, ShouldBeNil)
	return r.Outcomes
}

func states(outcomes []warehouse.ToldOutcome) []warehouse.ToldState {
	list := make([]warehouse.ToldState, len(outcomes))
	for i, o := range outcomes {
		list[i] = o.State
	}
	return list
}

func count[Row any](s *story) int64 {
	var n int64
	So(s.DB.Conn(s.Ctx).Model(new(Row)).Count(&n).Error, ShouldBeNil)
	return n
}

// unpack takes items out of what they are in.
func unpack(by model.Org, items ...model.ItemID) custody.Command {
	return custody.Command{Kind: model.Unpack, From: by.ID, Goods: testkit.Goods(items...)}
}

package warehouse_test

import (
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
	"channelrouter/service/warehouse"
)

// asks has a distributor ask that case n goes from D1 to D2.
func (s *story) asks(key string, by model.Org, n int64) (warehouse.Transfer, error) {
	return s.Warehouse.AskTransfer(s.Ctx, warehouse.NewTransfer{
		Key: key, By: model.PersonID(by.ID), Org: by.ID, From: "D1", To: "D2", Codes: []string{s.boxCode(n)}, Reason: "too much stock",
	})
}

func (s *story) asked(by model.Org, n int64) warehouse.Verdict {
	t, err := s.asks("key", by, n)
	So(err, ShouldBeNil)
	return warehouse.Verdict{Transfer: t.ID, By: 1, Note: "agreed"}
}

// guided is the verdict when a guide of T2, below D2, scans a unit.
func (s *story) guided(unit int64) string {
	a, err := s.Scan(s.Member(model.RoleGuide, s.t2), model.RoleGuide, model.FaceUnitOuter, s.unit(unit))
	So(err, ShouldBeNil)
	return a.Verdict
}

func TestTransfer(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case of D1 that D2 would like to have", t, func() {
			s := newStory(t, e)

			Convey("moved without an approval, its bottles are diverted below D2", func() {
				s.asked(s.d1, 0)
				s.Receive(s.d2, s.box(0))
				s.Tick(time.Minute)
				So(s.guided(0), ShouldEqual, "diverted")
			})
			Convey("approved, they match from then on, and what sold before does not", func() {
				v := s.asked(s.d1, 0)
				So(s.guided(0), ShouldEqual, "diverted")
				s.Tick(time.Minute)
				approved, err := s.Warehouse.ApproveTransfer(s.Ctx, v)
				So(err, ShouldBeNil)
				So(warehouse.TransferStateName(approved.State), ShouldEqual, "approved")
				s.Tick(time.Minute)
				So(s.guided(1), ShouldEqual, "match")
				So(s.guided(6), ShouldEqual, "diverted") // the next case stayed D1's
				trace := s.Trace(s.box(0))
				So([]model.OrgID{trace.Holder, trace.Assigned}, ShouldResemble, []model.OrgID{s.d2.ID, s.d2.ID})
				So(s.TraceAt(s.box(0), v0(approved)).Assigned, ShouldEqual, s.d1.ID)

				Convey("an approval again is answered as before, a refusal is too late", func() {
					s.Tick(time.Minute)
					again, err := s.Warehouse.ApproveTransfer(s.Ctx, v)
					So(err, ShouldBeNil)
					So(again, ShouldResemble, approved)
					_, err = s.Warehouse.RefuseTransfer(s.Ctx, v)
					So(err, ShouldWrap, warehouse.ErrTransferDecided)
				})
			})
			Convey("goods that D2 has already are its own once that is approved", func() {
				s.Receive(s.d2, s.box(0))
				s.Tick(time.Minute)
				_, err := s.Warehouse.ApproveTransfer(s.Ctx, s.asked(s.d2, 0))
				So(err, ShouldBeNil)
				So(s.Trace(s.box(0)).Assigned, ShouldEqual, s.d2.ID)
			})
			Convey("goods that moved to somebody else meanwhile are not handed over", func() {
				v := s.asked(s.d1, 0)
				s.Ship(s.d1, s.t1, s.box(0))
				s.Tick(time.Minute)
				before := count[model.CustodyEvent](s)
				_, err := s.Warehouse.ApproveTransfer(s.Ctx, v)
				So(err, ShouldWrap, warehouse.ErrGoodsMoved)
				So(count[model.CustodyEvent](s), ShouldEqual, before)
				kept, err := s.Warehouse.GetTransfer(s.Ctx, v.Transfer)
				So(err, ShouldBeNil)
				So(kept.State, ShouldEqual, model.TransferAsked)
				_, obstacle, err := s.Warehouse.TransferStanding(s.Ctx, kept)
				So(err, ShouldBeNil)
				So(obstacle, ShouldWrap, warehouse.ErrGoodsMoved)
				_, err = s.Warehouse.RefuseTransfer(s.Ctx, v)
				So(err, ShouldBeNil)
			})
			Convey("of two requests for the same goods one is approved", func() {
				first, second := s.asked(s.d1, 0), warehouse.Verdict{}
				other, err := s.asks("other", s.d2, 0)
				So(err, ShouldBeNil)
				second.Transfer = other.ID
				_, err = s.Warehouse.ApproveTransfer(s.Ctx, first)
				So(err, ShouldBeNil)
				_, err = s.Warehouse.ApproveTransfer(s.Ctx, second)
				So(err, ShouldWrap, custody.ErrNotAssigned)
			})
		})
	})
}

// v0 is a moment before a transfer was approved.
func v0(t warehouse.Transfer) time.Time { return t.DecidedAt.Add(-time.Second) }

func TestAskTransfer(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given distributors who ask", t, func() {
			s := newStory(t, e)

			Convey("the same request sent again is one; another under its key is refused", func() {
				first, err := s.asks("k", s.d1, 0)
				So(err, ShouldBeNil)
				again, err := s.asks("k", s.d1, 0)
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
				_, err = s.asks("k", s.d1, 1)
				So(err, ShouldWrap, warehouse.ErrKeyReused)
			})
			Convey("a giver is refused what is not his; who asks for another's learns nothing", func() {
				s.Ship(s.d1, s.t1, s.box(1))
				s.Tick(time.Minute)
				_, err := s.asks("a", s.d1, 8) // the brand's
				So(err, ShouldWrap, custody.ErrNotAssigned)
				_, err = s.asks("b", s.d1, 1)
				So(err, ShouldWrap, warehouse.ErrGoodsMoved)
				_, err = s.asks("c", s.d2, 8)
				So(err, ShouldBeNil)
			})
			Convey("requests between others, to oneself or from a shop are none", func() {
				ask := func(org model.Org, from, to string) error {
					_, err := s.Warehouse.AskTransfer(s.Ctx, warehouse.NewTransfer{
						Key: "k", By: 1, Org: org.ID, From: from, To: to, Codes: []string{s.boxCode(0)}, Reason: "why not",
					})
					return err
				}
				So(ask(s.Distributor("D3", "34"), "D1", "D2"), ShouldWrap, warehouse.ErrBadTransfer)
				So(ask(s.d1, "D1", "D1"), ShouldWrap, warehouse.ErrBadTransfer)
				So(ask(s.d1, "D1", "T2"), ShouldWrap, warehouse.ErrBadTransfer)
				So(ask(s.d1, "D1", "D9"), ShouldWrap, channel.ErrUnknownOrg)
				So(count[model.GoodsTransfer](s), ShouldEqual, 0)
			})
			Convey("only who asked withdraws, and nothing is approved after that", func() {
				v := s.asked(s.d1, 0)
				_, err := s.Warehouse.WithdrawTransfer(s.Ctx, v.Transfer, s.d2.ID)
				So(err, ShouldWrap, warehouse.ErrUnknownTransfer)
				withdrawn, err := s.Warehouse.WithdrawTransfer(s.Ctx, v.Transfer, s.d1.ID)
				So(err, ShouldBeNil)
				So(withdrawn.State, ShouldEqual, model.TransferWithdrawn)
				_, err = s.Warehouse.ApproveTransfer(s.Ctx, v)
				So(err, ShouldWrap, warehouse.ErrTransferDecided)
				So(s.Trace(s.box(0)).Assigned, ShouldEqual, s.d1.ID)
			})
			Convey("each sees those that he gives or takes by", func() {
				s.asked(s.d1, 0)
				for org, want := range map[model.OrgID]int{s.d1.ID: 1, s.d2.ID: 1, s.Distributor("D3", "34").ID: 0, 0: 1} {
					rows, err := s.Warehouse.Transfers(s.Ctx, org, model.TransferAsked, 0, 10)
					So(err, ShouldBeNil)
					So(rows, ShouldHaveLength, want)
				}
			})
		})
	})
}

func TestTransferOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given managers who approve, one who refuses, and a giver who ships meanwhile", t, func() {
			s := newStory(t, e)
			v := s.asked(s.d1, 0)
			before := count[model.CustodyEvent](s)
			failures := testkit.Together(20, func(i int) error {
				var err error
				switch i {
				case 0:
					_, err = s.Warehouse.RefuseTransfer(s.Ctx, v)
				case 1:
					_, err = s.Custody.Record(s.Ctx, custody.Command{Key: "away", Kind: model.Ship, From: s.d1.ID, To: s.t1.ID, Goods: testkit.Goods(s.box(0))})
				default:
					_, err = s.Warehouse.ApproveTransfer(s.Ctx, v)
				}
				return err
			})
			Convey("the goods go one way, once, and everybody is told the truth", func() {
				kept, err := s.Warehouse.GetTransfer(s.Ctx, v.Transfer)
				So(err, ShouldBeNil)
				s.Tick(time.Minute)
				trace := s.Trace(s.box(0))
				shipped := failures[1] == nil
				switch kept.State {
				case model.TransferApproved:
					So(shipped, ShouldBeFalse)
					So(failures[0], ShouldWrap, warehouse.ErrTransferDecided)
					So([]model.OrgID{trace.Holder, trace.Assigned}, ShouldResemble, []model.OrgID{s.d2.ID, s.d2.ID})
				default:
					So(trace.Assigned, ShouldEqual, s.d1.ID)
				}
				So(count[model.CustodyEvent](s), ShouldEqual, before+1)
				for _, err := range failures[2:] {
					approved := err == nil && kept.State == model.TransferApproved
					decided := errors.Is(err, warehouse.ErrTransferDecided) && kept.State == model.TransferRefused
					moved := errors.Is(err, warehouse.ErrGoodsMoved) && shipped
					So(approved || decided || moved, ShouldBeTrue)
				}
			})
		})
	})
}

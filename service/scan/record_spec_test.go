package scan_test

import (
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// story is a small channel: D1 with a wholesaler and terminals, D2 with a terminal, and
// a batch of which the first pallet was shipped to D1.
type story struct {
	*testkit.World
	d1, d2, w1, t1, t2, tw model.Org
	batch                  *code.Batch
}

func newStory(t *testing.T, e testkit.Engine) *story {
	s := &story{World: testkit.New(t, e)}
	s.d1 = s.Distributor("D1", "32")
	s.d2 = s.Distributor("D2", "33")
	s.w1 = s.Wholesaler("W1", s.d1)
	s.t1 = s.Terminal("T1", s.d1)
	s.tw = s.Terminal("TW", s.w1)
	s.t2 = s.Terminal("T2", s.d2)
	s.batch = s.Batch("B1", 2)
	s.Commission(s.batch)
	s.Ship(s.Brand, s.d1, testkit.Item(s.batch, model.LevelPallet, 0))
	s.Receive(s.d1, testkit.Item(s.batch, model.LevelPallet, 0))
	s.Tick(time.Hour)
	return s
}

func (s *story) unit(n int64) model.ItemID { return testkit.Item(s.batch, model.LevelUnit, n) }
func (s *story) box(n int64) model.ItemID  { return testkit.Item(s.batch, model.LevelCase, n) }

func (s *story) points(p model.PersonID) int64 {
	n, err := s.Ledger.Balance(s.Ctx, model.Account{Kind: model.WalletConsumer, Owner: int64(p), Asset: model.Points})
	So(err, ShouldBeNil)
	return n
}

func (s *story) org(kind model.AccountKind, o model.Org) int64 {
	n, err := s.Ledger.Balance(s.Ctx, model.Account{Kind: kind, Owner: int64(o.ID), Asset: model.CNY})
	So(err, ShouldBeNil)
	return n
}

func TestScans(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that the brand shipped to D1", t, func() {
			s := newStory(t, e)
			consumer := s.Person()

			Convey("a consumer's claim under the cap wins the product's points, once", func() {
				a, err := s.Scan(consumer, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				So(a.Outcome, ShouldEqual, scan.OutcomeClaimed)
				So(a.Won.Amount, ShouldEqual, 108)
				So(s.points(consumer), ShouldEqual, 108)

				Convey("asking again gives him the stored answer and nothing more", func() {
					again, err := s.Scan(consumer, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
					So(err, ShouldBeNil)
					So(again.ScanID, ShouldEqual, a.ScanID)
					So(again.Outcome, ShouldEqual, scan.OutcomeClaimed)
					So(s.points(consumer), ShouldEqual, 108)
				})
				Convey("another person is told that it was claimed, not what was won", func() {
					other := s.Person()
					b, err := s.Scan(other, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
					So(err, ShouldBeNil)
					So(b.Outcome, ShouldEqual, scan.OutcomeRepeat)
					So(b.Won, ShouldBeNil)
					So(b.First, ShouldNotBeNil)
					So(s.points(other), ShouldEqual, 0)
				})
			})

			Convey("the terminal that opens the case makes the sale's terminal known", func() {
				keeper := s.Member(model.RoleTerminal, s.tw)
				a, err := s.Scan(keeper, model.RoleTerminal, model.FaceCaseInner, s.box(0))
				So(err, ShouldBeNil)
				So(a.Outcome, ShouldEqual, scan.OutcomeRewarded)
				So(a.Verdict, ShouldEqual, "match")
				_, err = s.Scan(consumer, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				s.Settle()
				So(s.org(model.OrgRebate, s.d1), ShouldEqual, 300)
				So(s.org(model.OrgRebate, s.w1), ShouldEqual, 0)

				Convey("and a claim that came first is paid when the case is opened after it", func() {
					_, err = s.Scan(consumer, model.RoleConsumer, model.FaceUnitInner, s.unit(6))
					So(err, ShouldBeNil)
					s.Settle()
					So(s.org(model.OrgRebate, s.d1), ShouldEqual, 300)
					_, err = s.Scan(keeper, model.RoleTerminal, model.FaceCaseInner, s.box(1))
					So(err, ShouldBeNil)
					s.Settle()
					So(s.org(model.OrgRebate, s.d1), ShouldEqual, 600)
				})
			})

			Convey("a guide's reward waits for the consumer's claim", func() {
				guide := s.Member(model.RoleGuide, s.t1)
				cash := model.Account{Kind: model.WalletGuide, Owner: int64(guide), Asset: model.CNY}
				a, err := s.Scan(guide, model.RoleGuide, model.FaceUnitOuter, s.unit(0))
				So(err, ShouldBeNil)
				So(a.Won.Waiting, ShouldBeTrue)
				s.Settle()
				n, _ := s.Ledger.Balance(s.Ctx, cash)
				So(n, ShouldEqual, 0)
				_, err = s.Scan(consumer, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				s.Settle()
				n, _ = s.Ledger.Balance(s.Ctx, cash)
				So(n, ShouldEqual, 200)
			})

			Convey("a terminal under another distributor that receives the goods first is still diverted", func() {
				s.Receive(s.t2, s.box(3))
				keeper := s.Member(model.RoleTerminal, s.t2)
				a, err := s.Scan(keeper, model.RoleTerminal, model.FaceCaseInner, s.box(3))
				So(err, ShouldBeNil)
				So(a.Verdict, ShouldEqual, "diverted")
				_, err = s.Scan(consumer, model.RoleConsumer, model.FaceUnitInner, s.unit(18))
				So(err, ShouldBeNil)
				s.Settle()

				Convey("its own upstream gets the rebate all the same", func() {
					So(s.org(model.OrgRebate, s.d2), ShouldEqual, 300)
					So(s.org(model.OrgRebate, s.d1), ShouldEqual, 0)
				})
				Convey("and confirming penalises the origin for every unit of the case, once", func() {
					cases, err := s.Diversion.List(s.Ctx, model.CaseOpen, 0, 10)
					So(err, ShouldBeNil)
					So(len(cases), ShouldEqual, 1)
					So(cases[0].Origin, ShouldEqual, s.d1.ID)
					So(cases[0].Terminal, ShouldEqual, s.t2.ID)
					decided, err := s.Diversion.Confirm(s.Ctx, decision(cases[0].ID))
					So(err, ShouldBeNil)
					So(decided.Units, ShouldEqual, 6)
					So(s.org(model.OrgPenalty, s.d1), ShouldEqual, -12000)
					_, err = s.Diversion.Confirm(s.Ctx, decision(cases[0].ID))
					So(err, ShouldNotBeNil)
					_, err = s.Diversion.Reverse(s.Ctx, decision(cases[0].ID))
					So(err, ShouldBeNil)
					So(s.org(model.OrgPenalty, s.d1), ShouldEqual, 0)
				})
			})

			Convey("codes that lead nowhere are refused alike and change nothing", func() {
				in := scan.Input{Person: consumer, Role: model.RoleConsumer}
				for text, want := range map[string]error{
					"12345":                 code.ErrMalformed,
					s.forged():              code.ErrForged,
					s.printOf(s.inactive()): code.ErrForged,
				} {
					in.Text = text
					_, err := s.Rooms.Scan.Record(s.Ctx, in)
					So(errors.Is(err, want), ShouldBeTrue)
				}
			})

			Convey("a late fact judges the scans since again", func() {
				keeper := s.Member(model.RoleTerminal, s.t2)
				second := testkit.Item(s.batch, model.LevelPallet, 1)
				shipped := s.Clock.Now()
				s.Tick(time.Hour)
				a, err := s.Scan(keeper, model.RoleTerminal, model.FaceCaseInner, s.box(4))
				So(err, ShouldBeNil)
				So(a.Verdict, ShouldEqual, "unknown")
				s.Tick(time.Hour)
				_, err = s.Record(custody.Command{
					Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, Goods: testkit.Goods(second), At: shipped, Offline: true,
				})
				So(err, ShouldBeNil)
				_, err = s.Record(custody.Command{
					Kind: model.Receive, To: s.d1.ID, Goods: testkit.Goods(second), At: shipped.Add(time.Minute), Offline: true,
				})
				So(err, ShouldBeNil)
				s.Settle()
				cases, err := s.Diversion.List(s.Ctx, model.CaseOpen, 0, 10)
				So(err, ShouldBeNil)
				So(len(cases), ShouldEqual, 1)
			})

			Reset(func() {
				s.Settle()
				report, err := s.Ledger.Verify(s.Ctx)
				So(err, ShouldBeNil)
				So(report.OK(), ShouldBeTrue)
			})
		})
	})
}

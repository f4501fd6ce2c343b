package settlement_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/diversion"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

// The brand's people of these tests.
const (
	anna model.UserID = 11
	bert model.UserID = 12
)

// fair is a channel whose goods are all meant for D1: its terminal is T1, and T2 is D2's. Each
// has somebody who scans for it.
type fair struct {
	*testkit.World
	d1, d2, t1, t2 model.Org
	batch          *code.Batch
	staff          map[model.OrgID]model.PersonID
	li             model.PersonID
	opened         map[int64]bool
	keys           int
}

func newFair(t testing.TB, e testkit.Engine, with ...func(*service.Ground)) *fair {
	f := &fair{World: testkit.New(t, e, with...), staff: map[model.OrgID]model.PersonID{}, opened: map[int64]bool{}}
	f.d1, f.d2 = f.Distributor("D1", "31"), f.Distributor("D2", "33")
	f.t1, f.t2 = f.Terminal("T1", f.d1), f.Terminal("T2", f.d2)
	for _, shop := range []model.Org{f.t1, f.t2} {
		f.staff[shop.ID] = f.Member(model.RoleTerminal, shop)
	}
	f.li = f.Person()
	f.batch = f.Batch("B1", 4)
	f.Commission(f.batch)
	for n := range int64(4) {
		pallet := testkit.Item(f.batch, model.LevelPallet, n)
		f.Ship(f.Brand, f.d1, pallet)
		f.Receive(f.d1, pallet)
	}
	f.Tick(time.Hour)
	return f
}

func (f *fair) unit(n int64) model.ItemID { return testkit.Item(f.batch, model.LevelUnit, n) }

// sell opens the n-th unit's case at a shop, unless it is open, and has li claim the unit: D1
// earns 300 fen where that is T1, D2 where it is T2, and T1 500 for the case.
func (f *fair) sell(n int64, shop model.Org) {
	if box := n / 6; !f.opened[box] {
		f.opened[box] = true
		_, err := f.Scan(f.staff[shop.ID], model.RoleTerminal, model.FaceCaseInner, testkit.Item(f.batch, model.LevelCase, box))
		So(err, ShouldBeNil)
		f.Tick(time.Minute)
	}
	_, err := f.Scan(f.li, model.RoleConsumer, model.FaceUnitInner, f.unit(n))
	So(err, ShouldBeNil)
	f.Tick(time.Minute)
}

// diverted opens the n-th case at T2, and confirms what that is: 6 units at 2000 fen, half of
// which goes to D2.
func (f *fair) diverted(n int64) model.DiversionCase {
	policy := diversion.DefaultPolicy
	policy.Penalties.CompensationBP = 5000
	_, err := f.Diversion.Policies.Publish(f.Ctx, policy, f.Clock.Now(), 1)
	So(err, ShouldBeNil)
	f.opened[n] = true
	_, err = f.Scan(f.staff[f.t2.ID], model.RoleTerminal, model.FaceCaseInner, testkit.Item(f.batch, model.LevelCase, n))
	So(err, ShouldBeNil)
	f.Settle()
	cases, err := f.Diversion.List(f.Ctx, model.CaseOpen, 0, 10)
	So(err, ShouldBeNil)
	So(cases, ShouldNotBeEmpty)
	c, err := f.Diversion.Confirm(f.Ctx, diversion.Decision{Case: cases[len(cases)-1].ID, By: anna, Note: "seen"})
	So(err, ShouldBeNil)
	return c
}

func (f *fair) key() string {
	f.keys++
	return fmt.Sprint("key-", f.keys)
}

// cut settles what is under way, and cuts and prepares a period.
func (f *fair) cut() model.SettlementPeriod {
	f.Settle()
	p, err := f.Settlement.Cut(f.Ctx, anna, f.key())
	So(err, ShouldBeNil)
	_, err = f.Settlement.Work(f.Ctx)
	So(err, ShouldBeNil)
	p, err = f.Settlement.Period(f.Ctx, p.ID)
	So(err, ShouldBeNil)
	So(p.Fault, ShouldBeEmpty)
	return p
}

// close lets the time to answer go by, and closes a period.
func (f *fair) close(p model.SettlementPeriod) {
	f.Tick(11 * 24 * time.Hour)
	_, err := f.Settlement.Close(f.Ctx, bert, p.ID)
	So(err, ShouldBeNil)
}

func (f *fair) statement(p model.SettlementPeriod, org model.Org) settlement.Statement {
	st, err := f.Settlement.Find(f.Ctx, p.ID, org.ID)
	So(err, ShouldBeNil)
	return st
}

// told is what a statement says: what it begins with, its lines, and what it ends with.
func told(st settlement.Statement) []string {
	lines := []string{fmt.Sprint("opening ", int64(st.OpeningFen))}
	for _, l := range st.Lines {
		lines = append(lines, fmt.Sprintf("%s %d/%d", settlement.LineKindName(l.Kind), l.Units, l.Fen))
	}
	return append(lines, fmt.Sprint("closing ", int64(st.ClosingFen)))
}

// owed is what the ledger says that the brand owes an organisation.
func (f *fair) owed(org model.OrgID) (sum int64) {
	for _, kind := range model.Settled() {
		n, err := f.Ledger.Balance(f.Ctx, model.Account{Kind: kind, Owner: int64(org), Asset: model.CNY})
		So(err, ShouldBeNil)
		sum += n
	}
	return sum
}

// ask asks for an adjustment, as anna.
func (f *fair) ask(p model.SettlementPeriod, org model.Org, fen money.Fen, line int) model.SettlementAdjustment {
	a, err := f.Settlement.Adjust(f.Ctx, settlement.NewAdjustment{
		By: anna, Key: f.key(), Period: p.ID, Org: org.ID, Line: line, Fen: fen, Reason: "as agreed",
	})
	So(err, ShouldBeNil)
	return a
}

// approve approves one, as bert.
func (f *fair) approve(ctx context.Context, a model.SettlementAdjustment) error {
	_, err := f.Settlement.Approve(ctx, settlement.Decision{By: bert, Adjustment: a.ID, Note: "right"})
	return err
}

func (f *fair) adjust(p model.SettlementPeriod, org model.Org, fen money.Fen) {
	So(f.approve(f.Ctx, f.ask(p, org, fen, 0)), ShouldBeNil)
}

// verified makes sure that statements, and the ledger, are what they should be.
func (f *fair) verified() {
	report, err := f.Settlement.Verify(f.Ctx)
	So(err, ShouldBeNil)
	So(report.First, ShouldBeEmpty)
	So(report.OK(), ShouldBeTrue)
	books, err := f.Ledger.Verify(f.Ctx)
	So(err, ShouldBeNil)
	So(books.Chain, ShouldEqual, "ok")
}

// rejudge tells that another thing is believed of where the n-th unit sold.
func (f *fair) rejudge(n int64) error {
	return f.DB.Run(f.Ctx, func(ctx context.Context) error {
		return f.Rebate.OnScanRejudged(ctx, []event.ScanRejudged{{Item: f.unit(n)}})
	})
}

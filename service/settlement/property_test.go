package settlement_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"strconv"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"pgregory.net/rapid"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

// Whatever happens in whatever order, the lines of all of an organisation's statements and what
// is in no period yet come to what the ledger says that it is owed, to the fen; and closed
// statements never change.
func TestStatementsAddUp(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		was := flag.Lookup("rapid.checks").Value.String()
		_ = flag.Set("rapid.checks", strconv.Itoa(map[testkit.Engine]int{testkit.SQLite: 30, testkit.MySQL: 5}[e]))
		defer func() { _ = flag.Set("rapid.checks", was) }()
		rapid.Check(t, func(r *rapid.T) {
			Convey("", t, func() { // the fair is built in words of goconvey
				l := &life{fair: newFair(t, e), r: r, closed: map[model.SettlementPeriodID]string{}}
				l.Settlement.Small()
				for range rapid.IntRange(5, 25).Draw(r, "steps") {
					l.step()
				}
				l.cutMaybe()
				l.check()
			})
		})
	})
}

// life is what happens at a fair.
type life struct {
	*fair
	r       *rapid.T
	sold    int64 // units, from the first on
	boxes   int64 // that T2 has opened, from the last on
	periods []model.SettlementPeriod
	closed  map[model.SettlementPeriodID]string // what their statements said when they were closed
	first   int                                 // of the periods, that is not closed
	relinks int
}

func (l *life) draw(what string, most int) int { return rapid.IntRange(0, most).Draw(l.r, what) }

func (l *life) step() {
	switch step := rapid.SampledFrom([]string{
		"sell", "sell", "sell", "relink", "divert", "reverse", "other", "seal", "cut", "cut", "adjust", "adjust", "close", "pay",
	}).Draw(l.r, "step"); step {
	case "sell":
		for range 1 + l.draw("units", 3) {
			if l.sold < 60 {
				l.sell(l.sold, l.t1)
				l.sold++
			}
		}
	case "relink": // what has sold at T1 counts for another
		l.relinks++
		to := []model.Org{l.d1, l.d2}[l.relinks%2]
		So(l.Channel.Link(l.Ctx, l.t1.ID, to.ID, "", testkit.Start), ShouldBeNil)
		for n := range min(l.sold, 4) {
			So(l.rejudge(n), ShouldBeNil)
		}
	case "divert":
		if open, err := l.Diversion.List(l.Ctx, model.CaseOpen, 0, 10); err == nil && len(open) == 0 && l.boxes < 5 {
			l.boxes++
			l.diverted(16 - l.boxes)
		}
	case "reverse":
		confirmed, err := l.Diversion.List(l.Ctx, model.CaseConfirmed, 0, 10)
		So(err, ShouldBeNil)
		if len(confirmed) > 0 {
			c := confirmed[l.draw("case", len(confirmed)-1)]
			_, err := l.Diversion.Reverse(l.Ctx, diversion.Decision{Case: c.ID, By: anna, Note: "wrong"})
			So(err, ShouldBeNil)
		}
	case "other":
		account := rapid.SampledFrom(model.Settled()).Draw(l.r, "account")
		l.post(l.key(), "bonus", account, l.t2.ID, int64(l.draw("fen", 999)-500))
	case "seal":
		l.Settle()
	case "cut":
		l.cutMaybe()
	case "adjust":
		if open := l.periods[l.first:]; len(open) > 0 {
			l.adjust(open[l.draw("period", len(open)-1)], []model.Org{l.d1, l.d2, l.t1, l.t2}[l.draw("organisation", 3)], money.Fen(l.draw("adjusted", 400)-200)*2+1)
		}
	case "close":
		if l.first < len(l.periods) {
			p := l.periods[l.first]
			l.close(p)
			l.closed[p.ID] = l.written(p)
			l.first++
		}
	case "pay":
		if l.first > 0 {
			p := l.periods[l.draw("paid", l.first-1)]
			_, err := l.Settlement.Pay(l.Ctx, settlement.PaymentOrder{
				By: bert, Period: p.ID, Org: []model.OrgID{l.d1.ID, l.d2.ID, l.t1.ID}[l.draw("payee", 2)],
				Method: model.SettlementMethod(1 + l.draw("method", 1)),
			})
			if err != nil {
				So(detail(err), ShouldNotBeEmpty) // nothing is owed, or it was paid otherwise
			}
		}
	}
	l.Tick(time.Minute)
}

// cutMaybe cuts what there is, with what is on its way or without it.
func (l *life) cutMaybe() {
	if l.draw("settled", 1) == 0 {
		l.Settle()
	}
	p, err := l.Settlement.Cut(l.Ctx, anna, l.key())
	if err != nil {
		So(err, ShouldWrap, settlement.ErrNothingNew)
		return
	}
	_, err = l.Settlement.Work(l.Ctx)
	So(err, ShouldBeNil)
	l.periods = append(l.periods, p)
}

// written is all that is stored of a period's statements.
func (l *life) written(p model.SettlementPeriod) string {
	var statements []model.SettlementStatement
	So(l.DB.Conn(l.Ctx).Where("period_id = ?", p.ID).Order("org_id").Find(&statements).Error, ShouldBeNil)
	var lines []model.SettlementLine
	So(l.DB.Conn(l.Ctx).Where("period_id = ?", p.ID).Order("org_id, n").Find(&lines).Error, ShouldBeNil)
	var period []model.SettlementPeriod
	So(l.DB.Conn(l.Ctx).Where("id = ?", p.ID).Find(&period).Error, ShouldBeNil)
	period[0].Version = 0 // counts who has held it
	text, err := json.Marshal([]any{period, statements, lines})
	So(err, ShouldBeNil)
	return string(text)
}

func (l *life) check() {
	for _, org := range []model.Org{l.d1, l.d2, l.t1, l.t2} {
		var lines, tail int64
		So(l.DB.Conn(l.Ctx).Raw("SELECT COALESCE(SUM(fen), 0) FROM settlement_lines WHERE org_id = ?", org.ID).Scan(&lines).Error, ShouldBeNil)
		So(l.DB.Conn(l.Ctx).Raw(`SELECT COALESCE(SUM(e.amount), 0) FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.txn_id
			WHERE e.owner = ? AND e.account_kind BETWEEN 40 AND 44 AND t.kind <> 'adjustment'
			AND (t.seal_id = 0 OR t.seal_id > (SELECT COALESCE(MAX(last_seal), 0) FROM settlement_periods))`, org.ID).Scan(&tail).Error, ShouldBeNil)
		if want := l.owed(org.ID); lines+tail != want {
			l.r.Fatalf("%s: lines of %d and %d in no period, and the ledger says %d", org.Code, lines, tail, want)
		}
		for i, p := range l.periods { // and each begins where the one before ends
			st, err := l.Settlement.Find(l.Ctx, p.ID, org.ID)
			if err != nil || i == 0 {
				continue
			}
			before, err := l.Settlement.Find(l.Ctx, p.ID-1, org.ID)
			if err == nil && before.ClosingFen != st.OpeningFen || err != nil && st.OpeningFen != 0 {
				l.r.Fatalf("%s: period %d begins with %s, after %s", org.Code, p.ID, st.OpeningFen, before.ClosingFen)
			}
		}
	}
	for id, text := range l.closed {
		if now := l.written(model.SettlementPeriod{ID: id}); now != text {
			l.r.Fatalf("period %d was\n%s\nand is\n%s", id, text, now)
		}
	}
	report, err := l.Settlement.Verify(l.Ctx)
	So(err, ShouldBeNil)
	if !report.OK() {
		l.r.Fatalf("%s", fmt.Sprint(report.First))
	}
	l.opens()
}

// opens makes sure that what lines open to comes to what they say.
func (l *life) opens() {
	for _, p := range l.periods {
		all, err := l.Settlement.Statements(l.Ctx, p.ID, false, 0, 100)
		So(err, ShouldBeNil)
		for _, st := range all {
			for _, line := range st.Lines {
				units, fen := l.open(st, line.N)
				if units != line.Units || fen != line.Fen {
					l.r.Fatalf("period %d, %s, line %d: %d units for %s open to %d for %s", p.ID, st.Org.Code, line.N, line.Units, line.Fen, units, fen)
				}
			}
		}
	}
}

// open sums all pages of what a line opens to.
func (f *fair) open(st settlement.Statement, n int) (units int64, fen money.Fen) {
	for after := model.TxnID(0); ; {
		o, err := f.Settlement.Open(f.Ctx, st.PeriodID, st.OrgID, n, after, 2)
		So(err, ShouldBeNil)
		So(len(o.Parts), ShouldBeLessThanOrEqualTo, 2)
		for _, part := range o.Parts {
			units, fen = units+part.Units, fen+part.Fen
		}
		if after = o.Next; after == 0 {
			return units, fen
		}
	}
}

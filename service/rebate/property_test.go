package rebate_test

import (
	"flag"
	"fmt"
	"strconv"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"pgregory.net/rapid"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// tale is facts about 24 units that are meant for D1, in April and May, and what was agreed.
type tale struct {
	terms  rebate.Terms
	kind   model.ProgrammeKind
	sales  []told
	relink int // the day of April and May from which T1 is D2's; 0: never
}

// told is a unit's sale: its guide's terminal, and who opened its case, where that is told.
type told struct {
	unit, product, day int
	terminal, opener   string
}

var stepsDrawn = rapid.Custom(func(t *rapid.T) []rebate.Step {
	var steps []rebate.Step
	from := int64(rapid.IntRange(0, 2).Draw(t, "from"))
	for range rapid.IntRange(1, 4).Draw(t, "steps") {
		steps = append(steps, rebate.Step{From: from, Fen: money.Fen(rapid.IntRange(0, 999).Draw(t, "fen"))})
		from += int64(rapid.IntRange(1, 5).Draw(t, "more"))
	}
	return steps
})

// drawTerms draws what a programme of volumes says, whose numbers suit a few units.
func drawTerms(t *rapid.T, skus []string) (terms rebate.Terms, kind model.ProgrammeKind) {
	bp := rapid.SampledFrom([]money.BasisPoints{0, 1, 3333, 10_000})
	terms = rebate.Terms{
		Every:  rapid.SampledFrom([]string{"month", "quarter"}).Draw(t, "every"),
		Shares: rebate.Shares{Distributor: 10_000, Wholesaler: bp.Draw(t, "wholesaler"), Terminal: bp.Draw(t, "terminal")},
	}
	if rapid.Bool().Draw(t, "one product") {
		terms.Scope.SKUs = skus[:1]
	}
	if rapid.Bool().Draw(t, "below W1") {
		terms.Scope.Organisations, terms.Scope.Subtree = []string{"W1", "D2"}, true
	}
	if rapid.Bool().Draw(t, "capped") {
		terms.CapFen = money.Fen(rapid.IntRange(1, 2000).Draw(t, "cap"))
	}
	if rapid.Bool().Draw(t, "budgeted") {
		terms.BudgetFen = money.Fen(rapid.IntRange(1, 4000).Draw(t, "budget"))
	}
	switch kind = rapid.SampledFrom([]model.ProgrammeKind{
		model.ProgrammeTiered, model.ProgrammeRetrospective, model.ProgrammeGrowth, model.ProgrammeMix,
	}).Draw(t, "kind"); kind {
	case model.ProgrammeTiered:
		terms.Tiered = &rebate.Stepped{Steps: stepsDrawn.Draw(t, "tiers")}
	case model.ProgrammeRetrospective:
		terms.Retrospective = &rebate.Stepped{Steps: stepsDrawn.Draw(t, "tiers")}
	case model.ProgrammeGrowth:
		terms.Growth = &rebate.Growth{Over: "previous_period", Floor: 2, Steps: stepsDrawn.Draw(t, "tiers")}
		for i := range terms.Growth.Steps {
			terms.Growth.Steps[i].From *= 2000
		}
	default:
		terms.Mix = &rebate.Mix{Products: skus[:2], AtLeast: rapid.IntRange(1, 2).Draw(t, "k"), Units: 3, BonusFen: 777}
	}
	return terms, kind
}

func drawTale(t *rapid.T, skus []string) tale {
	terms, kind := drawTerms(t, skus)
	tl := tale{terms: terms, kind: kind, relink: rapid.SampledFrom([]int{0, 0, 10, 40}).Draw(t, "relink")}
	terminal := rapid.SampledFrom([]string{"T1", "T3", "TW", "T2"})
	for unit := range 24 {
		if !rapid.Bool().Draw(t, "sells") {
			continue
		}
		s := told{
			unit: unit, product: rapid.IntRange(0, 1).Draw(t, "product"), day: rapid.IntRange(0, 60).Draw(t, "day"),
			terminal: terminal.Draw(t, "terminal"),
		}
		if rapid.IntRange(0, 3).Draw(t, "opened") == 0 {
			s.opener = terminal.Draw(t, "opener")
		}
		tl.sales = append(tl.sales, s)
	}
	return tl
}

// at is when a day of the tale is at noon in Shanghai.
func at(day int) time.Time { return time.Date(2026, 4, 1, 4, 0, 0, 0, time.UTC).AddDate(0, 0, day) }

// facts are all that is told of the sales. Who is told first to have opened a case did.
func (tl tale) facts(m *market, shops map[string]model.Org) (all []event.ScanRecorded) {
	for _, s := range tl.sales {
		claim := event.ScanRecorded{Item: m.unit(int64(s.unit)), ProductID: m.Products[s.product].ID, Purpose: model.PurposeConsumerClaim, OccurredAt: at(s.day)}
		guided := claim
		guided.Purpose, guided.Org = model.PurposeGuideReward, shops[s.terminal].ID
		all = append(all, claim, guided)
		if s.opener != "" {
			all = append(all, event.ScanRecorded{
				Item: m.box(int64(s.unit / 6)), ProductID: claim.ProductID, Purpose: model.PurposeCaseOpen, Org: shops[s.opener].ID, OccurredAt: at(s.day),
			})
		}
	}
	return all
}

// part is an organisation's of a period.
type part struct {
	org    string
	period int32
}

// expected is what the tale's programme promises each organisation for each period, within
// its cap, by brute force: unit by unit from all facts at once.
func (tl tale) expected(skus []string) map[part]int64 {
	units, mixed := map[part]int64{}, map[part]map[string]int64{}
	period := func(day int) int32 { return tl.period(clock.BizDate(at(day)) / 100) }
	tiers := map[string]model.OrgKind{"D1": model.OrgDistributor, "D2": model.OrgDistributor, "W1": model.OrgWholesaler}
	for _, s := range tl.sales {
		chain := map[string][]string{"T1": {"T1", "D1"}, "T3": {"T3", "D1"}, "TW": {"TW", "W1", "D1"}, "T2": {"T2", "D2"}}[s.terminal]
		if s.terminal == "T1" && tl.relink != 0 && s.day >= tl.relink {
			chain = []string{"T1", "D2"}
		}
		matched := chain[len(chain)-1] == "D1"
		for i, org := range chain {
			below := false // one of the scope
			for _, above := range chain[i:] {
				below = below || above == "W1" || above == "D2"
			}
			if len(tl.terms.Scope.Organisations) > 0 && !below || !matched && tiers[org] != model.OrgDistributor {
				continue
			}
			k := part{org, period(s.day)}
			if mixed[k] == nil {
				mixed[k] = map[string]int64{}
			}
			mixed[k][skus[s.product]]++
			if len(tl.terms.Scope.SKUs) == 0 || s.product == 0 {
				units[k]++
			}
		}
	}
	promised := map[part]int64{}
	for k := range mixed {
		f := rebate.Facts{Units: units[k]}
		if tl.terms.Growth != nil {
			months := int32(1)
			if tl.terms.Every == "quarter" {
				months = 3
			}
			f.Before = units[part{k.org, k.period - months}]
		}
		for _, n := range mixed[k] {
			if tl.terms.Mix != nil && n >= tl.terms.Mix.Units {
				f.Products++
			}
		}
		tier := tiers[k.org]
		if tier == 0 {
			tier = model.OrgTerminal
		}
		fen := tl.terms.Earned(f, tier)
		if tl.terms.CapFen > 0 {
			fen = min(fen, tl.terms.CapFen)
		}
		if fen > 0 {
			promised[k] = int64(fen)
		}
	}
	return promised
}

func (tl tale) period(month int32) int32 {
	if tl.terms.Every == "quarter" {
		return 202604
	}
	return month
}

// Whatever the order in which facts come, and whenever they are counted, an organisation is
// left with what the terms say of the sums, no budget is exceeded, what it has is paid, and
// the ledger holds.
func TestAnyOrderOfFactsEndsInTheSameRebates(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		was := flag.Lookup("rapid.checks").Value.String()
		_ = flag.Set("rapid.checks", strconv.Itoa(map[testkit.Engine]int{testkit.SQLite: 40, testkit.MySQL: 5}[e]))
		defer func() { _ = flag.Set("rapid.checks", was) }()
		rapid.Check(t, func(r *rapid.T) {
			Convey("", t, func() { // the market is built in words of goconvey
				checkTale(t, r, e)
			})
		})
	})
}

func checkTale(t *testing.T, r *rapid.T, e testkit.Engine) {
	m := unpaid(t, e)
	skus := []string{m.Products[0].SKU, m.Products[1].SKU}
	tl := drawTale(r, skus)
	p := m.run("DRAWN", tl.kind, tl.terms)
	if tl.relink != 0 {
		So(m.Channel.Link(m.Ctx, m.t1.ID, m.d2.ID, "", at(tl.relink).Add(-time.Hour)), ShouldBeNil)
	}
	m.goTo(20260610)
	shops := map[string]model.Org{"T1": m.t1, "T3": m.t3, "TW": m.tw, "T2": m.t2}
	facts := rapid.Permutation(tl.facts(m, shops)).Draw(r, "arrival")
	for len(facts) > 0 {
		n := rapid.IntRange(1, min(len(facts), 9)).Draw(r, "together")
		So(m.hear(facts[:n]...), ShouldBeNil)
		facts = facts[n:]
		if rapid.IntRange(0, 2).Draw(r, "worked") == 0 {
			m.work()
		}
	}
	m.work()
	tl.check(r, m, p, tl.expected(skus))
	m.checkBooks(p)
}

// check holds what stands posted against what was promised: the same, or together as much of
// it as a period's budget has.
func (tl tale) check(r *rapid.T, m *market, p model.RebateProgramme, want map[part]int64) {
	codes := map[model.OrgID]string{}
	for _, o := range []model.Org{m.d1, m.d2, m.w1, m.t1, m.t2, m.t3, m.tw} {
		codes[o.ID] = o.Code
	}
	var rows []model.RebateStanding
	So(m.DB.Conn(m.Ctx).Where("programme_id = ? AND posted_fen <> 0", p.ID).Find(&rows).Error, ShouldBeNil)
	got, spent, promised := map[part]int64{}, map[int32]int64{}, map[int32]int64{}
	for _, row := range rows {
		at := part{codes[row.OrgID], row.Period}
		got[at] = int64(row.PostedFen)
		if spent[row.Period] += got[at]; got[at] > want[at] {
			r.Fatalf("%+v of %+v\npays %v %d, want %d", tl.terms, tl.sales, at, got[at], want[at])
		}
	}
	for at, fen := range want {
		promised[at.period] += fen
	}
	for period, fen := range promised {
		if budget := int64(tl.terms.BudgetFen); budget > 0 {
			fen = min(fen, budget)
		}
		if spent[period] != fen {
			r.Fatalf("%+v of %+v\npays %v, want %v", tl.terms, tl.sales, got, want)
		}
	}
	if tl.terms.BudgetFen == 0 && fmt.Sprint(got) != fmt.Sprint(want) {
		r.Fatalf("%+v of %+v\npays %v, want %v", tl.terms, tl.sales, got, want)
	}
}

// checkBooks: what stands posted of a programme is what its accruals say and the ledger moved.
func (m *market) checkBooks(p model.RebateProgramme) {
	var standings, accruals, ledger int64
	sum := func(into *int64, sql string) { So(m.DB.Conn(m.Ctx).Raw(sql, p.ID).Scan(into).Error, ShouldBeNil) }
	sum(&standings, "SELECT COALESCE(SUM(posted_fen), 0) FROM rebate_standings WHERE programme_id = ?")
	sum(&accruals, "SELECT COALESCE(SUM(fen), 0) FROM rebate_accruals WHERE programme_id = ?")
	sum(&ledger, `SELECT COALESCE(SUM(e.amount), 0) FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.txn_id
		WHERE e.account_kind = 40 AND t.id IN (SELECT txn_id FROM rebate_accruals WHERE programme_id = ?)`)
	So([]int64{accruals, ledger}, ShouldResemble, []int64{standings, standings})
	report, err := m.Ledger.Verify(m.Ctx)
	So(err, ShouldBeNil)
	So(report.OK(), ShouldBeTrue)
}

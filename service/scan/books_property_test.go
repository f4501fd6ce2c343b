package scan_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// penaltyFen is the default rate of a confirmed unit.
const penaltyFen = 2000

// Whatever happens in whatever order, and whenever events are delivered: what the ledger
// holds in the end is what the facts amount to.
func TestTheBooksAreWhatTheFactsAmountTo(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		c := newCast(t, e)
		checkTimes(t, map[testkit.Engine]int{testkit.SQLite: 40, testkit.MySQL: 8}[e], func(t *rapid.T) {
			d := newDrama(t, c)
			for range rapid.IntRange(5, 40).Draw(t, "acts") {
				c.Tick(time.Minute)
				acts[rapid.SampledFrom(slices.Sorted(maps.Keys(acts))).Draw(t, "act")](d, t)
			}
			c.Tick(time.Minute)
			d.drain(t)
			d.checkLedger(t)
			d.checkRebates(t)
			d.checkPenalties(t)
			d.checkRewards(t)
			d.checkStatements(t)
		})
		c.verifyStatements(t)
	})
}

func newDrama(t *rapid.T, c *cast) *drama {
	programme := rebate.Policy{
		GuideScanSells: rapid.Bool().Draw(t, "a guide's scan sells"),
		Rates:          rebate.Rates{DistributorFen: 300, WholesalerFen: 50, TerminalFen: 100},
	}
	d := &drama{play: c.newPlay(t, programme), owed: map[model.OrgID]int64{}}
	d.settle(t) // what was before is in periods of its own
	d.closed, d.before = nil, d.balances(t)
	pallet := d.item(model.LevelPallet, 0)
	d.custodyNow(t, model.Commission, "", "BRAND", pallet)
	if rapid.IntRange(0, 3).Draw(t, "shipped") > 0 { // else it is told late, or never
		d.Tick(time.Minute)
		d.custodyNow(t, model.Ship, "BRAND", "D1", pallet)
		d.Tick(time.Minute)
		d.custodyNow(t, model.Receive, "", "D1", pallet)
	}
	return d
}

// balances is every balance there is, exactly.
func (p *play) balances(t *rapid.T) map[model.Account]int64 {
	all := map[model.Account]int64{}
	var rows []struct {
		model.Account
		Amount int64
	}
	err := p.DB.Conn(p.Ctx).Table("ledger_entries").Select("account_kind, owner, asset, SUM(amount) AS amount").
		Group("account_kind, owner, asset").Scan(&rows).Error
	p.must(t, err)
	for _, r := range rows {
		all[r.Account] = r.Amount
	}
	return all
}

// earned is what an account has gained in this play.
func (d *drama) earned(t *rapid.T, a model.Account) int64 {
	now, err := d.Ledger.Balance(d.Ctx, a)
	d.must(t, err)
	return now - d.before[a]
}

func (d *drama) checkLedger(t *rapid.T) {
	sums := map[model.Asset]int64{}
	for a, amount := range d.balances(t) {
		sums[a.Asset] += amount
	}
	if sums[model.CNY] != 0 || sums[model.Points] != 0 {
		t.Fatalf("assets do not sum to zero: %v", sums)
	}
	report, err := d.Ledger.Verify(d.Ctx)
	d.must(t, err)
	if !report.OK() {
		t.Fatalf("the ledger does not verify: %+v", report)
	}
}

func (d *drama) checkRebates(t *rapid.T) {
	want := map[model.OrgID]int64{}
	unit := d.batch.Level(model.LevelUnit)
	for u := unit.From; u < unit.To; u++ {
		paid, diverted := d.rebate(u)
		for org, fen := range paid {
			want[org] += fen
		}
		d.checkUnit(t, u, paid, diverted)
	}
	for _, name := range everyone {
		org := d.orgs[name].ID
		if got := d.earned(t, model.Account{Kind: model.OrgRebate, Owner: int64(org), Asset: model.CNY}); got != want[org] {
			t.Fatalf("%s has %d fen of rebates, want %d", name, got, want[org])
		}
	}
}

// checkUnit holds the accruals of a unit against what it pays.
func (d *drama) checkUnit(t *rapid.T, u model.ItemID, paid map[model.OrgID]int64, diverted bool) {
	var rows []model.RebateAccrual
	d.must(t, d.DB.Conn(d.Ctx).Where("item = ?", u).Find(&rows).Error)
	net := map[model.OrgID]int64{}
	inForce := map[bool]int64{}
	for _, r := range rows {
		net[r.OrgID] += int64(r.Fen)
		inForce[r.Diverted] += int64(r.Fen)
		if r.Diverted && r.OrgID == d.orgs["W1"].ID {
			t.Fatalf("a wholesaler accrued on diverted goods: %+v", r)
		}
	}
	maps.DeleteFunc(net, func(_ model.OrgID, fen int64) bool { return fen == 0 })
	if !maps.Equal(net, paid) || inForce[!diverted] != 0 {
		t.Fatalf("unit %s accrued %v (diverted %v), want %v, diverted %v", u, net, inForce, paid, diverted)
	}
}

func (d *drama) checkPenalties(t *rapid.T) {
	confirmed := map[model.OrgID]int64{}
	for _, c := range d.cases(t, model.CaseConfirmed) {
		confirmed[c.Origin] += c.Units * int64(c.RateFen)
	}
	for _, name := range everyone {
		org := d.orgs[name].ID
		got := -d.earned(t, model.Account{Kind: model.OrgPenalty, Owner: int64(org), Asset: model.CNY})
		if got != confirmed[org] || got != d.owed[org] {
			t.Fatalf("%s owes %d fen, its confirmed cases say %d, their units %d", name, got, confirmed[org], d.owed[org])
		}
	}
}

// checkRewards: whoever was first has what he was told, once; a guide once his unit has
// been claimed.
func (d *drama) checkRewards(t *rapid.T) {
	want := map[model.Account]int64{}
	for key, w := range d.first {
		if w.won == nil {
			continue
		}
		switch key.purpose {
		case model.PurposeConsumerClaim:
			want[model.Account{Kind: model.WalletConsumer, Owner: int64(w.person), Asset: model.Points}] += w.won.Amount
		case model.PurposeGuideReward:
			if !d.staffPaid(t, w.scan) {
				continue
			}
			if _, claimed := d.first[fact{key.item, model.PurposeConsumerClaim}]; claimed {
				want[model.Account{Kind: model.WalletGuide, Owner: int64(w.person), Asset: model.CNY}] += w.won.Amount
			}
		case model.PurposeCaseOpen:
			if !d.staffPaid(t, w.scan) {
				continue
			}
			want[model.Account{Kind: model.OrgReward, Owner: int64(w.org), Asset: model.CNY}] += w.won.Amount
		}
	}
	for a := range d.balances(t) {
		rewards := a.Kind == model.WalletConsumer || a.Kind == model.WalletGuide || a.Kind == model.OrgReward
		if got := d.earned(t, a); rewards && got != want[a] {
			t.Fatalf("account %+v got %d, want %d", a, got, want[a])
		}
	}
}

// staffPaid tells whether a scan's staff get what they were told: at once, or when it
// became known whom the goods were meant for and they were not diverted.
func (d *drama) staffPaid(t *rapid.T, id model.ScanID) bool {
	var first model.Scan
	d.must(t, d.DB.Conn(d.Ctx).Where("id = ?", id).Take(&first).Error)
	if first.Origin != 0 {
		return true // what diverted goods pay was decided with the scan
	}
	var later []model.ScanJudgement
	d.must(t, d.DB.Conn(d.Ctx).Where("scan_id = ?", id).Order("version").Find(&later).Error)
	for _, j := range later {
		if j.Origin != 0 {
			return j.Verdict != model.VerdictDiverted
		}
	}
	return false
}

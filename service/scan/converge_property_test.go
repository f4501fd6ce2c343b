package scan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/rebate"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// The same facts, told in any order and delivered at any moments, end in the same books.
// What a guide or an opener is given rests on what was known at his scan and stays given:
// it is held to the same where the goods' way was known before.
func TestAnyOrderOfFactsEndsInTheSameBooks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		c := newCast(t, e)
		checkTimes(t, map[testkit.Engine]int{testkit.SQLite: 40, testkit.MySQL: 8}[e], func(t *rapid.T) {
			tl := drawTale(t)
			all := slices.Concat(tl.custody, tl.scans)
			inTime := slices.SortedFunc(slices.Values(seats(all)), func(a, b int) int { return all[a].minute - all[b].minute })
			custodyFirst := rapid.Bool().Draw(t, "the goods' way is known before")
			arrival := rapid.Permutation(seats(all)).Draw(t, "arrival")
			if custodyFirst {
				isScan := func(i int) int { return min(1, i/len(tl.custody)) }
				slices.SortStableFunc(arrival, func(a, b int) int { return isScan(a) - isScan(b) })
				slices.SortStableFunc(inTime, func(a, b int) int { return isScan(a) - isScan(b) })
			}
			want := c.newPlay(t, tl.rebates()).tell(t, tl, inTime, func() bool { return true })
			got := c.newPlay(t, tl.rebates()).tell(t, tl, arrival, func() bool { return rapid.Bool().Draw(t, "delivered") })
			for _, part := range []string{"rebates", "accruals", "verdicts", "flags", "points", "rewards"} {
				if part == "rewards" && !custodyFirst {
					continue
				}
				if !slices.Equal(got[part], want[part]) {
					t.Fatalf("%s end as\n%s\nwhen told in order of time as\n%s", part,
						strings.Join(got[part], "\n"), strings.Join(want[part], "\n"))
				}
			}
		})
	})
}

func seats(all []news) []int {
	seats := make([]int, len(all))
	for i := range seats {
		seats[i] = i
	}
	return seats
}

func (tl tale) rebates() rebate.Policy {
	return rebate.Policy{
		GuideScanSells: tl.programme, Rates: rebate.Rates{DistributorFen: 300, WholesalerFen: 50, TerminalFen: 100},
	}
}

// tell tells a tale an hour after it happened, in an order of arrival, and returns what
// stands in the books in the end.
func (p *play) tell(t *rapid.T, tl tale, order []int, delivered func() bool) map[string][]string {
	before := p.balances(t)
	for _, r := range tl.relinks {
		p.link(t, r.shop, r.supplier, p.start.Add(time.Duration(r.minute)*time.Minute))
	}
	p.Tick(time.Hour)
	all := slices.Concat(tl.custody, tl.scans)
	for _, i := range order {
		p.Tick(time.Second)
		p.hear(t, all[i], i)
		if delivered() {
			p.drain(t)
		}
	}
	p.Tick(time.Second)
	p.drain(t)
	books := p.books(t)
	for a, amount := range p.balances(t) {
		name := p.names[model.OrgID(a.Owner)]
		line := fmt.Sprintf("%d/%d %s %d", a.Kind, a.Asset, name, amount-before[a])
		switch {
		case amount == before[a]:
		case a.Kind == model.OrgRebate:
			books["rebates"] = append(books["rebates"], line)
		case a.Kind == model.WalletConsumer:
			books["points"] = append(books["points"], fmt.Sprintf("%d %s", a.Owner, line))
		case a.Kind == model.WalletGuide || a.Kind == model.OrgReward:
			books["rewards"] = append(books["rewards"], fmt.Sprintf("%d %s", a.Owner, line))
		}
	}
	for _, lines := range books {
		slices.Sort(lines)
	}
	return books
}

// books is what the rooms say of the play's goods, by names that mean the same in every
// telling.
func (p *play) books(t *rapid.T) map[string][]string {
	books := map[string][]string{}
	unit := p.batch.Level(model.LevelUnit)
	var accruals []model.RebateAccrual
	p.must(t, p.DB.Conn(p.Ctx).Where("item >= ? AND item < ?", unit.From, unit.To).Find(&accruals).Error)
	net := map[string]int64{}
	for _, a := range accruals {
		key := fmt.Sprintf("unit %d %s diverted %v at %s %s sold %s", a.Item-unit.From, p.names[a.OrgID], a.Diverted,
			p.names[a.Terminal], a.Reasons, a.SoldAt.Sub(p.start))
		net[key] += int64(a.Fen)
	}
	for key, fen := range net {
		if fen != 0 {
			books["accruals"] = append(books["accruals"], fmt.Sprintf("%s: %d", key, fen))
		}
	}
	names := map[model.ScanID]string{}
	var scans []model.Scan
	p.must(t, p.DB.Conn(p.Ctx).Where("idempotency_key LIKE ?", p.key("%")).Find(&scans).Error)
	for _, s := range scans {
		names[s.ID] = strings.TrimPrefix(s.Key, p.key(""))
		j := p.latest(t, s)
		books["verdicts"] = append(books["verdicts"], fmt.Sprintf("%s: %s %s %d from %s at %s of %s", names[s.ID],
			scan.VerdictName(j.Verdict), j.Reasons, j.Score, p.names[j.Origin], p.names[j.Terminal], p.names[j.Found]))
	}
	books["flags"] = p.flags(t, names)
	return books
}

// latest is the judgement of a scan that holds.
func (p *play) latest(t *rapid.T, s model.Scan) model.Judgement {
	var later []model.ScanJudgement
	p.must(t, p.DB.Conn(p.Ctx).Where("scan_id = ?", s.ID).Order("version DESC").Limit(1).Find(&later).Error)
	if len(later) > 0 {
		return later[0].Judgement
	}
	return s.Judgement
}

// flags is which scan speaks for which case.
func (p *play) flags(t *rapid.T, names map[model.ScanID]string) []string {
	var lines []string
	cases, err := p.Diversion.List(p.Ctx, 0, 0, 100_000) // watched ones among them
	p.must(t, err)
	for _, c := range cases {
		if c.OpenedAt.Before(p.start) {
			continue
		}
		flags, err := p.Diversion.Flags(p.Ctx, c.ID)
		p.must(t, err)
		for _, f := range flags {
			lines = append(lines, fmt.Sprintf("%s (%s %d hard %v): from %s at %s%s", names[f.ScanID], f.Reasons, f.Score, f.Hard,
				p.names[c.Origin], p.names[c.Terminal], c.Adcode))
		}
	}
	return lines
}

package rebate

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// mostDays is how many days a what-if looks at, and longest for how long: somebody waits for it.
const (
	mostDays = 400
	longest  = 20 * time.Second
)

// WhatIf is what a version would have paid over past days, against what its programme paid.
type WhatIf struct {
	From, To        int32 // the days, the last included
	Cut             bool  // it took too long: To is the last of the days that were looked at
	Periods         []int32
	Organisations   []WhatIfLine // by what they would have gained most, or lost
	WouldFen        money.Fen
	PaidFen         money.Fen
	CappedFen       money.Fen // what cap and budget would have kept back
	BudgetExhausted bool
}

// WhatIfLine is one organisation's part.
type WhatIfLine struct {
	Org      model.OrgID
	Tier     model.OrgKind
	WouldFen money.Fen
	PaidFen  money.Fen
}

// rehearsal is a what-if under way. Its memory is by organisations and the sums of a day,
// never by sales.
type rehearsal struct {
	*version
	result  *WhatIf
	lines   map[model.OrgID]*WhatIfLine
	purse   purse
	periods []int32
	timer   clock.Clock
	until   time.Time
}

// inTime refuses to go on for too long.
func (r *rehearsal) inTime() error {
	if r.timer.Now().Before(r.until) {
		return nil
	}
	return ErrTooMuch.With("%s", longest)
}

// cut ends it after the last day that was looked at, if one was.
func (r *rehearsal) cut(err error, last int32) error {
	if !errors.Is(err, ErrTooMuch) || last < r.result.From {
		return err
	}
	r.result.Cut, r.result.To = true, last
	return nil
}

// WhatIf runs a version, a draft or one that is published, over days that are over, as if it
// had been in force: what pays units day by day, in the order of organisations, and what
// sums up over each period that lies within the days. Where that takes too long it is cut to
// the days, or whole periods, until then. It writes nothing, and ends with the context.
// Errors: ErrUnknownProgramme, ErrBadWindow, ErrTooMuch.
func (s *Service) WhatIf(ctx context.Context, id model.ProgrammeID, number int, from, to int32) (*WhatIf, error) {
	if !isDay(from) || !isDay(to) || from > to || to >= clock.BizDate(s.clock.Now()) || clock.StartOf(to).Sub(clock.StartOf(from)) >= mostDays*24*time.Hour {
		return nil, ErrBadWindow.With("from %d to %d", from, to)
	}
	r := &rehearsal{result: &WhatIf{From: from, To: to}, lines: map[model.OrgID]*WhatIfLine{}, purse: purse{}, timer: s.timer, until: s.timer.Now().Add(longest)}
	err := s.db.Snapshot(ctx, func(ctx context.Context) (err error) {
		if r.version, err = s.draftVersion(ctx, id, number); err != nil {
			return err
		}
		if r.Kind == model.ProgrammePerUnit {
			err = s.rehearseUnits(ctx, r)
		} else {
			err = s.rehearsePeriods(ctx, r)
		}
		if err != nil {
			return err
		}
		return s.comparePaid(ctx, r)
	})
	if err != nil {
		return nil, err
	}
	return r.finish(), nil
}

// draftVersion is a version as if it were in force on all days.
func (s *Service) draftVersion(ctx context.Context, id model.ProgrammeID, number int) (*version, error) {
	p, rows, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.Number == number {
			row.FromDay, row.ToDay = 0, forever
			return newVersion(p, row)
		}
	}
	return nil, ErrUnknownProgramme.With("version %d", number)
}

// rehearseUnits pays the units of each day.
func (s *Service) rehearseUnits(ctx context.Context, r *rehearsal) error {
	for at := clock.StartOf(r.result.From); clock.BizDate(at) <= r.result.To; at = at.AddDate(0, 0, 1) {
		day := clock.BizDate(at)
		if err := r.inTime(); err != nil {
			return r.cut(err, clock.BizDate(at.AddDate(0, 0, -1)))
		}
		sums, err := s.store.soldOn(ctx, day)
		if err != nil {
			return err
		}
		for _, sum := range sums {
			product, err := s.catalog.Get(ctx, sum.ProductID)
			if err != nil {
				return err
			}
			if !r.scope.sells(product) || !r.scope.admits(sum.OrgID, sum.Chain) || needsMatch(sum.Tier) && !sum.Matched {
				continue
			}
			rate := ratesOf(r.terms.PerUnit.Rates, r.terms.PerUnit.RatesBySKU, product.SKU).of(sum.Tier)
			r.pay(sum.OrgID, sum.Tier, r.periodOn(day), times(rate, sum.Units))
		}
	}
	return nil
}

// pay puts down what an organisation would have got of what it would have earned.
func (r *rehearsal) pay(org model.OrgID, tier model.OrgKind, period int32, earned money.Fen) {
	if earned == 0 {
		return
	}
	fen, reason := r.purse.take(r.version, period, org, earned)
	r.line(org, tier).WouldFen += fen
	r.result.CappedFen += earned - fen
	r.result.BudgetExhausted = r.result.BudgetExhausted || reason == reasonBudget || reason == reasonBoth
}

func (r *rehearsal) line(org model.OrgID, tier model.OrgKind) *WhatIfLine {
	if r.lines[org] == nil {
		r.lines[org] = &WhatIfLine{Org: org, Tier: tier}
	}
	return r.lines[org]
}

// rehearsePeriods works out the standings of each period that lies within the days.
func (s *Service) rehearsePeriods(ctx context.Context, r *rehearsal) error {
	last := int32(0) // day of the last period that was looked at
	for period := r.periodOn(r.result.From); ; period = addMonths(lastMonth(r.terms.Every, period), 1) {
		end := clock.BizDate(clock.StartOf(firstDay(addMonths(lastMonth(r.terms.Every, period), 1))).AddDate(0, 0, -1))
		if end > r.result.To {
			break
		}
		if firstDay(period) < r.result.From {
			continue
		}
		earnings, err := s.rehearsePeriod(ctx, r, period)
		if err != nil {
			return r.cut(err, last)
		}
		for _, e := range earnings {
			r.pay(e.org, e.tier, period, e.fen)
		}
		r.periods, last = append(r.periods, period), end
	}
	if len(r.periods) == 0 {
		return ErrBadWindow.With("no whole %s from %d to %d", r.terms.Every, r.result.From, r.result.To)
	}
	return nil
}

// earning is what an organisation would have earned in a period, before cap and budget.
type earning struct {
	org  model.OrgID
	tier model.OrgKind
	fen  money.Fen
}

// earns is what facts are worth to an organisation.
func (r *rehearsal) earns(org model.OrgID, tier model.OrgKind, f Facts) earning {
	return earning{org, tier, r.terms.earned(f).ShareDown(r.terms.Shares.of(tier))}
}

// rehearsePeriod is what organisations would have earned in a period, by their ids; the facts
// of a page are read at once.
func (s *Service) rehearsePeriod(ctx context.Context, r *rehearsal, period int32) (earnings []earning, err error) {
	if r.terms.NewTerminal != nil {
		return s.rehearseTerminals(ctx, r, period)
	}
	for after := model.OrgID(0); ; {
		page, err := s.measuredBy(ctx, r.version, period, after)
		if err != nil || len(page) == 0 {
			return earnings, err
		}
		if err := r.inTime(); err != nil {
			return nil, err
		}
		facts, err := s.factsOf(ctx, r.version, page, period)
		if err != nil {
			return nil, err
		}
		for _, st := range page {
			earnings = append(earnings, r.earns(st.OrgID, st.Tier, facts[st.OrgID]))
		}
		after = page[len(page)-1].OrgID
	}
}

// measuredBy pages through organisations of which there is something to measure in a period,
// by their ids.
func (s *Service) measuredBy(ctx context.Context, v *version, period int32, after model.OrgID) ([]model.RebateStanding, error) {
	if v.terms.Target != nil {
		return s.withTargets(ctx, v, period, after)
	}
	return s.store.measured(ctx, v, period, v.terms.Shares.tiers(), after, storeChunk)
}

// rehearseTerminals counts the terminals whose first sales a period would have paid for.
func (s *Service) rehearseTerminals(ctx context.Context, r *rehearsal, period int32) (earnings []earning, err error) {
	v, err := s.launchOf(ctx, r.version)
	if err != nil {
		return nil, err
	}
	counts := map[seat]int64{}
	for after := model.OrgID(0); ; {
		page, err := s.store.measured(ctx, r.version, period, []model.OrgKind{model.OrgTerminal}, after, storeChunk)
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			break
		}
		for _, terminal := range page {
			if err := s.countFirstSold(ctx, r, v, terminal.OrgID, period, counts); err != nil {
				return nil, err
			}
		}
		after = page[len(page)-1].OrgID
	}
	for _, at := range sortedSeats(counts) {
		earnings = append(earnings, r.earns(at.org, at.tier, Facts{Terminals: counts[at]}))
	}
	return earnings, nil
}

// countFirstSold counts a terminal for those above it, if it became one in the period.
func (s *Service) countFirstSold(ctx context.Context, r *rehearsal, v launch, terminal model.OrgID, period int32, counts map[seat]int64) error {
	if err := r.inTime(); err != nil {
		return err
	}
	last, err := s.completing(ctx, v, terminal)
	if err != nil || last == nil || v.periodOn(last.BizDate) != period {
		return err
	}
	rows, err := s.newFor(ctx, v, *last)
	for _, row := range rows {
		counts[seat{org: row.OrgID, tier: row.Tier}]++
	}
	return err
}

func sortedSeats(counts map[seat]int64) []seat {
	seats := make([]seat, 0, len(counts))
	for at := range counts {
		seats = append(seats, at)
	}
	slices.SortFunc(seats, func(a, b seat) int { return cmp.Compare(a.org, b.org) })
	return seats
}

// comparePaid sets what the programme paid beside it.
func (s *Service) comparePaid(ctx context.Context, r *rehearsal) error {
	paid, err := s.store.paidOver(ctx, r.version, r.periods, clock.StartOf(r.result.From), clock.StartOf(r.result.To).AddDate(0, 0, 1))
	for _, p := range paid {
		r.line(p.OrgID, p.Tier).PaidFen += p.Fen
	}
	return err
}

// finish adds up, and orders lines by how much would have been otherwise.
func (r *rehearsal) finish() *WhatIf {
	r.result.Periods = r.periods
	for _, line := range r.lines {
		r.result.WouldFen += line.WouldFen
		r.result.PaidFen += line.PaidFen
		r.result.Organisations = append(r.result.Organisations, *line)
	}
	change := func(l WhatIfLine) money.Fen { return max(l.WouldFen-l.PaidFen, l.PaidFen-l.WouldFen) }
	slices.SortFunc(r.result.Organisations, func(a, b WhatIfLine) int {
		return cmp.Or(cmp.Compare(change(b), change(a)), cmp.Compare(a.Org, b.Org))
	})
	return r.result
}

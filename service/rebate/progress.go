package rebate

import (
	"context"
	"encoding/json"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Next is how far it is to the next step.
type Next struct {
	From    int64     // where it begins: units, products, or basis points of growth or of the target
	Missing int64     // units, or products of a mix
	Fen     money.Fen // its rate for a unit
	Bonus   money.Fen // what it pays at once
}

// next is the step that comes next; nil when there is none, or nothing is known to measure
// it by. Pure.
func (t Terms) next(f Facts) *Next {
	switch {
	case t.Tiered != nil:
		return nextStep(t.Tiered.Steps, func(from int64) int64 { return from + 1 - f.Units })
	case t.Retrospective != nil:
		return nextStep(t.Retrospective.Steps, func(from int64) int64 { return from - f.Units })
	case t.Growth != nil:
		base := max(f.Before, t.Growth.Floor)
		return nextStep(t.Growth.Steps, func(from int64) int64 { return base + partUp(base, from) - f.Units })
	case t.Mix != nil && f.Products < t.Mix.AtLeast:
		return &Next{From: int64(t.Mix.AtLeast), Missing: int64(t.Mix.AtLeast - f.Products), Bonus: t.Mix.BonusFen}
	case t.Target != nil && f.Target > 0:
		for _, s := range t.Target.Steps {
			if missing := partUp(f.Target, s.From) - f.Units; missing > 0 {
				return &Next{From: s.From, Missing: missing, Fen: s.Fen, Bonus: s.BonusFen}
			}
		}
	}
	return nil
}

// nextStep is the first step to which something is missing.
func nextStep(steps []Step, missing func(from int64) int64) *Next {
	for _, s := range steps {
		if n := missing(s.From); n > 0 {
			return &Next{From: s.From, Missing: n, Fen: s.Fen}
		}
	}
	return nil
}

// partUp is so many basis points of n, rounded up.
func partUp(n, bp int64) int64 { return (n*bp + 9999) / 10_000 }

// Progress is how an organisation stands with a programme in a period.
type Progress struct {
	Programme model.RebateProgramme
	Version   int
	From, To  int32 // the version's days
	Terms     Terms
	Period    int32
	Facts     Facts
	EarnedFen money.Fen // by the terms; as is posted, of a programme that pays each unit
	PostedFen money.Fen // within cap and budget
	Reasons   string
	Next      *Next
}

// ProgressOf is how an organisation stands with the programmes that it takes part in now, by
// what is worked out by now. Whether it is below one of their organisations is asked of the
// channel as it is.
func (s *Service) ProgressOf(ctx context.Context, org model.OrgID) ([]Progress, error) {
	now := s.clock.Now()
	who, err := s.channel.GetOrg(ctx, org)
	if err != nil {
		return nil, err
	}
	paths, err := s.pathsOf(ctx, []model.OrgID{org}, now)
	if err != nil {
		return nil, err
	}
	all, err := s.published(ctx)
	if err != nil {
		return nil, err
	}
	day := clock.BizDate(now)
	progress := []Progress{}
	for _, v := range all {
		if !v.covers(day) || !v.scope.admits(org, paths[org]) || !v.terms.reach(who.Kind) {
			continue
		}
		p, err := s.progress(ctx, v, org, periodOf(v.terms.Every, monthOf(day)))
		if err != nil {
			return nil, err
		}
		progress = append(progress, p)
	}
	return progress, nil
}

// pathsOf is who stands above organisations at a time, for any product line, as scopes ask it.
func (s *Service) pathsOf(ctx context.Context, orgs []model.OrgID, at time.Time) (map[model.OrgID]string, error) {
	above, err := s.channel.Above(ctx, orgs, at)
	paths := make(map[model.OrgID]string, len(above))
	for org, all := range above {
		path := "."
		for o := range all {
			path += step(o)
		}
		paths[org] = path
	}
	return paths, err
}

// reach tells whether the terms pay a level anything.
func (t Terms) reach(tier model.OrgKind) bool {
	if t.PerUnit == nil {
		return t.Shares.of(tier) > 0
	}
	for _, r := range t.PerUnit.RatesBySKU {
		if r.of(tier) > 0 {
			return true
		}
	}
	return t.PerUnit.Rates.of(tier) > 0
}

func (s *Service) progress(ctx context.Context, v *version, org model.OrgID, period int32) (p Progress, err error) {
	p = Progress{Programme: v.RebateProgramme, Version: v.number, From: v.from, To: v.to, Terms: v.terms, Period: period}
	if v.terms.PerUnit != nil {
		p.PostedFen, p.Facts.Units, err = s.store.paidIn(ctx, v.ID, org, period)
		p.EarnedFen = p.PostedFen
		return p, err
	}
	st, err := s.store.standing(ctx, v.ID, org, period)
	if err != nil {
		return p, err
	}
	if st != nil {
		if p.Facts, err = factsIn(st.Facts); err != nil {
			return p, err
		}
		p.EarnedFen, p.PostedFen, p.Reasons = st.EarnedFen, st.PostedFen, st.Reasons
	}
	p.Next = v.terms.next(p.Facts)
	return p, nil
}

// factsIn reads what an amount was worked out from; nothing, where it never was.
func factsIn(text string) (f Facts, err error) {
	if text != "" {
		err = json.Unmarshal([]byte(text), &f)
	}
	return f, err
}

// Standing is a standing with what it was worked out from.
type Standing struct {
	model.RebateStanding
	Facts Facts
}

// Standings pages through how organisations stand with a programme in a period, by their ids.
func (s *Service) Standings(ctx context.Context, programme model.ProgrammeID, period int32, after model.OrgID, limit int) ([]Standing, error) {
	rows, err := s.store.standings(ctx, programme, period, after, limit)
	if err != nil {
		return nil, err
	}
	all := make([]Standing, len(rows))
	for i, row := range rows {
		all[i].RebateStanding = row
		if all[i].Facts, err = factsIn(row.Facts); err != nil {
			return nil, err
		}
	}
	return all, nil
}

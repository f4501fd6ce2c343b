package diversion

import (
	"context"
	"maps"
	"slices"

	"channelrouter/internal/errs"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Preview is what confirming a case would do now.
type Preview struct {
	Units, WarnedUnits int64 // that would be frozen, and of them those that grace lets off
	Elsewhere          int64 // units that another case has, which this one leaves out
	RateFen            money.Fen
	PenaltyFen         money.Fen
	CompensationFen    money.Fen
	Nth                int
	PolicyVersion      int // 0: the defaults that are built in
	Lines              []PenaltyLine
	Compensations      []Compensation
	Refused            *errs.Error // why it could not be confirmed now; nil: it could be
}

// PreviewPenalty reckons what confirming an undecided case would cost its origin now, by the same
// rules, and writes nothing. Errors: ErrUnknownCase, ErrNotInState.
func (s *Service) PreviewPenalty(ctx context.Context, id model.CaseID) (out Preview, err error) {
	c, err := s.Get(ctx, id)
	if err != nil {
		return out, err
	}
	if _, ok := next(ActConfirm, c.Status); !ok {
		return out, ErrNotInState.With("case %d is %s", c.ID, StatusName(c.Status))
	}
	now := s.clock.Now()
	policy, err := s.Policies.At(ctx, now)
	if err != nil {
		return out, err
	}
	rules := policy.Body.Penalties
	out.Refused = errs.As(confirmable(rules, c, model.CaseEvent{From: c.Status, At: now}))
	product, err := s.catalog.Get(ctx, c.ProductID)
	if err != nil {
		return out, err
	}
	harmed, err := s.wouldFreeze(ctx, &c, product.Line, &out.Elsewhere)
	if err != nil {
		return out, err
	}
	c.DecidedAt, c.RateFen = &now, policy.Body.rate(product.SKU)
	p, err := s.reckon(ctx, policy, c, nil)
	if err != nil {
		return out, err
	}
	out.Units, out.WarnedUnits, out.RateFen, out.PenaltyFen = c.Units, p.Warned, c.RateFen, p.Fen
	out.Nth, out.PolicyVersion, out.Lines = p.Nth, policy.Number, p.Lines
	parts := shares(p.Fen, rules.CompensationBP, c.Units, harmed)
	for _, org := range slices.Sorted(maps.Keys(harmed)) {
		out.CompensationFen += parts[org]
		out.Compensations = append(out.Compensations, Compensation{Org: org, Units: harmed[org], Fen: parts[org]})
	}
	return out, nil
}

// wouldFreeze is freeze without writing: units of a flag before are this case's already.
func (s *Service) wouldFreeze(ctx context.Context, c *model.DiversionCase, line string, elsewhere *int64) (harmed map[model.OrgID]int64, err error) {
	var taken []model.ItemRange
	return s.freezeBy(ctx, c, line, func(units []model.ItemRange) (int64, error) {
		var fresh []model.ItemRange
		for _, r := range units {
			fresh = append(fresh, r.Without(taken)...)
		}
		taken = model.MergeRanges(slices.Concat(taken, units))
		others, err := s.store.penalisedAmong(ctx, fresh)
		*elsewhere += others
		return lengthOf(fresh) - others, err
	})
}

func lengthOf(ranges []model.ItemRange) (n int64) {
	for _, r := range ranges {
		n += r.Len()
	}
	return n
}

package channel

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

var (
	// ErrClosed: a closed organisation is given nobody and nothing any more.
	ErrClosed = errs.New(errs.Conflict, "channel.closed", "this organisation is closed", "choose another organisation, or open it again first")
	// ErrNotClosed: what is open cannot be opened.
	ErrNotClosed = errs.New(errs.Conflict, "channel.not_closed", "this organisation is not closed", "there is nothing to open again")
	// ErrSupplies: whoever supplies others cannot close.
	ErrSupplies = errs.New(errs.Conflict, "channel.supplies_others", "this organisation still supplies others", "give those another supplier first, or close them")
	// ErrBadClosing: the organisation cannot close, or not then.
	ErrBadClosing = errs.New(errs.Invalid, "channel.bad_closing", "this organisation cannot be closed so", "the brand itself never closes; nobody closes before the day on which it was added")
)

// Closing is what becomes of an organisation that closes at a moment: how many organisations
// stand in its way, whom it supplies then, and what ends with it.
type Closing struct {
	At          time.Time
	Supplied    int64 // organisations that it supplies, at the moment or later
	Suppliers   int   // its own
	Territories int
	Members     int
}

// closing is what holds at a moment or later, and would end.
type closing struct {
	Closing
	suppliers   []model.OrgLink
	territories []model.Territory
	members     []model.Membership
}

// CheckOpen refuses an organisation that is closed, or going to be: ErrClosed.
func CheckOpen(o model.Org) error {
	if o.ClosedAt != nil {
		return ErrClosed.With("%s since %s", o.Code, clock.Local(*o.ClosedAt).Format(time.DateOnly))
	}
	return nil
}

// PlanClosing tells what closing an organisation at a moment would end, and changes nothing.
// Error: ErrUnknownOrg.
func (s *Service) PlanClosing(ctx context.Context, id model.OrgID, at time.Time) (Closing, error) {
	if _, err := s.GetOrg(ctx, id); err != nil {
		return Closing{}, err
	}
	plan, err := s.closing(ctx, id, clock.Normal(at))
	return plan.Closing, err
}

// CloseOrg closes an organisation as it was in a version, from a moment on: its supply, its
// territories and what people do for it end then. What was judged before stays, its goods and
// its money are where they were, and statements of what it earned are still made. A moment in
// the past corrects the record. Errors: ErrUnknownOrg, ErrChanged with what it is by now,
// ErrClosed, ErrBadClosing, ErrSupplies.
func (s *Service) CloseOrg(ctx context.Context, id model.OrgID, version int64, at time.Time) (model.Org, error) {
	at = clock.Normal(at)
	shut := func(ctx context.Context, org *model.Org) error {
		if err := CheckOpen(*org); err != nil {
			return err
		}
		if org.Kind == model.OrgBrand || at.Before(org.CreatedAt) {
			return ErrBadClosing.With("%s is a %s, added on %s", org.Code, KindName(org.Kind), clock.Local(org.CreatedAt).Format(time.DateOnly))
		}
		plan, err := s.closing(ctx, id, at)
		if err != nil {
			return err
		}
		if plan.Supplied > 0 {
			return ErrSupplies.With("%d of them", plan.Supplied)
		}
		org.ClosedAt = &at
		return s.endAll(ctx, plan)
	}
	var org model.Org
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		if err = s.store.lockMemberships(ctx); err == nil { // before the organisation's own row, as all do
			org, err = s.edit(ctx, id, version, shut)
		}
		return err
	})
	return org, err
}

// ReopenOrg opens a closed organisation as it was in a version. What had ended with it is not
// there again: it is given a supplier, territories and people anew. Errors: ErrUnknownOrg,
// ErrChanged, ErrNotClosed.
func (s *Service) ReopenOrg(ctx context.Context, id model.OrgID, version int64) (model.Org, error) {
	return s.edit(ctx, id, version, func(_ context.Context, org *model.Org) error {
		if org.ClosedAt == nil {
			return ErrNotClosed.With("%s", org.Code)
		}
		org.ClosedAt = nil
		return nil
	})
}

func (s *Service) closing(ctx context.Context, id model.OrgID, at time.Time) (c closing, err error) {
	c.At = at
	if c.Supplied, err = s.store.countSuppliedSince(ctx, id, at); err != nil {
		return c, err
	}
	if c.suppliers, err = s.store.linksOf(ctx, []model.OrgID{id}); err != nil {
		return c, err
	}
	if c.territories, err = s.store.territoriesOf(ctx, []model.OrgID{id}); err != nil {
		return c, err
	}
	if c.members, err = s.store.membershipsIn(ctx, []model.OrgID{id}); err != nil {
		return c, err
	}
	c.suppliers, c.territories, c.members = since(c.suppliers, at), since(c.territories, at), since(c.members, at)
	c.Suppliers, c.Territories, c.Members = len(c.suppliers), len(c.territories), len(c.members)
	return c, nil
}

func (s *Service) endAll(ctx context.Context, c closing) error {
	if err := endRows(ctx, s, c.suppliers, func(l *model.OrgLink) *int64 { return &l.ID }, c.At); err != nil {
		return err
	}
	if err := endRows(ctx, s, c.territories, func(t *model.Territory) *int64 { return &t.ID }, c.At); err != nil {
		return err
	}
	return endRows(ctx, s, c.members, func(m *model.Membership) *int64 { return &m.ID }, c.At)
}

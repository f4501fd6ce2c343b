package custody

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// plan turns a command into an event: the goods checked, sorted and merged, and what
// the event means for assignment.
func (s *Service) plan(ctx context.Context, c Command, hash string) (step, error) {
	now := s.clock.Now()
	at := clock.Normal(c.At)
	if c.At.IsZero() {
		at = now
	}
	if c.Key == "" || len(c.Goods) == 0 || at.After(now) {
		return step{}, ErrBadEvent.With("key %q, %d runs of goods, at %s", c.Key, len(c.Goods), at)
	}
	e := step{CustodyEvent: model.CustodyEvent{
		ID: model.EventID(s.ids.Next()), Key: c.Key, InputHash: hash, Kind: c.Kind, State: model.EventApplied,
		Offline: c.Offline, FromOrg: c.From, ToOrg: c.To, For: c.For, Loss: c.Loss, EventTime: at, RecordTime: now,
	}}
	if (c.Kind == model.Designate) != (c.For != 0) || (c.Loss != 0 && c.Kind != model.Destroy) {
		return step{}, ErrBadEvent.With("a designation says what goods are for, only what is destroyed has been lost")
	}
	if err := s.checkOrgs(ctx, &e); err != nil {
		return step{}, err
	}
	goods, err := s.checkAll(ctx, c)
	if err != nil {
		return step{}, err
	}
	if goods, err = s.single(ctx, c.Kind, goods); err != nil {
		return step{}, err
	}
	for _, g := range goods {
		for _, g := range g.split() {
			e.ranges = append(e.ranges, model.CustodyEventRange{
				EventID: e.ID, N: len(e.ranges), FromItem: g.Items.From, ToItem: g.Items.To, Parent: g.Parent, PerParent: g.PerParent,
			})
		}
	}
	return e, nil
}

// single makes scattered items ranges of their own. Each names where the line has packed
// it, so that it is found from there: nothing else leads from a container to it.
func (s *Service) single(ctx context.Context, kind model.CustodyKind, goods []Goods) ([]Goods, error) {
	if !s.codes.AnyScattered() {
		return goods, nil
	}
	var singles []Goods
	for _, g := range goods {
		if !s.scattered(g.Items.From) {
			singles = append(singles, g)
			continue
		}
		homes, err := s.homes(ctx, []model.ItemRange{g.Items})
		if err != nil {
			return nil, err
		}
		for item := g.Items.From; item < g.Items.To; item++ {
			one := Goods{Items: model.One(item), Parent: homes[item]}
			if kind == model.Pack {
				one.Parent = linkOf(model.CustodyEventRange{FromItem: g.Items.From, Parent: g.Parent, PerParent: g.PerParent}).of(item)
			}
			if one.Parent != 0 {
				one.PerParent = 1
			}
			singles = append(singles, one)
		}
	}
	return singles, nil
}

// needs says which organisations a kind of event names.
var needs = map[model.CustodyKind]struct{ from, to bool }{
	model.Commission: {to: true},
	model.Pack:       {from: true},
	model.Unpack:     {from: true},
	model.Ship:       {from: true, to: true},
	model.Receive:    {to: true},
	model.Return:     {from: true, to: true},
	model.Transfer:   {from: true, to: true},
	model.Destroy:    {from: true},
	model.Designate:  {from: true},
}

// checkOrgs makes sure that the organisations exist, and decides what the goods are
// meant for afterwards: the brand's shipment to a distributor assigns, an approved
// transfer reassigns, a return clears.
func (s *Service) checkOrgs(ctx context.Context, e *step) error {
	need, known := needs[e.Kind]
	if !known || need.from != (e.FromOrg != 0) || need.to != (e.ToOrg != 0) {
		return ErrBadEvent.With("kind %d from %d to %d", e.Kind, e.FromOrg, e.ToOrg)
	}
	var from, to model.Org
	var err error
	if need.from {
		if from, err = s.channel.GetOrg(ctx, e.FromOrg); err != nil {
			return err
		}
	}
	if need.to {
		if to, err = s.channel.GetOrg(ctx, e.ToOrg); err != nil {
			return err
		}
	}
	switch {
	case e.Kind == model.Transfer && (from.Kind != model.OrgDistributor || to.Kind != model.OrgDistributor):
		return ErrBadEvent.With("goods are assigned to distributors only")
	case e.Kind == model.Ship && from.Kind == model.OrgBrand && to.Kind == model.OrgDistributor,
		e.Kind == model.Transfer:
		e.Reassigns, e.Assignee = true, e.ToOrg
	case e.Kind == model.Return && to.Kind == model.OrgBrand:
		e.Reassigns = true
	}
	return nil
}

// inOrder sorts steps by event time; ties are broken by what does not depend on the
// order of arrival.
func inOrder(steps []step) []step {
	slices.SortFunc(steps, func(a, b step) int { return byTime(a.CustodyEvent, b.CustodyEvent) })
	return steps
}

// byTime is the order in which events are folded.
func byTime(a, b model.CustodyEvent) int {
	return cmp.Or(a.EventTime.Compare(b.EventTime), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
}

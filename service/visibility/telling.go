package visibility

import (
	"context"
	"iter"

	"channelrouter/internal/epcis"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// place is a part of a custody event: its run, and its number in there.
type place struct {
	run  int
	part int64
}

// told is one EPCIS event of a custody event, before anything in it is named.
type told struct {
	place
	run  run
	part part
}

// parts goes through the EPCIS events that a custody event is, from a place on, as far as they
// are said in a way that is asked for, and name what is wished for. Nothing is named by that,
// and nothing is asked of the database but how goods were packed that no formula has packed.
func (s *Service) parts(ctx context.Context, t custody.Told, from place, said func(saying) bool, wishes []wish) iter.Seq2[told, error] {
	return func(yield func(told, error) bool) {
		runs, err := s.runsOf(ctx, t)
		if err != nil {
			yield(told{}, err)
			return
		}
		for i := from.run; i < len(runs); i++ {
			r, first := runs[i], int64(0)
			if i == from.run {
				first = from.part
			}
			if !said(r.saying) {
				continue
			}
			for p, err := range s.partsOf(ctx, t, r, first, wishes) {
				if !yield(told{place{i, p.n}, r, p}, err) || err != nil {
					return
				}
			}
		}
	}
}

// partsOf goes through the parts of a run, from a number on, that fulfil wishes.
func (s *Service) partsOf(ctx context.Context, t custody.Told, r run, first int64, wishes []wish) iter.Seq2[part, error] {
	return func(yield func(part, error) bool) {
		if !r.filled {
			for p := range r.parts(first, wishes) {
				if !yield(p, nil) {
					return
				}
			}
			return
		}
		for _, rest := range r.lookInto(first, wishes) {
			for rest.From < rest.To {
				var inside map[model.ItemID][]model.ItemID
				var err error
				if inside, rest, err = s.Custody.Scattered(ctx, t.ID, rest); err != nil {
					yield(part{}, err)
					return
				}
				for p := range r.partsFilled(inside, first, wishes) {
					if !yield(p, nil) {
						return
					}
				}
			}
		}
	}
}

// runsOf is what a custody event tells, in the order in which that is told.
func (s *Service) runsOf(ctx context.Context, t custody.Told) ([]run, error) {
	said := sayingOf(t.CustodyEvent)
	switch t.Kind {
	case model.Pack:
		runs := saidBy(said, runsInto(t.Packed))
		for _, containers := range t.Filled {
			runs = append(runs, run{saying: said, into: containers, filled: true})
		}
		return runs, nil
	case model.Unpack:
		out, err := s.Custody.TakenOut(ctx, t)
		return saidBy(said, runsInto(out)), err
	case model.Commission:
		return s.born(said, t.Goods), nil
	}
	return s.byThemselves(said, t.Goods), nil
}

func saidBy(said saying, runs []run) []run {
	for i := range runs {
		runs[i].saying = said
	}
	return runs
}

// byThemselves is goods that no container is named of: a run for those of a batch.
func (s *Service) byThemselves(said saying, goods []model.ItemRange) (runs []run) {
	var last *code.Batch
	for _, r := range s.Code.ByBatch(goods) {
		b := s.Code.BatchOf(r.From)
		if len(runs) == 0 || b != last {
			runs, last = append(runs, run{saying: said}), b
		}
		n := &runs[len(runs)-1]
		n.items, n.per = append(n.items, r), n.per+r.Len()
	}
	return runs
}

// born is goods that came into being, with what formulas pack into them and that it is in
// there, level by level.
func (s *Service) born(said saying, goods []model.ItemRange) (runs []run) {
	for open := goods; len(open) > 0; {
		runs = append(runs, s.byThemselves(said, open)...)
		var below []model.ItemRange
		var packed []custody.Contents
		for _, r := range s.Code.ByBatch(open) {
			b := s.Code.BatchOf(r.From)
			if b == nil {
				continue
			}
			if children, ok := b.Children(r); ok {
				below = append(below, children)
				packed = append(packed, custody.Contents{Items: children, Into: r, PerParent: children.Len() / r.Len()})
			}
		}
		runs = append(runs, saidBy(sayings[model.Pack], runsInto(packed))...)
		open = below
	}
	return runs
}

// event is the EPCIS event that a part is, named by its hash.
func (s *Service) event(ctx context.Context, t custody.Told, of told, orgs map[model.OrgID]string) (epcis.Event, error) {
	if t.Kind == model.Commission {
		t.FromOrg = t.ToOrg // who commissions also packs
	}
	e := of.run.saying.of(t, orgs)
	if t.Kind == model.Transfer {
		e.BizTransactionList = s.transferred(t.ID)
	}
	if b := s.Code.BatchOf(of.part.items[0].From); b != nil && t.Kind == model.Commission && of.part.parent == 0 {
		if err := e.AddMasterData("cbvmda:lotNumber", b.Ref); err != nil {
			return e, err
		}
	}
	names, err := s.namesOf(ctx, of.part.items)
	if err != nil {
		return e, err
	}
	if of.part.parent == 0 {
		e.EPCList = names
		return e, e.SetHashID(epcis.Context(nil))
	}
	e.ChildEPCs = names
	if e.ParentID, err = s.nameOf(ctx, of.part.parent); err != nil {
		return e, err
	}
	return e, e.SetHashID(epcis.Context(nil))
}

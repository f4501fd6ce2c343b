package custody

import (
	"cmp"
	"context"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/code"
)

// StockLine is how many items of a level of a batch an organisation has.
type StockLine struct {
	Batch *code.Batch
	Level model.Level
	Count int64
}

// Stock is what an organisation has at a moment, or what is on the way to it: containers
// count, and all that is inside them. Lines are ordered by batch, then from the unit up. It
// costs by what is there, by what has left since that moment, and by how often those goods
// were packed; never by what left before.
func (s *Service) Stock(ctx context.Context, org model.OrgID, at time.Time, onTheWay bool) ([]StockLine, error) {
	loose, err := s.Loose(ctx, org, at, onTheWay)
	if err != nil {
		return nil, err
	}
	return s.Tally(ctx, loose, at)
}

// Tally is how many items of each level of each batch goods in no container are at a moment,
// and all that is inside them. Lines are in Stock's order.
func (s *Service) Tally(ctx context.Context, loose []model.ItemRange, at time.Time) (_ []StockLine, err error) {
	at = clock.Normal(at)
	counts := tally{}
	for open := loose; len(open) > 0; {
		s.count(counts, open)
		if open, err = s.inside(ctx, open, at, counts); err != nil {
			return nil, err
		}
	}
	return counts.lines(), nil
}

// Loose is the goods that an organisation has at a moment, or that are on the way to it, and
// that are in no container: what somebody who walks through its warehouse can count. Each
// run is of one batch.
func (s *Service) Loose(ctx context.Context, org model.OrgID, at time.Time, onTheWay bool) ([]model.ItemRange, error) {
	if err := s.codes.Refresh(ctx); err != nil { // what is held may be of a batch just issued
		return nil, err
	}
	at = clock.Normal(at)
	held, err := s.store.heldBy(ctx, org, at, onTheWay)
	if err != nil {
		return nil, err
	}
	packing, err := s.packing(ctx, held, at)
	if err != nil {
		return nil, err
	}
	var loose []model.ItemRange
	for _, r := range held {
		for _, c := range packing.byParent(r, at) {
			if c.parent == 0 {
				loose = append(loose, c.items)
			}
		}
	}
	return s.codes.ByBatch(model.MergeRanges(loose)), nil
}

// packing is how goods are packed at a moment, and nothing else of them.
func (s *Service) packing(ctx context.Context, goods []model.ItemRange, at time.Time) (*state, error) {
	homes, err := s.homes(ctx, goods)
	if err != nil {
		return nil, err
	}
	links, err := s.store.linksAt(ctx, coalesce(goods), at)
	return &state{formula: s.formula(homes), links: timeline[link]{links}}, err
}

// tally counts items.
type tally map[tallied]*StockLine

type tallied struct {
	batch model.BatchID
	level model.Level
}

func (t tally) add(b *code.Batch, level model.Level, n int64) {
	of := tallied{b.ID, level}
	if t[of] == nil {
		t[of] = &StockLine{Batch: b, Level: level}
	}
	t[of].Count += n
}

// lines are what was counted, in Stock's order.
func (t tally) lines() []StockLine {
	lines := make([]StockLine, 0, len(t))
	for _, line := range t {
		if line.Count != 0 {
			lines = append(lines, *line)
		}
	}
	slices.SortFunc(lines, func(a, b StockLine) int {
		return cmp.Or(cmp.Compare(a.Batch.ID, b.Batch.ID), cmp.Compare(a.Level, b.Level))
	})
	return lines
}

// count adds runs of items.
func (s *Service) count(t tally, runs []model.ItemRange) {
	for _, r := range s.codes.ByBatch(runs) {
		if b := s.codes.BatchOf(r.From); b != nil {
			t.add(b, r.From.Level(), r.Len())
		}
	}
}

// inside is what runs of containers hold themselves at a moment. Scattered items where the
// line has packed them are counted at once, for they are no runs.
func (s *Service) inside(ctx context.Context, containers []model.ItemRange, at time.Time, counts tally) ([]model.ItemRange, error) {
	containers = slices.DeleteFunc(slices.Clone(containers), func(r model.ItemRange) bool { return r.From.Level() == model.LevelUnit })
	formula := s.childrenByFormula(containers...)
	packed, err := s.store.packedInto(ctx, s.bounds(containers))
	if err != nil {
		return nil, err
	}
	candidates := s.codes.ByBatch(model.MergeRanges(append(packed, formula...)))
	state, err := s.packing(ctx, candidates, at)
	if err != nil {
		return nil, err
	}
	if err := s.countScattered(ctx, counts, containers); err != nil {
		return nil, err
	}
	formula = model.MergeRanges(formula)
	var found []model.ItemRange
	for _, r := range candidates {
		for _, p := range state.links.pieces(r, at) {
			if !p.known {
				found = append(found, p.items.Within(formula)...)
				continue
			}
			if s.scattered(p.items.From) { // counted where the line packed them
				counts.add(s.codes.BatchOf(p.items.From), model.LevelUnit, -state.formulaPacks(p.items, containers))
			}
			if p.value.parent == 0 {
				continue
			}
			for _, c := range p.value.containers(p.items).Within(containers) {
				found = append(found, p.value.inside(c).Intersect(p.items))
			}
		}
	}
	return model.MergeRanges(found), nil
}

// formulaPacks counts the items of a run, one by one, that the formula packs into containers.
func (s *state) formulaPacks(items model.ItemRange, containers []model.ItemRange) (n int64) {
	for item := items.From; item < items.To; item++ {
		if home, _ := s.formula(item); len(model.One(home).Within(containers)) > 0 {
			n++
		}
	}
	return n
}

// childrenByFormula is what the formula packs into runs of containers.
func (s *Service) childrenByFormula(containers ...model.ItemRange) (children []model.ItemRange) {
	for _, r := range s.codes.ByBatch(containers) {
		if b := s.codes.BatchOf(r.From); b != nil {
			if below, ok := b.Children(r); ok {
				children = append(children, below)
			}
		}
	}
	return children
}

// countScattered adds the scattered items that the line has packed into containers.
func (s *Service) countScattered(ctx context.Context, counts tally, containers []model.ItemRange) error {
	if !s.codes.AnyScattered() {
		return nil
	}
	for _, r := range containers {
		packed, err := s.store.scatteredCounts(ctx, r)
		if err != nil {
			return err
		}
		for base, n := range packed {
			counts.add(s.codes.BatchOf(base), base.Level(), n)
		}
	}
	return nil
}

package custody

import (
	"context"
	"slices"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
)

// A bottle and its cap are one thing with two codes, of two batches: the cap's stands
// inside and came in no order, the bottle's stands outside. The line tells which belong
// together; from then on whoever reads the cap has the bottle.

// Pair is the printed codes of a cap and of the bottle that it closes.
type Pair struct{ Inner, Outer string }

// PairOutcome is what became of a pair: recorded, known or refused.
type PairOutcome struct {
	State CaptureState
	Err   error
}

// pairChunk is how many pairs are one transaction.
const pairChunk = 500

// RecordPairs stores pairs, each for itself: what is wrong with one keeps no other from
// being recorded. Of those that contradict each other none is, whichever comes first. It fails
// only for reasons that have nothing to do with the pairs.
func (s *Service) RecordPairs(ctx context.Context, pairs []Pair) ([]PairOutcome, error) {
	packs := make([]Packed, len(pairs))
	faults := make([]error, len(pairs))
	for i, p := range pairs {
		packs[i], faults[i] = s.resolvePair(ctx, p)
		if faults[i] != nil && !errs.IsRefusal(faults[i]) {
			return nil, faults[i]
		}
	}
	if err := s.refuseContradictions(ctx, packs, faults); err != nil {
		return nil, err
	}
	outcomes := make([]PairOutcome, 0, len(pairs))
	for from := 0; from < len(pairs); from += pairChunk {
		to := min(from+pairChunk, len(pairs))
		stored, err := s.storePairs(ctx, packs[from:to], faults[from:to])
		if err != nil {
			return outcomes, err
		}
		outcomes = append(outcomes, stored...)
	}
	return outcomes, nil
}

// refuseContradictions finds fault with pairs of which another says otherwise, unless they were
// recorded before.
func (s *Service) refuseContradictions(ctx context.Context, packs []Packed, faults []error) error {
	bottles, caps := map[model.ItemID]map[model.ItemID]bool{}, map[model.ItemID]map[model.ItemID]bool{}
	note := func(of map[model.ItemID]map[model.ItemID]bool, a, b model.ItemID) {
		if of[a] == nil {
			of[a] = map[model.ItemID]bool{}
		}
		of[a][b] = true
	}
	for i, pack := range packs {
		if faults[i] == nil {
			note(bottles, pack.Items[0], pack.Container)
			note(caps, pack.Container, pack.Items[0])
		}
	}
	var doubtful []int
	var items []model.ItemID
	for i, pack := range packs {
		if faults[i] == nil && max(len(bottles[pack.Items[0]]), len(caps[pack.Container])) > 1 {
			doubtful, items = append(doubtful, i), append(items, pack.Items[0])
		}
	}
	homes, err := s.store.containersOf(ctx, items)
	for _, i := range doubtful {
		if pack := packs[i]; homes[pack.Items[0]] != pack.Container {
			faults[i] = ErrAlreadyPacked.With("%s and %s are told in two pairs", pack.Items[0], pack.Container)
		}
	}
	return err
}

// resolvePair reads both codes. ErrNoPair unless one stands only inside, on a unit of a
// batch in no order, and the other outside on a unit of the same product.
func (s *Service) resolvePair(ctx context.Context, p Pair) (Packed, error) {
	inner, err := s.codes.ResolveIssued(ctx, code.FromPrinted(p.Inner))
	if err != nil {
		return Packed{}, withCode(err, p.Inner)
	}
	outer, err := s.codes.ResolveIssued(ctx, code.FromPrinted(p.Outer))
	if err != nil {
		return Packed{}, withCode(err, p.Outer)
	}
	if !s.isCap(inner.Item) || outer.Item.Level() != inner.Item.Level() || outer.Face.Hidden() || s.isCap(outer.Item) ||
		outer.Batch.ProductID != inner.Batch.ProductID {
		return Packed{}, ErrNoPair.With("codes %q and %q", p.Inner, p.Outer)
	}
	return Packed{Container: outer.Item, Items: []model.ItemID{inner.Item}}, nil
}

// isCap tells whether an item has a code inside only, and came in no order.
func (s *Service) isCap(item model.ItemID) bool {
	return s.scattered(item) && !s.codes.BatchOf(item).Levels[0].Has(model.Outer)
}

// storePairs stores those of the pairs that have no fault. Pairs of a chunk that get into
// another's way are tried one by one.
func (s *Service) storePairs(ctx context.Context, packs []Packed, faults []error) ([]PairOutcome, error) {
	outcomes := make([]PairOutcome, len(packs))
	var good []Packed
	told := map[model.ItemID]bool{}
	for i, pack := range packs {
		switch {
		case faults[i] != nil:
			outcomes[i] = PairOutcome{CaptureRefused, faults[i]}
		case told[pack.Container]: // twice
			outcomes[i].State = CaptureKnown
		default:
			told[pack.Container] = true
			good = append(good, pack)
			outcomes[i].State = CaptureRecorded
		}
	}
	fresh, err := s.pairUp(ctx, good)
	if err == nil {
		for i, pack := range packs {
			if faults[i] == nil && !fresh[pack.Container] {
				outcomes[i].State = CaptureKnown
			}
		}
		return outcomes, nil
	}
	if !errs.IsRefusal(err) {
		return nil, err
	}
	for i, pack := range packs {
		if faults[i] != nil {
			continue
		}
		fresh, err := s.pairUp(ctx, []Packed{pack})
		switch {
		case err != nil && !errs.IsRefusal(err):
			return nil, err
		case err != nil:
			outcomes[i] = PairOutcome{CaptureRefused, err}
		case !fresh[pack.Container]:
			outcomes[i].State = CaptureKnown
		}
	}
	return outcomes, nil
}

// pairUp stores pairs, all that are missing or none, and says of which bottles those were. A
// capture that contradicts them loses: bottles are closed before they are packed.
func (s *Service) pairUp(ctx context.Context, packs []Packed) (fresh map[model.ItemID]bool, err error) {
	if len(packs) == 0 {
		return nil, nil
	}
	err = s.atOnce(ctx, func(ctx context.Context) error {
		fresh = nil // of an attempt before
		bottles := make([]model.ItemID, len(packs))
		for i, pack := range packs {
			bottles[i] = pack.Container
		}
		if err := s.store.lockBlocks(ctx, blocksOf(model.RangesOf(bottles))); err != nil {
			return err
		}
		told, err := s.toldOf(ctx, packs, telling{})
		if err != nil || !told.anything() {
			return err
		}
		cause := step{scattered: packs}
		if fresh, err = told.closed(packs), s.scatter(ctx, 0, told.missing); err != nil {
			return err
		}
		if len(told.missing) > 0 { // some may have been scanned
			if err := s.announce(ctx, cause, capsOf(told.missing)); err != nil {
				return err
			}
		}
		return s.follow(ctx, cause, told)
	})
	return fresh, err
}

// closed says which bottles get their caps.
func (n news) closed(packs []Packed) map[model.ItemID]bool {
	fresh := map[model.ItemID]bool{}
	for _, pack := range n.missing {
		fresh[pack.Container] = true
	}
	for _, pack := range packs {
		if _, new := n.settled.homes[pack.Items[0]]; new {
			fresh[pack.Container] = true
		}
	}
	return fresh
}

func capsOf(pairs []Packed) []model.ItemRange {
	caps := make([]model.ItemID, len(pairs))
	for i, pack := range pairs {
		caps[i] = pack.Items[0]
	}
	return model.RangesOf(caps)
}

// Canonical answers for items which things they are: a cap is the bottle that it closes,
// anything else is itself. It asks only where a batch came in no order.
func (s *Service) Canonical(ctx context.Context, items []model.ItemID) ([]model.ItemID, error) {
	if !s.codes.AnyScattered() {
		return items, nil
	}
	var caps []model.ItemID
	for _, item := range items {
		if s.isCap(item) {
			caps = append(caps, item)
		}
	}
	if len(caps) == 0 {
		return items, nil
	}
	bottles, err := s.store.containersOf(ctx, caps)
	if err != nil {
		return nil, err
	}
	same := slices.Clone(items)
	for i, item := range same {
		if bottle := bottles[item]; bottle != 0 && bottle.Level() == item.Level() {
			same[i] = bottle
		}
	}
	return same, nil
}

// Capped answers which of some items are bottles that a cap closes, and which cap that is,
// in one query. It asks only where a batch came in no order.
func (s *Service) Capped(ctx context.Context, items []model.ItemID) (map[model.ItemID]model.ItemID, error) {
	if !s.codes.AnyScattered() {
		return nil, nil
	}
	var bottles []model.ItemID
	wanted := map[model.ItemID]bool{}
	for _, item := range items {
		b := s.codes.BatchOf(item)
		if b != nil && item.Level() == b.Levels[0].Level && !wanted[item] && !s.isCap(item) {
			wanted[item] = true
			bottles = append(bottles, item)
		}
	}
	rows, err := s.store.contentsAt(ctx, bottles)
	if err != nil {
		return nil, err
	}
	caps := map[model.ItemID]model.ItemID{}
	inside := map[model.ItemID][]model.ItemID{}
	for _, row := range rows {
		readContents(row, model.ItemRange{From: row.First, To: row.First + contentsContainers}, inside)
	}
	for bottle := range wanted {
		for _, item := range inside[bottle] {
			if item.Level() == bottle.Level() && s.isCap(item) {
				caps[bottle] = item
			}
		}
	}
	return caps, nil
}

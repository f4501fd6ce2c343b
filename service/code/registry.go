package code

import (
	"context"
	"maps"
	"sort"
	"time"

	"channelrouter/model"
)

// Batch is a batch as the registry holds it in memory. Immutable: a change makes a new one.
type Batch struct {
	ID        model.BatchID
	Ref       string
	ProductID model.ProductID
	Linking   model.Linking
	Epoch     uint8
	CreatedAt time.Time
	Levels    []BatchLevel // from the unit up

	active   []model.ItemRange // sorted, disjoint, merged
	revoked  []model.ItemRange
	recalled []model.ItemRange // of the revoked, whose goods are called back

	standsFor map[model.ItemID]model.ItemID // spare labels in use, and the items they are on
}

// BatchLevel is a batch's interval on one level.
type BatchLevel struct {
	model.ItemRange
	Level     model.Level
	PerParent int64
	Faces     uint8
}

// Has tells whether items of the level carry a code on a side.
func (l BatchLevel) Has(side model.Side) bool { return l.Faces&(1<<side) != 0 }

// Level returns the batch's interval on a level, or nil.
func (b *Batch) Level(level model.Level) *BatchLevel {
	for i := range b.Levels {
		if b.Levels[i].Level == level {
			return &b.Levels[i]
		}
	}
	return nil
}

// Parent is the container that the pre-linked formula puts item into: ok is false on
// the top level and for line-linked batches, whose links are facts of the line.
func (b *Batch) Parent(item model.ItemID) (parent model.ItemID, ok bool) {
	for i := range b.Levels {
		l := &b.Levels[i]
		if l.Contains(item) {
			if b.Linking != model.PreLinked || i == len(b.Levels)-1 {
				return 0, false
			}
			return b.Levels[i+1].From + (item-l.From)/model.ItemID(l.PerParent), true
		}
	}
	return 0, false
}

// Children is the interval one level down that the formula packs into a run of
// containers; ok is false on the bottom and for line-linked batches.
func (b *Batch) Children(r model.ItemRange) (children model.ItemRange, ok bool) {
	for i := range b.Levels {
		l := &b.Levels[i]
		if l.Contains(r.From) {
			if b.Linking != model.PreLinked || i == 0 {
				return model.ItemRange{}, false
			}
			below := &b.Levels[i-1]
			per := model.ItemID(below.PerParent)
			return model.ItemRange{From: below.From + (r.From-l.From)*per, To: below.From + (r.To-l.From)*per}, true
		}
	}
	return model.ItemRange{}, false
}

// ByBatch cuts runs, each of one level, where one batch ends and another begins: neighbouring
// batches' items touch. What begins in no batch stays whole. From memory.
func (s *Service) ByBatch(runs []model.ItemRange) []model.ItemRange {
	parts := make([]model.ItemRange, 0, len(runs))
	for _, r := range runs {
		for r.From < r.To {
			part := r
			if b := s.BatchOf(r.From); b != nil {
				part.To = min(r.To, b.Level(r.From.Level()).To)
			}
			parts, r.From = append(parts, part), part.To
		}
	}
	return parts
}

// registry is everything Resolve needs, immutable once published.
type registry struct {
	version int64
	batches map[model.BatchID]*Batch
	spaces  map[model.ItemID]*space // by the first item id of an epoch's level
	foreign []model.ForeignShape
	// scattered: there is a batch whose units come in no order.
	scattered bool
}

func newRegistry() *registry {
	return &registry{batches: map[model.BatchID]*Batch{}, spaces: map[model.ItemID]*space{}}
}

// spaceOf is the key of the epoch and level an item belongs to.
func spaceOf(i model.ItemID) model.ItemID { return i &^ (1<<model.SlotBits - 1) }

// with returns a registry in which changed batches stand in place of their old selves.
func (r *registry) with(version int64, changed []*Batch, foreign []model.ForeignShape) *registry {
	next := &registry{version: version, batches: maps.Clone(r.batches), spaces: maps.Clone(r.spaces), foreign: foreign, scattered: r.scattered}
	touched := map[model.ItemID]bool{}
	for _, b := range changed {
		next.batches[b.ID] = b
		next.scattered = next.scattered || b.Linking == model.ScatterLinked
		for _, l := range b.Levels {
			touched[spaceOf(l.From)] = true
		}
	}
	entries := make(map[model.ItemID][]entry, len(touched))
	for _, b := range next.batches {
		for i := range b.Levels {
			if key := spaceOf(b.Levels[i].From); touched[key] {
				entries[key] = append(entries[key], newEntry(b, &b.Levels[i]))
			}
		}
	}
	for key, list := range entries {
		next.spaces[key] = newSpace(list)
	}
	return next
}

// Refresh brings the registry up to date if the database has moved on. Costs one
// primary-key read when it has not, and what changed when it has. Those who ask at once
// share a reading that began after they asked.
func (s *Service) Refresh(ctx context.Context) error {
	before := s.begun.Load()
	s.refreshMu.Lock()
	defer s.refreshMu.Unlock()
	if s.refreshed > before {
		return nil
	}
	turn := s.begun.Add(1)
	if err := s.refresh(ctx); err != nil {
		return err
	}
	s.refreshed = turn
	return nil
}

func (s *Service) refresh(ctx context.Context) error {
	current := s.registry.Load()
	version, err := s.store.registryVersion(ctx)
	if err != nil || version == current.version {
		return err
	}
	var changed []*Batch
	var last model.BatchID
	for {
		rows, err := s.store.changedBatches(ctx, current.version, last)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		last = rows[len(rows)-1].ID
		batches, err := s.assemble(ctx, rows)
		if err != nil {
			return err
		}
		changed = append(changed, batches...)
	}
	foreign, err := s.store.foreignShapes(ctx)
	if err != nil {
		return err
	}
	s.registry.Store(current.with(version, changed, foreign))
	return nil
}

// assemble reads a page of batches with their levels and exceptions.
func (s *Service) assemble(ctx context.Context, rows []model.Batch) ([]*Batch, error) {
	ids := make([]model.BatchID, len(rows))
	byID := make(map[model.BatchID]*Batch, len(rows))
	batches := make([]*Batch, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		batches[i] = &Batch{ID: r.ID, Ref: r.Ref, ProductID: r.ProductID, Linking: r.Linking, Epoch: r.Epoch, CreatedAt: r.CreatedAt}
		byID[r.ID] = batches[i]
	}
	levels, err := s.store.levelsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, l := range levels {
		b := byID[l.BatchID]
		b.Levels = append(b.Levels, BatchLevel{
			ItemRange: model.ItemRange{From: l.FromItem, To: l.ToItem}, Level: l.Level, PerParent: l.PerParent, Faces: l.Faces,
		})
	}
	activations, err := s.store.activationsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, a := range activations {
		byID[a.BatchID].active = append(byID[a.BatchID].active, model.ItemRange{From: a.FromItem, To: a.ToItem})
	}
	revocations, err := s.store.revocationsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range revocations {
		b, items := byID[r.BatchID], model.ItemRange{From: r.FromItem, To: r.ToItem}
		b.revoked = append(b.revoked, items)
		if r.Recall {
			b.recalled = append(b.recalled, items)
		}
	}
	relabels, err := s.store.relabelsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range relabels {
		b := byID[r.BatchID]
		if b.standsFor == nil {
			b.standsFor = map[model.ItemID]model.ItemID{}
		}
		b.standsFor[r.Spare] = r.Item
	}
	for _, b := range batches {
		b.active, b.revoked, b.recalled = merge(b.active), merge(b.revoked), merge(b.recalled)
	}
	return batches, nil
}

// merge sorts ranges and joins those that touch or overlap.
func merge(ranges []model.ItemRange) []model.ItemRange {
	sort.Slice(ranges, func(i, j int) bool { return ranges[i].From < ranges[j].From })
	merged := ranges[:0]
	for _, r := range ranges {
		if n := len(merged); n > 0 && r.From <= merged[n-1].To {
			merged[n-1].To = max(merged[n-1].To, r.To)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

// holds tells whether one of the sorted, disjoint ranges contains item.
func holds(ranges []model.ItemRange, item model.ItemID) bool {
	i := sort.Search(len(ranges), func(i int) bool { return ranges[i].To > item })
	return i < len(ranges) && ranges[i].From <= item
}

package custody

import (
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Caps come out of a hopper in no order: which went into which case is no range and no
// formula. Their containers are a table of five bytes an item, by blocks, and their
// contents four bytes an item, by container. To the rest of the room the table is what the
// formula is for pre-linked batches: where an item is as long as nothing has happened to
// it alone.

const (
	scatterBits  = 8 // items in a block: eleven blocks fill a page of MySQL as it is left after inserts, 15/16
	scatterBytes = 5
	scatterBlock = 1 << scatterBits
	// mostScattered is how many of them an event may name.
	mostScattered = 10_000
)

// scattered tells whether an item is a unit of a batch whose units come in no order.
func (s *Service) scattered(item model.ItemID) bool {
	b := s.codes.BatchOf(item)
	return b != nil && b.Linking == model.ScatterLinked && item.Level() == b.Levels[0].Level
}

// homes says into which containers the line packed those of the goods that are scattered;
// what it has not packed is left out.
func (s *Service) homes(ctx context.Context, goods []model.ItemRange) (map[model.ItemID]model.ItemID, error) {
	var items []model.ItemID
	for _, r := range s.codes.ByBatch(goods) {
		if !s.scattered(r.From) {
			continue
		}
		for item := r.From; item < r.To; item++ {
			items = append(items, item)
		}
	}
	all := map[model.ItemID]model.ItemID{}
	for len(items) > 0 { // a cap's bottle may be scattered, too
		homes, err := s.store.containersOf(ctx, items)
		if err != nil {
			return nil, err
		}
		items = nil
		for item, home := range homes {
			if all[item] = home; s.scattered(home) {
				items = append(items, home)
			}
		}
	}
	return all, nil
}

// rule is how the batches pack their items.
func (s *Service) rule(item model.ItemID) (l link, end model.ItemID) {
	b := s.codes.BatchOf(item)
	if b == nil {
		return link{}, item + 1
	}
	level := b.Level(item.Level())
	first, packed := b.Parent(level.From)
	if !packed {
		return link{}, level.To
	}
	return link{parent: first, base: level.From, perParent: level.PerParent}, level.To
}

// ruleWith is the batches' rule, and for scattered items where the line packed them.
func (s *Service) ruleWith(homes map[model.ItemID]model.ItemID) rule {
	return func(item model.ItemID) (l link, end model.ItemID) {
		if home := homes[item]; home != 0 {
			return link{parent: home, base: item, perParent: 1}, item + 1
		}
		l, end = s.rule(item)
		if len(homes) > 0 && s.scattered(item) {
			end = item + 1
		}
		return l, end
	}
}

// formula is where pre-linked batches pack their items, and the line those of homes.
func (s *Service) formula(homes map[model.ItemID]model.ItemID) formula {
	return s.ruleWith(homes).formula
}

// blockOf is the block of an item and where in it its container stands.
func blockOf(item model.ItemID) (block int64, at int) {
	return int64(item) >> scatterBits, int(item&(scatterBlock-1)) * scatterBytes
}

// putContainer writes an item's container into its block. False when the block has no room
// for it: it is of another key epoch.
func putContainer(block []byte, item, container model.ItemID) bool {
	if container.Epoch() != item.Epoch() {
		return false
	}
	_, at := blockOf(item)
	var wide [8]byte
	binary.BigEndian.PutUint64(wide[:], uint64(container))
	copy(block[at:at+scatterBytes], wide[8-scatterBytes:])
	return true
}

// containerIn reads what putContainer has written for an item; 0 when nothing.
func containerIn(five []byte, item model.ItemID) model.ItemID {
	if len(five) != scatterBytes {
		return 0
	}
	var wide [8]byte
	copy(wide[8-scatterBytes:], five)
	low := model.ItemID(binary.BigEndian.Uint64(wide[:]))
	if low == 0 {
		return 0
	}
	return model.NewItemID(item.Epoch(), 0, 0) | low
}

// scatteredIn returns what the line packed into those of the goods that are containers of
// scattered items, by container.
func (s *Service) scatteredIn(ctx context.Context, goods []model.ItemRange) (map[model.ItemID][]model.ItemID, error) {
	if !s.codes.AnyScattered() {
		return nil, nil
	}
	inside := map[model.ItemID][]model.ItemID{}
	for _, r := range goods {
		if r.From.Level() == model.LevelUnit {
			continue
		}
		if err := s.store.contentsOf(ctx, r, inside); err != nil {
			return nil, err
		}
	}
	return inside, nil
}

// withContents adds to goods the scattered items that the line packed into them.
func (s *Service) withContents(ctx context.Context, goods []model.ItemRange) ([]model.ItemRange, error) {
	inside, err := s.scatteredIn(ctx, goods)
	if err != nil || len(inside) == 0 {
		return goods, err
	}
	all := slices.Clone(goods)
	for _, items := range inside {
		for _, item := range items {
			all = append(all, model.One(item))
		}
	}
	return model.MergeRanges(all), nil
}

// telling is what a line tells of scattered items.
type telling struct {
	source
	// onLine is a capture that is refused where it contradicts what was told. What else is told
	// is kept: off-line captures, and pairs, which come before all captures.
	onLine bool
}

// untoldPacks are what of a telling is new.
type untoldPacks struct {
	missing []Packed
	fresh   []model.ItemID // its items
	alone   []model.ItemID // those of them that events of their own are about
	// contested: it contradicts what was told, and what stands is to be settled.
	contested bool
}

// unpacked returns what of a telling the line has not told yet. On-line, an item that is in
// another container is refused with ErrAlreadyPacked, and so is one more in a container that
// the line has filled; so is, but for off-line captures, an item that was handled alone. Who
// asks has locked the containers.
func (s *Service) unpacked(ctx context.Context, packs []Packed, t telling) (untoldPacks, error) {
	var u untoldPacks
	var all, containers []model.ItemID
	for _, pack := range packs {
		all, containers = append(all, pack.Items...), append(containers, pack.Container)
	}
	homes, err := s.store.containersOf(ctx, all)
	if err != nil {
		return u, err
	}
	for _, pack := range packs {
		loose := Packed{Container: pack.Container}
		for _, item := range pack.Items {
			switch home := homes[item]; home {
			case 0:
				loose.Items = append(loose.Items, item)
			case pack.Container:
			default:
				if t.onLine {
					return u, ErrAlreadyPacked.With("%s is in %s", item, home)
				}
				u.contested = true
			}
		}
		if len(loose.Items) > 0 {
			u.missing, u.fresh = append(u.missing, loose), append(u.fresh, loose.Items...)
		}
	}
	if u.alone, err = s.handledAlone(ctx, u.fresh, t); err != nil || len(all) == 0 {
		return u, err
	}
	err = s.unfilled(ctx, &u, containers, t)
	return u, err
}

// handledAlone returns those of some items that events of their own are about. It refuses those
// which these have linked, but for off-line captures.
func (s *Service) handledAlone(ctx context.Context, items []model.ItemID, t telling) ([]model.ItemID, error) {
	alone, err := s.store.toldAlone(ctx, items)
	if err != nil || len(alone) == 0 || !t.onLine && !t.pair() {
		return alone, err
	}
	linked, err := s.store.linkedAlone(ctx, alone)
	if err == nil && linked != 0 {
		err = ErrAlreadyPacked.With("%s was packed or moved alone", linked)
	}
	return alone, err
}

// unfilled refuses containers that the line has filled with scattered items before, where the
// telling is on-line and has more for them. Another contests them, unless all that it says of
// them was said earlier.
func (s *Service) unfilled(ctx context.Context, u *untoldPacks, containers []model.ItemID, t telling) error {
	more := map[model.ItemID]bool{}
	for _, pack := range u.missing {
		more[pack.Container] = true
	}
	if t.onLine {
		containers = slices.Collect(maps.Keys(more))
	}
	d := newDispute(t.source, nil)
	if err := s.filled(ctx, d, containers); err != nil {
		return err
	}
	for container, o := range d.owners {
		if t.onLine {
			return ErrAlreadyPacked.With("%s is filled with %d items", container, len(d.holds[container]))
		}
		u.contested = u.contested || more[container] || t.compare(o.source) < 0
	}
	return nil
}

// scatter stores where an event has packed scattered items; 0 for bottles and their caps.
func (s *Service) scatter(ctx context.Context, event model.EventID, packs []Packed) error {
	var items []model.ScatteredItem
	var parts []filling
	now := s.clock.Now()
	for _, pack := range packs {
		for _, item := range pack.Items {
			items = append(items, model.ScatteredItem{Item: item, Container: pack.Container, RecordedAt: now})
		}
		parts = append(parts, s.fillings(pack.Container, pack.Items)...)
	}
	if len(items) == 0 {
		return nil
	}
	if err := s.store.putScattered(ctx, items); err != nil {
		return err
	}
	return s.store.putContents(ctx, nil, contentsOf(event, packs[0].later, parts))
}

// atOnce calls do in a transaction, and again where another packs the same items at the same
// moment: it finds them packed then. Inside of another's transaction, which alone can take back
// what do has stored by then, that is no refusal: who goes on after it would keep the half.
func (s *Service) atOnce(ctx context.Context, do func(ctx context.Context) error) error {
	const tries = 3
	for try := 1; ; try++ {
		err := s.db.Run(ctx, do)
		if !errors.Is(err, errAtOnce) || db.Inside(ctx) {
			return err
		}
		if try == tries {
			return ErrAlreadyPacked.With("one of the items was packed at the same moment")
		}
	}
}

// refold folds anew what was told of scattered items alone, whose containers an event has changed:
// what happened to them may have become possible, or impossible.
func (s *Service) refold(ctx context.Context, cause step, alone []model.ItemID) error {
	if len(alone) == 0 {
		return nil
	}
	homes, err := s.store.containersOf(ctx, alone)
	if err != nil {
		return err
	}
	ranges := make([]model.CustodyEventRange, len(alone))
	for i, item := range alone {
		ranges[i] = model.CustodyEventRange{FromItem: item, ToItem: item + 1}
		if err := s.store.nameHome(ctx, item, homes[item]); err != nil {
			return err
		}
	}
	family, err := s.take(ctx, step{ranges: ranges})
	if err != nil {
		return err
	}
	if _, err := s.rebuild(ctx, family, time.Time{}); err != nil {
		return err
	}
	return s.announce(ctx, cause, family)
}

package custody

import (
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

const storeChunk = 200

func (s store) eventByKey(ctx context.Context, key string) (*model.CustodyEvent, error) {
	return db.First[model.CustodyEvent](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

func (s store) event(ctx context.Context, id model.EventID) (*model.CustodyEvent, error) {
	return db.First[model.CustodyEvent](s.db.Conn(ctx).Where("id = ?", id))
}

// insertEvent answers errKeyTaken when another event has the key.
func (s store) insertEvent(ctx context.Context, e step) error {
	n, err := s.db.InsertIgnore(ctx, &e.CustodyEvent)
	if err != nil {
		return err
	}
	if n == 0 {
		return errKeyTaken
	}
	return s.db.Conn(ctx).CreateInBatches(e.ranges, storeChunk).Error
}

func (s store) setState(ctx context.Context, id model.EventID, state model.EventState) error {
	return s.db.Conn(ctx).Model(&model.CustodyEvent{}).Where("id = ?", id).Update("state", state).Error
}

// blockBits: a slot block is 2^18 items.
const blockBits = 18

// lockBlocks takes the version rows of blocks, which are sorted, so that writers of the
// same goods follow each other. One statement inserts or bumps a row: an insert that
// finds the row taken and then updates it would deadlock with another that does so.
func (s store) lockBlocks(ctx context.Context, blocks []int64) error {
	bump := clause.OnConflict{DoUpdates: clause.Assignments(map[string]any{"version": gorm.Expr("slot_blocks.version + 1")})}
	for chunk := range slices.Chunk(blocks, storeChunk) {
		rows := make([]model.SlotBlock, len(chunk))
		for i, b := range chunk {
			rows[i].Block = b
		}
		if err := s.db.Conn(ctx).Clauses(bump).Create(&rows).Error; err != nil {
			return err
		}
	}
	return nil
}

// over selects the spans of table that overlap r: those that begin inside it, and those
// of the run before it when that reaches in. Both are seeks; a range whose lower end is
// a subquery would be none on MySQL.
func (s store) over(ctx context.Context, table string, r model.ItemRange) *gorm.DB {
	inside := s.db.Conn(ctx).Table(table).Where("from_item >= ? AND from_item < ?", r.From, r.To)
	before := s.db.Conn(ctx).Table(table).Select("MAX(from_item)").Where("from_item < ?", r.From)
	reaching := s.db.Conn(ctx).Table(table).Where("from_item = (?) AND to_item > ?", before, r.From)
	return s.db.Conn(ctx).Table("(? UNION ALL ?) AS spans", reaching, inside)
}

// latest asks for the latest change of any of goods.
func (s store) latest(ctx context.Context, goods []model.ItemRange) (time.Time, error) {
	var latest time.Time
	for _, r := range goods {
		for _, table := range []string{"link_spans", "holder_spans", "assignment_spans"} {
			var times []time.Time
			err := s.over(ctx, table, r).Order("time_from DESC").Limit(1).Pluck("time_from", &times).Error
			if err != nil {
				return latest, err
			}
			if len(times) == 1 && times[0].After(latest) {
				latest = times[0]
			}
		}
	}
	return latest, nil
}

// pendingOver returns all goods of the events since a time that are pending and touch
// goods.
func (s store) pendingOver(ctx context.Context, goods []model.ItemRange, since time.Time) ([]model.ItemRange, error) {
	var waiting []model.ItemRange
	for chunk := range slices.Chunk(goods, storeChunk) {
		touches := s.db.Conn(ctx)
		for _, g := range chunk {
			touches = touches.Or("r.from_item < ? AND r.to_item > ?", g.To, g.From)
		}
		touching := s.db.Conn(ctx).Table("custody_events AS e").Select("e.id").
			Joins("JOIN custody_event_ranges AS r ON r.event_id = e.id").
			Where("e.state = ? AND e.event_time >= ?", model.EventPending, since).Where(touches)
		var ranges []model.CustodyEventRange
		if err := s.db.Conn(ctx).Where("event_id IN (?)", touching).Find(&ranges).Error; err != nil {
			return nil, err
		}
		waiting = append(waiting, goodsOf(ranges)...)
	}
	return waiting, nil
}

// eventsOver returns every event that touches goods, clipped to them.
func (s store) eventsOver(ctx context.Context, goods []bounded) ([]step, error) {
	clipped := map[model.EventID][]model.CustodyEventRange{}
	for _, g := range goods {
		ranges, err := s.rangesOver(ctx, "from_item", g)
		if err != nil {
			return nil, err
		}
		for _, r := range ranges {
			clipped[r.EventID] = append(clipped[r.EventID], clip(r, g.ItemRange))
		}
	}
	events, err := s.eventsByID(ctx, slices.Collect(maps.Keys(clipped)))
	steps := make([]step, len(events))
	for i, e := range events {
		steps[i] = step{CustodyEvent: e, ranges: clipped[e.ID]}
	}
	return steps, err
}

// eventsByID returns events, without their ranges.
func (s store) eventsByID(ctx context.Context, ids []model.EventID) ([]model.CustodyEvent, error) {
	all := make([]model.CustodyEvent, 0, len(ids))
	for chunk := range slices.Chunk(ids, storeChunk) {
		var events []model.CustodyEvent
		if err := s.db.Conn(ctx).Where("id IN ?", chunk).Find(&events).Error; err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
	return all, nil
}

// clip narrows a range of an event to r; what goes into which container stays.
func clip(e model.CustodyEventRange, r model.ItemRange) model.CustodyEventRange {
	items := model.ItemRange{From: e.FromItem, To: e.ToItem}.Intersect(r)
	if e.Parent != 0 {
		e.Parent = linkOf(e).of(items.From)
		// The base moves with the clip only by whole containers.
		items.From -= (items.From - e.FromItem) % model.ItemID(e.PerParent)
	}
	e.FromItem, e.ToItem = items.From, items.To
	return e
}

// rangesOver returns the stored event ranges whose column overlaps r, but those of voided
// events.
func (s store) rangesOver(ctx context.Context, column string, r bounded) ([]model.CustodyEventRange, error) {
	var ranges []model.CustodyEventRange
	return ranges, s.overlapping(ctx, column, r).Order("from_item").Find(&ranges).Error
}

// overlapping selects what rangesOver returns; it seeks from the first item at which a range
// that overlaps may begin.
func (s store) overlapping(ctx context.Context, column string, r bounded) *gorm.DB {
	query := s.db.Conn(ctx).Model(&model.CustodyEventRange{}).
		Where(column+" >= ? AND "+column+" < ?", r.floor, r.To).Where("NOT EXISTS (?)", s.voidedOfRange(ctx))
	if column == "from_item" {
		query = query.Where("to_item > ?", r.From)
	}
	return query
}

// linkedWith returns the containers and contents of goods that the line reported.
func (s store) linkedWith(ctx context.Context, goods []bounded) ([]model.ItemRange, error) {
	related, err := s.putInto(ctx, goods)
	if err != nil {
		return nil, err
	}
	packed, err := s.packedInto(ctx, goods)
	return append(related, packed...), err
}

// putInto returns the containers that events name for goods: what these were ever packed
// into and, of scattered items, taken out of.
func (s store) putInto(ctx context.Context, goods []bounded) ([]model.ItemRange, error) {
	var containers []model.ItemRange
	for _, g := range goods {
		var rows []model.CustodyEventRange
		if err := s.overlapping(ctx, "from_item", g).Where("parent <> 0").Order("from_item").Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			mine := model.ItemRange{From: r.FromItem, To: r.ToItem}.Intersect(g.ItemRange)
			containers = append(containers, linkOf(r).containers(mine))
		}
	}
	return containers, nil
}

// packedInto returns the items of events that name containers among goods: what was ever
// packed into them, and the scattered items that were ever taken out.
func (s store) packedInto(ctx context.Context, goods []bounded) ([]model.ItemRange, error) {
	var packed []model.ItemRange
	for _, g := range goods {
		rows, err := s.rangesOver(ctx, "parent", g)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			all := model.ItemRange{From: r.FromItem, To: r.ToItem}
			if mine := linkOf(r).containers(all).Intersect(g.ItemRange); mine.From < mine.To {
				packed = append(packed, linkOf(r).inside(mine).Intersect(all))
			}
		}
	}
	return packed, nil
}

package visibility

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/epcis"
	"channelrouter/model"
)

type store struct{ db *db.DB }

const storeChunk = 200

func (s store) insertCapture(ctx context.Context, c model.EPCISCapture, wrong []model.EPCISCaptureError) error {
	if err := s.db.Conn(ctx).Create(&c).Error; err != nil || len(wrong) == 0 {
		return err
	}
	return s.db.Conn(ctx).CreateInBatches(wrong, storeChunk).Error
}

func (s store) capture(ctx context.Context, id model.CaptureID) (*model.EPCISCapture, []model.EPCISCaptureError, error) {
	c, err := db.First[model.EPCISCapture](s.db.Conn(ctx).Where("id = ?", id))
	if c == nil || err != nil {
		return nil, nil, err
	}
	var wrong []model.EPCISCaptureError
	return c, wrong, s.db.Conn(ctx).Where("capture_id = ?", id).Order("n").Find(&wrong).Error
}

// known tells whether an event is kept, or an error declaration of it.
func (s store) known(ctx context.Context, hashID string, declared bool) (bool, error) {
	row, err := db.First[model.EPCISEvent](s.db.Conn(ctx).Select("id").Where("hash_id = ? AND declared = ?", hashID, declared))
	return row != nil, err
}

// insertEvent keeps an event, unless another has kept it meanwhile.
func (s store) insertEvent(ctx context.Context, e model.EPCISEvent, epcs []model.EPCISEventEPC) error {
	n, err := s.db.InsertIgnore(ctx, &e)
	if err != nil || n == 0 || len(epcs) == 0 {
		return err
	}
	return s.db.Conn(ctx).CreateInBatches(epcs, storeChunk).Error
}

// since selects the captured events from a mark on.
func (s store) since(ctx context.Context, q Query, from mark) *gorm.DB {
	query := s.db.Conn(ctx).Model(&model.EPCISEvent{})
	if at, id := from.in(fromOthers); !at.IsZero() {
		query = query.Where("event_time >= ? AND (event_time > ? OR id >= ?)", at, at, id)
	}
	if !q.Before.IsZero() {
		query = query.Where("event_time < ?", clock.Normal(q.Before))
	}
	return query
}

// markAfter is the place so many captured events after a mark; nil when there are fewer. It
// reads an index and no rows.
func (s store) markAfter(ctx context.Context, q Query, from mark, n int) (*mark, error) {
	row, err := db.First[model.EPCISEvent](s.since(ctx, q, from).Select("event_time, id").Order("event_time, id").Offset(n))
	if row == nil || err != nil {
		return nil, err
	}
	after := markOf(*row)
	return &after, nil
}

// events returns the first captured events that are asked for, up to a mark if there is one, by
// time, and one more than a page has.
func (s store) events(ctx context.Context, q Query, from mark, end *mark) ([]model.EPCISEvent, error) {
	query := s.since(ctx, q, from)
	if end != nil {
		query = query.Where("event_time <= ? AND (event_time < ? OR id < ?)", end.at, end.at, end.id)
	}
	for column, values := range map[string][]string{
		"type": q.Types, "action": q.Actions, "biz_step": bareAll(q.BizSteps), "disposition": bareAll(q.Dispositions), "read_point": q.ReadPoints,
	} {
		if len(values) > 0 {
			query = query.Where(column+" IN ?", values)
		}
	}
	if !q.RecordedSince.IsZero() {
		query = query.Where("record_time >= ?", clock.Normal(q.RecordedSince))
	}
	if !q.RecordedBefore.IsZero() {
		query = query.Where("record_time < ?", clock.Normal(q.RecordedBefore))
	}
	if len(q.EPCs) > 0 {
		query = query.Where("id IN (?)", s.naming(ctx, q.EPCs).Where("parent = ?", false))
	}
	if len(q.Any) > 0 {
		query = query.Where("id IN (?)", s.naming(ctx, q.Any))
	}
	var rows []model.EPCISEvent
	return rows, query.Order("event_time, id").Limit(q.Limit + 1).Find(&rows).Error
}

// naming selects the events that name any of some objects.
func (s store) naming(ctx context.Context, names []string) *gorm.DB {
	hashes := make([]string, len(names))
	for i, name := range names {
		hashes[i] = digest(epcis.Canonical(name))
	}
	return s.db.Conn(ctx).Model(&model.EPCISEventEPC{}).Select("event_id").Where("epc_hash IN ?", hashes)
}

func bareAll(words []string) []string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = bare(word)
	}
	return all
}

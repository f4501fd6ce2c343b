package custody

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/model"
)

// since selects what the log has from the first place on. A condition on the time alone is what
// both databases seek by.
func (p Past) since(query *gorm.DB) *gorm.DB {
	if !p.From.At.IsZero() {
		query = query.Where("event_time >= ? AND (event_time > ? OR id >= ?)", p.From.At, p.From.At, p.From.ID)
	}
	if !p.Before.IsZero() {
		query = query.Where("event_time < ?", clock.Normal(p.Before))
	}
	return query
}

// markAfter is the place so many events after the first that is asked for; nil when there are
// fewer. It reads an index and no rows.
func (s store) markAfter(ctx context.Context, p Past, n int) (*Mark, error) {
	e, err := db.First[model.CustodyEvent](p.since(s.db.Conn(ctx).Select("event_time, id")).Order("event_time, id").Offset(n))
	if e == nil || err != nil {
		return nil, err
	}
	return &Mark{At: e.EventTime, ID: e.ID}, nil
}

// past returns the first events that are asked for, up to a place if there is one.
func (s store) past(ctx context.Context, p Past, end *Mark) ([]model.CustodyEvent, error) {
	query := p.narrow(s.db.Conn(ctx), p.since(s.db.Conn(ctx)))
	if end != nil {
		query = query.Where("event_time <= ? AND (event_time < ? OR id < ?)", end.At, end.At, end.ID)
	}
	query = query.Order("event_time, id").Limit(p.Limit).Session(&gorm.Session{})
	var events []model.CustodyEvent
	if !p.Only {
		return events, query.Find(&events).Error
	}
	for chunk := range slices.Chunk(p.IDs, storeChunk) {
		var some []model.CustodyEvent
		if err := query.Where("id IN ?", chunk).Find(&some).Error; err != nil {
			return nil, err
		}
		events = append(events, some...)
	}
	slices.SortFunc(events, func(a, b model.CustodyEvent) int {
		return cmp.Or(a.EventTime.Compare(b.EventTime), cmp.Compare(a.ID, b.ID))
	})
	return events[:min(len(events), p.Limit)], nil
}

// narrow adds what is asked for of an event itself. Adding nothing to the state keeps the
// databases from seeking by it: nearly all events have the one.
func (p Past) narrow(blank, query *gorm.DB) *gorm.DB {
	query = query.Where("state + 0 = ?", model.EventApplied)
	if p.Unkeyed != "" {
		query = query.Where("idempotency_key NOT LIKE ?", p.Unkeyed+"%")
	}
	if !p.RecordedSince.IsZero() {
		query = query.Where("record_time >= ?", clock.Normal(p.RecordedSince))
	}
	if !p.RecordedBefore.IsZero() {
		query = query.Where("record_time < ?", clock.Normal(p.RecordedBefore))
	}
	if len(p.Sorts) == 0 {
		return query
	}
	of := blank
	for _, sort := range p.Sorts {
		one := blank.Where("kind = ? AND designation = ? AND loss = ?", sort.Kind, sort.For, sort.Loss)
		if len(sort.From) > 0 {
			one = one.Where("from_org IN ?", sort.From)
		}
		if len(sort.To) > 0 {
			one = one.Where("to_org IN ?", sort.To)
		}
		of = of.Or(one)
	}
	return query.Where(of)
}

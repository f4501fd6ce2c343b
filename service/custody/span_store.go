package custody

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"channelrouter/model"
)

// loaded is a part of the state with what the database held of it.
type loaded struct {
	state
	before stored
}

// stored is the rows of a part of the state.
type stored struct {
	links       []span[link]
	holders     []span[holding]
	assignments []span[intent]
}

// load reads what is stored of goods, which must be sorted and disjoint.
func (s *Service) load(ctx context.Context, goods []model.ItemRange) (*loaded, error) {
	l, err := s.loadLinks(ctx, goods)
	if err != nil {
		return nil, err
	}
	for _, r := range goods {
		if l.holders.spans, err = read(s.store.over(ctx, "holder_spans", r), l.holders.spans, holderSpan); err != nil {
			return nil, err
		}
		if l.assignments.spans, err = read(s.store.over(ctx, "assignment_spans", r), l.assignments.spans, assignmentSpan); err != nil {
			return nil, err
		}
	}
	l.before = stored{slices.Clone(l.links.spans), slices.Clone(l.holders.spans), slices.Clone(l.assignments.spans)}
	return l, nil
}

// loadLinks reads of goods' past only what was packed into what.
func (s *Service) loadLinks(ctx context.Context, goods []model.ItemRange) (*loaded, error) {
	homes, err := s.homes(ctx, goods)
	if err != nil {
		return nil, err
	}
	l := &loaded{state: state{formula: s.formula(homes)}}
	for _, r := range goods {
		if l.links.spans, err = read(s.store.over(ctx, "link_spans", r), l.links.spans, linkSpan); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// read appends the rows of a query as spans, leaving out those that a neighbouring
// range has brought already.
func read[Row any, V comparable](query *gorm.DB, spans []span[V], convert func(Row) span[V]) ([]span[V], error) {
	var rows []Row
	if err := query.Order("from_item, time_from").Find(&rows).Error; err != nil {
		return nil, err
	}
	brought := model.ItemID(-1)
	if len(spans) > 0 {
		brought = spans[len(spans)-1].items.From
	}
	for _, row := range rows {
		if s := convert(row); s.items.From > brought {
			spans = append(spans, s)
		}
	}
	return spans, nil
}

func base[V comparable](s model.Span, v V) span[V] {
	return span[V]{
		items: model.ItemRange{From: s.FromItem, To: s.ToItem}, from: s.TimeFrom, to: s.TimeTo, value: v, event: s.EventID,
	}
}

func row[V comparable](s span[V]) model.Span {
	return model.Span{FromItem: s.items.From, ToItem: s.items.To, TimeFrom: s.from, TimeTo: s.to, EventID: s.event}
}

func linkSpan(r model.LinkSpan) span[link] {
	return base(r.Span, link{parent: r.Parent, base: r.Base, perParent: r.PerParent})
}

func holderSpan(r model.HolderSpan) span[holding] {
	return base(r.Span(), holding{org: r.Org, inTransit: r.InTransit, lost: r.Lost})
}

func assignmentSpan(r model.AssignmentSpan) span[intent] {
	return base(r.Span, intent{org: r.Org, use: r.For})
}

// save writes the difference between what was loaded and what is now.
func (s *Service) save(ctx context.Context, l *loaded) error {
	l.join()
	err := write(ctx, s.store, "link_spans", l.before.links, l.links.spans, func(v span[link]) model.LinkSpan {
		return model.LinkSpan{Span: row(v), Parent: v.value.parent, Base: v.value.base, PerParent: v.value.perParent}
	})
	if err != nil {
		return err
	}
	err = write(ctx, s.store, "holder_spans", l.before.holders, l.holders.spans, func(v span[holding]) model.HolderSpan {
		return model.HolderSpan{
			FromItem: v.items.From, ToItem: v.items.To, TimeFrom: v.from, TimeTo: v.to, EventID: v.event,
			Org: v.value.org, InTransit: v.value.inTransit, Lost: v.value.lost,
		}
	})
	if err != nil {
		return err
	}
	return write(ctx, s.store, "assignment_spans", l.before.assignments, l.assignments.spans, func(v span[intent]) model.AssignmentSpan {
		return model.AssignmentSpan{Span: row(v), Org: v.value.org, For: v.value.use}
	})
}

func write[V comparable, Row any](ctx context.Context, s store, table string, before, after []span[V], convert func(span[V]) Row) error {
	type key struct {
		item model.ItemID
		from time.Time
	}
	old := make(map[key]span[V], len(before))
	for _, b := range before {
		old[key{b.items.From, b.from}] = b
	}
	var fresh []Row
	for _, a := range after {
		k := key{a.items.From, a.from}
		if b, was := old[k]; was && b == a {
			delete(old, k)
			continue
		}
		fresh = append(fresh, convert(a))
	}
	gone := make([][]any, 0, len(old))
	for k := range old {
		gone = append(gone, []any{k.item, k.from})
	}
	for chunk := range slices.Chunk(gone, storeChunk) {
		var none Row
		err := s.db.Conn(ctx).Table(table).Where("(from_item, time_from) IN ?", chunk).Delete(&none).Error
		if err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(fresh, storeChunk).Error
}

package channel

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type historyPage struct {
	org     model.OrgID
	current bool
	before  int64
	limit   int
}

// past reads a page of one sort of what was believed of an organisation, whose id stands in a
// column.
func past[T any](ctx context.Context, s store, column string, p historyPage, of func(T) Past) ([]Past, error) {
	query := s.db.Conn(ctx).Where(column+" = ?", p.org)
	if p.current {
		query = believed(query)
	}
	rows, err := db.Newest[T](query, p.before, p.limit)
	all := make([]Past, len(rows))
	for i, r := range rows {
		all[i] = of(r)
	}
	return all, err
}

func (s store) pastSuppliers(ctx context.Context, p historyPage) ([]Past, error) {
	return past(ctx, s, "child_id", p, func(l model.OrgLink) Past {
		return Past{ID: l.ID, What: PastSupplier, Line: l.Line, Supplier: l.ParentID, Period: l.Period}
	})
}

func (s store) pastTerritories(ctx context.Context, p historyPage) ([]Past, error) {
	return past(ctx, s, "org_id", p, func(t model.Territory) Past {
		return Past{ID: t.ID, What: PastTerritory, Line: t.Line, Prefix: t.Prefix, Period: t.Period}
	})
}

func (s store) pastLogistics(ctx context.Context, p historyPage) ([]Past, error) {
	return past(ctx, s, "org_id", p, func(l model.OrgLogistics) Past {
		return Past{ID: l.ID, What: PastLogistics, Equipped: l.Equipped, Period: l.Period}
	})
}

func (s store) pastMembers(ctx context.Context, p historyPage) ([]Past, error) {
	return past(ctx, s, "org_id", p, func(m model.Membership) Past {
		return Past{ID: m.ID, What: PastMember, Person: m.PersonID, Role: m.Role, Period: m.Period}
	})
}

// territoriesIn is those that may be asked for: of an organisation, or everybody's.
func (s store) territoriesIn(ctx context.Context, q TerritoryQuery) ([]model.Territory, error) {
	if q.Org != 0 {
		return s.territoriesOf(ctx, []model.OrgID{q.Org})
	}
	var rows []model.Territory
	return rows, believed(s.db.Conn(ctx)).Where("valid_from <= ? AND valid_to > ?", q.At, q.At).Find(&rows).Error
}

// territoriesSince is everybody's that are not over by then.
func (s store) territoriesSince(ctx context.Context, from time.Time) ([]model.Territory, error) {
	var rows []model.Territory
	return rows, believed(s.db.Conn(ctx)).Where("valid_to > ?", from).Order("prefix, id").Find(&rows).Error
}

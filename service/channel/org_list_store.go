package channel

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// orgOrder is a column by which organisations are sorted before their ids; "" is none.
type orgOrder struct {
	column  string
	falling bool
}

// supplied narrows links, named l, to those that hold at a time, as believed now.
const supplied = "l.recorded_to = ? AND l.valid_from <= ? AND l.valid_to > ?"

// withLine narrows links, named l, to those by which a product line goes: its own, or that of
// every line where the child has none of its own.
const withLine = "(l.line = ? OR (l.line = '' AND NOT EXISTS (SELECT 1 FROM org_links m WHERE m.child_id = l.child_id AND m.line = ? AND m.recorded_to = ? AND m.valid_from <= ? AND m.valid_to > ?)))"

// narrowed is the organisations that a query asks for. Codes and names are looked through, some
// ten thousand: no index of both databases finds what stands within a name.
func (s store) narrowed(ctx context.Context, q OrgQuery, now time.Time) *gorm.DB {
	query := s.db.Conn(ctx).Model(&model.Org{})
	if q.Kind != 0 {
		query = query.Where("kind = ?", q.Kind)
	}
	if q.Prefix != "" {
		query = query.Where("adcode >= ? AND adcode < ?", q.Prefix, q.Prefix+":") // ':' follows '9'
	}
	if q.Text != "" {
		text := db.Literal(q.Text)
		query = query.Where("LOWER(code) LIKE ? ESCAPE '!' OR LOWER(name) LIKE ? ESCAPE '!'", text+"%", "%"+text+"%")
	}
	if q.Supplier != 0 {
		children := s.db.Conn(ctx).Table("org_links l").Select("l.child_id").Where("l.parent_id = ?", q.Supplier).Where(supplied, model.Forever, now, now)
		if q.Line != "" {
			children = children.Where(withLine, q.Line, q.Line, model.Forever, now, now)
		}
		query = query.Where("id IN (?)", children)
	}
	switch q.State {
	case OrgOpen:
		query = query.Where("(closed_at IS NULL OR closed_at > ?)", now)
	case OrgClosed:
		query = query.Where("closed_at <= ?", now)
	}
	if q.Orphan {
		query = query.Where("kind <> ? AND (closed_at IS NULL OR closed_at > ?)", model.OrgBrand, now).
			// The links are gone through once, and not sought for each organisation.
			Where("id NOT IN (SELECT l.child_id FROM org_links l WHERE "+supplied+")", model.Forever, now, now)
	}
	return query
}

func (s store) countOrgs(ctx context.Context, q OrgQuery, now time.Time) (n int64, err error) {
	return n, s.narrowed(ctx, q, now).Count(&n).Error
}

// findOrgs is a page behind the last row of the page before.
func (s store) findOrgs(ctx context.Context, q OrgQuery, by orgOrder, last model.Org, now time.Time, limit int) ([]model.Org, error) {
	query := s.narrowed(ctx, q, now).Limit(limit)
	beyond, order := " > ?", ""
	if by.falling {
		beyond, order = " < ?", " DESC"
	}
	switch {
	case by.column == "":
		query = query.Where("id > ?", last.ID).Order("id")
	case last.ID != 0:
		value := map[string]any{"code": last.Code, "name": last.Name, "kind": last.Kind, "created_at": last.CreatedAt}[by.column]
		query = query.Where(by.column+beyond+" OR ("+by.column+" = ? AND id"+beyond+")", value, value, last.ID)
		fallthrough
	default:
		query = query.Order(by.column + order).Order("id" + order)
	}
	var orgs []model.Org
	return orgs, query.Find(&orgs).Error
}

func (s store) countChildren(ctx context.Context, parents []model.OrgID, line string, now time.Time) (map[model.OrgID]int64, error) {
	var rows []struct {
		ParentID model.OrgID
		N        int64
	}
	query := s.db.Conn(ctx).Table("org_links l").Select("l.parent_id, COUNT(DISTINCT l.child_id) AS n").
		Where("l.parent_id IN ?", parents).Where(supplied, model.Forever, now, now).Group("l.parent_id")
	if line != "" {
		query = query.Where(withLine, line, line, model.Forever, now, now)
	}
	err := query.Scan(&rows).Error
	counts := make(map[model.OrgID]int64, len(rows))
	for _, r := range rows {
		counts[r.ParentID] = r.N
	}
	return counts, err
}

// putOrg writes what may change of an organisation, whose row the caller has locked.
func (s store) putOrg(ctx context.Context, o model.Org) error {
	return s.db.Conn(ctx).Model(&model.Org{}).Where("id = ?", o.ID).
		Updates(map[string]any{"name": o.Name, "adcode": o.Adcode, "closed_at": o.ClosedAt, "version": o.Version}).Error
}

// countSuppliedSince is how many organisations one supplies at a moment or later.
func (s store) countSuppliedSince(ctx context.Context, parent model.OrgID, at time.Time) (n int64, err error) {
	err = believed(s.db.Conn(ctx).Model(&model.OrgLink{})).Where("parent_id = ? AND valid_to > ?", parent, at).
		Select("COUNT(DISTINCT child_id)").Scan(&n).Error
	return n, err
}

package watch

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) alert(ctx context.Context, id model.AlertID) (*model.DiversionAlert, error) {
	return db.First[model.DiversionAlert](s.db.Conn(ctx).Where("id = ?", id))
}

// narrowed is the alerts that a query asks for.
func (s store) narrowed(ctx context.Context, q AlertQuery) *gorm.DB {
	query := s.db.Conn(ctx).Model(&model.DiversionAlert{})
	if len(q.Kinds) > 0 {
		query = query.Where(s.db.Aside("kind", len(q.Kinds) > 1 || strings.HasSuffix(q.order(), "score"))+" IN ?", q.Kinds)
	}
	if q.Origin != 0 {
		query = query.Where("origin = ?", q.Origin)
	}
	if q.Product != 0 {
		query = query.Where("product_id = ?", q.Product)
	}
	if q.Prefix != "" {
		query = query.Where("adcode >= ? AND adcode < ?", q.Prefix, q.Prefix+":") // ':' follows '9'
	}
	if !q.From.IsZero() {
		query = query.Where("at >= ?", q.From)
	}
	if !q.To.IsZero() {
		query = query.Where("at < ?", q.To)
	}
	if q.ScoreFrom > 0 {
		query = query.Where("score >= ?", q.ScoreFrom)
	}
	if q.ScoreTo > 0 {
		query = query.Where("score <= ?", q.ScoreTo)
	}
	return query
}

// alerts pages through alerts behind the last one of the page before, nil for the first page.
func (s store) alerts(ctx context.Context, q AlertQuery, last *model.DiversionAlert, limit int) ([]model.DiversionAlert, error) {
	column, falling := strings.CutPrefix(q.order(), "-")
	direction := ""
	if falling {
		direction = " DESC"
	}
	sorted := s.db.Aside(column, column == "score" && !q.From.IsZero()) // the days since are few
	query := s.narrowed(ctx, q).Limit(limit).Order(sorted + direction).Order("id" + direction)
	if last != nil {
		value := any(last.At)
		if column == "score" {
			value = last.Score
		}
		query = db.Behind(query, sorted, value, "id", last.ID, falling)
	}
	var rows []model.DiversionAlert
	return rows, query.Find(&rows).Error
}

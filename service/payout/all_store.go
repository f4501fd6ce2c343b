package payout

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// all is a page of payouts in a state, 0 for any, behind the last one of the page before; nil for
// the first page.
func (s store) all(ctx context.Context, q Query, state model.PayoutState, last *model.Payout, limit int) ([]model.Payout, error) {
	query := s.db.Conn(ctx).Limit(limit)
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	if q.Wallet != 0 {
		query = query.Where("wallet = ?", q.Wallet)
	}
	if q.People != nil {
		query = query.Where("person_id IN ?", q.People)
	}
	if q.From != 0 {
		query = query.Where("biz_date >= ?", q.From)
	}
	if q.To != 0 {
		query = query.Where("biz_date <= ?", q.To)
	}
	if last != nil {
		query = db.Behind(query, "biz_date", last.BizDate, "id", last.ID, !q.Rising)
	}
	direction := " DESC"
	if q.Rising {
		direction = ""
	}
	var page []model.Payout
	return page, query.Order("biz_date" + direction).Order("id" + direction).Find(&page).Error
}

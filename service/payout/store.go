package payout

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) insert(ctx context.Context, p model.Payout) error {
	return s.db.Conn(ctx).Create(&p).Error
}

func (s store) get(ctx context.Context, id model.PayoutID) (*model.Payout, error) {
	return db.First[model.Payout](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) some(ctx context.Context, ids []model.PayoutID) ([]model.Payout, error) {
	var rows []model.Payout
	return rows, s.db.Conn(ctx).Where("id IN ?", ids).Find(&rows).Error
}

func (s store) byKey(ctx context.Context, people []model.PersonID, key string) (*model.Payout, error) {
	return db.First[model.Payout](s.db.Conn(ctx).Where("person_id IN ? AND idempotency_key = ?", people, key))
}

func (s store) byBill(ctx context.Context, number string) (*model.Payout, error) {
	return db.First[model.Payout](s.db.Conn(ctx).Where("bill_no = ?", number))
}

func (s store) list(ctx context.Context, people []model.PersonID, before model.PayoutID, limit int) ([]model.Payout, error) {
	return db.Newest[model.Payout](s.db.Conn(ctx).Where("person_id IN ?", people), before, limit)
}

// ofDay counts a person's payouts of a day, but for those that were returned.
func (s store) ofDay(ctx context.Context, person model.PersonID, day int32) (bills int, fen money.Fen, err error) {
	var sum struct {
		Bills int
		Fen   money.Fen
	}
	err = s.db.Conn(ctx).Model(&model.Payout{}).
		Select("COUNT(*) AS bills, COALESCE(SUM(CASE WHEN state = ? THEN 0 ELSE fen END), 0) AS fen", model.PayoutReturned).
		Where("person_id = ? AND biz_date = ?", person, day).Scan(&sum).Error
	return sum.Bills, sum.Fen, err
}

// unsettled are the states that a worker has to do with. What was handed over comes before
// what was not, so that a backlog of these does not keep it from being sent again.
var unsettled = []model.PayoutState{model.PayoutSending, model.PayoutConfirming, model.PayoutOwed}

// due returns a merchant's payouts whose time has come, each state by one seek.
func (s store) due(ctx context.Context, merchant string, now time.Time, limit int) ([]model.Payout, error) {
	var all []model.Payout
	for _, state := range unsettled {
		var page []model.Payout
		err := s.db.Conn(ctx).Where("merchant = ? AND state = ? AND next_at <= ?", merchant, state, now).Order("next_at").Limit(limit).Find(&page).Error
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

// move changes a payout that still is as it was read, or was claimed; false when it is not.
func (s store) move(ctx context.Context, from, to model.Payout) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Payout{}).
		Where("id = ? AND state = ? AND next_at = ?", from.ID, from.State, from.NextAt).
		Updates(map[string]any{
			"state": to.State, "next_at": to.NextAt, "attempts": to.Attempts, "updated_at": to.UpdatedAt,
			"reference": to.Reference, "package": to.Package, "sent_at": to.SentAt,
		})
	return done.RowsAffected == 1, done.Error
}

// takeFinal ends a payout that is not ended yet; false when it is.
func (s store) takeFinal(ctx context.Context, p model.Payout) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Payout{}).Where("id = ? AND state IN ?", p.ID, unsettled).
		Updates(map[string]any{"state": p.State, "reference": p.Reference, "fail_code": p.FailCode, "updated_at": p.UpdatedAt, "settled_on": p.SettledOn})
	return done.RowsAffected == 1, done.Error
}

func (s store) setFinalTxn(ctx context.Context, id model.PayoutID, txn model.TxnID) error {
	return s.db.Conn(ctx).Model(&model.Payout{}).Where("id = ?", id).Update("final_txn", txn).Error
}

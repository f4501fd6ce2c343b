package ledger

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) seal(ctx context.Context, id int64) (*model.LedgerSeal, error) {
	return db.First[model.LedgerSeal](s.db.Conn(ctx).Where("id = ?", id))
}

// firstUnsealed is what was recorded first of what is not sealed yet.
func (s store) firstUnsealed(ctx context.Context) (*model.LedgerTransaction, error) {
	return db.First[model.LedgerTransaction](s.db.Conn(ctx).Where("seal_id = 0").Order("recorded_at"))
}

// movements are entries of some accounts in fen, with their transactions.
func (s store) movements(ctx context.Context, kinds []model.AccountKind) *gorm.DB {
	return s.db.Conn(ctx).Table("ledger_transactions AS t").Joins("JOIN ledger_entries AS e ON e.txn_id = t.id").
		Select("t.id AS txn, e.n, t.idempotency_key AS `key`, t.kind, t.occurred_at AS at, e.account_kind AS account, e.owner AS org, e.amount AS fen").
		Where("e.account_kind IN ? AND e.asset = ?", kinds, model.CNY)
}

const inSeals = "t.seal_id > ? AND t.seal_id <= ?"

func (s store) movementsIn(ctx context.Context, txns []model.TxnID, kinds []model.AccountKind) ([]Movement, error) {
	var all []Movement
	return all, s.movements(ctx, kinds).Where("t.id IN ?", txns).Order("e.txn_id, e.n").Scan(&all).Error
}

func (s store) sealedMovements(ctx context.Context, run Seals, kinds []model.AccountKind) ([]Movement, error) {
	var all []Movement
	return all, s.movements(ctx, kinds).Where(inSeals, run.After, run.Last).Scan(&all).Error
}

func (s store) orgMovements(ctx context.Context, q MovementsOf, from model.TxnID, limit int) ([]Movement, error) {
	var page []Movement
	err := s.movements(ctx, q.Kinds).Where(inSeals, q.Seals.After, q.Seals.Last).
		Where("e.owner = ? AND e.txn_id >= ? AND e.txn_id <= ?", q.Org, from, q.To).
		Order("e.txn_id, e.n").Limit(limit).Scan(&page).Error
	return page, err
}

func (s store) nettedBalances(ctx context.Context, kinds []model.AccountKind) ([]model.LedgerBalance, error) {
	var rows []model.LedgerBalance
	return rows, s.db.Conn(ctx).Where("account_kind IN ? AND asset = ?", kinds, model.CNY).Find(&rows).Error
}

func (s store) nettedPage(ctx context.Context, kind model.AccountKind, after int64, limit int) ([]model.LedgerBalance, error) {
	var rows []model.LedgerBalance
	query := s.db.Conn(ctx).Where("account_kind = ? AND owner > ? AND asset = ?", kind, after, model.CNY)
	return rows, query.Order("owner").Limit(limit).Find(&rows).Error
}

func (s store) sealsOf(ctx context.Context, txns []model.TxnID) (map[model.TxnID]int64, error) {
	var rows []model.LedgerTransaction
	err := s.db.Conn(ctx).Select("id", "seal_id").Where("id IN ?", txns).Find(&rows).Error
	seals := make(map[model.TxnID]int64, len(rows))
	for _, r := range rows {
		seals[r.ID] = r.SealID
	}
	return seals, err
}

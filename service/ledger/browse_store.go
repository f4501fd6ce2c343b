package ledger

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// accounts pages through balances of a kind behind an account, of one owner or (0) of all.
func (s store) accounts(ctx context.Context, owner int64, after model.Account, limit int) ([]model.LedgerBalance, error) {
	query := s.db.Conn(ctx).Where("account_kind = ?", after.Kind)
	if owner != 0 {
		query = query.Where("owner = ?", owner)
	}
	if after.Asset != 0 {
		query = query.Where("owner >= ? AND (owner > ? OR asset > ?)", after.Owner, after.Owner, after.Asset)
	}
	var rows []model.LedgerBalance
	return rows, query.Order("owner, asset").Limit(limit).Find(&rows).Error
}

// tails are what owners' accounts of a kind got that is not netted yet.
func (s store) tails(ctx context.Context, kind model.AccountKind, owners []int64) (map[model.Account]int64, error) {
	sums := map[model.Account]int64{}
	if len(owners) == 0 {
		return sums, nil
	}
	var rows []model.LedgerBalance
	err := s.db.Conn(ctx).Table("ledger_transactions AS t").Joins("JOIN ledger_entries AS e ON e.txn_id = t.id").
		Select("e.account_kind, e.owner, e.asset, SUM(e.amount) AS amount").
		Where("t.seal_id = 0 AND e.account_kind = ? AND e.owner IN ?", kind, owners).Group("e.account_kind, e.owner, e.asset").Scan(&rows).Error
	for _, row := range rows {
		sums[accountOf(row)] = row.Amount
	}
	return sums, err
}

func (s store) entered(ctx context.Context, a model.Account) *gorm.DB {
	return s.db.Conn(ctx).Table("ledger_entries AS e").Where("e.account_kind = ? AND e.owner = ? AND e.asset = ?", a.Kind, a.Owner, a.Asset)
}

func (s store) history(ctx context.Context, q HistoryQuery, first, last model.TxnID) ([]HistoryEntry, error) {
	query := s.entered(ctx, q.Account).Joins("JOIN ledger_transactions AS t ON t.id = e.txn_id").
		Select("e.txn_id AS txn, e.n, e.amount, t.idempotency_key AS `key`, t.kind, t.occurred_at, t.recorded_at, t.reverses, t.seal_id").
		Where("e.txn_id >= ? AND e.txn_id <= ?", first, last)
	if q.After.Txn != 0 {
		query = query.Where("e.txn_id <= ? AND (e.txn_id < ? OR e.n < ?)", q.After.Txn, q.After.Txn, q.After.N)
	}
	var page []HistoryEntry
	return page, query.Order("e.txn_id DESC, e.n DESC").Limit(q.Limit).Scan(&page).Error
}

// sumSince sums an account's entries after one up, some at most, and says how many they are.
func (s store) sumSince(ctx context.Context, a model.Account, e HistoryEntry, most int) (sum int64, n int, err error) {
	var found struct {
		Sum int64
		N   int
	}
	since := s.entered(ctx, a).Select("e.amount").Where("e.txn_id >= ? AND (e.txn_id > ? OR e.n > ?)", e.Txn, e.Txn, e.N).Limit(most)
	err = s.db.Conn(ctx).Table("(?) AS since", since).Select("COALESCE(SUM(amount), 0) AS sum, COUNT(*) AS n").Scan(&found).Error
	return found.Sum, found.N, err
}

// lastOf is the last transaction of a seal.
func (s store) lastOf(ctx context.Context, seal int64) (id model.TxnID, err error) {
	return id, s.db.Conn(ctx).Model(&model.LedgerTransaction{}).Where("seal_id = ?", seal).Select("COALESCE(MAX(id), 0)").Scan(&id).Error
}

// reversalOf is the transaction that reverses one; 0 where none does.
func (s store) reversalOf(ctx context.Context, id model.TxnID) (model.TxnID, error) {
	row, err := db.First[model.LedgerTransaction](s.db.Conn(ctx).Select("id").Where("reverses = ?", id))
	if err != nil || row == nil {
		return 0, err
	}
	return row.ID, nil
}

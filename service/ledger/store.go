package ledger

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

const storeChunk = 200

// insertTransactions inserts rows whose key is new. When some are not, it returns the
// stored transactions of all keys, so that the caller can tell whose they are.
func (s store) insertTransactions(ctx context.Context, rows []model.LedgerTransaction) (map[string]model.LedgerTransaction, error) {
	stored := map[string]model.LedgerTransaction{}
	for chunk := range slices.Chunk(rows, storeChunk) {
		inserted, err := s.db.InsertIgnore(ctx, &chunk)
		if err != nil {
			return nil, err
		}
		if inserted == int64(len(chunk)) {
			continue
		}
		keys := make([]string, len(chunk))
		for i, r := range chunk {
			keys[i] = r.Key
		}
		var found []model.LedgerTransaction
		if err := s.db.Conn(ctx).Where("idempotency_key IN ?", keys).Find(&found).Error; err != nil {
			return nil, err
		}
		for _, f := range found {
			stored[f.Key] = f
		}
	}
	return stored, nil
}

func (s store) insertEntries(ctx context.Context, entries []model.LedgerEntry) error {
	if len(entries) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(entries, storeChunk).Error
}

// addBalances adds to balances in the order of accounts, so that writers of several
// never wait for each other in a circle.
func (s store) addBalances(ctx context.Context, sums map[model.Account]int64) error {
	if len(sums) == 0 {
		return nil
	}
	rows := make([]model.LedgerBalance, 0, len(sums))
	for a, amount := range sums {
		rows = append(rows, model.LedgerBalance{AccountKind: a.Kind, Owner: a.Owner, Asset: a.Asset, Amount: amount})
	}
	slices.SortFunc(rows, func(a, b model.LedgerBalance) int {
		return cmp.Or(cmp.Compare(a.AccountKind, b.AccountKind), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Asset, b.Asset))
	})
	added := "amount + VALUES(amount)"
	if s.db.Engine == "sqlite" {
		added = "amount + excluded.amount"
	}
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "account_kind"}, {Name: "owner"}, {Name: "asset"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "amount"}, Value: clause.Expr{SQL: added}}},
	}).CreateInBatches(rows, storeChunk).Error
}

func (s store) transaction(ctx context.Context, id model.TxnID) (*model.LedgerTransaction, error) {
	return db.First[model.LedgerTransaction](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) entriesOf(ctx context.Context, ids []model.TxnID) ([]model.LedgerEntry, error) {
	var entries []model.LedgerEntry
	return entries, s.db.Conn(ctx).Where("txn_id IN ?", ids).Order("txn_id, n").Find(&entries).Error
}

func (s store) balance(ctx context.Context, a model.Account) (int64, error) {
	row, err := db.First[model.LedgerBalance](s.db.Conn(ctx).
		Where("account_kind = ? AND owner = ? AND asset = ?", a.Kind, a.Owner, a.Asset))
	if err != nil || row == nil {
		return 0, err
	}
	return row.Amount, nil
}

// wallets are those of a person's balances that hold something, but for what is in flight.
func (s store) wallets(ctx context.Context, owner int64) ([]model.LedgerBalance, error) {
	var full []model.LedgerBalance
	err := s.db.Conn(ctx).Where("account_kind IN ? AND owner = ? AND amount > 0", model.Wallets(), owner).
		Order("account_kind, asset").Find(&full).Error
	return full, err
}

// balanceWithTail adds what is not netted yet. One statement, so that a seal that
// commits meanwhile is seen on both sides or on neither.
func (s store) balanceWithTail(ctx context.Context, a model.Account) (int64, error) {
	var sum int64
	err := s.db.Conn(ctx).Raw(`SELECT
		COALESCE((SELECT amount FROM ledger_balances WHERE account_kind = @kind AND owner = @owner AND asset = @asset), 0) +
		COALESCE((SELECT SUM(e.amount) FROM ledger_transactions AS t JOIN ledger_entries AS e ON e.txn_id = t.id
			WHERE t.seal_id = 0 AND e.account_kind = @kind AND e.owner = @owner AND e.asset = @asset), 0)`,
		map[string]any{"kind": a.Kind, "owner": a.Owner, "asset": a.Asset}).Scan(&sum).Error
	return sum, err
}

// accountEntries never cuts a transaction: the last one of a full page is completed.
func (s store) accountEntries(ctx context.Context, a model.Account, before model.TxnID, limit int) ([]model.LedgerEntry, error) {
	query := s.db.Conn(ctx).Where("account_kind = ? AND owner = ? AND asset = ?", a.Kind, a.Owner, a.Asset).
		Order("txn_id DESC, n").Session(&gorm.Session{})
	page := query.Limit(limit)
	if before != 0 {
		page = page.Where("txn_id < ?", before)
	}
	var entries []model.LedgerEntry
	if err := page.Find(&entries).Error; err != nil || len(entries) < limit {
		return entries, err
	}
	last := entries[len(entries)-1]
	var rest []model.LedgerEntry
	err := query.Where("txn_id = ? AND n > ?", last.TxnID, last.N).Find(&rest).Error
	return append(entries, rest...), err
}

func (s store) lastSeal(ctx context.Context) (*model.LedgerSeal, error) {
	return db.First[model.LedgerSeal](s.db.Conn(ctx).Order("id DESC"))
}

func (s store) sealsAfter(ctx context.Context, id int64, limit int) ([]model.LedgerSeal, error) {
	var seals []model.LedgerSeal
	return seals, s.db.Conn(ctx).Where("id > ?", id).Order("id").Limit(limit).Find(&seals).Error
}

// sealed pages through the transactions of a seal by id; seal 0 is the unsealed tail.
func (s store) sealed(ctx context.Context, seal int64, after model.TxnID, limit int) ([]model.LedgerTransaction, error) {
	var rows []model.LedgerTransaction
	err := s.db.Conn(ctx).Where("seal_id = ? AND id > ?", seal, after).Order("id").Limit(limit).Find(&rows).Error
	return rows, err
}

func (s store) insertSeal(ctx context.Context, seal model.LedgerSeal) error {
	return s.db.Conn(ctx).Create(&seal).Error
}

func (s store) markSealed(ctx context.Context, ids []model.TxnID, seal int64) (int64, error) {
	done := s.db.Conn(ctx).Model(&model.LedgerTransaction{}).Where("id IN ? AND seal_id = 0", ids).Update("seal_id", seal)
	return done.RowsAffected, done.Error
}

// sums adds up all entries by account; sealedOnly leaves the tail out.
func (s store) sums(ctx context.Context, persons bool) ([]model.LedgerBalance, error) {
	query := s.db.Conn(ctx).Table("ledger_entries AS e").
		Select("e.account_kind, e.owner, e.asset, SUM(e.amount) AS amount").
		Group("e.account_kind, e.owner, e.asset")
	if persons {
		query = query.Where("e.account_kind >= 20 AND e.account_kind < 40")
	} else {
		query = query.Joins("JOIN ledger_transactions AS t ON t.id = e.txn_id").
			Where("t.seal_id > 0 AND (e.account_kind < 20 OR e.account_kind >= 40)")
	}
	var rows []model.LedgerBalance
	return rows, query.Scan(&rows).Error
}

// size counts all transactions and entries there are, whoever they belong to.
func (s store) size(ctx context.Context) (transactions, entries int64, err error) {
	if err = s.db.Conn(ctx).Model(&model.LedgerTransaction{}).Count(&transactions).Error; err != nil {
		return 0, 0, err
	}
	err = s.db.Conn(ctx).Model(&model.LedgerEntry{}).Count(&entries).Error
	return transactions, entries, err
}

func (s store) balances(ctx context.Context) ([]model.LedgerBalance, error) {
	var rows []model.LedgerBalance
	return rows, s.db.Conn(ctx).Find(&rows).Error
}

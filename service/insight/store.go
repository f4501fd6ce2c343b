package insight

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/internal/outbox"
	"channelrouter/model"
)

const storeChunk = 500

type store struct{ db *db.DB }

// put keeps facts that are not known yet.
func (s store) put(ctx context.Context, facts []model.InsightFact) error {
	if len(facts) == 0 {
		return nil
	}
	_, err := s.db.InsertIgnore(ctx, &facts)
	return err
}

// hold keeps others from adding to the figures until the transaction ends.
func (s store) hold(ctx context.Context) (model.InsightState, error) {
	row := model.InsightState{ID: 1}
	touch := clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(map[string]any{"pass": clause.Column{Table: clause.CurrentTable, Name: "pass"}}),
	}
	if err := s.db.Conn(ctx).Clauses(touch).Create(&row).Error; err != nil {
		return row, err
	}
	return s.state(ctx)
}

func (s store) state(ctx context.Context) (model.InsightState, error) {
	row, err := db.First[model.InsightState](s.db.Conn(ctx).Where("id = 1"))
	if row == nil {
		return model.InsightState{ID: 1}, err
	}
	return *row, err
}

func (s store) saveState(ctx context.Context, state model.InsightState) error {
	return s.db.Conn(ctx).Save(&state).Error
}

func (s store) uncounted(ctx context.Context, limit int) ([]model.InsightFact, error) {
	var facts []model.InsightFact
	return facts, s.db.Conn(ctx).Where("pass = 0").Order("id").Limit(limit).Find(&facts).Error
}

// number puts facts into a pass. An id may be of several facts, one a kind: all are those of
// one pass or the rest is left to the next.
func (s store) number(ctx context.Context, facts []model.InsightFact, pass int64) error {
	kinds := map[model.InsightKind][]int64{}
	for _, f := range facts {
		kinds[f.Kind] = append(kinds[f.Kind], f.ID)
	}
	for kind, ids := range kinds {
		err := s.db.Conn(ctx).Model(&model.InsightFact{}).Where("id IN ? AND kind = ? AND pass = 0", ids, kind).Update("pass", pass).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// forget removes counted facts that were heard of before, the earliest passes first.
func (s store) forget(ctx context.Context, before time.Time, limit int) (int64, error) {
	var old []model.InsightFact
	err := s.db.Conn(ctx).Select("id", "kind", "heard_at").Where("pass > 0").Order("pass, id").Limit(limit).Find(&old).Error
	if err != nil {
		return 0, err
	}
	keys := make([][]any, 0, len(old))
	for _, f := range old {
		if f.HeardAt.Before(before) {
			keys = append(keys, []any{f.ID, f.Kind})
		}
	}
	if len(keys) == 0 {
		return 0, nil
	}
	gone := s.db.Conn(ctx).Where("(id, kind) IN ?", keys).Delete(&model.InsightFact{})
	return gone.RowsAffected, gone.Error
}

func (s store) scans(ctx context.Context, ids []model.ScanID) ([]model.Scan, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var scans []model.Scan
	return scans, s.db.Conn(ctx).Omit("answer").Where("id IN ?", ids).Order("id").Find(&scans).Error
}

func (s store) cases(ctx context.Context, kinds map[model.CaseID]model.InsightKind) ([]model.DiversionCase, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	ids := make([]model.CaseID, 0, len(kinds))
	for id := range kinds {
		ids = append(ids, id)
	}
	var cases []model.DiversionCase
	return cases, s.db.Conn(ctx).Where("id IN ?", ids).Order("id").Find(&cases).Error
}

func (s store) payouts(ctx context.Context, kinds map[model.PayoutID]model.InsightKind) ([]model.Payout, error) {
	ids := make([]model.PayoutID, 0, len(kinds))
	for id := range kinds {
		ids = append(ids, id)
	}
	var payouts []model.Payout
	return payouts, s.db.Conn(ctx).Where("id IN ?", ids).Order("id").Find(&payouts).Error
}

func (s store) sealed(ctx context.Context, seal int64) ([]model.LedgerTransaction, error) {
	var transactions []model.LedgerTransaction
	return transactions, s.db.Conn(ctx).Where("seal_id = ?", seal).Order("id").Find(&transactions).Error
}

func (s store) sealedSince(ctx context.Context, seal int64) (bool, error) {
	later, err := db.First[model.LedgerSeal](s.db.Conn(ctx).Where("id > ?", seal).Order("id"))
	return later != nil, err
}

func idsOf(transactions []model.LedgerTransaction) []model.TxnID {
	ids := make([]model.TxnID, len(transactions))
	for i, t := range transactions {
		ids[i] = t.ID
	}
	return ids
}

// costs are the entries of transactions on an account of the brand.
func (s store) costs(ctx context.Context, transactions []model.LedgerTransaction, kind model.AccountKind) ([]model.LedgerEntry, error) {
	var entries []model.LedgerEntry
	return entries, s.db.Conn(ctx).Where("txn_id IN ? AND account_kind = ?", idsOf(transactions), kind).Order("txn_id, n").Find(&entries).Error
}

func (s store) grants(ctx context.Context, items []model.ItemID) ([]model.Grant, error) {
	if len(items) == 0 {
		return nil, nil
	}
	var grants []model.Grant
	return grants, s.db.Conn(ctx).Where("item IN ? AND txn_id > 0", items).Find(&grants).Error
}

func (s store) accruals(ctx context.Context, transactions []model.LedgerTransaction) ([]model.RebateAccrual, error) {
	var rows []model.RebateAccrual
	return rows, s.db.Conn(ctx).Where("txn_id IN ?", idsOf(transactions)).Find(&rows).Error
}

func (s store) scansAfter(ctx context.Context, after model.ScanID, limit int) ([]model.Scan, error) {
	var scans []model.Scan
	return scans, s.db.Conn(ctx).Omit("answer").Where("id > ?", after).Order("id").Limit(limit).Find(&scans).Error
}

// salesAfter are the sales of items for their terminals.
func (s store) salesAfter(ctx context.Context, after model.ItemID, limit int) ([]model.RebateSale, error) {
	var sales []model.RebateSale
	return sales, s.db.Conn(ctx).Where("item > ? AND org_id = terminal", after).Order("item").Limit(limit).Find(&sales).Error
}

func (s store) waitingScans(ctx context.Context, after, to model.ScanID) (map[model.ScanID]bool, error) {
	var ids []model.ScanID
	err := s.db.Conn(ctx).Model(&model.InsightFact{}).
		Where("pass = 0 AND kind = ? AND id > ? AND id <= ?", model.InsightScan, after, to).Pluck("id", &ids).Error
	waiting := make(map[model.ScanID]bool, len(ids))
	for _, id := range ids {
		waiting[id] = true
	}
	return waiting, err
}

func (s store) waitingSales(ctx context.Context, after, to model.ItemID) ([]model.InsightFact, error) {
	var facts []model.InsightFact
	return facts, s.db.Conn(ctx).Where("pass = 0 AND kind = ? AND item > ? AND item <= ?", model.InsightSale, after, to).Find(&facts).Error
}

func (s store) undelivered(ctx context.Context, kind string, after int64, limit int) ([]outbox.Message, error) {
	var messages []outbox.Message
	return messages, s.db.Conn(ctx).Where("id > ? AND type = ?", after, kind).Order("id").Limit(limit).Find(&messages).Error
}

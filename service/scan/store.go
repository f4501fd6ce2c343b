package scan

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

type retryKey struct {
	person model.PersonID
	key    string
}

func (s store) scansByKey(ctx context.Context, keyed map[retryKey]*visit) ([]model.Scan, error) {
	pairs := make([][]any, 0, len(keyed))
	for k := range keyed {
		pairs = append(pairs, []any{k.person, k.key})
	}
	var scans []model.Scan
	return scans, s.db.Conn(ctx).Where("(person_id, idempotency_key) IN ?", pairs).Find(&scans).Error
}

func (s store) once(ctx context.Context, items []model.ItemID) (map[onceKey]model.ScanOnce, error) {
	found := map[onceKey]model.ScanOnce{}
	if len(items) == 0 {
		return found, nil
	}
	var rows []model.ScanOnce
	if err := s.db.Conn(ctx).Where("item IN ?", items).Find(&rows).Error; err != nil {
		return nil, err
	}
	for _, r := range rows {
		found[onceKey{r.Item, r.Purpose}] = r
	}
	return found, nil
}

// onceOfCaps is once of caps that are bottles by now. It waits for those who are winning
// something of a cap at the moment, as of what stands by itself: they go on, or find out.
func (s store) onceOfCaps(ctx context.Context, caps []model.ItemID) ([]model.ScanOnce, error) {
	var rows []model.ScanOnce
	return rows, s.db.Conn(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("item IN ?", caps).Find(&rows).Error
}

// insertOnce inserts the rows whose key is free and returns what stands for each key
// afterwards: ours, or the earlier winner's.
func (s store) insertOnce(ctx context.Context, rows []model.ScanOnce) (map[onceKey]model.ScanOnce, error) {
	inserted, err := s.db.InsertIgnore(ctx, &rows)
	if err != nil {
		return nil, err
	}
	if inserted == int64(len(rows)) {
		ours := make(map[onceKey]model.ScanOnce, len(rows))
		for _, r := range rows {
			ours[onceKey{r.Item, r.Purpose}] = r
		}
		return ours, nil
	}
	items := make([]model.ItemID, len(rows))
	for i, r := range rows {
		items[i] = r.Item
	}
	return s.once(ctx, items)
}

const storeChunk = 200

// scans returns those of ids that are stored.
func (s store) scans(ctx context.Context, ids []model.ScanID) (map[model.ScanID]model.Scan, error) {
	found := make(map[model.ScanID]model.Scan, len(ids))
	for chunk := range slices.Chunk(ids, storeChunk) {
		var rows []model.Scan
		if err := s.db.Conn(ctx).Where("id IN ?", chunk).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			found[r.ID] = r
		}
	}
	return found, nil
}

func (s store) insertScans(ctx context.Context, scans []model.Scan) error {
	if len(scans) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(scans, storeChunk).Error
}

// claimed tells when and where the consumer's reward of an item was taken, or nil: one
// primary-key read, by hand because everyone who looks at a code asks it.
func (s store) claimed(ctx context.Context, item model.ItemID) (*First, error) {
	var f First
	row := s.db.QueryRow(ctx, "SELECT at, adcode FROM scan_once WHERE item = ? AND purpose = ?", item, model.PurposeConsumerClaim)
	err := row.Scan(&f.At, &f.Adcode)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &f, err
}

// scansOf pages through the scans of goods since a time, by id.
func (s store) scansOf(ctx context.Context, goods []model.ItemRange, since time.Time, after model.ScanID, limit int) ([]model.Scan, error) {
	var single []model.ItemID
	of := s.db.Conn(ctx).Session(&gorm.Session{})
	any := s.db.Conn(ctx)
	for _, r := range goods {
		if r.Len() == 1 {
			single = append(single, r.From)
		} else {
			any = any.Or("item >= ? AND item < ?", r.From, r.To)
		}
	}
	if len(single) > 0 {
		any = any.Or("item IN ?", single)
	}
	var scans []model.Scan
	err := of.Where(any).Where("occurred_at >= ? AND id > ?", since, after).Order("id").Limit(limit).Find(&scans).Error
	return scans, err
}

// history seeks by item and time: as many rows as are wanted, however often the item was scanned.
func (s store) history(ctx context.Context, item model.ItemID, after model.ScanID, limit int) ([]model.Scan, error) {
	query := s.db.Conn(ctx).Where("item = ?", item)
	if after != 0 {
		last, err := db.First[model.Scan](s.db.Conn(ctx).Select("id", "occurred_at").Where("id = ? AND item = ?", after, item))
		if err != nil || last == nil {
			return nil, err
		}
		query = db.Behind(query, "occurred_at", last.OccurredAt, "id", last.ID, true)
	}
	var scans []model.Scan
	return scans, query.Order("occurred_at DESC, id DESC").Limit(limit).Find(&scans).Error
}

// takeJudgements keeps others from judging scans again until this transaction ends, and
// returns the latest later judgement of each that has one.
func (s store) takeJudgements(ctx context.Context, scans []model.ScanID) (map[model.ScanID]model.ScanJudgement, error) {
	latest := map[model.ScanID]model.ScanJudgement{}
	for chunk := range slices.Chunk(scans, storeChunk) {
		taken := s.db.Conn(ctx).Model(&model.Scan{}).Where("id IN ?", chunk).Update("outcome", gorm.Expr("outcome"))
		if taken.Error != nil {
			return nil, taken.Error
		}
		var rows []model.ScanJudgement
		if err := s.db.Conn(ctx).Where("scan_id IN ?", chunk).Order("scan_id, version").Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			latest[r.ScanID] = r
		}
	}
	return latest, nil
}

// judgement is the latest later judgement of a scan, or nil.
func (s store) judgement(ctx context.Context, id model.ScanID) (*model.ScanJudgement, error) {
	return db.First[model.ScanJudgement](s.db.Conn(ctx).Where("scan_id = ?", id).Order("version DESC"))
}

// judgements lists the later judgements of scans, by version.
func (s store) judgements(ctx context.Context, scans []model.ScanID) ([]model.ScanJudgement, error) {
	var all []model.ScanJudgement
	for chunk := range slices.Chunk(scans, storeChunk) {
		var rows []model.ScanJudgement
		if err := s.db.Conn(ctx).Where("scan_id IN ?", chunk).Order("scan_id, version").Find(&rows).Error; err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

func (s store) insertJudgements(ctx context.Context, rows []model.ScanJudgement) error {
	if len(rows) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(rows, storeChunk).Error
}

// claimsOver returns the first consumers' claims of a run of items.
func (s store) claimsOver(ctx context.Context, items model.ItemRange, limit int) ([]model.ScanOnce, error) {
	var claims []model.ScanOnce
	return claims, s.db.Conn(ctx).Where("item >= ? AND item < ? AND purpose = ?", items.From, items.To, model.PurposeConsumerClaim).
		Order("item").Limit(limit).Find(&claims).Error
}

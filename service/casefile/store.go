package casefile

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) byAuthorKey(ctx context.Context, key string) (*model.CaseRecord, error) {
	return db.First[model.CaseRecord](s.db.Conn(ctx).Where("author_key = ?", key))
}

// some are the records of ids.
func (s store) some(ctx context.Context, ids []model.CaseRecordID) ([]model.CaseRecord, error) {
	var rows []model.CaseRecord
	return rows, s.db.Conn(ctx).Where("id IN ?", ids).Order("id").Find(&rows).Error
}

func (s store) records(ctx context.Context, id model.CaseID) ([]model.CaseRecord, error) {
	var rows []model.CaseRecord
	return rows, s.db.Conn(ctx).Where("case_id = ?", id).Order("id").Find(&rows).Error
}

const storeChunk = 200

func (s store) insertRecord(ctx context.Context, r model.CaseRecord, pieces []model.CaseEvidence) error {
	if err := s.db.Conn(ctx).Create(&r).Error; err != nil || len(pieces) == 0 {
		return err
	}
	return s.db.Conn(ctx).CreateInBatches(pieces, storeChunk).Error
}

// takeScans gives the scans among a record's evidence to the record. Error: ErrBadScans, where
// another has one of them.
func (s store) takeScans(ctx context.Context, scans []model.CaseEvidence) error {
	if len(scans) == 0 {
		return nil
	}
	rows := make([]model.InspectedScan, len(scans))
	for i, p := range scans {
		rows[i] = model.InspectedScan{ScanID: p.ScanID, RecordID: p.RecordID}
	}
	n, err := s.db.InsertIgnore(ctx, &rows)
	if err == nil && n < int64(len(rows)) {
		err = ErrBadScans.With("%d of them stand in another inspection", int64(len(rows))-n)
	}
	return err
}

func (s store) evidence(ctx context.Context, id model.EvidenceID) (*model.CaseEvidence, error) {
	return db.First[model.CaseEvidence](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) evidenceOf(ctx context.Context, records []model.CaseRecordID) ([]model.CaseEvidence, error) {
	if len(records) == 0 {
		return nil, nil
	}
	var rows []model.CaseEvidence
	return rows, s.db.Conn(ctx).Where("record_id IN ?", records).Order("id").Find(&rows).Error
}

// evidenceOver pages through the scans that were laid down of some goods, by item, after the
// piece that was the last of the page before (zero: none).
func (s store) evidenceOver(ctx context.Context, goods model.ItemRange, after model.CaseEvidence) ([]model.CaseEvidence, error) {
	var rows []model.CaseEvidence
	return rows, s.db.Conn(ctx).Where("item >= ? AND item < ? AND kind = ?", max(goods.From, after.Item), goods.To, model.EvidenceScan).
		Where("item > ? OR id > ?", after.Item, after.ID).Order("item, id").Limit(storeChunk).Find(&rows).Error
}

func (s store) strikesOf(ctx context.Context, pieces []model.CaseEvidence) (map[model.EvidenceID]model.EvidenceStrike, error) {
	strikes := map[model.EvidenceID]model.EvidenceStrike{}
	if len(pieces) == 0 {
		return strikes, nil
	}
	ids := make([]model.EvidenceID, len(pieces))
	for i, p := range pieces {
		ids[i] = p.ID
	}
	var rows []model.EvidenceStrike
	err := s.db.Conn(ctx).Where("evidence_id IN ?", ids).Find(&rows).Error
	for _, r := range rows {
		strikes[r.EvidenceID] = r
	}
	return strikes, err
}

// strike writes a strike, once. Error: ErrStruck.
func (s store) strike(ctx context.Context, row model.EvidenceStrike) error {
	n, err := s.db.InsertIgnore(ctx, &row)
	if err == nil && n == 0 {
		err = ErrStruck
	}
	return err
}

func (s store) found(ctx context.Context, after model.EvidenceID, from, to time.Time, limit int) ([]Found, error) {
	var rows []Found
	return rows, s.db.Conn(ctx).Raw(`SELECT e.id, e.scan_id, e.item, e.verdict, e.reasons, e.score, e.origin, e.terminal, e.found,
		e.policy_version, r.terminal AS place, r.adcode, r.damaged, r.at, r.recorded_at
		FROM case_evidence e JOIN case_records r ON r.id = e.record_id
		WHERE e.id > ? AND e.kind = ? AND r.kind = ? AND r.recorded_at >= ? AND r.recorded_at <= ?
		AND NOT EXISTS (SELECT 1 FROM evidence_strikes k WHERE k.evidence_id = e.id)
		ORDER BY e.id LIMIT ?`, after, model.EvidenceScan, model.RecordInspection, from, to, limit).Scan(&rows).Error
}

// lastEvidenceBefore goes through the records: who asks does so once.
func (s store) lastEvidenceBefore(ctx context.Context, at time.Time) (id model.EvidenceID, err error) {
	return id, s.db.Conn(ctx).Raw(`SELECT COALESCE(MAX(e.id), 0) FROM case_evidence e JOIN case_records r ON r.id = e.record_id
		WHERE r.recorded_at < ?`, at).Scan(&id).Error
}

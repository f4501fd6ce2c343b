package insight

import (
	"context"
	"slices"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// addOrgScans lists scans. Those that are there stay: a rebuild tells them again.
func (s store) addOrgScans(ctx context.Context, rows []model.InsightOrgScan) error {
	for some := range slices.Chunk(rows, storeChunk) {
		if _, err := s.db.InsertIgnore(ctx, &some); err != nil {
			return err
		}
	}
	return nil
}

// orgScans are an organisation's scans, newest first, by the key of the list: a seek, and as
// many rows as are wanted, however many there are.
func (s store) orgScans(ctx context.Context, q ScanQuery) ([]model.ScanID, error) {
	query := s.db.Conn(ctx).Model(&model.InsightOrgScan{}).Where("org_id = ? AND at >= ? AND at < ?", q.Org, q.From, q.To)
	if q.After != 0 {
		last, err := db.First[model.Scan](s.db.Conn(ctx).Select("id", "occurred_at").Where("id = ?", q.After))
		if err != nil || last == nil {
			return nil, err
		}
		query = query.Where("at <= ? AND (at < ? OR scan_id < ?)", last.OccurredAt, last.OccurredAt, last.ID)
	}
	var ids []model.ScanID
	return ids, query.Order("at DESC, scan_id DESC").Limit(q.Limit).Pluck("scan_id", &ids).Error
}

// judgements are the later judgements of scans, the last of each.
func (s store) judgements(ctx context.Context, ids []model.ScanID) (map[model.ScanID]model.Judgement, error) {
	var rows []model.ScanJudgement
	err := s.db.Conn(ctx).Where("scan_id IN ?", ids).Order("scan_id, version").Find(&rows).Error
	last := make(map[model.ScanID]model.Judgement, len(rows))
	for _, r := range rows {
		last[r.ScanID] = r.Judgement
	}
	return last, err
}

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
		query = db.Behind(query, "at", last.OccurredAt, "scan_id", last.ID, true)
	}
	var ids []model.ScanID
	return ids, query.Order("at DESC, scan_id DESC").Limit(q.Limit).Pluck("scan_id", &ids).Error
}

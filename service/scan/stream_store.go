package scan

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// streamPage is how many scans are read at a time.
const streamPage = 5000

// streamed reads scans without what a retry is told. The statement is prepared: rows of such
// come as numbers, which costs the server half of what text does.
func (s store) streamed(ctx context.Context, after, upTo model.ScanID) ([]model.Scan, error) {
	rows, err := s.db.Conn(ctx).Session(&gorm.Session{PrepareStmt: true}).Raw(`SELECT id, person_id, item, face, role, org_id, action, outcome, adcode,
		verdict, score, origin, terminal, found, reasons, occurred_at, recorded_at, case_item, assigned_by, around, device, address
		FROM scans WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`, after, upTo, streamPage).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	scans := make([]model.Scan, 0, streamPage)
	for rows.Next() {
		r, err := streamedRow(rows)
		if err != nil {
			return nil, err
		}
		scans = append(scans, r)
	}
	return scans, rows.Err()
}

// streamedRow reads a row. Numbers are read as what drivers give: others are converted by way
// of text.
func streamedRow(rows *sql.Rows) (r model.Scan, err error) {
	var face, role, verdict, score int64
	err = rows.Scan((*int64)(&r.ID), (*int64)(&r.PersonID), (*int64)(&r.Item), &face, &role, (*int64)(&r.OrgID), &r.Action, &r.Outcome, &r.Adcode,
		&verdict, &score, (*int64)(&r.Origin), (*int64)(&r.Terminal), (*int64)(&r.Found), &r.Reasons, &r.OccurredAt, &r.RecordedAt,
		(*int64)(&r.CaseItem), (*int64)(&r.AssignedBy), &r.Around, &r.Device, &r.Address)
	r.Face, r.Role, r.Verdict, r.Score = model.Face(face), model.Role(role), model.Verdict(verdict), int(score) // #nosec G115 -- as they were written
	return r, err
}

// ends are the ids of the first and the last scan.
func (s store) ends(ctx context.Context) (first, last model.ScanID, err error) {
	row := s.db.Conn(ctx).Raw("SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM scans").Row()
	return first, last, row.Scan(&first, &last)
}

// next is the first scan from an id on, and when it was recorded; 0 where there is none.
func (s store) next(ctx context.Context, from model.ScanID) (id model.ScanID, recorded time.Time, err error) {
	row, err := db.First[model.Scan](s.db.Conn(ctx).Select("id", "recorded_at").Where("id >= ?", from).Order("id"))
	if err != nil || row == nil {
		return 0, recorded, err
	}
	return row.ID, row.RecordedAt, nil
}

// laterJudgements returns the last judgements of scans that were judged again.
func (s store) laterJudgements(ctx context.Context, after, last model.ScanID) (map[model.ScanID]model.Judgement, error) {
	var rows []model.ScanJudgement
	if err := s.db.Conn(ctx).Where("scan_id > ? AND scan_id <= ?", after, last).Order("scan_id, version").Find(&rows).Error; err != nil {
		return nil, err
	}
	latest := make(map[model.ScanID]model.Judgement, len(rows))
	for _, r := range rows {
		latest[r.ScanID] = r.Judgement
	}
	return latest, nil
}

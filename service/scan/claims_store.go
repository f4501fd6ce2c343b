package scan

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/model"
)

// claims seeks by idx_scan_once_person: for each of the people, the rows of the time and no
// others, whatever else he has ever scanned.
func (s store) claims(ctx context.Context, people []model.PersonID, from, to time.Time) ([]Claimed, error) {
	var found []Claimed
	return found, claimsOf(s.db.Conn(ctx), people, from, to).Scan(&found).Error
}

func claimsOf(g *gorm.DB, people []model.PersonID, from, to time.Time) *gorm.DB {
	return g.Model(&model.ScanOnce{}).Select("scan_id AS scan, person_id AS person, item, adcode").
		Where("person_id IN ? AND purpose = ? AND at BETWEEN ? AND ?", people, model.PurposeConsumerClaim, from, to)
}

// terminals adds where goods surfaced: two reads by primary keys, of the first judgements
// and of the later ones.
func (s store) terminals(ctx context.Context, scans []model.ScanID, at map[model.ScanID]model.OrgID) error {
	var first []model.Scan
	if err := s.db.Conn(ctx).Select("id", "terminal").Where("id IN ?", scans).Find(&first).Error; err != nil {
		return err
	}
	for _, scan := range first {
		at[scan.ID] = scan.Terminal
	}
	var later []model.ScanJudgement
	err := s.db.Conn(ctx).Select("scan_id", "version", "terminal").Where("scan_id IN ?", scans).Order("scan_id, version").Find(&later).Error
	for _, j := range later { // the last stands
		at[j.ScanID] = j.Terminal
	}
	for _, scan := range scans {
		if at[scan] == 0 {
			delete(at, scan)
		}
	}
	return err
}

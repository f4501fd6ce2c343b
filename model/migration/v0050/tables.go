// Package v0050 freezes the list of an organisation's scans as it was introduced.
package v0050

import "time"

// InsightOrgScan says that a scan is one of an organisation's.
type InsightOrgScan struct {
	OrgID  int64     `gorm:"primaryKey;autoIncrement:false"`
	At     time.Time `gorm:"primaryKey;precision:6"`
	ScanID int64     `gorm:"primaryKey;autoIncrement:false"`
}

// Recount has the figures counted anew where some are, by which earlier scans come into the list.
const Recount = `UPDATE insight_states SET clearing = 1, scans = 0, sales = 0, seal_id = 0, counted = 0, rebuilt_at = NULL`

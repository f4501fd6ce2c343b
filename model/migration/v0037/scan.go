// Package v0037 freezes in which inspection a scan stands.
package v0037

type InspectedScan struct {
	ScanID   int64 `gorm:"primaryKey;autoIncrement:false"`
	RecordID int64 `gorm:"not null"`
}

// Fill gives scans that were laid down before to the first record of theirs. It goes on where
// it stood.
const Fill = `INSERT INTO inspected_scans (scan_id, record_id)
	SELECT scan_id, MIN(record_id) FROM case_evidence
	WHERE kind = 1 AND scan_id NOT IN (SELECT scan_id FROM inspected_scans) GROUP BY scan_id`

// Package v0016 freezes the index by which a person's claims of some time are found.
package v0016

import "time"

// ScanOnce is as much of the table as the step's index needs.
type ScanOnce struct {
	Purpose  uint8     `gorm:"index:idx_scan_once_person,priority:2"`
	PersonID int64     `gorm:"index:idx_scan_once_person,priority:1"`
	At       time.Time `gorm:"index:idx_scan_once_person,priority:3"`
}

// TableName: "scan_onces" is no word.
func (ScanOnce) TableName() string { return "scan_once" }

// Package v0023 freezes the table of labels that stand in for others.
package v0023

import "time"

type Relabel struct {
	Spare   int64     `gorm:"primaryKey;autoIncrement:false"`
	Item    int64     `gorm:"not null;index"`
	BatchID int64     `gorm:"not null;index"`
	UserID  int64     `gorm:"not null"`
	Reason  string    `gorm:"size:200;not null"`
	At      time.Time `gorm:"precision:6;not null"`
}

// Tables lists what the migration creates.
func Tables() []any { return []any{&Relabel{}} }

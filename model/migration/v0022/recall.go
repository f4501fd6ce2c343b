// Package v0022 freezes the tables of recalls.
package v0022

import "time"

type Recall struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false"`
	Key       string     `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash string     `gorm:"size:64;not null"`
	BatchID   int64      `gorm:"not null"`
	Level     uint8      `gorm:"not null"`
	Reason    string     `gorm:"size:200;not null"`
	StartedAt time.Time  `gorm:"precision:6;not null"`
	MarkedAt  *time.Time `gorm:"precision:6"`
	ClosedAt  *time.Time `gorm:"precision:6;index"`
}

type RecallRange struct {
	RecallID int64 `gorm:"primaryKey;autoIncrement:false"`
	FromItem int64 `gorm:"primaryKey;autoIncrement:false"`
	ToItem   int64 `gorm:"not null"`
}

type RecallNotice struct {
	RecallID int64     `gorm:"primaryKey;autoIncrement:false"`
	PersonID int64     `gorm:"primaryKey;autoIncrement:false"`
	Role     uint8     `gorm:"primaryKey;autoIncrement:false"`
	OrgID    int64     `gorm:"not null"`
	ToldAt   time.Time `gorm:"precision:6;not null"`
}

// Tables lists what the migration creates.
func Tables() []any { return []any{&Recall{}, &RecallRange{}, &RecallNotice{}} }

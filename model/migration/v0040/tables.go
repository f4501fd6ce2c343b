// Package v0040 freezes the tables of what the detector said, and of replays of policies.
package v0040

import "time"

type DiversionCase struct {
	Origin     int64     `gorm:"not null;index:idx_diversion_cases_window,priority:1"`
	ProductID  int64     `gorm:"not null;index:idx_diversion_cases_window,priority:2"`
	WindowFrom time.Time `gorm:"precision:6;not null;index:idx_diversion_cases_window,priority:3"`
	Score      int       `gorm:"not null;default:0"`
}

type CaseRecord struct {
	Damaged bool `gorm:"not null;default:false"`
}

type DiversionAlert struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Kind      uint8     `gorm:"not null"`
	Origin    int64     `gorm:"not null"`
	ProductID int64     `gorm:"not null"`
	Adcode    string    `gorm:"size:6;not null"`
	Item      int64     `gorm:"not null"`
	PersonID  int64     `gorm:"not null"`
	Score     int       `gorm:"not null"`
	Findings  []byte    `gorm:"type:blob"`
	Units     []byte    `gorm:"type:blob"`
	FirstAt   time.Time `gorm:"precision:6;not null"`
	LastAt    time.Time `gorm:"precision:6;not null"`
	CaseID    int64     `gorm:"not null;index"`
	Policy    int       `gorm:"not null"`
	At        time.Time `gorm:"precision:6;not null;index"`
}

type WatchedLot struct {
	Lot       string    `gorm:"primaryKey;size:80"`
	AlertID   int64     `gorm:"not null"`
	AlertedAt time.Time `gorm:"precision:6;not null"`
}

type PolicyReplay struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false"`
	Key       string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_policy_replays_key,priority:2"`
	AskedBy   int64      `gorm:"not null;uniqueIndex:idx_policy_replays_key,priority:1"`
	InputHash string     `gorm:"size:64;not null"`
	Body      []byte     `gorm:"type:mediumblob;not null"`
	Days      int        `gorm:"not null"`
	Percent   int        `gorm:"not null"`
	Outcome   []byte     `gorm:"type:mediumblob"`
	AskedAt   time.Time  `gorm:"precision:6;not null"`
	DoneAt    *time.Time `gorm:"precision:6;index"`
}

type WatchCursor struct {
	ID         int       `gorm:"primaryKey;autoIncrement:false"`
	ReviewedAt time.Time `gorm:"precision:6;not null"`
	Policy     int       `gorm:"not null"`
}

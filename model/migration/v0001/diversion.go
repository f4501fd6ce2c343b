package v0001

import "time"

type DiversionCase struct {
	ID         int64      `gorm:"primaryKey;autoIncrement:false"`
	OpenKey    *string    `gorm:"size:120;uniqueIndex"`
	Lot        string     `gorm:"size:120;not null;index"`
	Previous   int64      `gorm:"not null"`
	Origin     int64      `gorm:"not null;index"`
	Terminal   int64      `gorm:"not null"`
	Adcode     string     `gorm:"size:6;not null"`
	ProductID  int64      `gorm:"not null"`
	WindowFrom time.Time  `gorm:"precision:6;not null"`
	Status     uint8      `gorm:"not null;index"`
	Units      int64      `gorm:"not null"`
	RateFen    int64      `gorm:"not null"`
	PenaltyFen int64      `gorm:"not null"`
	TxnID      int64      `gorm:"not null"`
	Flags      int64      `gorm:"not null"`
	OpenedAt   time.Time  `gorm:"precision:6;not null"`
	DecidedAt  *time.Time `gorm:"precision:6"`
	DecidedBy  int64      `gorm:"not null"`
	Note       string     `gorm:"size:500;not null"`
}

type DiversionFlag struct {
	ScanID    int64     `gorm:"primaryKey;autoIncrement:false"`
	CaseID    int64     `gorm:"not null;index"`
	Item      int64     `gorm:"not null;index"`
	Hard      bool      `gorm:"not null"`
	Reasons   string    `gorm:"size:200;not null"`
	Score     int       `gorm:"not null"`
	Withdrawn bool      `gorm:"not null"`
	At        time.Time `gorm:"precision:6;not null"`
}

type PenalisedUnit struct {
	Item   int64 `gorm:"primaryKey;autoIncrement:false"`
	CaseID int64 `gorm:"not null;index"`
}

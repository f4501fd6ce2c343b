package model

import (
	"time"

	"channelrouter/internal/money"
)

// CaseStatus is the state of an investigation.
type CaseStatus uint8

const (
	CaseOpen      CaseStatus = 1
	CaseConfirmed CaseStatus = 2
	CaseDismissed CaseStatus = 3
	CaseReversed  CaseStatus = 4
)

// DiversionCase gathers flags of one origin × place × product × window.
type DiversionCase struct {
	ID         CaseID     `gorm:"primaryKey;autoIncrement:false"`
	OpenKey    *string    `gorm:"size:120;uniqueIndex"` // its fourfold key while open; nil after
	Lot        string     `gorm:"size:120;not null;index"`
	Previous   CaseID     `gorm:"not null"` // the closed case of the same lot it continues
	Origin     OrgID      `gorm:"not null;index"`
	Terminal   OrgID      `gorm:"not null"`        // the place, where it is a terminal
	Adcode     string     `gorm:"size:6;not null"` // the place, where it is a district
	ProductID  ProductID  `gorm:"not null"`
	WindowFrom time.Time  `gorm:"precision:6;not null"`
	Status     CaseStatus `gorm:"not null;index"`
	Units      int64      `gorm:"not null"` // frozen on confirm
	RateFen    money.Fen  `gorm:"not null"`
	PenaltyFen money.Fen  `gorm:"not null"`
	TxnID      TxnID      `gorm:"not null"`
	Flags      int64      `gorm:"not null"` // how often it was flagged; also what joins and decisions race for
	OpenedAt   time.Time  `gorm:"precision:6;not null"`
	DecidedAt  *time.Time `gorm:"precision:6"`
	DecidedBy  UserID     `gorm:"not null"`
	Note       string     `gorm:"size:500;not null"`
	// DecisionKey is the idempotency key of the last decision, if it had one.
	DecisionKey *string `gorm:"size:64"`
}

// DiversionFlag is one scan's contribution to a case. Withdrawn when a later
// judgement of the scan took it back.
type DiversionFlag struct {
	ScanID    ScanID    `gorm:"primaryKey;autoIncrement:false"`
	CaseID    CaseID    `gorm:"not null;index"`
	Item      ItemID    `gorm:"not null;index"`
	Hard      bool      `gorm:"not null"`
	Reasons   string    `gorm:"size:200;not null"`
	Score     int       `gorm:"not null"`
	Withdrawn bool      `gorm:"not null"`
	At        time.Time `gorm:"precision:6;not null"`
}

// PenalisedUnit says in which confirmed case a unit is penalised: in one only.
type PenalisedUnit struct {
	Item   ItemID `gorm:"primaryKey;autoIncrement:false"`
	CaseID CaseID `gorm:"not null;index"`
}

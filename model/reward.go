package model

import "time"

// GrantState tells whether a grant has been posted.
type GrantState uint8

const (
	GrantPosted  GrantState = 1
	GrantWaiting GrantState = 2 // for the consumer's claim of the same unit
	GrantNothing GrantState = 3 // policy gives nothing here
	// What staff get for goods that nobody is known to be meant to have waits until that
	// is known: GrantUnclaimed then for the claim as well.
	GrantUnjudged  GrantState = 4
	GrantUnclaimed GrantState = 5
)

// Grant is what an (item, purpose) was worth to its winner.
type Grant struct {
	Item          ItemID      `gorm:"primaryKey;autoIncrement:false"`
	Purpose       Purpose     `gorm:"primaryKey;autoIncrement:false"`
	State         GrantState  `gorm:"not null"`
	ScanID        ScanID      `gorm:"not null"`
	AccountKind   AccountKind `gorm:"not null"`
	Owner         int64       `gorm:"not null;index"`
	Asset         Asset       `gorm:"not null"`
	Amount        int64       `gorm:"not null"`
	TxnID         TxnID       `gorm:"not null"`
	PolicyVersion int         `gorm:"not null"`
	Reason        string      `gorm:"size:40;not null;default:''"` // why it is nothing, where a rule beside the policy says so
	At            time.Time   `gorm:"precision:6;not null"`
}

// Package v0002 freezes the tables of payouts.
package v0002

import "time"

type Payout struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	PersonID  int64     `gorm:"not null;uniqueIndex:idx_payouts_retry,priority:1;index:idx_payouts_day,priority:1"`
	Key       string    `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_payouts_retry,priority:2"`
	InputHash string    `gorm:"size:64;not null"`
	Wallet    uint8     `gorm:"not null"`
	Merchant  string    `gorm:"size:16;not null"`
	BillNo    string    `gorm:"size:32;not null;uniqueIndex"`
	AppID     string    `gorm:"size:32;not null"`
	OpenID    string    `gorm:"size:64;not null"`
	Fen       int64     `gorm:"not null"`
	State     uint8     `gorm:"not null;index:idx_payouts_due,priority:1"`
	NextAt    time.Time `gorm:"precision:6;not null;index:idx_payouts_due,priority:2"`
	Attempts  int       `gorm:"not null"`
	Reference string    `gorm:"size:64;not null"`
	Package   string    `gorm:"size:512;not null"`
	FailCode  string    `gorm:"size:64;not null"`
	HoldTxn   int64     `gorm:"not null"`
	FinalTxn  int64     `gorm:"not null"`
	BizDate   int32     `gorm:"not null;index:idx_payouts_day,priority:2"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	UpdatedAt time.Time `gorm:"precision:6;not null"`
}

// Tables lists what the migration creates.
func Tables() []any { return []any{&Payout{}} }

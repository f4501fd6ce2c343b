// Package v0014 freezes the index by which a merchant's payouts are taken in turn.
package v0014

import "time"

// Payout is the table as far as the step changes it.
type Payout struct {
	ID       int64     `gorm:"primaryKey;autoIncrement:false"`
	Merchant string    `gorm:"size:16;not null;index:idx_payouts_turn,priority:1"`
	State    uint8     `gorm:"not null;index:idx_payouts_turn,priority:2"`
	NextAt   time.Time `gorm:"precision:6;not null;index:idx_payouts_turn,priority:3"`
}

// Package v0013 freezes what payouts gained with the time of their first sending.
package v0013

import "time"

// Payout is the table as far as the step changes it. When a payout was first sent is not
// known of those that were sent before.
type Payout struct {
	ID     int64      `gorm:"primaryKey;autoIncrement:false"`
	SentAt *time.Time `gorm:"precision:6"`
}

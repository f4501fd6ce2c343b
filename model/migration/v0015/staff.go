// Package v0015 freezes what invitations gained with the no of whom they are for.
package v0015

import "time"

// Invitation is the table as far as the step changes it.
type Invitation struct {
	ID         int64      `gorm:"primaryKey;autoIncrement:false"`
	DeclinedAt *time.Time `gorm:"precision:6"`
}

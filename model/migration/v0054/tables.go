// Package v0054 freezes when an organisation closed.
package v0054

import "time"

type Org struct {
	ClosedAt *time.Time `gorm:"precision:6"`
}

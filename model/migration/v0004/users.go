// Package v0004 freezes the column by which console users are disabled.
package v0004

import "time"

// ConsoleUser is as much of the table as the step adds.
type ConsoleUser struct {
	DisabledAt *time.Time `gorm:"precision:6"`
}

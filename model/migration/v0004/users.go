// Package v0004 is the second step: console users can be disabled.
package v0004

import "time"

// ConsoleUser is as much of the table as the step adds.
type ConsoleUser struct {
	DisabledAt *time.Time `gorm:"precision:6"`
}

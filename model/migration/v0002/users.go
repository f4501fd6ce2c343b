// Package v0002 is the second step: console users can be disabled.
package v0002

import "time"

// ConsoleUser is as much of the table as the step adds.
type ConsoleUser struct {
	DisabledAt *time.Time `gorm:"precision:6"`
}

// Package v0032 freezes the index by which appeals are found that wait for an answer.
package v0032

import "time"

type DiversionCase struct {
	AppealedAt *time.Time `gorm:"precision:6;index"`
}

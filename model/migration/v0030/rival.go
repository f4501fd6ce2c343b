// Package v0030 freezes what lines have told of scattered items that does not stand, and when
// they packed what does.
package v0030

import "time"

type ScatteredContents struct {
	LaterBy int32 `gorm:"not null;default:0"`
}

func (ScatteredContents) TableName() string { return "scattered_contents" }

type ScatteredRival struct {
	Item      int64     `gorm:"primaryKey;autoIncrement:false"`
	Container int64     `gorm:"primaryKey;autoIncrement:false"`
	EventID   int64     `gorm:"not null"`
	PackedAt  time.Time `gorm:"precision:6;not null"`
}

// Tables lists what the migration creates.
func Tables() []any { return []any{&ScatteredRival{}} }

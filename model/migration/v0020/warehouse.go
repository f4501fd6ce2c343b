// Package v0020 freezes what warehouses brought: handheld devices.
package v0020

import "time"

type HandheldEvent struct {
	Key        string    `gorm:"primaryKey;column:idempotency_key;size:80"`
	InputHash  string    `gorm:"size:64;not null"`
	Device     string    `gorm:"size:40;not null;index:idx_handheld_events_device,priority:1"`
	Sequence   int64     `gorm:"not null;index:idx_handheld_events_device,priority:2"`
	OrgID      int64     `gorm:"not null"`
	ToldBy     int64     `gorm:"not null"`
	EventID    int64     `gorm:"not null"`
	ToldTime   time.Time `gorm:"precision:6;not null"`
	SkewMillis int64     `gorm:"not null"`
	RecordedAt time.Time `gorm:"precision:6;not null"`
}

// Tables lists what the migration creates.
func Tables() []any { return []any{&HandheldEvent{}} }

package model

import "time"

// HandheldEvent is what a hand-held device told of one step of goods, as it told it, beside
// the event of custody that it became.
type HandheldEvent struct {
	Key        string    `gorm:"primaryKey;column:idempotency_key;size:80"` // of the custody event, too
	InputHash  string    `gorm:"size:64;not null"`
	Device     string    `gorm:"size:40;not null;index:idx_handheld_events_device,priority:1"`
	Sequence   int64     `gorm:"not null;index:idx_handheld_events_device,priority:2"` // of the device, rising
	OrgID      OrgID     `gorm:"not null"`                                             // whose device; 0: the brand's console
	ToldBy     int64     `gorm:"not null"`                                             // the person or, at the console, the user
	EventID    EventID   `gorm:"not null"`
	ToldTime   time.Time `gorm:"precision:6;not null"` // by the device's clock
	SkewMillis int64     `gorm:"not null"`             // how far that clock was ahead when it told
	RecordedAt time.Time `gorm:"precision:6;not null"`
}

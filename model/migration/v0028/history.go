// Package v0028 freezes the index by which the log of goods is read in order of time.
package v0028

import "time"

type CustodyEvent struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false;index:idx_custody_events_time,priority:2"`
	EventTime time.Time `gorm:"precision:6;not null;index:idx_custody_events_time,priority:1"`
}

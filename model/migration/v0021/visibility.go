// Package v0021 freezes the tables of EPCIS events that others sent.
package v0021

import "time"

type EPCISCapture struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Rollback  bool      `gorm:"not null"` // one wrong event refuses all
	Success   bool      `gorm:"not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	EndedAt   time.Time `gorm:"precision:6;not null"`
}

type EPCISCaptureError struct {
	CaptureID int64  `gorm:"primaryKey;autoIncrement:false"`
	N         int    `gorm:"primaryKey;autoIncrement:false"`
	Event     int    `gorm:"not null"` // its number in the document, from 1; 0: the document
	Code      string `gorm:"size:64;not null"`
	Detail    string `gorm:"size:1000;not null"`
}

type EPCISEvent struct {
	ID          int64     `gorm:"primaryKey;autoIncrement:false;index:idx_epcis_events_time,priority:2"`
	HashID      string    `gorm:"size:100;not null;uniqueIndex"`
	CaptureID   int64     `gorm:"not null"`
	CustodyID   int64     `gorm:"not null"` // the custody event that it became; 0: none
	Type        string    `gorm:"size:64;not null"`
	Action      string    `gorm:"size:8;not null"`
	BizStep     string    `gorm:"size:200;not null"` // CBV's bare word, or a URI
	Disposition string    `gorm:"size:200;not null"`
	ReadPoint   string    `gorm:"size:250;not null"`
	EventTime   time.Time `gorm:"precision:6;not null;index:idx_epcis_events_time,priority:1"`
	RecordTime  time.Time `gorm:"precision:6;not null"`
	Document    []byte    `gorm:"type:mediumblob;not null"` // of this event alone
}

type EPCISEventEPC struct {
	EPCHash string `gorm:"primaryKey;size:64"` // SHA-256 of the identifier's canonical form, hex
	EventID int64  `gorm:"primaryKey;autoIncrement:false"`
	Parent  bool   `gorm:"not null"` // as a container only
}

func (EPCISCapture) TableName() string { return "epcis_captures" }

func (EPCISCaptureError) TableName() string { return "epcis_capture_errors" }

func (EPCISEvent) TableName() string { return "epcis_events" }

func (EPCISEventEPC) TableName() string { return "epcis_event_epcs" }

// Tables lists what the migration creates.
func Tables() []any {
	return []any{&EPCISCapture{}, &EPCISCaptureError{}, &EPCISEvent{}, &EPCISEventEPC{}}
}

package model

import "time"

// EPCISCapture is a document, or an event, that was sent to us.
type EPCISCapture struct {
	ID        CaptureID `gorm:"primaryKey;autoIncrement:false"`
	Rollback  bool      `gorm:"not null"` // one wrong event refuses all
	Success   bool      `gorm:"not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	EndedAt   time.Time `gorm:"precision:6;not null"`
}

// EPCISCaptureError is what is wrong with an event of a capture.
type EPCISCaptureError struct {
	CaptureID CaptureID `gorm:"primaryKey;autoIncrement:false"`
	N         int       `gorm:"primaryKey;autoIncrement:false"`
	Event     int       `gorm:"not null"` // its number in the document, from 1; 0: the document
	Code      string    `gorm:"size:64;not null"`
	Detail    string    `gorm:"size:1000;not null"`            // in English
	Told      string    `gorm:"size:1000;not null;default:''"` // the same for every language (errs.Keep); "" of before v0053
}

// EPCISEvent is an event that others told us, by what it says, or their declaration that it
// was wrong, which says the same.
type EPCISEvent struct {
	ID          EPCISEventID `gorm:"primaryKey;autoIncrement:false;index:idx_epcis_events_time,priority:2"`
	HashID      string       `gorm:"size:100;not null;uniqueIndex:idx_epcis_events_said,priority:1"`
	Declared    bool         `gorm:"not null;default:false;uniqueIndex:idx_epcis_events_said,priority:2"` // it is an error declaration
	EventIDHash string       `gorm:"size:64;not null;default:''"`                                         // SHA-256 of its eventID, hex
	CaptureID   CaptureID    `gorm:"not null"`
	CustodyID   EventID      `gorm:"not null"` // the custody event that it became, or that it voided; 0: none
	Type        string       `gorm:"size:64;not null"`
	Action      string       `gorm:"size:8;not null"`
	BizStep     string       `gorm:"size:200;not null"` // CBV's bare word, or a URI
	Disposition string       `gorm:"size:200;not null"`
	ReadPoint   string       `gorm:"size:250;not null"`
	EventTime   time.Time    `gorm:"precision:6;not null;index:idx_epcis_events_time,priority:1"`
	RecordTime  time.Time    `gorm:"precision:6;not null"`
	Document    []byte       `gorm:"type:mediumblob;not null"` // of this event alone
}

// EPCISEventEPC says that an event names an object.
type EPCISEventEPC struct {
	EPCHash string       `gorm:"primaryKey;size:64"` // SHA-256 of the identifier's canonical form, hex
	EventID EPCISEventID `gorm:"primaryKey;autoIncrement:false"`
	Parent  bool         `gorm:"not null"` // as a container only
}

// TableName: GORM takes "EPCIS" and "EPC" for words of single letters.
func (EPCISCapture) TableName() string { return "epcis_captures" }

// TableName: see EPCISCapture.
func (EPCISCaptureError) TableName() string { return "epcis_capture_errors" }

// TableName: see EPCISCapture.
func (EPCISEvent) TableName() string { return "epcis_events" }

// TableName: see EPCISCapture.
func (EPCISEventEPC) TableName() string { return "epcis_event_epcs" }

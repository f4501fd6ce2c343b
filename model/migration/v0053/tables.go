// Package v0053 freezes what imports and captures gained when what they refuse came to be told in
// the reader's language, and what became of each row of an import of organisations; how far the kept rows of erased people are
// purged; and by what old messages and links are found.
package v0053

import "time"

// Import is an import, with what it failed by.
type Import struct {
	Told string `gorm:"size:1000;not null;default:''"`
}

// ImportRejection is a row that was not taken in, with why.
type ImportRejection struct {
	Told string `gorm:"size:1000;not null;default:''"`
}

// ImportOutcome is what became of the rows of an import.
type ImportOutcome struct {
	ImportID int64  `gorm:"primaryKey;autoIncrement:false"`
	Rows     []byte `gorm:"type:mediumblob;not null"`
}

// EPCISCaptureError is what is wrong with an event.
type EPCISCaptureError struct {
	Told string `gorm:"size:1000;not null;default:''"`
}

// TableName is the table's, which GORM would spell otherwise.
func (EPCISCaptureError) TableName() string { return "epcis_capture_errors" }

// DataRequest is a personal-data request, with the year in which kept rows were last looked at.
type DataRequest struct {
	Kind       uint8 `gorm:"not null;index:idx_data_requests_purge,priority:1"`
	PurgedYear int   `gorm:"not null;default:0;index:idx_data_requests_purge,priority:2"`
}

// DataRequestStep is a step of one, with how many kept rows were purged.
type DataRequestStep struct {
	Purged int64 `gorm:"not null;default:0"`
}

// Message is a message, which is found by its age.
type Message struct {
	At time.Time `gorm:"precision:6;not null;index:idx_messages_at"`
}

// AppLink is a link, which is found by its end.
type AppLink struct {
	ExpiresAt time.Time `gorm:"precision:6;not null;index:idx_app_links_expires_at"`
}

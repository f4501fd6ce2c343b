// Package v0053 freezes what imports and captures gained when what they refuse came to be told in
// the reader's language, and what became of each row of an import of organisations.
package v0053

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

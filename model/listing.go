package model

import "time"

// ListExportID is the id of an export of a list.
type ListExportID int64

// SavedView is a list of the console as one of its users wants it.
type SavedView struct {
	UserID  UserID    `gorm:"primaryKey;autoIncrement:false"`
	List    string    `gorm:"primaryKey;size:100"` // the path of its route
	Name    string    `gorm:"primaryKey;size:60"`
	Query   string    `gorm:"size:1000;not null"` // filters and order
	Columns []byte    `gorm:"type:blob;not null"` // their keys, JSON
	SavedAt time.Time `gorm:"precision:6;not null"`
}

// ListExport is a list that a user of the console has written into a file. It is being read, page
// by page, until it is done.
type ListExport struct {
	ID        ListExportID `gorm:"primaryKey;autoIncrement:false"`
	UserID    UserID       `gorm:"not null;uniqueIndex:idx_list_exports_key,priority:1"`
	Key       string       `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_list_exports_key,priority:2"`
	InputHash string       `gorm:"size:64;not null"`
	List      string       `gorm:"size:100;not null"`
	Query     string       `gorm:"size:1000;not null"`
	Columns   []byte       `gorm:"type:blob;not null"` // JSON
	After     string       `gorm:"size:400;not null"`  // the cursor of the next page
	Parts     int          `gorm:"not null"`
	RowCount  int64        `gorm:"not null"`          // so far
	Failure   string       `gorm:"size:100;not null"` // the code of the error that ended it
	AskedAt   time.Time    `gorm:"precision:6;not null;index"`
	DoneAt    *time.Time   `gorm:"precision:6;index"`
}

// ListExportPart is some thousand rows of an export, kept as a content by its hash.
type ListExportPart struct {
	ExportID ListExportID `gorm:"primaryKey;autoIncrement:false"`
	N        int          `gorm:"primaryKey;autoIncrement:false"` // from 0
	Hash     string       `gorm:"size:64;not null;index"`
}

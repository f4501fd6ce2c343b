// Package v0044 freezes the tables of saved views and of exports of lists.
package v0044

import "time"

type SavedView struct {
	UserID  int64     `gorm:"primaryKey;autoIncrement:false"`
	List    string    `gorm:"primaryKey;size:100"`
	Name    string    `gorm:"primaryKey;size:60"`
	Query   string    `gorm:"size:1000;not null"`
	Columns []byte    `gorm:"type:blob;not null"`
	SavedAt time.Time `gorm:"precision:6;not null"`
}

type ListExport struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false"`
	UserID    int64      `gorm:"not null;uniqueIndex:idx_list_exports_key,priority:1"`
	Key       string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_list_exports_key,priority:2"`
	InputHash string     `gorm:"size:64;not null"`
	List      string     `gorm:"size:100;not null"`
	Query     string     `gorm:"size:1000;not null"`
	Columns   []byte     `gorm:"type:blob;not null"`
	After     string     `gorm:"size:400;not null"` // the cursor of the next page
	Parts     int        `gorm:"not null"`
	RowCount  int64      `gorm:"not null"` // so far
	Failure   string     `gorm:"size:100;not null"`
	AskedAt   time.Time  `gorm:"precision:6;not null;index"`
	DoneAt    *time.Time `gorm:"precision:6;index"`
}

type ListExportPart struct {
	ExportID int64  `gorm:"primaryKey;autoIncrement:false"`
	N        int    `gorm:"primaryKey;autoIncrement:false"`
	Hash     string `gorm:"size:64;not null;index"`
}

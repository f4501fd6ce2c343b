// Package v0019 freezes the tables of uploads and imports.
package v0019

import "time"

type Upload struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	UserID    int64     `gorm:"not null"`
	Name      string    `gorm:"size:200;not null"`
	Size      int64     `gorm:"not null"`
	Received  int64     `gorm:"not null"`
	SHA256    string    `gorm:"size:64;not null"`
	Complete  bool      `gorm:"not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	ExpiresAt time.Time `gorm:"precision:6;not null;index"`
}

type Import struct {
	ID          int64     `gorm:"primaryKey;autoIncrement:false"`
	UserID      int64     `gorm:"not null;uniqueIndex:idx_imports_retry,priority:1"`
	Key         string    `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_imports_retry,priority:2"`
	InputHash   string    `gorm:"size:64;not null"`
	UploadID    int64     `gorm:"not null;index"`
	Kind        uint8     `gorm:"not null"`
	Declaration []byte    `gorm:"type:blob;not null"`
	Format      string    `gorm:"size:16;not null"`
	State       uint8     `gorm:"not null;index:idx_imports_due,priority:1"`
	Total       int64     `gorm:"not null"`
	Position    int64     `gorm:"not null"`
	Accepted    int64     `gorm:"not null"`
	Rejected    int64     `gorm:"not null"`
	FirstItem   int64     `gorm:"not null"`
	BatchID     int64     `gorm:"not null"`
	Fault       string    `gorm:"size:300;not null"`
	CreatedAt   time.Time `gorm:"precision:6;not null"`
	UpdatedAt   time.Time `gorm:"precision:6;not null;index:idx_imports_due,priority:2"`
}

type ImportRejection struct {
	ImportID int64  `gorm:"primaryKey;autoIncrement:false"`
	Line     int64  `gorm:"primaryKey;autoIncrement:false"`
	Text     string `gorm:"size:128;not null"`
	Code     string `gorm:"size:80;not null"`
	Reason   string `gorm:"size:300;not null"`
}

// Tables lists what the migration creates.
func Tables() []any { return []any{&Upload{}, &Import{}, &ImportRejection{}} }

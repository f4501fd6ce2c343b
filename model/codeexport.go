package model

import "time"

// CodeFormat is how an export's files are written. Values are persisted.
type CodeFormat uint8

const (
	CodeCSV     CodeFormat = 1
	CodeCSVGzip CodeFormat = 2
	CodeCSVZstd CodeFormat = 3
	CodeLabels  CodeFormat = 4 // label sheets as PDF
)

// CodeExportState is where an export stands. Values are persisted.
type CodeExportState uint8

const (
	CodeExportAsked   CodeExportState = 1 // its manifest is being computed
	CodeExportReady   CodeExportState = 2
	CodeExportRevoked CodeExportState = 3 // nobody may fetch it any more
)

// CodeExport is what a print house or a line is to print: codes of a face of a batch, in
// files. The files themselves are stored nowhere.
type CodeExport struct {
	ID         CodeExportID    `gorm:"primaryKey;autoIncrement:false"`
	UserID     UserID          `gorm:"not null;uniqueIndex:idx_code_exports_retry,priority:1"`
	Key        string          `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_code_exports_retry,priority:2"`
	InputHash  string          `gorm:"size:64;not null"`
	BatchID    BatchID         `gorm:"not null;index"`
	Face       Face            `gorm:"not null"`
	Pair       bool            `gorm:"not null"` // with the other side of the same items
	FromItem   int64           `gorm:"not null"` // ordinal on the face's level
	ToItem     int64           `gorm:"not null"` // exclusive
	Format     CodeFormat      `gorm:"not null"`
	Layout     []byte          `gorm:"type:blob;not null"` // of a label sheet, as JSON
	ShardCodes int64           `gorm:"not null"`           // items in a file
	State      CodeExportState `gorm:"not null;index:idx_code_exports_due,priority:1"`
	Done       int64           `gorm:"not null"`          // the manifest speaks of the items before this ordinal
	Generator  string          `gorm:"size:160;not null"` // what made the bytes that it speaks of
	NextAt     time.Time       `gorm:"precision:6;not null;index:idx_code_exports_due,priority:2"`
	Attempts   int             `gorm:"not null"`         // since something last went well
	Fault      string          `gorm:"size:80;not null"` // the code of what went wrong last
	CreatedAt  time.Time       `gorm:"precision:6;not null"`
	ReadyAt    *time.Time      `gorm:"precision:6"`
	RevokedAt  *time.Time      `gorm:"precision:6"`
	RevokedBy  UserID          `gorm:"not null"`
}

// CodeExportShard is a file of an export. Sent counts the bytes that went out, or are on
// their way.
type CodeExportShard struct {
	ExportID CodeExportID `gorm:"primaryKey;autoIncrement:false"`
	Number   int          `gorm:"primaryKey;autoIncrement:false"` // from 1 on
	FromItem int64        `gorm:"not null"`
	ToItem   int64        `gorm:"not null"`
	Size     int64        `gorm:"not null"`
	Hash     string       `gorm:"size:64;not null"` // SHA-256 of the file
	Sent     int64        `gorm:"not null"`
}

// CodeLink lets who has it fetch an export's files until it ends.
type CodeLink struct {
	ID        CodeLinkID   `gorm:"primaryKey;autoIncrement:false"`
	ExportID  CodeExportID `gorm:"not null;index"`
	UserID    UserID       `gorm:"not null"` // who got it
	Until     time.Time    `gorm:"column:ends_at;precision:6;not null"`
	CreatedAt time.Time    `gorm:"precision:6;not null"`
}

// CodeDownload is one fetch of a file, or of a part of it, by a link.
type CodeDownload struct {
	ID       CodeDownloadID `gorm:"primaryKey;autoIncrement:false"`
	ExportID CodeExportID   `gorm:"not null;index"`
	LinkID   CodeLinkID     `gorm:"not null"`
	Number   int            `gorm:"not null"` // of the file; 0 is the manifest
	IP       string         `gorm:"size:64;not null"`
	FromByte int64          `gorm:"not null"`
	ToByte   int64          `gorm:"not null"` // exclusive
	Sent     int64          `gorm:"not null"` // of them
	At       time.Time      `gorm:"precision:6;not null"`
	EndedAt  *time.Time     `gorm:"precision:6"` // nil while it is under way, or its process died
}

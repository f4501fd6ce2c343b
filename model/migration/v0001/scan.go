package v0001

import "time"

type Judgement struct {
	Verdict       uint8  `gorm:"not null"`
	Reasons       string `gorm:"size:200;not null"`
	Score         int    `gorm:"not null"`
	Origin        int64  `gorm:"not null"`
	Terminal      int64  `gorm:"not null"`
	Found         int64  `gorm:"not null"`
	PolicyVersion int    `gorm:"not null"`
}

type Scan struct {
	ID         int64  `gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64  `gorm:"not null;uniqueIndex:idx_scans_retry,priority:1"`
	Key        string `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_scans_retry,priority:2"`
	InputHash  string `gorm:"size:64;not null"`
	Item       int64  `gorm:"not null;index:idx_scans_item,priority:1"`
	Face       uint8  `gorm:"not null"`
	Role       uint8  `gorm:"not null"`
	OrgID      int64  `gorm:"not null"`
	Action     string `gorm:"size:20;not null"`
	Outcome    string `gorm:"size:12;not null"`
	Adcode     string `gorm:"size:6;not null"`
	Judgement  `gorm:"embedded"`
	OccurredAt time.Time `gorm:"precision:6;not null;index:idx_scans_item,priority:2"`
	RecordedAt time.Time `gorm:"precision:6;not null"`
	Answer     []byte    `gorm:"type:blob;not null"`
}

type ScanJudgement struct {
	ScanID    int64 `gorm:"primaryKey;autoIncrement:false"`
	Version   int   `gorm:"primaryKey;autoIncrement:false"`
	Judgement `gorm:"embedded"`
	At        time.Time `gorm:"precision:6;not null"`
}

type ScanOnce struct {
	Item     int64     `gorm:"primaryKey;autoIncrement:false"`
	Purpose  uint8     `gorm:"primaryKey;autoIncrement:false"`
	ScanID   int64     `gorm:"not null"`
	PersonID int64     `gorm:"not null"`
	OrgID    int64     `gorm:"not null"`
	Adcode   string    `gorm:"size:6;not null"`
	At       time.Time `gorm:"precision:6;not null"`
}

// TableName: "scan_onces" is no word.
func (ScanOnce) TableName() string { return "scan_once" }

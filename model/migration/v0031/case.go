// Package v0031 freezes the tables of diversion cases that are investigated, told, appealed
// and compensated.
package v0031

import "time"

type DiversionCase struct {
	Version         int64      `gorm:"not null;default:0"`
	Inspector       int64      `gorm:"not null;default:0;index"`
	AssignedAt      *time.Time `gorm:"precision:6"`
	NoticedAt       *time.Time `gorm:"precision:6"`
	AppealUntil     *time.Time `gorm:"precision:6"`
	AppealedAt      *time.Time `gorm:"precision:6"`
	AnsweredAt      *time.Time `gorm:"precision:6"`
	PolicyVersion   int        `gorm:"not null;default:0"`
	Nth             int        `gorm:"not null;default:0"`
	WarnedUnits     int64      `gorm:"not null;default:0"`
	CompensationFen int64      `gorm:"not null;default:0"`
	Reckoning       []byte     `gorm:"type:blob"`
}

// CaseColumns are the columns that cases get, in order.
func CaseColumns() []string {
	return []string{
		"Version", "Inspector", "AssignedAt", "NoticedAt", "AppealUntil", "AppealedAt", "AnsweredAt",
		"PolicyVersion", "Nth", "WarnedUnits", "CompensationFen", "Reckoning",
	}
}

type DiversionFlag struct {
	Found int64 `gorm:"not null;default:0"`
}

type CaseEvent struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	CaseID    int64     `gorm:"not null;index;uniqueIndex:idx_case_events_key,priority:1"`
	Key       *string   `gorm:"column:idempotency_key;size:64;uniqueIndex:idx_case_events_key,priority:2"`
	InputHash string    `gorm:"size:64;not null"`
	Action    string    `gorm:"size:20;not null"`
	From      uint8     `gorm:"column:from_status;not null"`
	To        uint8     `gorm:"column:to_status;not null"`
	UserID    int64     `gorm:"not null"`
	PersonID  int64     `gorm:"not null"`
	OrgID     int64     `gorm:"not null"`
	Note      string    `gorm:"size:2000;not null"`
	Facts     []byte    `gorm:"type:blob"`
	At        time.Time `gorm:"precision:6;not null"`
}

type PenaltyHold struct {
	Origin    int64 `gorm:"primaryKey;autoIncrement:false"`
	Decisions int64 `gorm:"not null"`
}

type CaseCompensation struct {
	CaseID int64 `gorm:"primaryKey;autoIncrement:false"`
	OrgID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Units  int64 `gorm:"not null"`
	Fen    int64 `gorm:"not null"`
}

type CaseRecord struct {
	ID         int64     `gorm:"primaryKey;autoIncrement:false"`
	CaseID     int64     `gorm:"not null;index"`
	Kind       uint8     `gorm:"not null"`
	AuthorKey  string    `gorm:"size:100;not null;uniqueIndex"`
	InputHash  string    `gorm:"size:64;not null"`
	PersonID   int64     `gorm:"not null"`
	OrgID      int64     `gorm:"not null"`
	Terminal   int64     `gorm:"not null"`
	Adcode     string    `gorm:"size:6;not null"`
	Text       string    `gorm:"size:2000;not null"`
	Receipt    string    `gorm:"size:120;not null"`
	At         time.Time `gorm:"precision:6;not null"`
	RecordedAt time.Time `gorm:"precision:6;not null"`
}

type CaseEvidence struct {
	ID            int64  `gorm:"primaryKey;autoIncrement:false"`
	RecordID      int64  `gorm:"not null;index"`
	CaseID        int64  `gorm:"not null;index"`
	Kind          uint8  `gorm:"not null"`
	Hash          string `gorm:"size:64;not null"`
	PhotoID       int64  `gorm:"not null"`
	ScanID        int64  `gorm:"not null"`
	Item          int64  `gorm:"not null;index"`
	Verdict       uint8  `gorm:"not null"`
	Reasons       string `gorm:"size:200;not null"`
	Score         int    `gorm:"not null"`
	Origin        int64  `gorm:"not null"`
	Terminal      int64  `gorm:"not null"`
	Found         int64  `gorm:"not null"`
	PolicyVersion int    `gorm:"not null"`
}

// TableName is the model's.
func (CaseEvidence) TableName() string { return "case_evidence" }

type EvidenceStrike struct {
	EvidenceID int64     `gorm:"primaryKey;autoIncrement:false"`
	UserID     int64     `gorm:"not null"`
	Reason     string    `gorm:"size:200;not null"`
	At         time.Time `gorm:"precision:6;not null"`
}

// Tables lists those that are new.
func Tables() []any {
	return []any{&CaseEvent{}, &PenaltyHold{}, &CaseCompensation{}, &CaseRecord{}, &CaseEvidence{}, &EvidenceStrike{}}
}

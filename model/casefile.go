package model

import "time"

// RecordKind is what a record in a case's file is. Values are persisted.
type RecordKind uint8

const (
	RecordInspection RecordKind = 1 // what an inspector found
	RecordAppeal     RecordKind = 2 // what the origin says to it
)

// CaseRecord is what somebody laid down in a case's file at once. It is written once.
type CaseRecord struct {
	ID         CaseRecordID `gorm:"primaryKey;autoIncrement:false"`
	CaseID     CaseID       `gorm:"not null;index"`
	Kind       RecordKind   `gorm:"not null"`
	AuthorKey  string       `gorm:"size:100;not null;uniqueIndex"` // the author with his idempotency key
	InputHash  string       `gorm:"size:64;not null"`
	PersonID   PersonID     `gorm:"not null"`
	OrgID      OrgID        `gorm:"not null"` // for which he acted
	Terminal   OrgID        `gorm:"not null"` // where it was; 0: not at a terminal
	Adcode     string       `gorm:"size:6;not null"`
	Text       string       `gorm:"size:2000;not null"`
	Receipt    string       `gorm:"size:120;not null"`      // number of a receipt of what was bought
	Damaged    bool         `gorm:"not null;default:false"` // cases' codes were cut off, swapped or made unreadable
	At         time.Time    `gorm:"precision:6;not null"`
	RecordedAt time.Time    `gorm:"precision:6;not null"`
}

// EvidenceKind is what a piece of evidence is. Values are persisted.
type EvidenceKind uint8

const (
	EvidenceScan    EvidenceKind = 1
	EvidencePhoto   EvidenceKind = 2
	EvidenceReceipt EvidenceKind = 3 // the photo of one
)

// CaseEvidence is one piece of a record. It is never changed and never removed.
type CaseEvidence struct {
	ID        EvidenceID   `gorm:"primaryKey;autoIncrement:false"`
	RecordID  CaseRecordID `gorm:"not null;index"`
	CaseID    CaseID       `gorm:"not null;index"`
	Kind      EvidenceKind `gorm:"not null"`
	Hash      string       `gorm:"size:64;not null"` // SHA-256 of the photo, or of what was scanned
	PhotoID   PhotoID      `gorm:"not null"`         // of a photo
	ScanID    ScanID       `gorm:"not null"`         // of a scan
	Item      ItemID       `gorm:"not null;index"`
	Judgement `gorm:"embedded"`
}

// TableName: "evidences" is no word.
func (CaseEvidence) TableName() string { return "case_evidence" }

// InspectedScan says in which inspection a scan stands: in one only.
type InspectedScan struct {
	ScanID   ScanID       `gorm:"primaryKey;autoIncrement:false"`
	RecordID CaseRecordID `gorm:"not null"`
}

// EvidenceStrike says that a piece of evidence was a mistake.
type EvidenceStrike struct {
	EvidenceID EvidenceID `gorm:"primaryKey;autoIncrement:false"`
	UserID     UserID     `gorm:"not null"`
	Reason     string     `gorm:"size:200;not null"`
	At         time.Time  `gorm:"precision:6;not null"`
}

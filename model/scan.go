package model

import "time"

// Verdict is what channel matching said of a scan.
type Verdict uint8

const (
	VerdictUnknown  Verdict = 1
	VerdictMatch    Verdict = 2
	VerdictDiverted Verdict = 3
	VerdictExempt   Verdict = 4
)

// Judgement is a verdict with what it rests on.
type Judgement struct {
	Verdict       Verdict `gorm:"not null"`
	Reasons       string  `gorm:"size:200;not null"` // reason codes, comma separated
	Score         int     `gorm:"not null"`          // certainty of a diversion, 0–100
	Origin        OrgID   `gorm:"not null"`          // distributor the goods were assigned to
	Terminal      OrgID   `gorm:"not null"`          // where they surfaced, if known
	Found         OrgID   `gorm:"not null"`          // the distributor of that place
	PolicyVersion int     `gorm:"not null"`
}

// Scan is a code read by a person in a role app, with the first judgement.
type Scan struct {
	ID         ScanID   `gorm:"primaryKey;autoIncrement:false"`
	PersonID   PersonID `gorm:"not null;uniqueIndex:idx_scans_retry,priority:1"`
	Key        string   `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_scans_retry,priority:2"`
	InputHash  string   `gorm:"size:64;not null"`
	Item       ItemID   `gorm:"not null;index:idx_scans_item,priority:1"`
	Face       Face     `gorm:"not null"`
	Role       Role     `gorm:"not null"`
	OrgID      OrgID    `gorm:"not null"` // the member's organisation; 0 for consumers
	Action     string   `gorm:"size:20;not null"`
	Outcome    string   `gorm:"size:12;not null"`
	Adcode     string   `gorm:"size:6;not null"` // coarse: never finer than a district
	Judgement  `gorm:"embedded"`
	OccurredAt time.Time `gorm:"precision:6;not null;index:idx_scans_item,priority:2"`
	RecordedAt time.Time `gorm:"precision:6;not null"`
	Answer     []byte    `gorm:"type:blob;not null"` // what a retry is told again

	// For those who look at many scans together.
	CaseItem   ItemID  `gorm:"not null;default:0"` // the case that the goods were in
	AssignedBy EventID `gorm:"not null;default:0"` // the event by which they were assigned, or went back to the brand
	// Around is the districts that the scanner may have been in beside Adcode, with how likely
	// in percent: "330108:20,330110:5"; "" when there is none.
	Around  string `gorm:"size:60;not null;default:''"`
	Device  int64  `gorm:"not null;default:0"` // keyed hashes of what they came from; 0 none
	Address int64  `gorm:"not null;default:0"`
}

// ScanJudgement is a later version of a scan's judgement, made when a late fact
// about the goods arrived. Version 1 stands in the scan.
type ScanJudgement struct {
	ScanID    ScanID `gorm:"primaryKey;autoIncrement:false"`
	Version   int    `gorm:"primaryKey;autoIncrement:false"`
	Judgement `gorm:"embedded"`
	At        time.Time `gorm:"precision:6;not null"`
}

// Purpose is what an item may be used for once. Values are persisted.
type Purpose uint8

const (
	PurposeConsumerClaim Purpose = 1
	PurposeGuideReward   Purpose = 2
	PurposeCaseOpen      Purpose = 3
)

// ScanOnce is the winner of an (item, purpose).
type ScanOnce struct {
	Item     ItemID    `gorm:"primaryKey;autoIncrement:false"`
	Purpose  Purpose   `gorm:"primaryKey;autoIncrement:false;index:idx_scan_once_person,priority:2"`
	ScanID   ScanID    `gorm:"not null"`
	PersonID PersonID  `gorm:"not null;index:idx_scan_once_person,priority:1"`
	OrgID    OrgID     `gorm:"not null"` // terminal of the guide or of the opener
	Adcode   string    `gorm:"size:6;not null"`
	At       time.Time `gorm:"precision:6;not null;index:idx_scan_once_person,priority:3"`
}

// TableName: "scan_onces" is no word.
func (ScanOnce) TableName() string { return "scan_once" }

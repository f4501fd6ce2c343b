package model

import (
	"time"

	"channelrouter/internal/money"
)

// Ids of programmes, and of displays that are approved under them.
type (
	ProgrammeID int64
	DisplayID   int64
)

// ProgrammeKind is what a programme pays for. Values are persisted.
type ProgrammeKind uint8

const (
	ProgrammePerUnit       ProgrammeKind = 1 // each unit
	ProgrammeTiered        ProgrammeKind = 2 // units beyond steps of a period's volume
	ProgrammeRetrospective ProgrammeKind = 3 // all units of a period, by the step that its volume reached
	ProgrammeGrowth        ProgrammeKind = 4 // all units of a period, by growth over an earlier one
	ProgrammeMix           ProgrammeKind = 5 // enough products, enough of each
	ProgrammeNewTerminal   ProgrammeKind = 6 // terminals that have sold their first units
	ProgrammeDisplay       ProgrammeKind = 7 // terminals whose display was approved
	ProgrammeTarget        ProgrammeKind = 8 // a target that was reached
)

// RebateProgramme is what the brand promises the channel, version by version.
type RebateProgramme struct {
	ID        ProgrammeID   `gorm:"primaryKey;autoIncrement:false"`
	Code      string        `gorm:"size:32;not null;uniqueIndex"`
	Name      string        `gorm:"size:80;not null"`
	Kind      ProgrammeKind `gorm:"not null"`
	CreatedBy UserID        `gorm:"not null"`
	CreatedAt time.Time     `gorm:"precision:6;not null"`
}

// ProgrammeState is where a version stands. Values are persisted.
type ProgrammeState uint8

const (
	ProgrammeDraft     ProgrammeState = 1 // edited
	ProgrammePublished ProgrammeState = 2 // only its end may still be brought forward
	ProgrammeWithdrawn ProgrammeState = 3 // final: retired before it began
)

// RebateProgrammeVersion is what a programme says from a business day, yyyymmdd, until
// before another.
type RebateProgrammeVersion struct {
	ProgrammeID ProgrammeID    `gorm:"primaryKey;autoIncrement:false"`
	Number      int            `gorm:"primaryKey;autoIncrement:false"`
	State       ProgrammeState `gorm:"not null;index"`
	Edition     int            `gorm:"not null"` // counts edits of the draft
	FromDay     int32          `gorm:"not null"`
	ToDay       int32          `gorm:"not null"`
	Terms       []byte         `gorm:"type:mediumblob;not null"`
	Orgs        []byte         `gorm:"type:mediumblob;not null"` // ids of the organisations that the terms name by code, as JSON
	CreatedBy   UserID         `gorm:"not null"`
	PublishedBy UserID         `gorm:"not null"`
	CreatedAt   time.Time      `gorm:"precision:6;not null"`
	UpdatedAt   time.Time      `gorm:"precision:6;not null"`
	PublishedAt *time.Time     `gorm:"precision:6"`
}

// RebateStanding is how an organisation stands with a programme in a period, whose first
// month names it. Due counts facts that came since it was last worked out, and Told all that
// ever came: it never falls, so that who has read it knows whether another has come.
type RebateStanding struct {
	ProgrammeID ProgrammeID `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_standings_due,priority:2"`
	OrgID       OrgID       `gorm:"primaryKey;autoIncrement:false;index;index:idx_rebate_standings_due,priority:3"`
	Period      int32       `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_standings_due,priority:4"`
	Tier        OrgKind     `gorm:"not null"`
	Due         int64       `gorm:"not null;index:idx_rebate_standings_due,priority:1"`
	Told        int64       `gorm:"not null"`
	Revision    int         `gorm:"not null"` // counts what was posted
	EarnedFen   money.Fen   `gorm:"not null"` // by the terms
	PostedFen   money.Fen   `gorm:"not null"` // within cap and budget
	Reasons     string      `gorm:"size:40;not null"`
	Facts       string      `gorm:"size:255;not null"`
	UpdatedAt   time.Time   `gorm:"precision:6;not null"`
}

// RebatePot is what a programme has spent in a period: of its budget (OrgID 0), or of an
// organisation's cap.
type RebatePot struct {
	ProgrammeID ProgrammeID `gorm:"primaryKey;autoIncrement:false"`
	Period      int32       `gorm:"primaryKey;autoIncrement:false"`
	OrgID       OrgID       `gorm:"primaryKey;autoIncrement:false"`
	SpentFen    money.Fen   `gorm:"not null"`
}

// RebateTerminal is a terminal that counts for an organisation in a period: by its first
// sales, or by a display.
type RebateTerminal struct {
	ProgrammeID ProgrammeID `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_terminals_terminal,priority:1"`
	OrgID       OrgID       `gorm:"primaryKey;autoIncrement:false"`
	Period      int32       `gorm:"primaryKey;autoIncrement:false"`
	Terminal    OrgID       `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_terminals_terminal,priority:2"`
	Tier        OrgKind     `gorm:"not null"`
}

// RebateDisplay is a display of goods in a terminal that somebody has approved.
type RebateDisplay struct {
	ID          DisplayID   `gorm:"primaryKey;autoIncrement:false"`
	Key         string      `gorm:"column:idempotency_key;size:64;not null;uniqueIndex"`
	InputHash   string      `gorm:"size:64;not null"`
	ProgrammeID ProgrammeID `gorm:"not null;index:idx_rebate_displays_terminal,priority:1"`
	Terminal    OrgID       `gorm:"not null;index:idx_rebate_displays_terminal,priority:2"`
	ShownOn     int32       `gorm:"not null"` // the business day that the photo was taken
	Photo       string      `gorm:"size:200;not null"`
	ApprovedBy  UserID      `gorm:"not null"`
	ApprovedAt  time.Time   `gorm:"precision:6;not null"`
	WithdrawnBy UserID      `gorm:"not null"`
	WithdrawnAt *time.Time  `gorm:"precision:6"`
	Note        string      `gorm:"size:200;not null"` // why it was withdrawn
}

// RebateTarget is how many units an organisation is to reach in a period.
type RebateTarget struct {
	ProgrammeID ProgrammeID `gorm:"primaryKey;autoIncrement:false"`
	OrgID       OrgID       `gorm:"primaryKey;autoIncrement:false"`
	Period      int32       `gorm:"primaryKey;autoIncrement:false"`
	Units       int64       `gorm:"not null"`
	SetBy       UserID      `gorm:"not null"`
	SetAt       time.Time   `gorm:"precision:6;not null"`
}

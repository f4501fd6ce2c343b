package model

import (
	"time"

	"channelrouter/internal/money"
)

// CaseStatus is the state of an investigation.
type CaseStatus uint8

const (
	CaseOpen      CaseStatus = 1
	CaseConfirmed CaseStatus = 2
	CaseDismissed CaseStatus = 3
	CaseReversed  CaseStatus = 4
	// Those on the way to a verdict.
	CaseInvestigating CaseStatus = 5 // an inspector has it
	CaseNoticed       CaseStatus = 6 // the origin was told what is alleged
	CaseAppealed      CaseStatus = 7 // and has appealed: the brand's verdict is awaited
	// Before it is a case.
	CaseWatched CaseStatus = 8 // a lot that flags gather on, of which nobody was troubled yet
)

// DiversionCase gathers flags of one origin × place × product × window.
type DiversionCase struct {
	ID         CaseID    `gorm:"primaryKey;autoIncrement:false"`
	OpenKey    *string   `gorm:"size:120;uniqueIndex"` // its fourfold key while flags join it; nil after
	Lot        string    `gorm:"size:120;not null;index"`
	Previous   CaseID    `gorm:"not null"`                 // the closed case of the same lot it continues
	Joined     CaseID    `gorm:"not null;default:0;index"` // the case that took its flags, when its lot was spread over many cities
	Origin     OrgID     `gorm:"not null;index:idx_diversion_cases_window,priority:1;index:idx_diversion_cases_of,priority:1"`
	Terminal   OrgID     `gorm:"not null;index"`                                                       // the place, where it is a terminal
	Adcode     string    `gorm:"size:6;not null"`                                                      // the place, where it is a city; "" when it is many
	City       string    `gorm:"size:6;not null;default:'';index:idx_diversion_cases_city,priority:1"` // where it is, a terminal too; "" when it is many
	ProductID  ProductID `gorm:"not null;index:idx_diversion_cases_window,priority:2;index:idx_diversion_cases_product,priority:1"`
	WindowFrom time.Time `gorm:"precision:6;not null;index:idx_diversion_cases_window,priority:3"`
	Score      int       `gorm:"not null;default:0;index:idx_diversion_cases_score,priority:2"` // 0–100, by the detector when it last raised it; 0: it did not
	// Lists are by status, and then in some order.
	Status     CaseStatus `gorm:"not null;index:idx_diversion_cases_opened,priority:1;index:idx_diversion_cases_score,priority:1;index:idx_diversion_cases_units,priority:1;index:idx_diversion_cases_penalty,priority:1;index:idx_diversion_cases_of,priority:2;index:idx_diversion_cases_product,priority:2;index:idx_diversion_cases_city,priority:2"`
	Units      int64      `gorm:"not null;index:idx_diversion_cases_units,priority:2"` // frozen on confirm
	RateFen    money.Fen  `gorm:"not null"`
	PenaltyFen money.Fen  `gorm:"not null;index:idx_diversion_cases_penalty,priority:2"`
	TxnID      TxnID      `gorm:"not null"`
	Flags      int64      `gorm:"not null"` // how often it was flagged; also what joins and decisions race for
	OpenedAt   time.Time  `gorm:"precision:6;not null;index:idx_diversion_cases_opened,priority:2"`
	DecidedAt  *time.Time `gorm:"precision:6"`
	DecidedBy  UserID     `gorm:"not null"`
	Note       string     `gorm:"size:500;not null"`
	Version    int64      `gorm:"not null;default:0"` // one more with each step: what steps race for
	// The investigation, and what the origin was told and said.
	Inspector   PersonID   `gorm:"not null;default:0;index"` // 0: nobody yet
	AssignedAt  *time.Time `gorm:"precision:6"`
	NoticedAt   *time.Time `gorm:"precision:6"`
	AppealUntil *time.Time `gorm:"precision:6"`
	AppealedAt  *time.Time `gorm:"precision:6;index"`
	AnsweredAt  *time.Time `gorm:"precision:6"` // when the brand said yes or no to the appeal
	// How the penalty came about.
	PolicyVersion   int       `gorm:"not null;default:0"` // in force at the confirmation
	Nth             int       `gorm:"not null;default:0"` // of the origin's confirmed cases: 1 is the first
	WarnedUnits     int64     `gorm:"not null;default:0"` // of its units, those that grace let off
	CompensationFen money.Fen `gorm:"not null;default:0"` // of the penalty, what went to who was harmed
	Reckoning       []byte    `gorm:"type:blob"`          // the penalty line by line, JSON
}

// CaseEvent is one step in a case's history: written once, with the step.
type CaseEvent struct {
	ID        CaseEventID `gorm:"primaryKey;autoIncrement:false"`
	CaseID    CaseID      `gorm:"not null;index;uniqueIndex:idx_case_events_key,priority:1"`
	Key       *string     `gorm:"column:idempotency_key;size:64;uniqueIndex:idx_case_events_key,priority:2"` // nil: none was given
	InputHash string      `gorm:"size:64;not null"`
	Action    string      `gorm:"size:20;not null"`
	From      CaseStatus  `gorm:"column:from_status;not null"`
	To        CaseStatus  `gorm:"column:to_status;not null"`
	UserID    UserID      `gorm:"not null"` // who, of the brand's; 0: none of them
	PersonID  PersonID    `gorm:"not null"` // who, of the apps' people
	OrgID     OrgID       `gorm:"not null"` // for which he acted
	Note      string      `gorm:"size:2000;not null"`
	Facts     []byte      `gorm:"type:blob"` // what the step fixed, JSON
	At        time.Time   `gorm:"precision:6;not null"`
}

// PenaltyHold is a distributor's row that is held while a case of his is decided, so that no
// two decisions take each other for not there.
type PenaltyHold struct {
	Origin    OrgID `gorm:"primaryKey;autoIncrement:false"`
	Decisions int64 `gorm:"not null"`
}

// CaseCompensation is a harmed distributor's part of a case's penalty.
type CaseCompensation struct {
	CaseID CaseID    `gorm:"primaryKey;autoIncrement:false"`
	OrgID  OrgID     `gorm:"primaryKey;autoIncrement:false"`
	Units  int64     `gorm:"not null"` // of the case's, those found in his part of the channel
	Fen    money.Fen `gorm:"not null"`
}

// DiversionFlag is one scan's contribution to a case. Withdrawn when a later
// judgement of the scan took it back.
type DiversionFlag struct {
	ScanID    ScanID    `gorm:"primaryKey;autoIncrement:false"`
	CaseID    CaseID    `gorm:"not null;index"`
	Item      ItemID    `gorm:"not null;index"`
	Hard      bool      `gorm:"not null"`
	Reasons   string    `gorm:"size:200;not null"`
	Score     int       `gorm:"not null"`
	Found     OrgID     `gorm:"not null;default:0"` // the distributor of the place; 0 where only a city is known
	Withdrawn bool      `gorm:"not null"`
	At        time.Time `gorm:"precision:6;not null"`
}

// PenalisedUnit says in which confirmed case a unit is penalised: in one only.
type PenalisedUnit struct {
	Item   ItemID `gorm:"primaryKey;autoIncrement:false"`
	CaseID CaseID `gorm:"not null;index"`
}

package model

import (
	"time"

	"channelrouter/internal/money"
)

// InsightKind is what a fact of the home page is about. Values are persisted.
type InsightKind uint8

const (
	InsightScan          InsightKind = 1
	InsightSale          InsightKind = 2 // a unit's sale counts for a terminal, or no longer
	InsightCaseOpened    InsightKind = 3
	InsightCaseConfirmed InsightKind = 4
	InsightCaseDismissed InsightKind = 5
	InsightCaseReversed  InsightKind = 6
	InsightPayoutAsked   InsightKind = 7
	InsightPayoutPaid    InsightKind = 8
	InsightPayoutBack    InsightKind = 9 // returned to the wallet
)

// InsightFact is something that happened: the mark that it was heard of, what is still to be
// added to the figures, and a line of the live feed. It is kept for a day.
type InsightFact struct {
	ID        int64       `gorm:"primaryKey;autoIncrement:false;index:idx_insight_facts_pass,priority:2"` // of what it is about
	Kind      InsightKind `gorm:"primaryKey;autoIncrement:false"`
	Pass      int64       `gorm:"not null;index:idx_insight_facts_pass,priority:1"` // in which it was counted; 0: not yet
	Item      ItemID      `gorm:"not null"`
	ProductID ProductID   `gorm:"not null"`
	Day       int32       `gorm:"not null"`
	Area      string      `gorm:"size:6;not null"`   // the city, or the province where no more is known; "" nowhere
	Orgs      string      `gorm:"size:200;not null"` // whom it counts for: ids between dots
	Own       OrgID       `gorm:"not null"`          // whose people scanned
	Units     int         `gorm:"not null"`          // of a sale 1 or -1, of a scan 1 where a consumer claimed
	Fen       money.Fen   `gorm:"not null"`
	Face      Face        `gorm:"not null"`
	Verdict   Verdict     `gorm:"not null"`
	Outcome   string      `gorm:"size:12;not null"`
	At        time.Time   `gorm:"precision:6;not null"`
	HeardAt   time.Time   `gorm:"precision:6;not null"`
}

// InsightState is how far the figures are: one row, which who adds to them holds.
type InsightState struct {
	ID        int        `gorm:"primaryKey;autoIncrement:false"` // always 1
	Pass      int64      `gorm:"not null"`                       // the last one
	SealID    int64      `gorm:"not null"`                       // the ledger is counted up to this seal
	Scans     ScanID     `gorm:"not null"`                       // the scans are counted up to this one
	Sales     ItemID     `gorm:"not null"`                       // the sales are counted up to this item's
	Clearing  bool       `gorm:"not null"`                       // the figures are being removed
	Counted   int64      `gorm:"not null"`                       // scans and sales since a rebuild began
	RebuiltAt *time.Time `gorm:"precision:6"`                    // nil while the figures are not complete
}

// InsightDay is a day's figures of all the country (area ""), a province or a city.
type InsightDay struct {
	Area         string    `gorm:"primaryKey;size:6"`
	Day          int32     `gorm:"primaryKey;autoIncrement:false"`
	Scans        int64     `gorm:"not null"`
	Claims       int64     `gorm:"not null"`
	Sold         int64     `gorm:"not null"`
	RewardFen    money.Fen `gorm:"not null"`
	RewardPoints int64     `gorm:"not null"`
	RebateFen    money.Fen `gorm:"not null"`
}

// InsightOrgDay is a day's figures of an organisation.
type InsightOrgDay struct {
	OrgID     OrgID     `gorm:"primaryKey;autoIncrement:false"`
	Day       int32     `gorm:"primaryKey;autoIncrement:false"`
	Scans     int64     `gorm:"not null"` // by its people or, as far as is known, in its shops
	Claims    int64     `gorm:"not null"`
	Sold      int64     `gorm:"not null"`
	RebateFen money.Fen `gorm:"not null"`
	Own       int64     `gorm:"not null"`        // scans by a terminal's own people: it was active
	Area      string    `gorm:"size:6;not null"` // where an active terminal counts
}

// InsightActive counts an area's terminals that were active on a day and before that last on
// another (0: never). Those of a period are the ones whose day before lies before it.
type InsightActive struct {
	Area      string `gorm:"primaryKey;size:6"`
	Day       int32  `gorm:"primaryKey;autoIncrement:false"`
	Previous  int32  `gorm:"primaryKey;autoIncrement:false"`
	Terminals int64  `gorm:"not null"`
}

// InsightOrgScan says that a scan is one of an organisation's: its people's, or of goods that
// surfaced in its shop or in its part of the channel.
type InsightOrgScan struct {
	OrgID  OrgID     `gorm:"primaryKey;autoIncrement:false"`
	At     time.Time `gorm:"primaryKey;precision:6"`
	ScanID ScanID    `gorm:"primaryKey;autoIncrement:false"`
}

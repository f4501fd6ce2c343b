package model

import "time"

// Ids of alerts and of replays of a policy.
type (
	AlertID  int64
	ReplayID int64
)

// AlertKind is what is suspected. Values are persisted.
type AlertKind uint8

const (
	AlertDiverted AlertKind = 1 // goods are sold where they were not meant to be
	AlertCloned   AlertKind = 2 // a code is on several things
	// Of single scans, a day's together.
	AlertAccount   AlertKind = 3 // an account scans as no consumer does
	AlertUnshipped AlertKind = 4 // goods are on the market that were never shipped
)

// DiversionAlert is what the detector once said of a lot, or of a code. It is written once.
type DiversionAlert struct {
	ID        AlertID   `gorm:"primaryKey;autoIncrement:false"`
	Kind      AlertKind `gorm:"not null;index:idx_diversion_alerts_kind,priority:1"`
	Origin    OrgID     `gorm:"not null;index:idx_diversion_alerts_origin,priority:1"`
	ProductID ProductID `gorm:"not null"`
	Adcode    string    `gorm:"size:6;not null"` // the city; "": spread over many
	Item      ItemID    `gorm:"not null"`        // of a code
	PersonID  PersonID  `gorm:"not null"`        // of an account
	Score     int       `gorm:"not null;index"`  // 0–100
	Findings  []byte    `gorm:"type:blob"`       // the reasons with their figures, JSON
	Units     []byte    `gorm:"type:blob"`       // items that were seen, JSON
	FirstAt   time.Time `gorm:"precision:6;not null"`
	LastAt    time.Time `gorm:"precision:6;not null"`
	CaseID    CaseID    `gorm:"not null;index"`                                                                                                     // that it opened, or joined; 0 of what makes none
	Policy    int       `gorm:"not null"`                                                                                                           // number of the diversion policy by which it was made
	At        time.Time `gorm:"precision:6;not null;index;index:idx_diversion_alerts_kind,priority:2;index:idx_diversion_alerts_origin,priority:2"` // the end of the day that it was found on
}

// WatchedLot says when a lot, or a code, was last an alert: what reviews race for.
type WatchedLot struct {
	Lot       string    `gorm:"primaryKey;size:80"`
	AlertID   AlertID   `gorm:"not null"`
	AlertedAt time.Time `gorm:"precision:6;not null"`
}

// PolicyReplay runs a policy over days that are over, to see which cases it would open. It is
// at work, or will be, until it has an outcome.
type PolicyReplay struct {
	ID        ReplayID   `gorm:"primaryKey;autoIncrement:false"`
	Key       string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_policy_replays_key,priority:2"`
	AskedBy   UserID     `gorm:"not null;uniqueIndex:idx_policy_replays_key,priority:1"`
	InputHash string     `gorm:"size:64;not null"`
	Body      []byte     `gorm:"type:mediumblob;not null"` // the policy, JSON
	Days      int        `gorm:"not null"`                 // that are over
	Percent   int        `gorm:"not null"`                 // of them, and of what leads to them
	Outcome   []byte     `gorm:"type:mediumblob"`          // JSON
	AskedAt   time.Time  `gorm:"precision:6;not null"`
	DoneAt    *time.Time `gorm:"precision:6;index"`
}

// WatchCursor is how far the stream of scans was reviewed; it has one row.
type WatchCursor struct {
	ID         int       `gorm:"primaryKey;autoIncrement:false"`
	ReviewedAt time.Time `gorm:"precision:6;not null"` // the end of the last day
	Policy     int       `gorm:"not null"`             // number of the diversion policy by which it was
}

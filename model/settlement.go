package model

import (
	"time"

	"channelrouter/internal/money"
)

// SettlementState is where a period stands. Values are persisted.
type SettlementState uint8

const (
	SettlementPreparing SettlementState = 1 // its statements are being written
	SettlementPrepared  SettlementState = 2 // all are there and add up; only the brand sees them
	SettlementPresented SettlementState = 3 // organisations see their own, and answer
	SettlementClosed    SettlementState = 4 // for good
)

// SettlementPeriod is a run of the ledger's seals, which follows the period before without a
// gap: whatever is sealed belongs to one period, for ever.
type SettlementPeriod struct {
	ID        SettlementPeriodID `gorm:"primaryKey;autoIncrement:false"` // numbered from 1 without gaps
	UserID    UserID             `gorm:"not null;uniqueIndex:idx_settlement_periods_retry,priority:1"`
	Key       string             `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_settlement_periods_retry,priority:2"`
	State     SettlementState    `gorm:"not null"`
	Month     int32              `gorm:"not null"` // yyyymm of the month that it was cut after; 0: on demand
	AfterSeal int64              `gorm:"not null"` // the last seal of the period before; 0 of the first
	LastSeal  int64              `gorm:"not null"`
	FromAt    *time.Time         `gorm:"precision:6"` // when AfterSeal was made; nil of the first
	ToAt      time.Time          `gorm:"precision:6;not null"`
	// What the building has found, and how far it is.
	FirstTxn     TxnID      `gorm:"not null"` // the lowest and the highest id of its transactions that
	LastTxn      TxnID      `gorm:"not null"` // move something of an organisation's; 0: there are none
	Transactions int64      `gorm:"not null"` // so many do
	Orgs         int64      `gorm:"not null"` // that get a statement
	Built        int64      `gorm:"not null"` // so many of them have one
	BuiltTo      OrgID      `gorm:"not null"` // up to this one
	ToldTo       OrgID      `gorm:"not null"` // organisations up to this one were told that theirs is there; -1: all
	Fault        string     `gorm:"size:300;not null"`
	FaultAt      *time.Time `gorm:"precision:6"`

	Version     int64      `gorm:"not null"` // one more with each holder
	CutAt       time.Time  `gorm:"precision:6;not null"`
	PreparedAt  *time.Time `gorm:"precision:6"`
	PresentedAt *time.Time `gorm:"precision:6"`
	PresentedBy UserID     `gorm:"not null"`    // 0: the job
	ConfirmBy   *time.Time `gorm:"precision:6"` // from when on silence counts as confirmed
	ClosedAt    *time.Time `gorm:"precision:6"`
	ClosedBy    UserID     `gorm:"not null"`
}

// OrgSums are amounts of an organisation's accounts, in fen.
type OrgSums struct {
	RebateFen       money.Fen `gorm:"not null"`
	PenaltyFen      money.Fen `gorm:"not null"`
	RewardFen       money.Fen `gorm:"not null"`
	CompensationFen money.Fen `gorm:"not null"`
	AdjustmentFen   money.Fen `gorm:"not null"`
}

// Total is what the brand owes the organisation, by all of them.
func (s OrgSums) Total() money.Fen {
	return s.RebateFen + s.PenaltyFen + s.RewardFen + s.CompensationFen + s.AdjustmentFen
}

// Of is the amount of an account; nil where the kind is none that statements are about.
func (s *OrgSums) Of(kind AccountKind) *money.Fen {
	switch kind {
	case OrgRebate:
		return &s.RebateFen
	case OrgPenalty:
		return &s.PenaltyFen
	case OrgReward:
		return &s.RewardFen
	case OrgCompensation:
		return &s.CompensationFen
	case OrgAdjustment:
		return &s.AdjustmentFen
	}
	return nil
}

// SettlementStatement is what a period was for one organisation: what it was owed before,
// lines, and what it is owed after.
type SettlementStatement struct {
	PeriodID   SettlementPeriodID `gorm:"primaryKey;autoIncrement:false;index:idx_settlement_statements_org,priority:2"`
	OrgID      OrgID              `gorm:"primaryKey;autoIncrement:false;index:idx_settlement_statements_org,priority:1"`
	OpeningFen money.Fen          `gorm:"not null"`
	ClosingFen money.Fen          `gorm:"not null"`
	OrgSums    `gorm:"embedded"`  // the closing by account
	LineCount  int                `gorm:"not null"`
	Revision   int                `gorm:"not null"` // one more with each change of its figures
	Version    int64              `gorm:"not null"` // one more with each holder
	ClosedAt   *time.Time         `gorm:"precision:6"`
}

// SettlementLineKind is what a line sums up. Values are persisted.
type SettlementLineKind uint8

const (
	LineRebate               SettlementLineKind = 1 // by programme and product
	LineClawBack             SettlementLineKind = 2 // of rebates: what was taken back, by the same
	LinePenalty              SettlementLineKind = 3 // of a case
	LinePenaltyReversal      SettlementLineKind = 4
	LineCompensation         SettlementLineKind = 5 // for a case
	LineCompensationReversal SettlementLineKind = 6
	LineReward               SettlementLineKind = 7 // a terminal's, all of them
	LinePayment              SettlementLineKind = 8 // what the brand has paid of earlier statements by bank
	LineAdjustment           SettlementLineKind = 9
	LineOther                SettlementLineKind = 10 // by the ledger's kind
	LinePaymentReturned      SettlementLineKind = 11 // payments that the bank has not carried out
	LineCredit               SettlementLineKind = 12 // what earlier statements were paid in credit against orders
)

// SettlementLineState is what was said about a line. Values are persisted.
type SettlementLineState uint8

const (
	LineUnanswered SettlementLineState = 1 // confirmed by silence once its time is over
	LineConfirmed  SettlementLineState = 2
	LineDisputed   SettlementLineState = 3 // waits for the brand
	LineAccepted   SettlementLineState = 4 // the brand has adjusted it
	LineRejected   SettlementLineState = 5 // the brand has said why not
)

// SettlementLine is a line of a statement. Its figures are written once.
type SettlementLine struct {
	PeriodID     SettlementPeriodID  `gorm:"primaryKey;autoIncrement:false;index:idx_settlement_lines_state,priority:1"`
	OrgID        OrgID               `gorm:"primaryKey;autoIncrement:false"`
	N            int                 `gorm:"primaryKey;autoIncrement:false"` // from 1
	Kind         SettlementLineKind  `gorm:"not null"`
	ProgrammeID  ProgrammeID         `gorm:"not null"` // 0 of rebates: the basic rates
	ProductID    ProductID           `gorm:"not null"` // 0: of no product in particular
	CaseID       CaseID              `gorm:"not null"`
	AdjustmentID AdjustmentID        `gorm:"not null"`
	LedgerKind   string              `gorm:"size:40;not null"` // of others
	Units        int64               `gorm:"not null"`
	Fen          money.Fen           `gorm:"not null"`
	Entries      int64               `gorm:"not null"` // amounts that it sums up
	State        SettlementLineState `gorm:"not null;index:idx_settlement_lines_state,priority:2"`
	ConfirmBy    *time.Time          `gorm:"precision:6"`       // of what came after the period was presented; nil: the period's
	Reason       string              `gorm:"size:500;not null"` // why it is disputed
	Answer       string              `gorm:"size:500;not null"` // and what the brand said to it
}

// AdjustmentState is what became of an adjustment. Values are persisted.
type AdjustmentState uint8

const (
	AdjustmentAsked    AdjustmentState = 1
	AdjustmentApproved AdjustmentState = 2
	AdjustmentRefused  AdjustmentState = 3
)

// SettlementAdjustment is an amount that the brand adds to a statement, or takes off it, as
// two of its people want.
type SettlementAdjustment struct {
	ID        AdjustmentID       `gorm:"primaryKey;autoIncrement:false"`
	UserID    UserID             `gorm:"not null;uniqueIndex:idx_settlement_adjustments_retry,priority:1"` // who asked
	Key       string             `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_settlement_adjustments_retry,priority:2"`
	InputHash string             `gorm:"size:64;not null"`
	PeriodID  SettlementPeriodID `gorm:"not null;index:idx_settlement_adjustments_period,priority:1"`
	OrgID     OrgID              `gorm:"not null"`
	Line      int                `gorm:"not null"` // the disputed line that it answers; 0 none
	Fen       money.Fen          `gorm:"not null"`
	Reason    string             `gorm:"size:500;not null"`
	State     AdjustmentState    `gorm:"not null;index:idx_settlement_adjustments_period,priority:2;index"`
	Note      string             `gorm:"size:500;not null"` // of who decided
	DecidedBy UserID             `gorm:"not null"`
	DecidedAt *time.Time         `gorm:"precision:6"`
	TxnID     TxnID              `gorm:"not null"`
	AskedAt   time.Time          `gorm:"precision:6;not null"`
}

// SettlementEvent is a step in the life of a statement: written once, with the step.
type SettlementEvent struct {
	ID       SettlementEventID  `gorm:"primaryKey;autoIncrement:false"`
	PeriodID SettlementPeriodID `gorm:"not null;index:idx_settlement_events_statement,priority:1"`
	OrgID    OrgID              `gorm:"not null;index:idx_settlement_events_statement,priority:2"`
	Line     int                `gorm:"not null"` // 0: all that it was about
	Action   string             `gorm:"size:20;not null"`
	Revision int                `gorm:"not null"` // of the statement after it
	UserID   UserID             `gorm:"not null"` // who, of the brand's; 0: none of them
	PersonID PersonID           `gorm:"not null"` // who, of the organisation's
	Note     string             `gorm:"size:500;not null"`
	At       time.Time          `gorm:"precision:6;not null"`
}

// SettlementMethod is how a statement is paid. Values are persisted.
type SettlementMethod uint8

const (
	PaidByBank   SettlementMethod = 1
	PaidByCredit SettlementMethod = 2 // against orders
)

// SettlementPayment is a closed statement's payment.
type SettlementPayment struct {
	PeriodID SettlementPeriodID `gorm:"primaryKey;autoIncrement:false"`
	OrgID    OrgID              `gorm:"primaryKey;autoIncrement:false;index"`
	Method   SettlementMethod   `gorm:"not null"`
	Fen      money.Fen          `gorm:"not null"`
	OrgSums  `gorm:"embedded"`  // what it took off each account
	TxnID    TxnID              `gorm:"not null"`
	UserID   UserID             `gorm:"not null"`
	PaidAt   time.Time          `gorm:"precision:6;not null"`
}

// SettlementReturn is a payment that the bank has not carried out, and that was reversed: the
// statement may be paid again.
type SettlementReturn struct {
	PeriodID   SettlementPeriodID `gorm:"primaryKey;autoIncrement:false"`
	OrgID      OrgID              `gorm:"primaryKey;autoIncrement:false;index"`
	N          int                `gorm:"primaryKey;autoIncrement:false"` // from 1, of the statement
	Fen        money.Fen          `gorm:"not null"`
	OrgSums    `gorm:"embedded"`  // what it took off each account, and gave back
	TxnID      TxnID              `gorm:"not null"`
	PaidBy     UserID             `gorm:"not null"`
	PaidAt     time.Time          `gorm:"precision:6;not null"`
	ReversalID TxnID              `gorm:"not null"`
	Reason     string             `gorm:"size:200;not null"` // the bank's
	UserID     UserID             `gorm:"not null"`          // who told of it
	ReturnedAt time.Time          `gorm:"precision:6;not null"`
}

// SettlementHold is an organisation's row that is held while it is paid, so that no two
// payments take each other for not there.
type SettlementHold struct {
	OrgID    OrgID `gorm:"primaryKey;autoIncrement:false"`
	Payments int64 `gorm:"not null"`
}

package model

import (
	"time"

	"channelrouter/internal/money"
)

// PayoutState is where a payout stands. Values are persisted.
type PayoutState uint8

const (
	PayoutOwed       PayoutState = 1 // held back from the wallet, not sent yet
	PayoutSending    PayoutState = 2 // handed to the payer, maybe: what became of it is to be asked
	PayoutConfirming PayoutState = 3 // the person has to accept it in WeChat
	PayoutPaid       PayoutState = 4
	PayoutReturned   PayoutState = 5 // back in the wallet
)

// Payout is cash on its way from a person's wallet to his WeChat.
type Payout struct {
	ID        PayoutID    `gorm:"primaryKey;autoIncrement:false;index:idx_payouts_state,priority:2;index:idx_payouts_settled,priority:3;index:idx_payouts_asked,priority:2;index:idx_payouts_stands,priority:3"`
	PersonID  PersonID    `gorm:"not null;uniqueIndex:idx_payouts_retry,priority:1;index:idx_payouts_day,priority:1"`
	Key       string      `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_payouts_retry,priority:2"`
	InputHash string      `gorm:"size:64;not null"`
	Wallet    AccountKind `gorm:"not null"`
	Merchant  string      `gorm:"size:16;not null;index:idx_payouts_settled,priority:1;index:idx_payouts_turn,priority:1"` // which of the brand's merchants pays
	BillNo    string      `gorm:"size:32;not null;uniqueIndex"`
	AppID     string      `gorm:"size:32;not null"`
	OpenID    string      `gorm:"size:64;not null"`
	Fen       money.Fen   `gorm:"not null"`           // off the wallet
	TaxFen    money.Fen   `gorm:"not null;default:0"` // of it withheld for the tax office
	Name      []byte      `gorm:"size:512"`           // sealed, where the payer compares it
	State     PayoutState `gorm:"not null;index:idx_payouts_turn,priority:2;index:idx_payouts_state,priority:1;index:idx_payouts_stands,priority:1"`
	NextAt    time.Time   `gorm:"precision:6;not null;index:idx_payouts_turn,priority:3"`
	Attempts  int         `gorm:"not null"`
	SentAt    *time.Time  `gorm:"precision:6"`       // when it was first handed over, maybe; nil before
	Reference string      `gorm:"size:64;not null"`  // the payer's number
	Package   string      `gorm:"size:512;not null"` // what the app hands to WeChat to confirm
	FailCode  string      `gorm:"size:64;not null"`
	HoldTxn   TxnID       `gorm:"not null"`
	FinalTxn  TxnID       `gorm:"not null"`
	BizDate   int32       `gorm:"not null;index:idx_payouts_day,priority:2;index:idx_payouts_asked,priority:1;index:idx_payouts_stands,priority:2"`
	SettledOn int32       `gorm:"not null;default:0;index:idx_payouts_settled,priority:2"` // the business day of its final state
	CreatedAt time.Time   `gorm:"precision:6;not null"`
	UpdatedAt time.Time   `gorm:"precision:6;not null"`
}

// Net is what the payer is asked to pay.
func (p Payout) Net() money.Fen { return p.Fen - p.TaxFen }

// ReconciliationState is how far a merchant's day is compared. Values are persisted.
type ReconciliationState uint8

const (
	ReconciliationBegun    ReconciliationState = 1 // the statement is to be read, again if it was cut off
	ReconciliationRead     ReconciliationState = 2 // its lines are here, to be compared
	ReconciliationFinished ReconciliationState = 3
)

// Reconciliation is the comparison of payouts with a merchant's statement of a day.
type Reconciliation struct {
	ID          ReconciliationID    `gorm:"primaryKey;autoIncrement:false"`
	Merchant    string              `gorm:"size:16;not null;uniqueIndex:idx_reconciliations_day,priority:1"`
	Day         int32               `gorm:"not null;uniqueIndex:idx_reconciliations_day,priority:2"`
	State       ReconciliationState `gorm:"not null"`
	Lines       int64               `gorm:"not null"` // of transfers
	OutFen      money.Fen           `gorm:"not null"`
	InFen       money.Fen           `gorm:"not null"`
	OtherLines  int64               `gorm:"not null"`             // of other business
	Bills       int64               `gorm:"not null"`             // that were compared
	Differences int64               `gorm:"not null"`             // that were found
	Fault       string              `gorm:"size:200;not null"`    // why it did not get further
	HeldUntil   time.Time           `gorm:"precision:6;not null"` // by whoever is at it
	BegunAt     time.Time           `gorm:"precision:6;not null"`
	UpdatedAt   time.Time           `gorm:"precision:6;not null"`
	FinishedAt  *time.Time          `gorm:"precision:6"`
}

// StatementLine is a movement of a merchant's account that a transfer made.
type StatementLine struct {
	Merchant string    `gorm:"primaryKey;size:16;index:idx_statement_lines_day,priority:1;index:idx_statement_lines_bill,priority:1"`
	FlowNo   string    `gorm:"primaryKey;size:64"` // the payer's number of the movement
	Day      int32     `gorm:"not null;index:idx_statement_lines_day,priority:2"`
	BillNo   string    `gorm:"size:64;not null;index:idx_statement_lines_day,priority:3;index:idx_statement_lines_bill,priority:2"`
	OutFen   money.Fen `gorm:"not null"`
	InFen    money.Fen `gorm:"not null"`
}

// DifferenceKind is what a statement and the payouts disagree in.
type DifferenceKind string

const (
	DifferenceNotOurs   DifferenceKind = "not_ours"      // money left for a bill that is no payout
	DifferenceNotPaid   DifferenceKind = "not_in_bill"   // a payout is paid, and no money left
	DifferenceAmount    DifferenceKind = "amount"        // another amount left
	DifferenceKept      DifferenceKind = "returned_paid" // a payout is returned, and its money did not come back
	DifferenceCameBack  DifferenceKind = "paid_returned" // a payout is paid, and its money came back
	DifferenceUndecided DifferenceKind = "undecided"     // money left long ago for a payout that is not settled
)

// PayoutDifference is one disagreement, for people to settle.
type PayoutDifference struct {
	ID               DifferenceID     `gorm:"primaryKey;autoIncrement:false;index:idx_payout_differences_run,priority:2"`
	ReconciliationID ReconciliationID `gorm:"not null;index:idx_payout_differences_run,priority:1"`
	Merchant         string           `gorm:"size:16;not null;uniqueIndex:idx_payout_differences_once,priority:1"`
	BillNo           string           `gorm:"size:64;not null;uniqueIndex:idx_payout_differences_once,priority:2"`
	Kind             DifferenceKind   `gorm:"size:16;not null;uniqueIndex:idx_payout_differences_once,priority:3"`
	Day              int32            `gorm:"not null"`
	OursFen          money.Fen        `gorm:"not null"` // what should have left for good
	TheirsFen        money.Fen        `gorm:"not null"` // what has
	FoundAt          time.Time        `gorm:"precision:6;not null"`
	SettledAt        *time.Time       `gorm:"precision:6"`
	SettledBy        UserID           `gorm:"not null"` // 0: a later statement
	Note             string           `gorm:"size:200;not null"`
}

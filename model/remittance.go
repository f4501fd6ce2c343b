package model

import (
	"time"

	"channelrouter/internal/money"
)

// BankAccountState is where an organisation's bank account stands. Values are persisted.
type BankAccountState uint8

const (
	BankAccountAsked    BankAccountState = 1
	BankAccountApproved BankAccountState = 2 // the one that is paid to; there is no other
	BankAccountRefused  BankAccountState = 3
	BankAccountEnded    BankAccountState = 4 // another took its place, or it was withdrawn
)

// BankAccount is an account that an organisation is paid to, as somebody wants and somebody else
// approves. What it says is written once.
type BankAccount struct {
	ID        BankAccountID    `gorm:"primaryKey;autoIncrement:false"`
	UserID    UserID           `gorm:"not null;uniqueIndex:idx_bank_accounts_retry,priority:1"` // who asked
	Key       string           `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_bank_accounts_retry,priority:2"`
	InputHash string           `gorm:"size:64;not null"` // under a key: numbers are few
	OrgID     OrgID            `gorm:"not null;index"`
	Name      string           `gorm:"size:120;not null"` // whose account it is
	Sealed    []byte           `gorm:"size:120;not null"` // its number, and nobody's else: bound to all the rest
	Tail      string           `gorm:"size:4;not null"`   // the last four digits, which are shown
	Bank      string           `gorm:"size:120;not null"`
	CNAPS     string           `gorm:"column:cnaps;size:12;not null"` // the bank's number in China's payment system; "" unknown
	State     BankAccountState `gorm:"not null;index"`
	Note      string           `gorm:"size:500;not null"` // of who decided
	DecidedBy UserID           `gorm:"not null"`
	DecidedAt *time.Time       `gorm:"precision:6"`
	EndNote   string           `gorm:"size:500;not null"` // why it was withdrawn
	EndedBy   UserID           `gorm:"not null"`
	EndedAt   *time.Time       `gorm:"precision:6"`
	AskedAt   time.Time        `gorm:"precision:6;not null"`
}

// BankPayee is an organisation's row that is held while its account changes, and the account.
type BankPayee struct {
	OrgID     OrgID         `gorm:"primaryKey;autoIncrement:false"`
	AccountID BankAccountID `gorm:"not null"` // 0: none
	Changes   int64         `gorm:"not null"`
}

// BankRunState is where a bank run stands. Values are persisted.
type BankRunState uint8

const (
	BankRunListing  BankRunState = 1 // its lines are being written
	BankRunProposed BankRunState = 2 // waits for somebody else's approval
	BankRunRefused  BankRunState = 3
	BankRunApproved BankRunState = 4 // its lines are being posted
	BankRunSent     BankRunState = 5 // its file is there, and the bank's results are not all
	BankRunFinished BankRunState = 6 // every line has its result
)

// BankRun pays a closed period's statements by a file for the bank.
type BankRun struct {
	ID       BankRunID          `gorm:"primaryKey;autoIncrement:false"`
	UserID   UserID             `gorm:"not null;uniqueIndex:idx_bank_runs_retry,priority:1"` // who proposed it
	Key      string             `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_bank_runs_retry,priority:2"`
	PeriodID SettlementPeriodID `gorm:"not null;index"`
	State    BankRunState       `gorm:"not null;index"`
	// What was listed, and how far it is.
	ListedTo OrgID     `gorm:"not null"`
	LineRows int       `gorm:"not null"`
	Fen      money.Fen `gorm:"not null"` // of all lines
	LeftOut  int       `gorm:"not null"` // statements that are not in it
	// What was posted, and how far it is.
	PostedTo int       `gorm:"not null"` // the line
	Paid     int       `gorm:"not null"` // lines, which the file has
	PaidFen  money.Fen `gorm:"not null"`
	Dropped  int       `gorm:"not null"` // lines that could not be paid any more
	// What the bank has said.
	Succeeded int       `gorm:"not null"`
	Failed    int       `gorm:"not null"`
	FailedFen money.Fen `gorm:"not null"`

	Version    int64      `gorm:"not null"` // one more with each holder
	ProposedAt time.Time  `gorm:"precision:6;not null"`
	ListedAt   *time.Time `gorm:"precision:6"`
	Note       string     `gorm:"size:500;not null"` // of who decided
	DecidedBy  UserID     `gorm:"not null"`
	DecidedAt  *time.Time `gorm:"precision:6"`
	PostedAt   *time.Time `gorm:"precision:6"`
	FinishedAt *time.Time `gorm:"precision:6"`
}

// BankLineState is where a line of a bank run stands. Values are persisted.
type BankLineState uint8

const (
	BankLineListed    BankLineState = 1
	BankLinePaid      BankLineState = 2 // posted, and in the file
	BankLineDropped   BankLineState = 3 // not owed like this any more when it was posted
	BankLineSucceeded BankLineState = 4
	BankLineFailed    BankLineState = 5 // the bank has not carried it out: it is reversed
)

// BankLine is a statement that a bank run pays.
type BankLine struct {
	RunID     BankRunID     `gorm:"primaryKey;autoIncrement:false;index:idx_bank_lines_state,priority:1"`
	N         int           `gorm:"primaryKey;autoIncrement:false"` // from 1
	OrgID     OrgID         `gorm:"not null"`
	AccountID BankAccountID `gorm:"not null"`
	Fen       money.Fen     `gorm:"not null"`
	State     BankLineState `gorm:"not null;index:idx_bank_lines_state,priority:2"`
	Reason    string        `gorm:"size:200;not null"` // why it was dropped, or has failed
	TxnID     TxnID         `gorm:"not null"`
	ResultBy  UserID        `gorm:"not null"` // who told of the bank's result
	ResultAt  *time.Time    `gorm:"precision:6"`
}

// BankOmission is a statement that is owed to and that a bank run leaves out, because there is
// no account to pay it to.
type BankOmission struct {
	RunID BankRunID `gorm:"primaryKey;autoIncrement:false"`
	OrgID OrgID     `gorm:"primaryKey;autoIncrement:false"`
	Fen   money.Fen `gorm:"not null"`
}

// CreditUse is credit that an organisation has used for an order.
type CreditUse struct {
	ID          CreditUseID `gorm:"primaryKey;autoIncrement:false"`
	UserID      UserID      `gorm:"not null;uniqueIndex:idx_credit_uses_retry,priority:1"`
	Key         string      `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_credit_uses_retry,priority:2"`
	InputHash   string      `gorm:"size:64;not null"`
	OrgID       OrgID       `gorm:"not null;index"`
	OrderRef    string      `gorm:"size:64;not null"` // the brand's number of the order
	Fen         money.Fen   `gorm:"not null"`
	TxnID       TxnID       `gorm:"not null"`
	UsedAt      time.Time   `gorm:"precision:6;not null"`
	ReversalID  TxnID       `gorm:"not null"` // 0: it is used
	Reason      string      `gorm:"size:500;not null"`
	GivenBackBy UserID      `gorm:"not null"`
	GivenBackAt *time.Time  `gorm:"precision:6"`
}

// CreditHold is an organisation's row that is held while its credit is used, so that no two
// orders use the same.
type CreditHold struct {
	OrgID OrgID `gorm:"primaryKey;autoIncrement:false"`
	Uses  int64 `gorm:"not null"`
}

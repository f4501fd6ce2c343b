// Package v0039 freezes how statements are paid: bank accounts, bank runs, what came back, credit.
package v0039

import "time"

type OrgSums struct {
	RebateFen       int64 `gorm:"not null"`
	PenaltyFen      int64 `gorm:"not null"`
	RewardFen       int64 `gorm:"not null"`
	CompensationFen int64 `gorm:"not null"`
	AdjustmentFen   int64 `gorm:"not null"`
}

type BankAccount struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false"`
	UserID    int64      `gorm:"not null;uniqueIndex:idx_bank_accounts_retry,priority:1"`
	Key       string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_bank_accounts_retry,priority:2"`
	InputHash string     `gorm:"size:64;not null"`
	OrgID     int64      `gorm:"not null;index"`
	Name      string     `gorm:"size:120;not null"`
	Sealed    []byte     `gorm:"size:120;not null"`
	Tail      string     `gorm:"size:4;not null"`
	Bank      string     `gorm:"size:120;not null"`
	CNAPS     string     `gorm:"column:cnaps;size:12;not null"`
	State     uint8      `gorm:"not null;index"`
	Note      string     `gorm:"size:500;not null"`
	DecidedBy int64      `gorm:"not null"`
	DecidedAt *time.Time `gorm:"precision:6"`
	EndNote   string     `gorm:"size:500;not null"`
	EndedBy   int64      `gorm:"not null"`
	EndedAt   *time.Time `gorm:"precision:6"`
	AskedAt   time.Time  `gorm:"precision:6;not null"`
}

type BankPayee struct {
	OrgID     int64 `gorm:"primaryKey;autoIncrement:false"`
	AccountID int64 `gorm:"not null"`
	Changes   int64 `gorm:"not null"`
}

type BankRun struct {
	ID         int64      `gorm:"primaryKey;autoIncrement:false"`
	UserID     int64      `gorm:"not null;uniqueIndex:idx_bank_runs_retry,priority:1"`
	Key        string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_bank_runs_retry,priority:2"`
	PeriodID   int64      `gorm:"not null;index"`
	State      uint8      `gorm:"not null;index"`
	ListedTo   int64      `gorm:"not null"`
	LineRows   int        `gorm:"not null"`
	Fen        int64      `gorm:"not null"`
	LeftOut    int        `gorm:"not null"`
	PostedTo   int        `gorm:"not null"`
	Paid       int        `gorm:"not null"`
	PaidFen    int64      `gorm:"not null"`
	Dropped    int        `gorm:"not null"`
	Succeeded  int        `gorm:"not null"`
	Failed     int        `gorm:"not null"`
	FailedFen  int64      `gorm:"not null"`
	Version    int64      `gorm:"not null"`
	ProposedAt time.Time  `gorm:"precision:6;not null"`
	ListedAt   *time.Time `gorm:"precision:6"`
	Note       string     `gorm:"size:500;not null"`
	DecidedBy  int64      `gorm:"not null"`
	DecidedAt  *time.Time `gorm:"precision:6"`
	PostedAt   *time.Time `gorm:"precision:6"`
	FinishedAt *time.Time `gorm:"precision:6"`
}

type BankLine struct {
	RunID     int64      `gorm:"primaryKey;autoIncrement:false;index:idx_bank_lines_state,priority:1"`
	N         int        `gorm:"primaryKey;autoIncrement:false"`
	OrgID     int64      `gorm:"not null"`
	AccountID int64      `gorm:"not null"`
	Fen       int64      `gorm:"not null"`
	State     uint8      `gorm:"not null;index:idx_bank_lines_state,priority:2"`
	Reason    string     `gorm:"size:200;not null"`
	TxnID     int64      `gorm:"not null"`
	ResultBy  int64      `gorm:"not null"`
	ResultAt  *time.Time `gorm:"precision:6"`
}

type BankOmission struct {
	RunID int64 `gorm:"primaryKey;autoIncrement:false"`
	OrgID int64 `gorm:"primaryKey;autoIncrement:false"`
	Fen   int64 `gorm:"not null"`
}

type CreditUse struct {
	ID          int64      `gorm:"primaryKey;autoIncrement:false"`
	UserID      int64      `gorm:"not null;uniqueIndex:idx_credit_uses_retry,priority:1"`
	Key         string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_credit_uses_retry,priority:2"`
	InputHash   string     `gorm:"size:64;not null"`
	OrgID       int64      `gorm:"not null;index"`
	OrderRef    string     `gorm:"size:64;not null"`
	Fen         int64      `gorm:"not null"`
	TxnID       int64      `gorm:"not null"`
	UsedAt      time.Time  `gorm:"precision:6;not null"`
	ReversalID  int64      `gorm:"not null"`
	Reason      string     `gorm:"size:500;not null"`
	GivenBackBy int64      `gorm:"not null"`
	GivenBackAt *time.Time `gorm:"precision:6"`
}

type CreditHold struct {
	OrgID int64 `gorm:"primaryKey;autoIncrement:false"`
	Uses  int64 `gorm:"not null"`
}

type SettlementReturn struct {
	PeriodID   int64 `gorm:"primaryKey;autoIncrement:false"`
	OrgID      int64 `gorm:"primaryKey;autoIncrement:false;index"`
	N          int   `gorm:"primaryKey;autoIncrement:false"`
	Fen        int64 `gorm:"not null"`
	OrgSums    `gorm:"embedded"`
	TxnID      int64     `gorm:"not null"`
	PaidBy     int64     `gorm:"not null"`
	PaidAt     time.Time `gorm:"precision:6;not null"`
	ReversalID int64     `gorm:"not null"`
	Reason     string    `gorm:"size:200;not null"`
	UserID     int64     `gorm:"not null"`
	ReturnedAt time.Time `gorm:"precision:6;not null"`
}

// Tables are what the step creates.
func Tables() []any {
	return []any{
		&SettlementReturn{}, &BankAccount{}, &BankPayee{}, &BankRun{}, &BankLine{}, &BankOmission{}, &CreditUse{}, &CreditHold{},
	}
}

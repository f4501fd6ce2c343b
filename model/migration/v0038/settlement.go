// Package v0038 freezes settlement: periods, statements and their lines, adjustments, payments.
package v0038

import "time"

type SettlementPeriod struct {
	ID           int64      `gorm:"primaryKey;autoIncrement:false"`
	UserID       int64      `gorm:"not null;uniqueIndex:idx_settlement_periods_retry,priority:1"`
	Key          string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_settlement_periods_retry,priority:2"`
	State        uint8      `gorm:"not null"`
	Month        int32      `gorm:"not null"`
	AfterSeal    int64      `gorm:"not null"`
	LastSeal     int64      `gorm:"not null"`
	FromAt       *time.Time `gorm:"precision:6"`
	ToAt         time.Time  `gorm:"precision:6;not null"`
	FirstTxn     int64      `gorm:"not null"`
	LastTxn      int64      `gorm:"not null"`
	Transactions int64      `gorm:"not null"`
	Orgs         int64      `gorm:"not null"`
	Built        int64      `gorm:"not null"`
	BuiltTo      int64      `gorm:"not null"`
	ToldTo       int64      `gorm:"not null"`
	Fault        string     `gorm:"size:300;not null"`
	FaultAt      *time.Time `gorm:"precision:6"`
	Version      int64      `gorm:"not null"`
	CutAt        time.Time  `gorm:"precision:6;not null"`
	PreparedAt   *time.Time `gorm:"precision:6"`
	PresentedAt  *time.Time `gorm:"precision:6"`
	PresentedBy  int64      `gorm:"not null"`
	ConfirmBy    *time.Time `gorm:"precision:6"`
	ClosedAt     *time.Time `gorm:"precision:6"`
	ClosedBy     int64      `gorm:"not null"`
}

type OrgSums struct {
	RebateFen       int64 `gorm:"not null"`
	PenaltyFen      int64 `gorm:"not null"`
	RewardFen       int64 `gorm:"not null"`
	CompensationFen int64 `gorm:"not null"`
	AdjustmentFen   int64 `gorm:"not null"`
}

type SettlementStatement struct {
	PeriodID   int64 `gorm:"primaryKey;autoIncrement:false;index:idx_settlement_statements_org,priority:2"`
	OrgID      int64 `gorm:"primaryKey;autoIncrement:false;index:idx_settlement_statements_org,priority:1"`
	OpeningFen int64 `gorm:"not null"`
	ClosingFen int64 `gorm:"not null"`
	OrgSums    `gorm:"embedded"`
	LineCount  int        `gorm:"not null"`
	Revision   int        `gorm:"not null"`
	Version    int64      `gorm:"not null"`
	ClosedAt   *time.Time `gorm:"precision:6"`
}

type SettlementLine struct {
	PeriodID     int64      `gorm:"primaryKey;autoIncrement:false;index:idx_settlement_lines_state,priority:1"`
	OrgID        int64      `gorm:"primaryKey;autoIncrement:false"`
	N            int        `gorm:"primaryKey;autoIncrement:false"`
	Kind         uint8      `gorm:"not null"`
	ProgrammeID  int64      `gorm:"not null"`
	ProductID    int64      `gorm:"not null"`
	CaseID       int64      `gorm:"not null"`
	AdjustmentID int64      `gorm:"not null"`
	LedgerKind   string     `gorm:"size:40;not null"`
	Units        int64      `gorm:"not null"`
	Fen          int64      `gorm:"not null"`
	Entries      int64      `gorm:"not null"`
	State        uint8      `gorm:"not null;index:idx_settlement_lines_state,priority:2"`
	ConfirmBy    *time.Time `gorm:"precision:6"`
	Reason       string     `gorm:"size:500;not null"`
	Answer       string     `gorm:"size:500;not null"`
}

type SettlementAdjustment struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false"`
	UserID    int64      `gorm:"not null;uniqueIndex:idx_settlement_adjustments_retry,priority:1"`
	Key       string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_settlement_adjustments_retry,priority:2"`
	InputHash string     `gorm:"size:64;not null"`
	PeriodID  int64      `gorm:"not null;index:idx_settlement_adjustments_period,priority:1"`
	OrgID     int64      `gorm:"not null"`
	Line      int        `gorm:"not null"`
	Fen       int64      `gorm:"not null"`
	Reason    string     `gorm:"size:500;not null"`
	State     uint8      `gorm:"not null;index:idx_settlement_adjustments_period,priority:2;index"`
	Note      string     `gorm:"size:500;not null"`
	DecidedBy int64      `gorm:"not null"`
	DecidedAt *time.Time `gorm:"precision:6"`
	TxnID     int64      `gorm:"not null"`
	AskedAt   time.Time  `gorm:"precision:6;not null"`
}

type SettlementEvent struct {
	ID       int64     `gorm:"primaryKey;autoIncrement:false"`
	PeriodID int64     `gorm:"not null;index:idx_settlement_events_statement,priority:1"`
	OrgID    int64     `gorm:"not null;index:idx_settlement_events_statement,priority:2"`
	Line     int       `gorm:"not null"`
	Action   string    `gorm:"size:20;not null"`
	Revision int       `gorm:"not null"`
	UserID   int64     `gorm:"not null"`
	PersonID int64     `gorm:"not null"`
	Note     string    `gorm:"size:500;not null"`
	At       time.Time `gorm:"precision:6;not null"`
}

type SettlementPayment struct {
	PeriodID int64 `gorm:"primaryKey;autoIncrement:false"`
	OrgID    int64 `gorm:"primaryKey;autoIncrement:false;index"`
	Method   uint8 `gorm:"not null"`
	Fen      int64 `gorm:"not null"`
	OrgSums  `gorm:"embedded"`
	TxnID    int64     `gorm:"not null"`
	UserID   int64     `gorm:"not null"`
	PaidAt   time.Time `gorm:"precision:6;not null"`
}

type SettlementHold struct {
	OrgID    int64 `gorm:"primaryKey;autoIncrement:false"`
	Payments int64 `gorm:"not null"`
}

// Tables lists what the step creates.
func Tables() []any {
	return []any{
		&SettlementPeriod{}, &SettlementStatement{}, &SettlementLine{}, &SettlementAdjustment{}, &SettlementEvent{}, &SettlementPayment{},
		&SettlementHold{},
	}
}

// Package v0010 freezes what payouts gained with taxes, names and reconciliations.
package v0010

import "time"

// Payout is the table as far as the step changes it: what is new, and what the new
// indexes stand on.
type Payout struct {
	ID        int64  `gorm:"primaryKey;autoIncrement:false;index:idx_payouts_state,priority:2;index:idx_payouts_settled,priority:3"`
	Merchant  string `gorm:"size:16;not null;index:idx_payouts_settled,priority:1"`
	State     uint8  `gorm:"not null;index:idx_payouts_state,priority:1"`
	TaxFen    int64  `gorm:"not null;default:0"`
	Name      []byte `gorm:"size:512"`
	SettledOn int32  `gorm:"not null;default:0;index:idx_payouts_settled,priority:2"`
}

type Reconciliation struct {
	ID          int64      `gorm:"primaryKey;autoIncrement:false"`
	Merchant    string     `gorm:"size:16;not null;uniqueIndex:idx_reconciliations_day,priority:1"`
	Day         int32      `gorm:"not null;uniqueIndex:idx_reconciliations_day,priority:2"`
	State       uint8      `gorm:"not null"`
	Lines       int64      `gorm:"not null"`
	OutFen      int64      `gorm:"not null"`
	InFen       int64      `gorm:"not null"`
	OtherLines  int64      `gorm:"not null"`
	Bills       int64      `gorm:"not null"`
	Differences int64      `gorm:"not null"`
	Fault       string     `gorm:"size:200;not null"`
	BegunAt     time.Time  `gorm:"precision:6;not null"`
	UpdatedAt   time.Time  `gorm:"precision:6;not null"`
	FinishedAt  *time.Time `gorm:"precision:6"`
}

type StatementLine struct {
	Merchant string `gorm:"primaryKey;size:16;index:idx_statement_lines_day,priority:1;index:idx_statement_lines_bill,priority:1"`
	FlowNo   string `gorm:"primaryKey;size:64"`
	Day      int32  `gorm:"not null;index:idx_statement_lines_day,priority:2"`
	BillNo   string `gorm:"size:64;not null;index:idx_statement_lines_day,priority:3;index:idx_statement_lines_bill,priority:2"`
	OutFen   int64  `gorm:"not null"`
	InFen    int64  `gorm:"not null"`
}

type PayoutDifference struct {
	ID               int64      `gorm:"primaryKey;autoIncrement:false;index:idx_payout_differences_run,priority:2"`
	ReconciliationID int64      `gorm:"not null;index:idx_payout_differences_run,priority:1"`
	Merchant         string     `gorm:"size:16;not null;uniqueIndex:idx_payout_differences_once,priority:1"`
	BillNo           string     `gorm:"size:64;not null;uniqueIndex:idx_payout_differences_once,priority:2"`
	Kind             string     `gorm:"size:16;not null;uniqueIndex:idx_payout_differences_once,priority:3"`
	Day              int32      `gorm:"not null"`
	OursFen          int64      `gorm:"not null"`
	TheirsFen        int64      `gorm:"not null"`
	FoundAt          time.Time  `gorm:"precision:6;not null"`
	SettledAt        *time.Time `gorm:"precision:6"`
	SettledBy        int64      `gorm:"not null"`
	Note             string     `gorm:"size:200;not null"`
}

// Tables lists what the migration creates.
func Tables() []any { return []any{&Reconciliation{}, &StatementLine{}, &PayoutDifference{}} }

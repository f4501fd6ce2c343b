package v0001

import "time"

type Account struct {
	Kind  uint8 `gorm:"column:account_kind;not null"`
	Owner int64 `gorm:"not null"`
	Asset uint8 `gorm:"not null"`
}

type LedgerTransaction struct {
	ID         int64     `gorm:"primaryKey;autoIncrement:false"`
	Key        string    `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash  string    `gorm:"size:64;not null"`
	Kind       string    `gorm:"size:32;not null"`
	OccurredAt time.Time `gorm:"precision:6;not null"`
	RecordedAt time.Time `gorm:"precision:6;not null"`
	BizDate    int32     `gorm:"not null;index"`
	Reverses   int64     `gorm:"not null;index"`
	SealID     int64     `gorm:"not null;index"`
}

type LedgerEntry struct {
	TxnID       int64 `gorm:"primaryKey;autoIncrement:false"`
	N           int   `gorm:"primaryKey;autoIncrement:false"`
	AccountKind uint8 `gorm:"not null;index:idx_ledger_entries_account,priority:1"`
	Owner       int64 `gorm:"not null;index:idx_ledger_entries_account,priority:2"`
	Asset       uint8 `gorm:"not null;index:idx_ledger_entries_account,priority:3"`
	Amount      int64 `gorm:"not null"`
}

type LedgerBalance struct {
	AccountKind uint8 `gorm:"primaryKey;autoIncrement:false"`
	Owner       int64 `gorm:"primaryKey;autoIncrement:false"`
	Asset       uint8 `gorm:"primaryKey;autoIncrement:false"`
	Amount      int64 `gorm:"not null"`
}

type LedgerSeal struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Count     int       `gorm:"not null"`
	Hash      string    `gorm:"size:64;not null"`
	Signature string    `gorm:"size:128;not null"`
	At        time.Time `gorm:"precision:6;not null"`
}

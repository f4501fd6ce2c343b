package model

import "time"

// Asset is what an amount counts. Values are persisted.
type Asset uint8

const (
	CNY    Asset = 1 // fen
	Points Asset = 2
)

// AccountKind with an owner and an asset names an account. Values are persisted.
type AccountKind uint8

const (
	// Accounts of the brand; owner 0.
	BrandReward  AccountKind = 1 // what rewards cost
	BrandRebate  AccountKind = 2 // what rebates cost
	BrandPenalty AccountKind = 3 // what penalties bring
	BrandPaidOut AccountKind = 4 // cash that has left to persons
	BrandTax     AccountKind = 5 // tax withheld and owed to the tax office
	// BrandAdjustment is what adjustments of statements cost, and BrandSettled money that has
	// left to organisations.
	BrandAdjustment AccountKind = 6
	BrandSettled    AccountKind = 7
	BrandOrders     AccountKind = 8 // what organisations have paid of orders with credit

	// Role accounts of a person: what is won in an app stays in its role.
	WalletConsumer    AccountKind = 20
	WalletGuide       AccountKind = 21
	WalletSalesperson AccountKind = 22
	// InFlight is a person's cash between his wallet and his WeChat.
	InFlight AccountKind = 23

	// Accounts of an organisation.
	OrgRebate  AccountKind = 40 // rebates owed to it
	OrgPenalty AccountKind = 41 // penalties owed by it
	OrgReward  AccountKind = 42 // a terminal's rewards
	// OrgCompensation is what it gets of penalties for goods that were sold in its part of the
	// channel.
	OrgCompensation AccountKind = 43
	OrgAdjustment   AccountKind = 44 // adjustments of its statements
	// OrgCredit is what it was paid in credit against orders, and has not used. Statements are
	// not about it.
	OrgCredit AccountKind = 45
)

// Settled are an organisation's accounts that statements are about: what the brand owes it is
// their sum.
func Settled() []AccountKind {
	return []AccountKind{OrgRebate, OrgPenalty, OrgReward, OrgCompensation, OrgAdjustment}
}

// Wallets are a person's role accounts.
func Wallets() []AccountKind { return []AccountKind{WalletConsumer, WalletGuide, WalletSalesperson} }

// OfPerson tells whether the account's balance is kept at once, in the posting
// transaction; the others are netted by the sealer.
func (k AccountKind) OfPerson() bool { return k >= 20 && k < 40 }

// Account names one account.
type Account struct {
	Kind  AccountKind `gorm:"column:account_kind;not null"`
	Owner int64       `gorm:"not null"`
	Asset Asset       `gorm:"not null"`
}

// LedgerTransaction is a balanced set of entries, written once.
type LedgerTransaction struct {
	ID         TxnID     `gorm:"primaryKey;autoIncrement:false"`
	Key        string    `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash  string    `gorm:"size:64;not null"`
	Kind       string    `gorm:"size:32;not null"`
	OccurredAt time.Time `gorm:"precision:6;not null"`
	RecordedAt time.Time `gorm:"precision:6;not null"`
	BizDate    int32     `gorm:"not null;index"`
	Reverses   TxnID     `gorm:"not null;index"`
	SealID     int64     `gorm:"not null;index"` // 0 until the sealer has hashed it
}

// LedgerEntry is one side of a transaction.
type LedgerEntry struct {
	TxnID       TxnID       `gorm:"primaryKey;autoIncrement:false;index:idx_ledger_entries_history,priority:4"`
	N           int         `gorm:"primaryKey;autoIncrement:false"`
	AccountKind AccountKind `gorm:"not null;index:idx_ledger_entries_history,priority:1"`
	Owner       int64       `gorm:"not null;index:idx_ledger_entries_history,priority:2"`
	Asset       Asset       `gorm:"not null;index:idx_ledger_entries_history,priority:3"`
	Amount      int64       `gorm:"not null"`
}

// LedgerBalance is an account's sum so far: complete for persons, up to the last
// seal for the brand and organisations.
type LedgerBalance struct {
	AccountKind AccountKind `gorm:"primaryKey;autoIncrement:false"`
	Owner       int64       `gorm:"primaryKey;autoIncrement:false"`
	Asset       Asset       `gorm:"primaryKey;autoIncrement:false"`
	Amount      int64       `gorm:"not null"`
}

// LedgerSeal chains a run of transactions: Hash covers the previous seal's hash and
// every transaction of this one in id order; Signature signs Hash.
type LedgerSeal struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Count     int       `gorm:"not null"`
	Hash      string    `gorm:"size:64;not null"`
	Signature string    `gorm:"size:128;not null"`
	At        time.Time `gorm:"precision:6;not null"`
}

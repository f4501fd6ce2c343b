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
	ID        PayoutID    `gorm:"primaryKey;autoIncrement:false"`
	PersonID  PersonID    `gorm:"not null;uniqueIndex:idx_payouts_retry,priority:1;index:idx_payouts_day,priority:1"`
	Key       string      `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_payouts_retry,priority:2"`
	InputHash string      `gorm:"size:64;not null"`
	Wallet    AccountKind `gorm:"not null"`
	Merchant  string      `gorm:"size:16;not null"` // which of the brand's merchants pays
	BillNo    string      `gorm:"size:32;not null;uniqueIndex"`
	AppID     string      `gorm:"size:32;not null"`
	OpenID    string      `gorm:"size:64;not null"`
	Fen       money.Fen   `gorm:"not null"`
	State     PayoutState `gorm:"not null;index:idx_payouts_due,priority:1"`
	NextAt    time.Time   `gorm:"precision:6;not null;index:idx_payouts_due,priority:2"`
	Attempts  int         `gorm:"not null"`
	Reference string      `gorm:"size:64;not null"`  // the payer's number
	Package   string      `gorm:"size:512;not null"` // what the app hands to WeChat to confirm
	FailCode  string      `gorm:"size:64;not null"`
	HoldTxn   TxnID       `gorm:"not null"`
	FinalTxn  TxnID       `gorm:"not null"`
	BizDate   int32       `gorm:"not null;index:idx_payouts_day,priority:2"`
	CreatedAt time.Time   `gorm:"precision:6;not null"`
	UpdatedAt time.Time   `gorm:"precision:6;not null"`
}

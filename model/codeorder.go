package model

import "time"

// CodeOrderState is where an order of codes stands. Values are persisted.
type CodeOrderState uint8

const (
	CodeOrderAsked    CodeOrderState = 1 // it waits for somebody's yes or no
	CodeOrderRefused  CodeOrderState = 2
	CodeOrderIssued   CodeOrderState = 3 // approved: its batch exists
	CodeOrderExported CodeOrderState = 4 // an export of it was fetched whole
)

// CodeOrder is a wish for codes: for which product, packed how, and where they are printed.
// The batch exists once somebody approved it.
type CodeOrder struct {
	ID        CodeOrderID    `gorm:"primaryKey;autoIncrement:false"`
	UserID    UserID         `gorm:"not null;uniqueIndex:idx_code_orders_retry,priority:1"` // who asks
	Key       string         `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_code_orders_retry,priority:2"`
	InputHash string         `gorm:"size:64;not null"`
	Ref       string         `gorm:"size:64;not null"` // the batch's number
	ProductID ProductID      `gorm:"not null"`
	Profile   string         `gorm:"size:60;not null"`
	Levels    []byte         `gorm:"type:blob;not null"` // of the profile, as JSON
	Linking   Linking        `gorm:"not null"`
	Count     int64          `gorm:"column:containers;not null"` // of the topmost level
	Plant     string         `gorm:"size:60;not null"`
	Line      string         `gorm:"size:60;not null"`
	Note      string         `gorm:"size:200;not null"`
	WantedOn  int32          `gorm:"not null"` // day in Shanghai, as 20260302; 0 for any
	State     CodeOrderState `gorm:"not null;index:idx_code_orders_state"`
	DecidedBy UserID         `gorm:"not null"`
	DecidedAt *time.Time     `gorm:"precision:6"`
	Reason    string         `gorm:"size:200;not null"` // of a refusal
	BatchID   *BatchID       `gorm:"uniqueIndex"`       // nil before it is issued
	CreatedAt time.Time      `gorm:"precision:6;not null"`
}

// CodeActivationState is where an activation of an order stands. Values are persisted.
type CodeActivationState uint8

const (
	CodeActivationWaiting   CodeActivationState = 1 // for its time
	CodeActivationDone      CodeActivationState = 2
	CodeActivationWithdrawn CodeActivationState = 3
)

// CodeOrderActivation makes an interval of an order's batch live, at once or at its time.
type CodeOrderActivation struct {
	ID          CodeActivationID    `gorm:"primaryKey;autoIncrement:false"`
	OrderID     CodeOrderID         `gorm:"not null;index"`
	UserID      UserID              `gorm:"not null;uniqueIndex:idx_code_order_activations_retry,priority:1"`
	Key         string              `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_code_order_activations_retry,priority:2"`
	InputHash   string              `gorm:"size:64;not null"`
	Level       *Level              // nil: the whole batch
	FromItem    int64               `gorm:"not null"` // ordinal
	ToItem      int64               `gorm:"not null"` // exclusive
	State       CodeActivationState `gorm:"not null;index:idx_code_order_activations_due,priority:1"`
	At          time.Time           `gorm:"precision:6;not null;index:idx_code_order_activations_due,priority:2"`
	DoneAt      *time.Time          `gorm:"precision:6"` // or withdrawn
	WithdrawnBy UserID              `gorm:"not null"`
	CreatedAt   time.Time           `gorm:"precision:6;not null"`
}

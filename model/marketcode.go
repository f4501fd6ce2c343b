package model

import "time"

// MarketOrderState is where an order of WeChat's codes stands. Values are persisted.
type MarketOrderState uint8

const (
	MarketAsked    MarketOrderState = 1 // WeChat has not taken it yet, or its answer was lost
	MarketApplied  MarketOrderState = 2 // WeChat makes the codes
	MarketReady    MarketOrderState = 3 // they are fetched, range by range
	MarketImported MarketOrderState = 4 // all of them lead to their items
	MarketActive   MarketOrderState = 5 // and all of them are live
)

// MarketCodeOrder is an order of WeChat's codes of one item one code for a face of a batch.
type MarketCodeOrder struct {
	ID          MarketOrderID    `gorm:"primaryKey;autoIncrement:false"`
	UserID      UserID           `gorm:"not null;uniqueIndex:idx_market_code_orders_retry,priority:1"`
	Key         string           `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_market_code_orders_retry,priority:2"`
	BatchID     BatchID          `gorm:"not null;uniqueIndex:idx_market_code_orders_face,priority:1"`
	Face        Face             `gorm:"not null;uniqueIndex:idx_market_code_orders_face,priority:2"`
	Count       int64            `gorm:"column:codes;not null"` // one for each item of the face
	Ordered     int64            `gorm:"not null"`              // what WeChat makes of it: whole ten thousands
	Application int64            `gorm:"not null"`              // WeChat's number; 0 before it has one
	Ranges      []byte           `gorm:"type:blob;not null"`    // in which WeChat gives the codes out, as JSON
	Imported    int64            `gorm:"not null"`              // so many lead to their items
	Activations int64            `gorm:"not null"`              // so many were asked for; counted to order them
	Activated   int64            `gorm:"not null"`              // so many codes are live
	State       MarketOrderState `gorm:"not null;index:idx_market_code_orders_due,priority:1"`
	NextAt      time.Time        `gorm:"precision:6;not null;index:idx_market_code_orders_due,priority:2"`
	Attempts    int              `gorm:"not null"`         // since something last went well
	Fault       string           `gorm:"size:80;not null"` // the code of what went wrong last
	CreatedAt   time.Time        `gorm:"precision:6;not null"`
	UpdatedAt   time.Time        `gorm:"precision:6;not null"`
}

// MarketActivationState is where an activation stands. Values are persisted.
type MarketActivationState uint8

const (
	MarketActivationAsked  MarketActivationState = 1 // WeChat is to be told
	MarketActivationThere  MarketActivationState = 2 // WeChat opens the app on these codes
	MarketActivationActive MarketActivationState = 3 // and here they are live
)

// MarketCodeActivation makes a run of an order's codes live at both sides.
type MarketCodeActivation struct {
	ID        MarketActivationID    `gorm:"primaryKey;autoIncrement:false"`
	OrderID   MarketOrderID         `gorm:"not null;index:idx_market_code_activations_run,priority:1"`
	UserID    UserID                `gorm:"not null;uniqueIndex:idx_market_code_activations_retry,priority:1"`
	Key       string                `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_market_code_activations_retry,priority:2"`
	InputHash string                `gorm:"size:64;not null"`
	FromCode  int64                 `gorm:"not null;index:idx_market_code_activations_run,priority:2"` // ordinal
	ToCode    int64                 `gorm:"not null"`                                                  // exclusive
	Activity  string                `gorm:"size:64;not null"`
	Brand     string                `gorm:"size:64;not null"`
	AppID     string                `gorm:"size:32;not null"`
	Page      string                `gorm:"size:128;not null"`
	State     MarketActivationState `gorm:"not null;index:idx_market_code_activations_due,priority:1"`
	NextAt    time.Time             `gorm:"precision:6;not null;index:idx_market_code_activations_due,priority:2"`
	Attempts  int                   `gorm:"not null"`
	Fault     string                `gorm:"size:80;not null"`
	CreatedAt time.Time             `gorm:"precision:6;not null"`
	UpdatedAt time.Time             `gorm:"precision:6;not null"`
}

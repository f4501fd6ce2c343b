package model

import "time"

// HandheldEvent is what a hand-held device told of one step of goods, as it told it, beside
// the event of custody that it became.
type HandheldEvent struct {
	Key        string    `gorm:"primaryKey;column:idempotency_key;size:80"` // of the custody event, too
	InputHash  string    `gorm:"size:64;not null"`
	Device     string    `gorm:"size:40;not null;index:idx_handheld_events_device,priority:1"`
	Sequence   int64     `gorm:"not null;index:idx_handheld_events_device,priority:2"` // of the device, rising
	OrgID      OrgID     `gorm:"not null"`                                             // whose device; 0: the brand's console
	ToldBy     int64     `gorm:"not null"`                                             // the person or, at the console, the user
	EventID    EventID   `gorm:"not null"`
	ToldTime   time.Time `gorm:"precision:6;not null"` // by the device's clock
	SkewMillis int64     `gorm:"not null"`             // how far that clock was ahead when it told
	RecordedAt time.Time `gorm:"precision:6;not null"`
}

// TransferState is where a request to hand goods to another distributor stands.
type TransferState uint8

const (
	TransferAsked     TransferState = 1
	TransferApproved  TransferState = 2
	TransferRefused   TransferState = 3
	TransferWithdrawn TransferState = 4 // by who asked
)

// GoodsTransfer is a request that goods of one distributor become another's. What follows
// when the brand approves it stands in custody.
type GoodsTransfer struct {
	ID        GoodsTransferID `gorm:"primaryKey;autoIncrement:false;index:idx_goods_transfers_from,priority:2;index:idx_goods_transfers_to,priority:2;index:idx_goods_transfers_state,priority:2"`
	Key       string          `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash string          `gorm:"size:64;not null"`
	State     TransferState   `gorm:"not null;index:idx_goods_transfers_state,priority:1"`
	FromOrg   OrgID           `gorm:"not null;index:idx_goods_transfers_from,priority:1"`
	ToOrg     OrgID           `gorm:"not null;index:idx_goods_transfers_to,priority:1"`
	AskedOrg  OrgID           `gorm:"not null"` // which of the two asked
	AskedBy   PersonID        `gorm:"not null"`
	AskedAt   time.Time       `gorm:"precision:6;not null"`
	Reason    string          `gorm:"size:200;not null"`
	DecidedBy UserID          `gorm:"not null"` // 0 while nobody has
	DecidedAt *time.Time      `gorm:"precision:6"`
	Note      string          `gorm:"size:200;not null"`
	EventID   EventID         `gorm:"not null"` // once approved
}

// GoodsTransferRange is a run of the goods that a transfer is about.
type GoodsTransferRange struct {
	TransferID GoodsTransferID `gorm:"primaryKey;autoIncrement:false"`
	N          int             `gorm:"primaryKey;autoIncrement:false"`
	FromItem   ItemID          `gorm:"not null"`
	ToItem     ItemID          `gorm:"not null"`
}

// StockTake compares what was counted in an organisation's warehouse with the book.
type StockTake struct {
	ID        StockTakeID `gorm:"primaryKey;autoIncrement:false;index:idx_stock_takes_org,priority:2"`
	Key       string      `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash string      `gorm:"size:64;not null"`
	OrgID     OrgID       `gorm:"not null;index:idx_stock_takes_org,priority:1"`
	At        time.Time   `gorm:"precision:6;not null"` // the book's moment
	Counted   int64       `gorm:"not null"`             // items and containers
	Missing   int64       `gorm:"not null"`
	Surplus   int64       `gorm:"not null"`
	Opened    int64       `gorm:"not null"`
	TakenBy   PersonID    `gorm:"not null"`
	TakenAt   time.Time   `gorm:"precision:6;not null"`
}

// StockDifferenceKind is what a count and the book disagree in.
type StockDifferenceKind uint8

const (
	StockMissing StockDifferenceKind = 1 // in the book, not counted
	StockSurplus StockDifferenceKind = 2 // counted, by the book not there
	StockOpened  StockDifferenceKind = 3 // in the book, not counted; but some of its contents were
)

// StockDifference is a run of goods that a count and the book disagree in.
type StockDifference struct {
	TakeID     StockTakeID         `gorm:"primaryKey;autoIncrement:false"`
	N          int64               `gorm:"primaryKey;autoIncrement:false"`
	Kind       StockDifferenceKind `gorm:"not null"`
	FromItem   ItemID              `gorm:"not null"`
	ToItem     ItemID              `gorm:"not null"`
	Holder     OrgID               `gorm:"not null"` // by the book, who had a surplus or was to get it; 0: nobody
	EventID    EventID             `gorm:"not null"` // that adjusted the book; 0 while none has
	Reason     string              `gorm:"size:200;not null"`
	AdjustedBy UserID              `gorm:"not null"`
	AdjustedAt *time.Time          `gorm:"precision:6"`
}

// Package v0020 freezes what warehouses brought: hand-held devices, transfers, stock-takes, and distributors
// without the logistics system.
package v0020

import "time"

type HandheldEvent struct {
	Key        string    `gorm:"primaryKey;column:idempotency_key;size:80"`
	InputHash  string    `gorm:"size:64;not null"`
	Device     string    `gorm:"size:40;not null;index:idx_handheld_events_device,priority:1"`
	Sequence   int64     `gorm:"not null;index:idx_handheld_events_device,priority:2"`
	OrgID      int64     `gorm:"not null"`
	ToldBy     int64     `gorm:"not null"`
	EventID    int64     `gorm:"not null"`
	ToldTime   time.Time `gorm:"precision:6;not null"`
	SkewMillis int64     `gorm:"not null"`
	RecordedAt time.Time `gorm:"precision:6;not null"`
}

type GoodsTransfer struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false;index:idx_goods_transfers_from,priority:2;index:idx_goods_transfers_to,priority:2;index:idx_goods_transfers_state,priority:2"`
	Key       string     `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash string     `gorm:"size:64;not null"`
	State     uint8      `gorm:"not null;index:idx_goods_transfers_state,priority:1"`
	FromOrg   int64      `gorm:"not null;index:idx_goods_transfers_from,priority:1"`
	ToOrg     int64      `gorm:"not null;index:idx_goods_transfers_to,priority:1"`
	AskedOrg  int64      `gorm:"not null"`
	AskedBy   int64      `gorm:"not null"`
	AskedAt   time.Time  `gorm:"precision:6;not null"`
	Reason    string     `gorm:"size:200;not null"`
	DecidedBy int64      `gorm:"not null"`
	DecidedAt *time.Time `gorm:"precision:6"`
	Note      string     `gorm:"size:200;not null"`
	EventID   int64      `gorm:"not null"`
}

type GoodsTransferRange struct {
	TransferID int64 `gorm:"primaryKey;autoIncrement:false"`
	N          int   `gorm:"primaryKey;autoIncrement:false"`
	FromItem   int64 `gorm:"not null"`
	ToItem     int64 `gorm:"not null"`
}

type OrgLogistics struct {
	ID           int64     `gorm:"primaryKey;autoIncrement:false"`
	OrgID        int64     `gorm:"not null;index"`
	Equipped     bool      `gorm:"not null"`
	ValidFrom    time.Time `gorm:"precision:6;not null"`
	ValidTo      time.Time `gorm:"precision:6;not null"`
	RecordedFrom time.Time `gorm:"precision:6;not null"`
	RecordedTo   time.Time `gorm:"precision:6;not null"`
}

func (OrgLogistics) TableName() string { return "org_logistics" }

// Grant and RebateUnit are those tables as far as the step changes them: why nothing was
// earned.
type Grant struct {
	Reason string `gorm:"size:40;not null;default:''"`
}

type RebateUnit struct {
	Withheld string `gorm:"size:40;not null;default:''"`
}

// HolderSpan is the table as far as the new indexes stand on it.
type HolderSpan struct {
	FromItem  int64     `gorm:"primaryKey;autoIncrement:false;index:idx_holder_spans_held,priority:3;index:idx_holder_spans_coming,priority:3"`
	TimeTo    time.Time `gorm:"precision:6;not null;index:idx_holder_spans_held,priority:2;index:idx_holder_spans_coming,priority:2"`
	Org       int64     `gorm:"not null;index:idx_holder_spans_held,priority:1"`
	InTransit int64     `gorm:"not null;index:idx_holder_spans_coming,priority:1"`
}

type StockTake struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false;index:idx_stock_takes_org,priority:2"`
	Key       string    `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash string    `gorm:"size:64;not null"`
	OrgID     int64     `gorm:"not null;index:idx_stock_takes_org,priority:1"`
	At        time.Time `gorm:"precision:6;not null"`
	Counted   int64     `gorm:"not null"`
	Missing   int64     `gorm:"not null"`
	Surplus   int64     `gorm:"not null"`
	Opened    int64     `gorm:"not null"`
	TakenBy   int64     `gorm:"not null"`
	TakenAt   time.Time `gorm:"precision:6;not null"`
}

type StockDifference struct {
	TakeID     int64      `gorm:"primaryKey;autoIncrement:false"`
	N          int64      `gorm:"primaryKey;autoIncrement:false"`
	Kind       uint8      `gorm:"not null"`
	FromItem   int64      `gorm:"not null"`
	ToItem     int64      `gorm:"not null"`
	Holder     int64      `gorm:"not null"`
	EventID    int64      `gorm:"not null"`
	Reason     string     `gorm:"size:200;not null"`
	AdjustedBy int64      `gorm:"not null"`
	AdjustedAt *time.Time `gorm:"precision:6"`
}

// Tables lists what the migration creates.
func Tables() []any {
	return []any{&HandheldEvent{}, &GoodsTransfer{}, &GoodsTransferRange{}, &OrgLogistics{}, &StockTake{}, &StockDifference{}}
}

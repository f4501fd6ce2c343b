// Package v0025 freezes the tables of deliveries and of receipts against them.
package v0025

import "time"

type GoodsDelivery struct {
	ID         int64      `gorm:"primaryKey;autoIncrement:false;index:idx_goods_deliveries_from,priority:2;index:idx_goods_deliveries_from_state,priority:3;index:idx_goods_deliveries_to,priority:2;index:idx_goods_deliveries_to_state,priority:3;index:idx_goods_deliveries_state,priority:2"`
	Key        string     `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash  string     `gorm:"size:64;not null"`
	FromOrg    int64      `gorm:"not null;uniqueIndex:idx_goods_deliveries_number,priority:1;index:idx_goods_deliveries_from,priority:1;index:idx_goods_deliveries_from_state,priority:1"`
	Number     string     `gorm:"size:40;not null;uniqueIndex:idx_goods_deliveries_number,priority:2"`
	ToOrg      int64      `gorm:"not null;index:idx_goods_deliveries_to,priority:1;index:idx_goods_deliveries_to_state,priority:1"`
	State      uint8      `gorm:"not null;index:idx_goods_deliveries_from_state,priority:2;index:idx_goods_deliveries_to_state,priority:2;index:idx_goods_deliveries_state,priority:1"`
	EventID    int64      `gorm:"not null"`
	ShippedAt  time.Time  `gorm:"precision:6;not null"`
	MadeBy     int64      `gorm:"not null"`
	MadeByUser int64      `gorm:"not null"`
	Receipts   int64      `gorm:"not null"`
	Shortage   uint8      `gorm:"not null"`
	Reason     string     `gorm:"size:200;not null"`
	ClosedBy   int64      `gorm:"not null"`
	ClosedUser int64      `gorm:"not null"`
	ClosedAt   *time.Time `gorm:"precision:6"`
}

type GoodsDeliveryLine struct {
	DeliveryID int64 `gorm:"primaryKey;autoIncrement:false"`
	BatchID    int64 `gorm:"primaryKey;autoIncrement:false"`
	Level      uint8 `gorm:"primaryKey;autoIncrement:false"`
	Shipped    int64 `gorm:"not null"`
	Short      int64 `gorm:"not null"`
}

type GoodsReceipt struct {
	ID           int64     `gorm:"primaryKey;autoIncrement:false;index:idx_goods_receipts_delivery,priority:2"`
	Key          string    `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash    string    `gorm:"size:64;not null"`
	DeliveryID   int64     `gorm:"not null;index:idx_goods_receipts_delivery,priority:1"`
	EventID      int64     `gorm:"not null"`
	ReceivedAt   time.Time `gorm:"precision:6;not null"`
	ReceivedBy   int64     `gorm:"not null"`
	ReceivedUser int64     `gorm:"not null"`
}

type GoodsReceiptLine struct {
	ReceiptID int64 `gorm:"primaryKey;autoIncrement:false"`
	N         int   `gorm:"primaryKey;autoIncrement:false"`
	FromItem  int64 `gorm:"not null"`
	ToItem    int64 `gorm:"not null"`
	Outcome   uint8 `gorm:"not null"`
}

type GoodsDamage struct {
	ReceiptID int64  `gorm:"primaryKey;autoIncrement:false"`
	Item      int64  `gorm:"primaryKey;autoIncrement:false"`
	Remark    string `gorm:"size:200;not null"`
}

// Tables lists what the migration creates.
func Tables() []any {
	return []any{&GoodsDelivery{}, &GoodsDeliveryLine{}, &GoodsReceipt{}, &GoodsReceiptLine{}, &GoodsDamage{}}
}

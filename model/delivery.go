package model

import "time"

// Ids of the papers of shipments.
type (
	GoodsDeliveryID int64
	GoodsReceiptID  int64
)

// ShipmentState is where a shipment stands.
type ShipmentState uint8

const (
	ShipmentInTransit      ShipmentState = 1 // nothing of it has come yet
	ShipmentPartlyReceived ShipmentState = 2
	ShipmentReceived       ShipmentState = 3 // nothing of it is on its way any more
	ShipmentClosed         ShipmentState = 4 // somebody decided what became of what never came
)

// Shortage is what became of goods of a shipment that never came.
type Shortage uint8

const (
	ShortNotShipped Shortage = 1 // they never left the sender
	ShortLost       Shortage = 2
)

// GoodsDelivery is the paper of a shipment. What of its goods is on its way stands in
// custody; State follows that.
type GoodsDelivery struct {
	ID         GoodsDeliveryID `gorm:"primaryKey;autoIncrement:false;index:idx_goods_deliveries_from,priority:2;index:idx_goods_deliveries_from_state,priority:3;index:idx_goods_deliveries_to,priority:2;index:idx_goods_deliveries_to_state,priority:3;index:idx_goods_deliveries_state,priority:2"`
	Key        string          `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash  string          `gorm:"size:64;not null"`
	FromOrg    OrgID           `gorm:"not null;uniqueIndex:idx_goods_deliveries_number,priority:1;index:idx_goods_deliveries_from,priority:1;index:idx_goods_deliveries_from_state,priority:1"`
	Number     string          `gorm:"size:40;not null;uniqueIndex:idx_goods_deliveries_number,priority:2"` // the sender's own
	ToOrg      OrgID           `gorm:"not null;index:idx_goods_deliveries_to,priority:1;index:idx_goods_deliveries_to_state,priority:1"`
	State      ShipmentState   `gorm:"not null;index:idx_goods_deliveries_from_state,priority:2;index:idx_goods_deliveries_to_state,priority:2;index:idx_goods_deliveries_state,priority:1"`
	EventID    EventID         `gorm:"not null"` // the shipment
	ShippedAt  time.Time       `gorm:"precision:6;not null"`
	MadeBy     PersonID        `gorm:"not null"` // 0 when it was made at the console
	MadeByUser UserID          `gorm:"not null"`
	Receipts   int64           `gorm:"not null"` // how many were made against it
	Shortage   Shortage        `gorm:"not null"` // once closed
	Reason     string          `gorm:"size:200;not null"`
	ClosedBy   PersonID        `gorm:"not null"` // 0 when it was closed at the console
	ClosedUser UserID          `gorm:"not null"`
	ClosedAt   *time.Time      `gorm:"precision:6"`
}

// GoodsDeliveryLine is how many items of a level of a batch a delivery is about: containers,
// and what was inside them.
type GoodsDeliveryLine struct {
	DeliveryID GoodsDeliveryID `gorm:"primaryKey;autoIncrement:false"`
	BatchID    BatchID         `gorm:"primaryKey;autoIncrement:false"`
	Level      Level           `gorm:"primaryKey;autoIncrement:false"`
	Shipped    int64           `gorm:"not null"`
	Short      int64           `gorm:"not null"` // still on their way when it was closed
}

// GoodsReceipt is what the receiver of a delivery said once that it has got.
type GoodsReceipt struct {
	ID           GoodsReceiptID  `gorm:"primaryKey;autoIncrement:false;index:idx_goods_receipts_delivery,priority:2"`
	Key          string          `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash    string          `gorm:"size:64;not null"`
	DeliveryID   GoodsDeliveryID `gorm:"not null;index:idx_goods_receipts_delivery,priority:1"`
	EventID      EventID         `gorm:"not null"` // 0 when nothing of it was new
	ReceivedAt   time.Time       `gorm:"precision:6;not null"`
	ReceivedBy   PersonID        `gorm:"not null"` // 0 when it was received at the console
	ReceivedUser UserID          `gorm:"not null"`
}

// ReceiptOutcome is what became of goods that a receiver named.
type ReceiptOutcome uint8

const (
	ReceiptExpected ReceiptOutcome = 1 // received, as the delivery says
	ReceiptSurplus  ReceiptOutcome = 2 // received, though the delivery does not name them
	ReceiptKnown    ReceiptOutcome = 3 // the receiver had them before
	ReceiptRefused  ReceiptOutcome = 4 // nobody was ever sent them, or they are no more
)

// GoodsReceiptLine is a run of goods of a receipt.
type GoodsReceiptLine struct {
	ReceiptID GoodsReceiptID `gorm:"primaryKey;autoIncrement:false"`
	N         int            `gorm:"primaryKey;autoIncrement:false"`
	FromItem  ItemID         `gorm:"not null"`
	ToItem    ItemID         `gorm:"not null"`
	Outcome   ReceiptOutcome `gorm:"not null"`
}

// GoodsDamage is a thing that arrived damaged. The receiver has it all the same.
type GoodsDamage struct {
	ReceiptID GoodsReceiptID `gorm:"primaryKey;autoIncrement:false"`
	Item      ItemID         `gorm:"primaryKey;autoIncrement:false"`
	Remark    string         `gorm:"size:200;not null"`
}

package model

import "time"

// ReturnState is where a distributor's return of goods to the brand stands.
type ReturnState uint8

const (
	ReturnAsked     ReturnState = 1
	ReturnApproved  ReturnState = 2
	ReturnRefused   ReturnState = 3
	ReturnWithdrawn ReturnState = 4 // by who asked
	ReturnShipped   ReturnState = 5
	ReturnInspected ReturnState = 6 // something was found of all its goods
)

// Finding is what an inspection found of goods that come back, and what became afterwards of
// those that stayed the distributor's.
type Finding uint8

const (
	GoodsAwaited    Finding = 0
	GoodsAccepted   Finding = 1 // the brand's again, to be sold
	GoodsRejected   Finding = 2 // the distributor's still, at the brand
	GoodsScrapped   Finding = 3 // the brand's again, and no more
	GoodsMissing    Finding = 4 // not in the parcel
	GoodsSentBack   Finding = 5 // what was rejected
	GoodsNotShipped Finding = 6 // what was missing had never left
	GoodsLost       Finding = 7 // what was missing is no more
	GoodsOpened     Finding = 8 // a container: its contents are inspected for themselves
	GoodsEmptied    Finding = 9 // and all of them are gone
)

// GoodsReturn is a request of a distributor to give goods back. What follows from it stands
// in custody.
type GoodsReturn struct {
	ID          GoodsReturnID `gorm:"primaryKey;autoIncrement:false;index:idx_goods_returns_from,priority:2;index:idx_goods_returns_from_state,priority:3;index:idx_goods_returns_state,priority:2"`
	Key         string        `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash   string        `gorm:"size:64;not null"`
	State       ReturnState   `gorm:"not null;index:idx_goods_returns_from_state,priority:2;index:idx_goods_returns_state,priority:1"`
	FromOrg     OrgID         `gorm:"not null;index:idx_goods_returns_from,priority:1;index:idx_goods_returns_from_state,priority:1"`
	ToOrg       OrgID         `gorm:"not null"` // the brand
	AskedBy     PersonID      `gorm:"not null"`
	AskedAt     time.Time     `gorm:"precision:6;not null"`
	Reason      string        `gorm:"size:200;not null"`
	DecidedBy   UserID        `gorm:"not null"` // 0 while nobody has
	DecidedAt   *time.Time    `gorm:"precision:6"`
	Note        string        `gorm:"size:200;not null"`
	ShippedBy   PersonID      `gorm:"not null"`
	ShippedAt   *time.Time    `gorm:"precision:6"` // of the event: what was inside what is asked as of it
	EventID     EventID       `gorm:"not null"`    // the shipment
	InspectedAt *time.Time    `gorm:"precision:6"`
	Version     int64         `gorm:"not null"` // inspections raise it first, and follow each other
}

// GoodsReturnLine is a run of goods of a return of which the same was found. Runs never
// overlap, and are cut where findings differ.
type GoodsReturnLine struct {
	ReturnID     GoodsReturnID `gorm:"primaryKey;autoIncrement:false"`
	FromItem     ItemID        `gorm:"primaryKey;autoIncrement:false"`
	ToItem       ItemID        `gorm:"not null"`
	Container    ItemID        `gorm:"not null"` // that was opened for them; 0: they were named themselves
	Finding      Finding       `gorm:"not null"`
	InspectionID InspectionID  `gorm:"not null"` // that found it; 0 while none has
	EventID      EventID       `gorm:"not null"` // the last that followed from it
}

// GoodsInspection is one finding about goods of a return.
type GoodsInspection struct {
	ID          InspectionID  `gorm:"primaryKey;autoIncrement:false;index:idx_goods_inspections_return,priority:2"`
	Key         string        `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash   string        `gorm:"size:64;not null"`
	ReturnID    GoodsReturnID `gorm:"not null;index:idx_goods_inspections_return,priority:1"`
	Finding     Finding       `gorm:"not null"`
	Loss        Loss          `gorm:"not null"` // of what is scrapped
	Remark      string        `gorm:"size:200;not null"`
	Items       int64         `gorm:"not null"` // items and containers
	Awaited     int64         `gorm:"not null"` // of the return, after it
	InspectedBy UserID        `gorm:"not null"`
	InspectedAt time.Time     `gorm:"precision:6;not null"`
}

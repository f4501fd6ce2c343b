package model

import "time"

// CustodyKind is a business step of the goods. Values are persisted.
type CustodyKind uint8

const (
	Commission CustodyKind = 1 // goods come into being at the brand
	Pack       CustodyKind = 2 // aggregate children into parents
	Unpack     CustodyKind = 3 // disaggregate
	Ship       CustodyKind = 4 // holder → in transit to another; the brand's assigns
	Receive    CustodyKind = 5 // another holds from now
	Return     CustodyKind = 6 // back to the brand, assignment cleared
	Transfer   CustodyKind = 7 // approved: custody and assignment move
	Destroy    CustodyKind = 8
	Designate  CustodyKind = 9 // the holder's goods are for another use from now
)

// Designation is what use goods are for. Nothing is earned with goods that are not for sale.
type Designation uint8

const (
	ForSale  Designation = 1 // as all goods are that nothing else is said of
	ForTrial Designation = 2 // samples: to be tasted, tested, shown
	ForGift  Designation = 3 // to be given away
)

// Loss is why goods are no more.
type Loss uint8

const (
	LossUnsaid   Loss = 0
	LossDamaged  Loss = 1
	LossExpired  Loss = 2
	LossRecalled Loss = 3
	LossMissing  Loss = 4 // not found where they should be
	LossStolen   Loss = 5
	LossConsumed Loss = 6 // used up as samples, in tests
)

// EventState tells what became of a custody event.
type EventState uint8

const (
	EventApplied EventState = 1
	EventPending EventState = 2 // its precondition is not known yet
	EventVoided  EventState = 3 // taken back: it stays in the log and has not happened
)

// CustodyEvent is one line of the append-only log, the truth about goods.
type CustodyEvent struct {
	ID         EventID     `gorm:"primaryKey;autoIncrement:false;index:idx_custody_events_time,priority:2"`
	Key        string      `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash  string      `gorm:"size:64;not null"`
	Kind       CustodyKind `gorm:"not null"`
	State      EventState  `gorm:"not null;index"`
	Offline    bool        `gorm:"not null"`
	FromOrg    OrgID       `gorm:"not null"`
	ToOrg      OrgID       `gorm:"not null"`
	Reassigns  bool        `gorm:"not null"` // the goods are meant for Assignee from then on; 0: for nobody
	Assignee   OrgID       `gorm:"not null"`
	For        Designation `gorm:"column:designation;not null;default:0"` // of a Designate
	Loss       Loss        `gorm:"not null;default:0"`                    // of a Destroy
	EventTime  time.Time   `gorm:"precision:6;not null;index:idx_custody_events_time,priority:1"`
	RecordTime time.Time   `gorm:"precision:6;not null"`
}

// CustodyEventRange is what an event is about. For packs, Parent is the first
// container and PerParent how many items go into each in turn.
type CustodyEventRange struct {
	EventID   EventID `gorm:"primaryKey;autoIncrement:false"`
	N         int     `gorm:"primaryKey;autoIncrement:false"`
	FromItem  ItemID  `gorm:"not null;index"`
	ToItem    ItemID  `gorm:"not null"`
	Parent    ItemID  `gorm:"not null;index"`
	PerParent int64   `gorm:"not null"`
}

// Span is a rectangle [FromItem, ToItem) × [TimeFrom, TimeTo) in which something
// holds. Rows of one table never overlap, and two rows either have the same item
// interval or disjoint ones, so a point is found by one index seek.
type Span struct {
	FromItem ItemID    `gorm:"primaryKey;autoIncrement:false"`
	TimeFrom time.Time `gorm:"primaryKey;precision:6"`
	ToItem   ItemID    `gorm:"not null"`
	TimeTo   time.Time `gorm:"precision:6;not null"`
	EventID  EventID   `gorm:"not null"`
}

// LinkSpan: item i was inside container Parent + (i-Base)/PerParent. Parent 0: loose.
type LinkSpan struct {
	Span      `gorm:"embedded"`
	Parent    ItemID `gorm:"not null;index"`
	Base      ItemID `gorm:"not null"`
	PerParent int64  `gorm:"not null"`
}

// HolderSpan: the organisation had the goods. Org 0 with ToOrg set: on the way there.
// It is a Span with two indexes more: who has what, and what is on the way to whom, at any
// moment that is not long past.
type HolderSpan struct {
	FromItem  ItemID    `gorm:"primaryKey;autoIncrement:false;index:idx_holder_spans_held,priority:3;index:idx_holder_spans_coming,priority:3"`
	TimeFrom  time.Time `gorm:"primaryKey;precision:6"`
	ToItem    ItemID    `gorm:"not null"`
	TimeTo    time.Time `gorm:"precision:6;not null;index:idx_holder_spans_held,priority:2;index:idx_holder_spans_coming,priority:2"`
	EventID   EventID   `gorm:"not null"`
	Org       OrgID     `gorm:"not null;index:idx_holder_spans_held,priority:1"`
	InTransit OrgID     `gorm:"not null;index:idx_holder_spans_coming,priority:1"`
	Lost      Loss      `gorm:"not null;default:0"` // nobody knows where they are: missing or stolen
}

// Span is the rectangle.
func (h HolderSpan) Span() Span {
	return Span{FromItem: h.FromItem, TimeFrom: h.TimeFrom, ToItem: h.ToItem, TimeTo: h.TimeTo, EventID: h.EventID}
}

// AssignmentSpan: the goods were meant for the distributor, and for a use. Org 0: for nobody;
// For 0: for sale.
type AssignmentSpan struct {
	Span `gorm:"embedded"`
	Org  OrgID       `gorm:"not null;index"`
	For  Designation `gorm:"column:designation;not null;default:0"`
}

// SlotBlock guards the spans of a block of items: who changes them bumps it first.
type SlotBlock struct {
	Block   int64 `gorm:"primaryKey;autoIncrement:false"`
	Version int64 `gorm:"not null"`
}

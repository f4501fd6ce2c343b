package model

import "time"

// KeyEpoch records which keyring this database belongs to.
type KeyEpoch struct {
	Epoch       uint8     `gorm:"primaryKey;autoIncrement:false"`
	Fingerprint string    `gorm:"size:64;not null"`
	CreatedAt   time.Time `gorm:"precision:6;not null"`
}

// TableName: GORM would say "key_epoches".
func (KeyEpoch) TableName() string { return "key_epochs" }

// Linking says how units, cases and pallets come to know each other.
type Linking uint8

const (
	// PreLinked: the parent is a formula of the slot.
	PreLinked Linking = 1
	// LineLinked: the packing line reports what went into what.
	LineLinked Linking = 2
	// ScatterLinked: the line reports what went into what, and the units come in no order,
	// as caps from a hopper do.
	ScatterLinked Linking = 3
)

// PackagingProfile names the levels of a product's packaging, as JSON. Each packaging in which
// codes were issued is one; those that the brand orders by have a title.
type PackagingProfile struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false"`
	Name      string     `gorm:"size:60;not null;uniqueIndex"` // made of the levels
	Levels    []byte     `gorm:"type:blob;not null"`
	Title     *string    `gorm:"size:60;uniqueIndex"` // nil: nobody keeps it
	RetiredAt *time.Time `gorm:"precision:6"`         // since then no codes are ordered in it
	Version   int64      `gorm:"not null;default:1"`
}

// Batch is one issue of codes: an interval of slots on each level, never a row a code.
type Batch struct {
	ID        BatchID   `gorm:"primaryKey;autoIncrement:false"`
	Ref       string    `gorm:"size:64;not null;uniqueIndex"` // the brand's batch number
	ProductID ProductID `gorm:"not null;index"`
	ProfileID int64     `gorm:"not null"`
	Linking   Linking   `gorm:"not null"`
	Epoch     uint8     `gorm:"not null"`
	Version   int64     `gorm:"not null;index"` // of the registry, when it last changed
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

// BatchLevel is a batch's interval of items on one level, [From, To).
type BatchLevel struct {
	BatchID   BatchID `gorm:"primaryKey;autoIncrement:false"`
	Level     Level   `gorm:"primaryKey;autoIncrement:false"`
	FromItem  ItemID  `gorm:"not null;index"`
	ToItem    ItemID  `gorm:"not null"`
	PerParent int64   `gorm:"not null"` // how many fill one container of the level above; 0 on the top
	Faces     uint8   `gorm:"not null"` // bit 0 outer, bit 1 inner
}

// SlotCursor is the next free slot of a key epoch's level.
type SlotCursor struct {
	Epoch    uint8 `gorm:"primaryKey;autoIncrement:false"`
	Level    Level `gorm:"primaryKey;autoIncrement:false"`
	NextSlot int64 `gorm:"not null"`
}

// Activation makes an interval of codes live.
type Activation struct {
	ID       int64     `gorm:"primaryKey;autoIncrement:false"`
	BatchID  BatchID   `gorm:"not null;index"`
	FromItem ItemID    `gorm:"not null"`
	ToItem   ItemID    `gorm:"not null"`
	At       time.Time `gorm:"precision:6;not null"`
	Version  int64     `gorm:"not null;index"`
}

// Revocation kills an interval of codes.
type Revocation struct {
	ID       int64     `gorm:"primaryKey;autoIncrement:false"`
	BatchID  BatchID   `gorm:"not null;index"`
	FromItem ItemID    `gorm:"not null"`
	ToItem   ItemID    `gorm:"not null"`
	Recall   bool      `gorm:"not null"` // goods called back, not only a code withdrawn
	Reason   string    `gorm:"size:200;not null"`
	At       time.Time `gorm:"precision:6;not null"`
	Version  int64     `gorm:"not null;index"`
}

// Relabel has the codes of a spare label stand for an item whose own cannot be read any
// more. BatchID is the spare's.
type Relabel struct {
	Spare   ItemID    `gorm:"primaryKey;autoIncrement:false"`
	Item    ItemID    `gorm:"not null;index"`
	BatchID BatchID   `gorm:"not null;index"`
	UserID  UserID    `gorm:"not null"`
	Reason  string    `gorm:"size:200;not null"`
	At      time.Time `gorm:"precision:6;not null"`
}

// RegistryVersion is one row: the number of the last change to batches, activations,
// revocations and labels. Replicas compare it to what they hold in memory.
type RegistryVersion struct {
	ID      uint8 `gorm:"primaryKey;autoIncrement:false"`
	Version int64 `gorm:"not null"`
}

// ForeignShape is what an import of codes printed by others declares of them.
type ForeignShape struct {
	BatchID BatchID `gorm:"primaryKey;autoIncrement:false"`
	Length  int     `gorm:"not null"`
	Charset string  `gorm:"size:8;not null"` // digits, alnum or hex
	Prefix  string  `gorm:"size:32;not null"`
	Level   Level   `gorm:"not null"`
	Version int64   `gorm:"not null;index"`
}

// ForeignCode maps the hash of a code printed by others to its item.
type ForeignCode struct {
	HashHigh int64  `gorm:"primaryKey;autoIncrement:false"`
	HashLow  int64  `gorm:"primaryKey;autoIncrement:false"`
	Item     ItemID `gorm:"not null"`
	Side     *Side  // on which it stands; nil is outer
}

// OnSide is the side that the code stands on.
func (c ForeignCode) OnSide() Side {
	if c.Side == nil {
		return Outer
	}
	return *c.Side
}

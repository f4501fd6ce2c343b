package model

import "time"

// ScatteredItem says which container an item of a scattered batch was packed into, until
// its row has found its place in a block.
type ScatteredItem struct {
	Item       ItemID    `gorm:"primaryKey;autoIncrement:false"`
	Container  ItemID    `gorm:"not null"`
	RecordedAt time.Time `gorm:"precision:6;not null"`
}

// ScatteredBlock says the same of a block of items, five bytes for each: level and slot of
// its container, big-endian, 0 for none. The container is of the block's key epoch.
type ScatteredBlock struct {
	Block      int64  `gorm:"primaryKey;autoIncrement:false"`
	Containers []byte `gorm:"type:blob;not null"`
}

// ScatteredContents is what was packed into a few containers that follow each other: for
// each how many items, in two bytes, and then four bytes for each item, how far it is from
// Base; all big-endian. A container with no items is one that was filled with what turned
// out to be elsewhere.
type ScatteredContents struct {
	First   ItemID  `gorm:"primaryKey;autoIncrement:false"` // the first of the containers
	Base    ItemID  `gorm:"primaryKey;autoIncrement:false"` // the first item of their batch's level
	EventID EventID `gorm:"not null"`                       // by which they were packed; 0 of bottles and their caps
	Items   []byte  `gorm:"type:blob;not null"`
	// LaterBy is by how many microseconds the line packed them later than the event, up to a
	// minute, where that has grown.
	LaterBy int32 `gorm:"not null;default:0"`
}

// TableName is what GORM would say too, if contents had a singular.
func (ScatteredContents) TableName() string { return "scattered_contents" }

// ScatteredRival says of an item that a line has told that it packed it into a container, which
// does not stand: that item, or that container, was told otherwise, and earlier.
type ScatteredRival struct {
	Item      ItemID    `gorm:"primaryKey;autoIncrement:false"`
	Container ItemID    `gorm:"primaryKey;autoIncrement:false"`
	EventID   EventID   `gorm:"not null"` // the earliest that says so
	PackedAt  time.Time `gorm:"precision:6;not null"`
}

// Package v0017 freezes the tables of items that are packed in no order.
package v0017

import "time"

type ScatteredItem struct {
	Item       int64     `gorm:"primaryKey;autoIncrement:false"`
	Container  int64     `gorm:"not null"`
	RecordedAt time.Time `gorm:"precision:6;not null"`
}

type ScatteredBlock struct {
	Block      int64  `gorm:"primaryKey;autoIncrement:false"`
	Containers []byte `gorm:"type:blob;not null"`
}

type ScatteredContents struct {
	First   int64  `gorm:"primaryKey;autoIncrement:false"`
	Base    int64  `gorm:"primaryKey;autoIncrement:false"`
	EventID int64  `gorm:"not null"`
	Items   []byte `gorm:"type:blob;not null"`
}

func (ScatteredContents) TableName() string { return "scattered_contents" }

// Tables lists what the migration creates.
func Tables() []any { return []any{&ScatteredItem{}, &ScatteredBlock{}, &ScatteredContents{}} }

// Package v0026 freezes the tables of returns and their inspection.
package v0026

import "time"

type GoodsReturn struct {
	ID          int64      `gorm:"primaryKey;autoIncrement:false;index:idx_goods_returns_from,priority:2;index:idx_goods_returns_from_state,priority:3;index:idx_goods_returns_state,priority:2"`
	Key         string     `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash   string     `gorm:"size:64;not null"`
	State       uint8      `gorm:"not null;index:idx_goods_returns_from_state,priority:2;index:idx_goods_returns_state,priority:1"`
	FromOrg     int64      `gorm:"not null;index:idx_goods_returns_from,priority:1;index:idx_goods_returns_from_state,priority:1"`
	ToOrg       int64      `gorm:"not null"`
	AskedBy     int64      `gorm:"not null"`
	AskedAt     time.Time  `gorm:"precision:6;not null"`
	Reason      string     `gorm:"size:200;not null"`
	DecidedBy   int64      `gorm:"not null"`
	DecidedAt   *time.Time `gorm:"precision:6"`
	Note        string     `gorm:"size:200;not null"`
	ShippedBy   int64      `gorm:"not null"`
	ShippedAt   *time.Time `gorm:"precision:6"`
	EventID     int64      `gorm:"not null"`
	InspectedAt *time.Time `gorm:"precision:6"`
	Version     int64      `gorm:"not null"`
}

type GoodsReturnLine struct {
	ReturnID     int64 `gorm:"primaryKey;autoIncrement:false"`
	FromItem     int64 `gorm:"primaryKey;autoIncrement:false"`
	ToItem       int64 `gorm:"not null"`
	Container    int64 `gorm:"not null"`
	Finding      uint8 `gorm:"not null"`
	InspectionID int64 `gorm:"not null"`
	EventID      int64 `gorm:"not null"`
}

type GoodsInspection struct {
	ID          int64     `gorm:"primaryKey;autoIncrement:false;index:idx_goods_inspections_return,priority:2"`
	Key         string    `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash   string    `gorm:"size:64;not null"`
	ReturnID    int64     `gorm:"not null;index:idx_goods_inspections_return,priority:1"`
	Finding     uint8     `gorm:"not null"`
	Loss        uint8     `gorm:"not null"`
	Remark      string    `gorm:"size:200;not null"`
	Items       int64     `gorm:"not null"`
	Awaited     int64     `gorm:"not null"`
	InspectedBy int64     `gorm:"not null"`
	InspectedAt time.Time `gorm:"precision:6;not null"`
}

// Tables lists them.
func Tables() []any { return []any{&GoodsReturn{}, &GoodsReturnLine{}, &GoodsInspection{}} }

// Package v0018 freezes the tables of orders of codes, and of their exports.
package v0018

import "time"

type CodeOrder struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false"`
	UserID    int64      `gorm:"not null;uniqueIndex:idx_code_orders_retry,priority:1"`
	Key       string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_code_orders_retry,priority:2"`
	InputHash string     `gorm:"size:64;not null"`
	Ref       string     `gorm:"size:64;not null"`
	ProductID int64      `gorm:"not null"`
	Profile   string     `gorm:"size:60;not null"`
	Levels    []byte     `gorm:"type:blob;not null"`
	Linking   uint8      `gorm:"not null"`
	Count     int64      `gorm:"column:containers;not null"`
	Plant     string     `gorm:"size:60;not null"`
	Line      string     `gorm:"size:60;not null"`
	Note      string     `gorm:"size:200;not null"`
	WantedOn  int32      `gorm:"not null"`
	State     uint8      `gorm:"not null;index:idx_code_orders_state"`
	DecidedBy int64      `gorm:"not null"`
	DecidedAt *time.Time `gorm:"precision:6"`
	Reason    string     `gorm:"size:200;not null"`
	BatchID   *int64     `gorm:"uniqueIndex"`
	CreatedAt time.Time  `gorm:"precision:6;not null"`
}

type CodeOrderActivation struct {
	ID          int64  `gorm:"primaryKey;autoIncrement:false"`
	OrderID     int64  `gorm:"not null;index"`
	UserID      int64  `gorm:"not null;uniqueIndex:idx_code_order_activations_retry,priority:1"`
	Key         string `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_code_order_activations_retry,priority:2"`
	InputHash   string `gorm:"size:64;not null"`
	Level       *uint8
	FromItem    int64      `gorm:"not null"`
	ToItem      int64      `gorm:"not null"`
	State       uint8      `gorm:"not null;index:idx_code_order_activations_due,priority:1"`
	At          time.Time  `gorm:"precision:6;not null;index:idx_code_order_activations_due,priority:2"`
	DoneAt      *time.Time `gorm:"precision:6"`
	WithdrawnBy int64      `gorm:"not null"`
	CreatedAt   time.Time  `gorm:"precision:6;not null"`
}

type CodeExport struct {
	ID         int64      `gorm:"primaryKey;autoIncrement:false"`
	UserID     int64      `gorm:"not null;uniqueIndex:idx_code_exports_retry,priority:1"`
	Key        string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_code_exports_retry,priority:2"`
	InputHash  string     `gorm:"size:64;not null"`
	BatchID    int64      `gorm:"not null;index"`
	Face       uint8      `gorm:"not null"`
	Pair       bool       `gorm:"not null"`
	FromItem   int64      `gorm:"not null"`
	ToItem     int64      `gorm:"not null"`
	Format     uint8      `gorm:"not null"`
	Layout     []byte     `gorm:"type:blob;not null"`
	ShardCodes int64      `gorm:"not null"`
	State      uint8      `gorm:"not null;index:idx_code_exports_due,priority:1"`
	Done       int64      `gorm:"not null"`
	Generator  string     `gorm:"size:160;not null"`
	NextAt     time.Time  `gorm:"precision:6;not null;index:idx_code_exports_due,priority:2"`
	Attempts   int        `gorm:"not null"`
	Fault      string     `gorm:"size:80;not null"`
	CreatedAt  time.Time  `gorm:"precision:6;not null"`
	ReadyAt    *time.Time `gorm:"precision:6"`
	RevokedAt  *time.Time `gorm:"precision:6"`
	RevokedBy  int64      `gorm:"not null"`
}

type CodeExportShard struct {
	ExportID int64  `gorm:"primaryKey;autoIncrement:false"`
	Number   int    `gorm:"primaryKey;autoIncrement:false"`
	FromItem int64  `gorm:"not null"`
	ToItem   int64  `gorm:"not null"`
	Size     int64  `gorm:"not null"`
	Hash     string `gorm:"size:64;not null"`
	Sent     int64  `gorm:"not null"`
}

type CodeLink struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	ExportID  int64     `gorm:"not null;index"`
	UserID    int64     `gorm:"not null"`
	Until     time.Time `gorm:"column:ends_at;precision:6;not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

type CodeDownload struct {
	ID       int64      `gorm:"primaryKey;autoIncrement:false"`
	ExportID int64      `gorm:"not null;index"`
	LinkID   int64      `gorm:"not null"`
	Number   int        `gorm:"not null"`
	IP       string     `gorm:"size:64;not null"`
	FromByte int64      `gorm:"not null"`
	ToByte   int64      `gorm:"not null"`
	Sent     int64      `gorm:"not null"`
	At       time.Time  `gorm:"precision:6;not null"`
	EndedAt  *time.Time `gorm:"precision:6"`
}

// Tables lists what the migration creates.
func Tables() []any {
	return []any{&CodeOrder{}, &CodeOrderActivation{}, &CodeExport{}, &CodeExportShard{}, &CodeLink{}, &CodeDownload{}}
}

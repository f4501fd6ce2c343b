package v0001

import "time"

type CustodyEvent struct {
	ID         int64     `gorm:"primaryKey;autoIncrement:false"`
	Key        string    `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash  string    `gorm:"size:64;not null"`
	Kind       uint8     `gorm:"not null"`
	State      uint8     `gorm:"not null;index"`
	Offline    bool      `gorm:"not null"`
	FromOrg    int64     `gorm:"not null"`
	ToOrg      int64     `gorm:"not null"`
	Reassigns  bool      `gorm:"not null"`
	Assignee   int64     `gorm:"not null"`
	EventTime  time.Time `gorm:"precision:6;not null"`
	RecordTime time.Time `gorm:"precision:6;not null"`
}

type CustodyEventRange struct {
	EventID   int64 `gorm:"primaryKey;autoIncrement:false"`
	N         int   `gorm:"primaryKey;autoIncrement:false"`
	FromItem  int64 `gorm:"not null;index"`
	ToItem    int64 `gorm:"not null"`
	Parent    int64 `gorm:"not null;index"`
	PerParent int64 `gorm:"not null"`
}

type Span struct {
	FromItem int64     `gorm:"primaryKey;autoIncrement:false"`
	TimeFrom time.Time `gorm:"primaryKey;precision:6"`
	ToItem   int64     `gorm:"not null"`
	TimeTo   time.Time `gorm:"precision:6;not null"`
	EventID  int64     `gorm:"not null"`
}

type LinkSpan struct {
	Span      `gorm:"embedded"`
	Parent    int64 `gorm:"not null;index"`
	Base      int64 `gorm:"not null"`
	PerParent int64 `gorm:"not null"`
}

type HolderSpan struct {
	Span      `gorm:"embedded"`
	Org       int64 `gorm:"not null;index"`
	InTransit int64 `gorm:"not null"`
}

type AssignmentSpan struct {
	Span `gorm:"embedded"`
	Org  int64 `gorm:"not null;index"`
}

type SlotBlock struct {
	Block   int64 `gorm:"primaryKey;autoIncrement:false"`
	Version int64 `gorm:"not null"`
}

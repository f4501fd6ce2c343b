package v0001

import "time"

type Lease struct {
	Name      string    `gorm:"primaryKey;size:64"`
	Holder    string    `gorm:"size:64;not null"`
	ExpiresAt time.Time `gorm:"precision:6;not null"`
}

type Message struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Partition int       `gorm:"column:part;not null;index:idx_outbox_due,priority:1"`
	State     string    `gorm:"size:8;not null;index:idx_outbox_due,priority:2"`
	Key       string    `gorm:"column:ordering_key;size:64;not null"`
	Type      string    `gorm:"size:64;not null"`
	Payload   []byte    `gorm:"type:mediumblob;not null"`
	Attempts  int       `gorm:"not null"`
	NextAt    time.Time `gorm:"precision:6;not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	LastError string    `gorm:"size:500;not null"`
}

// TableName is the name at this version.
func (Message) TableName() string { return "outbox_messages" }

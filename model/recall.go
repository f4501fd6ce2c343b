package model

import "time"

// RecallLevel is how far a recall goes. Values are persisted.
type RecallLevel uint8

const (
	StopSale       RecallLevel = 1 // the channel stops selling and holds the goods
	ConsumerRecall RecallLevel = 2 // consumers are told, too
)

// Recall is the brand calling goods of a batch back.
type Recall struct {
	ID        RecallID    `gorm:"primaryKey;autoIncrement:false"`
	Key       string      `gorm:"column:idempotency_key;size:80;not null;uniqueIndex"`
	InputHash string      `gorm:"size:64;not null"`
	BatchID   BatchID     `gorm:"not null"`
	Level     RecallLevel `gorm:"not null"`
	Reason    string      `gorm:"size:200;not null"`
	StartedAt time.Time   `gorm:"precision:6;not null"`
	MarkedAt  *time.Time  `gorm:"precision:6"` // when all its codes were
	ClosedAt  *time.Time  `gorm:"precision:6;index"`
}

// RecallRange is goods that are called back, containers and units.
type RecallRange struct {
	RecallID RecallID `gorm:"primaryKey;autoIncrement:false"`
	FromItem ItemID   `gorm:"primaryKey;autoIncrement:false"`
	ToItem   ItemID   `gorm:"not null"`
}

// RecallNotice is a person who was told of a recall in a role: once.
type RecallNotice struct {
	RecallID RecallID  `gorm:"primaryKey;autoIncrement:false"`
	PersonID PersonID  `gorm:"primaryKey;autoIncrement:false"`
	Role     Role      `gorm:"primaryKey;autoIncrement:false"`
	OrgID    OrgID     `gorm:"not null"` // whose goods he was told of; 0 of a consumer
	ToldAt   time.Time `gorm:"precision:6;not null"`
}

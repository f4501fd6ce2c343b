package v0001

import "time"

type Document struct {
	Kind      string    `gorm:"primaryKey;size:20"`
	Version   int       `gorm:"primaryKey;autoIncrement:false"`
	Body      []byte    `gorm:"type:mediumblob;not null"`
	InForce   time.Time `gorm:"precision:6;not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	CreatedBy int64     `gorm:"not null"`
}

// TableName is the name at this version.
func (Document) TableName() string { return "policies" }

package v0001

import "time"

type Grant struct {
	Item          int64     `gorm:"primaryKey;autoIncrement:false"`
	Purpose       uint8     `gorm:"primaryKey;autoIncrement:false"`
	State         uint8     `gorm:"not null"`
	ScanID        int64     `gorm:"not null"`
	AccountKind   uint8     `gorm:"not null"`
	Owner         int64     `gorm:"not null;index"`
	Asset         uint8     `gorm:"not null"`
	Amount        int64     `gorm:"not null"`
	TxnID         int64     `gorm:"not null"`
	PolicyVersion int       `gorm:"not null"`
	At            time.Time `gorm:"precision:6;not null"`
}

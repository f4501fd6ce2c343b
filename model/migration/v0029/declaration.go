// Package v0029 freezes the columns of events that others take back.
package v0029

type EPCISEvent struct {
	ID          int64  `gorm:"primaryKey;autoIncrement:false"`
	HashID      string `gorm:"size:100;not null;uniqueIndex:idx_epcis_events_said,priority:1"`
	Declared    bool   `gorm:"not null;default:false;uniqueIndex:idx_epcis_events_said,priority:2"`
	EventIDHash string `gorm:"size:64;not null;default:''"`
	Document    []byte `gorm:"type:mediumblob;not null"`
}

func (EPCISEvent) TableName() string { return "epcis_events" }

package model

import "channelrouter/internal/money"

// Product is a trade item of the brand's catalogue.
type Product struct {
	ID                 ProductID    `gorm:"primaryKey;autoIncrement:false"`
	SKU                string       `gorm:"size:32;not null;uniqueIndex"`
	GTIN               string       `gorm:"size:14;not null;uniqueIndex"`
	Name               string       `gorm:"size:120;not null"`
	Pack               string       `gorm:"size:60;not null"`
	Line               string       `gorm:"size:32;not null"`   // product line; "" is the default one
	PointsEarned       money.Points `gorm:"not null"`           // by the consumer, a unit
	PointsToRedeem     money.Points `gorm:"not null"`           // for one unit in the gift mall
	PackagingProfileID int64        `gorm:"not null;default:0"` // in which its codes are usually ordered; 0 for none
	Version            int64        `gorm:"not null;default:1"` // counts changes
}

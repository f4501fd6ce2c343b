package v0001

type Product struct {
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	SKU            string `gorm:"size:32;not null;uniqueIndex"`
	GTIN           string `gorm:"size:14;not null;uniqueIndex"`
	Name           string `gorm:"size:120;not null"`
	Pack           string `gorm:"size:60;not null"`
	Line           string `gorm:"size:32;not null"`
	PointsEarned   int64  `gorm:"not null"`
	PointsToRedeem int64  `gorm:"not null"`
}

// Package v0027 freezes the column of goods that may be found again.
package v0027

type HolderSpan struct {
	Lost uint8 `gorm:"not null;default:0"`
}

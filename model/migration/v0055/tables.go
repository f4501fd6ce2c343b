// Package v0055 freezes packaging profiles that the brand keeps by titles of its own, and
// products that are changed as they were read and have a usual packaging.
package v0055

import "time"

type PackagingProfile struct {
	Title     *string    `gorm:"size:60;uniqueIndex"`
	RetiredAt *time.Time `gorm:"precision:6"`
	Version   int64      `gorm:"not null;default:1"`
}

type Product struct {
	PackagingProfileID int64 `gorm:"not null;default:0"`
	Version            int64 `gorm:"not null;default:1"`
}

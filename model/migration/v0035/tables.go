// Package v0035 freezes what a scan keeps for those who look at many of them.
package v0035

type Scan struct {
	CaseItem   int64  `gorm:"not null;default:0"`
	AssignedBy int64  `gorm:"not null;default:0"`
	Around     string `gorm:"size:60;not null;default:''"`
	Device     int64  `gorm:"not null;default:0"`
	Address    int64  `gorm:"not null;default:0"`
}

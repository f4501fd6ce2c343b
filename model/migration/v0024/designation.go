// Package v0024 freezes the columns that say what goods are for, and why they are no more.
package v0024

type CustodyEvent struct {
	Designation uint8 `gorm:"not null;default:0"`
	Loss        uint8 `gorm:"not null;default:0"`
}

type AssignmentSpan struct {
	Designation uint8 `gorm:"not null;default:0"`
}

// Package v0007 freezes the tables of tax.
package v0007

import "time"

type TaxWithheld struct {
	ID             int64      `gorm:"primaryKey;autoIncrement:false"`
	Key            string     `gorm:"column:income_key;size:80;not null;uniqueIndex"`
	Month          int32      `gorm:"not null;index:idx_tax_withheld_report,priority:1"`
	PersonID       int64      `gorm:"not null;index:idx_tax_withheld_report,priority:2"`
	Kind           uint8      `gorm:"not null"`
	Promised       int64      `gorm:"not null"`
	Gross          int64      `gorm:"not null"`
	Deduction      int64      `gorm:"not null"`
	Taxable        int64      `gorm:"not null"`
	RateBP         int        `gorm:"not null"`
	QuickDeduction int64      `gorm:"not null"`
	Tax            int64      `gorm:"not null"`
	ByBrand        bool       `gorm:"not null"`
	Undeclared     bool       `gorm:"not null"`
	PolicyVersion  int        `gorm:"not null"`
	At             time.Time  `gorm:"precision:6;not null"`
	ReversedAt     *time.Time `gorm:"precision:6"`
}

func (TaxWithheld) TableName() string { return "tax_withheld" }

type TaxMonth struct {
	PersonID int64 `gorm:"primaryKey;autoIncrement:false"`
	Month    int32 `gorm:"primaryKey;autoIncrement:false"`
	Gross    int64 `gorm:"not null"`
	Tax      int64 `gorm:"not null"`
	Turn     int64 `gorm:"not null"`
}

type Taxpayer struct {
	PersonID    int64     `gorm:"primaryKey;autoIncrement:false"`
	Sealed      []byte    `gorm:"size:1024;not null"`
	ConsentedAt time.Time `gorm:"precision:6;not null"`
	UpdatedAt   time.Time `gorm:"precision:6;not null"`
}

// Tables lists what the migration creates.
func Tables() []any { return []any{&TaxWithheld{}, &TaxMonth{}, &Taxpayer{}} }

package model

import (
	"time"

	"channelrouter/internal/money"
)

// TaxKind is an item of the Individual Income Tax Law. Values are persisted.
type TaxKind uint8

const (
	TaxPrize  TaxKind = 1 // 偶然所得: what chance brings
	TaxLabour TaxKind = 2 // 劳务报酬: what guides and salespeople earn
)

// TaxWithheld is the tax on one income: what the person has is Gross - Tax. Of labour,
// Deduction, Taxable, RateBP and QuickDeduction are the whole month's so far.
type TaxWithheld struct {
	ID             TaxID      `gorm:"primaryKey;autoIncrement:false"`
	Key            string     `gorm:"column:income_key;size:80;not null;uniqueIndex"`
	Month          int32      `gorm:"not null;index:idx_tax_withheld_report,priority:1"` // yyyymm in Shanghai
	PersonID       PersonID   `gorm:"not null;index:idx_tax_withheld_report,priority:2"`
	Kind           TaxKind    `gorm:"not null"`
	Promised       money.Fen  `gorm:"not null"` // what the income was said to be
	Gross          money.Fen  `gorm:"not null"` // the same, and the tax where the brand bears it
	Deduction      money.Fen  `gorm:"not null"`
	Taxable        money.Fen  `gorm:"not null"`
	RateBP         int        `gorm:"not null"`
	QuickDeduction money.Fen  `gorm:"not null"`
	Tax            money.Fen  `gorm:"not null"`
	ByBrand        bool       `gorm:"not null"` // the brand bears the tax
	Undeclared     bool       `gorm:"not null"` // nothing is withheld or declared here
	PolicyVersion  int        `gorm:"not null"`
	At             time.Time  `gorm:"precision:6;not null"`
	ReversedAt     *time.Time `gorm:"precision:6"`
}

// TableName: GORM would say "tax_withhelds".
func (TaxWithheld) TableName() string { return "tax_withheld" }

// Net is what the person has of it.
func (t TaxWithheld) Net() money.Fen { return t.Gross - t.Tax }

// TaxMonth is what a person has earned by labour in a month, and the tax on it. Whoever
// adds to it holds the row: Turn counts them.
type TaxMonth struct {
	PersonID PersonID  `gorm:"primaryKey;autoIncrement:false"`
	Month    int32     `gorm:"primaryKey;autoIncrement:false"`
	Gross    money.Fen `gorm:"not null"`
	Tax      money.Fen `gorm:"not null"`
	Turn     int64     `gorm:"not null"`
}

// Taxpayer is whom the tax office knows a person as. Sealed holds his name and the
// number, kind and country of his identity document.
type Taxpayer struct {
	PersonID    PersonID  `gorm:"primaryKey;autoIncrement:false"`
	Sealed      []byte    `gorm:"size:1024;not null"`
	ConsentedAt time.Time `gorm:"precision:6;not null"`
	UpdatedAt   time.Time `gorm:"precision:6;not null"`
}

package model

import (
	"time"

	"channelrouter/internal/money"
)

// RebateUnit gathers what is known of a unit's sell-out and terminal, in whatever
// order it becomes known. Times are nil while a fact is missing.
type RebateUnit struct {
	Item      ItemID     `gorm:"primaryKey;autoIncrement:false"`
	ProductID ProductID  `gorm:"not null"`
	CaseItem  ItemID     `gorm:"not null;index"` // the case it was in at sell-out; 0 if none
	ClaimedAt *time.Time `gorm:"precision:6"`
	GuidedAt  *time.Time `gorm:"precision:6"`
	GuideOrg  OrgID      `gorm:"not null"` // the guide's terminal
	OpenedAt  *time.Time `gorm:"precision:6"`
	OpenerOrg OrgID      `gorm:"not null"` // the terminal that opened its case
	Version   int        `gorm:"not null"` // of the accrual; 0 none yet
	Digest    string     `gorm:"size:64;not null"`
	TxnID     TxnID      `gorm:"not null"`                    // of the accrual in force
	Withheld  string     `gorm:"size:40;not null;default:''"` // why nothing accrues though it has sold
	Counted   string     `gorm:"size:64;not null;default:''"` // digest of whom it counts for; "" nobody
}

// OpenedCase remembers which terminal opened a case, for units that sell later.
type OpenedCase struct {
	Item ItemID    `gorm:"primaryKey;autoIncrement:false"`
	Org  OrgID     `gorm:"not null"`
	At   time.Time `gorm:"precision:6;not null"`
}

// RebateAccrual is what an organisation got of a ledger transaction by a programme: of one
// unit's rebate, or (Item 0) of a period's. Amounts are never edited: what is taken back is
// a row of the opposite sign.
type RebateAccrual struct {
	TxnID            TxnID       `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_accruals_org,priority:2;index:idx_rebate_accruals_programme,priority:4"`
	ProgrammeID      ProgrammeID `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_accruals_programme,priority:1"` // 0: the basic rates
	OrgID            OrgID       `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_accruals_org,priority:1;index:idx_rebate_accruals_day,priority:2;index:idx_rebate_accruals_programme,priority:2"`
	Tier             OrgKind     `gorm:"not null"`
	ProgrammeVersion int         `gorm:"not null"` // of the policy, for the basic rates
	Item             ItemID      `gorm:"not null;index:idx_rebate_accruals_item,priority:1"`
	Version          int         `gorm:"not null;index:idx_rebate_accruals_item,priority:2"`                // of the unit's rebate, or the standing's revision
	Period           int32       `gorm:"not null;default:0;index:idx_rebate_accruals_programme,priority:3"` // its first month, yyyymm; 0: the basic rates have none
	ProductID        ProductID   `gorm:"not null;default:0"`
	Fen              money.Fen   `gorm:"not null;index:idx_rebate_accruals_programme,priority:5"`
	Units            int8        `gorm:"not null"` // 1 or -1 on one row of a unit and an organisation, else 0
	Diverted         bool        `gorm:"not null"`
	Terminal         OrgID       `gorm:"not null"`
	Reasons          string      `gorm:"size:200;not null"`
	Facts            string      `gorm:"size:255;not null;default:''"` // what a period's amount is a function of, as JSON
	SoldAt           time.Time   `gorm:"precision:6;not null"`
	BizDate          int32       `gorm:"not null;index:idx_rebate_accruals_day,priority:1"`
}

// RebateSale is an organisation that a sold unit counts for: it stood above the terminal
// when the unit sold, or is it.
type RebateSale struct {
	Item      ItemID    `gorm:"primaryKey;autoIncrement:false"`
	OrgID     OrgID     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_sales_org,priority:1"`
	Tier      OrgKind   `gorm:"not null"`
	ProductID ProductID `gorm:"not null"`
	Terminal  OrgID     `gorm:"not null"`
	Matched   bool      `gorm:"not null"`
	Chain     string    `gorm:"size:160;not null"` // who stood above it, the highest first, and itself: ids between dots
	SoldAt    time.Time `gorm:"precision:6;not null;index:idx_rebate_sales_org,priority:2"`
	BizDate   int32     `gorm:"not null;index:idx_rebate_sales_day"`
}

// RebateCount is sales that are still to be added to volumes: what a delivery of facts
// changed, more or less. It is inserted, and gone when it is counted.
type RebateCount struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	RebateBucket `gorm:"embedded"`
	Units        int64 `gorm:"not null"`
}

// RebateVolume is how many units of a product counted for an organisation in a month.
type RebateVolume struct {
	OrgID     OrgID     `gorm:"primaryKey;autoIncrement:false"`
	Month     int32     `gorm:"primaryKey;autoIncrement:false"`
	ProductID ProductID `gorm:"primaryKey;autoIncrement:false"`
	Matched   bool      `gorm:"primaryKey;autoIncrement:false"`
	Chain     string    `gorm:"primaryKey;size:160"`
	Tier      OrgKind   `gorm:"not null"`
	Units     int64     `gorm:"not null"`
}

// Bucket is what the volume counts.
func (v RebateVolume) Bucket() RebateBucket {
	return RebateBucket{OrgID: v.OrgID, Month: v.Month, ProductID: v.ProductID, Matched: v.Matched, Chain: v.Chain, Tier: v.Tier}
}

// RebateBucket is what is counted together.
type RebateBucket struct {
	OrgID     OrgID     `gorm:"not null"`
	Month     int32     `gorm:"not null"` // yyyymm, of the sell-out's business day
	ProductID ProductID `gorm:"not null"`
	Matched   bool      `gorm:"not null"`
	Chain     string    `gorm:"size:160;not null"`
	Tier      OrgKind   `gorm:"not null"`
}

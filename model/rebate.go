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
}

// OpenedCase remembers which terminal opened a case, for units that sell later.
type OpenedCase struct {
	Item ItemID    `gorm:"primaryKey;autoIncrement:false"`
	Org  OrgID     `gorm:"not null"`
	At   time.Time `gorm:"precision:6;not null"`
}

// RebateAccrual is one organisation's share of one unit's rebate. Amounts of a
// superseded version are taken back by rows of the opposite sign.
type RebateAccrual struct {
	Item      ItemID    `gorm:"primaryKey;autoIncrement:false"`
	Version   int       `gorm:"primaryKey;autoIncrement:false"`
	OrgID     OrgID     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_accruals_org,priority:1;index:idx_rebate_accruals_day,priority:2"`
	Tier      OrgKind   `gorm:"primaryKey;autoIncrement:false"`
	Fen       money.Fen `gorm:"not null"`
	Diverted  bool      `gorm:"not null"`
	Terminal  OrgID     `gorm:"not null"`
	Reasons   string    `gorm:"size:200;not null"`
	SoldAt    time.Time `gorm:"precision:6;not null"`
	BizDate   int32     `gorm:"not null;index:idx_rebate_accruals_org,priority:2;index:idx_rebate_accruals_day,priority:1"`
	TxnID     TxnID     `gorm:"not null"`
	Programme int       `gorm:"not null"`
}

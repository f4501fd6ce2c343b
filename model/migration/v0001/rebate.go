package v0001

import "time"

type RebateUnit struct {
	Item      int64      `gorm:"primaryKey;autoIncrement:false"`
	ProductID int64      `gorm:"not null"`
	CaseItem  int64      `gorm:"not null;index"`
	ClaimedAt *time.Time `gorm:"precision:6"`
	GuidedAt  *time.Time `gorm:"precision:6"`
	GuideOrg  int64      `gorm:"not null"`
	OpenedAt  *time.Time `gorm:"precision:6"`
	OpenerOrg int64      `gorm:"not null"`
	Version   int        `gorm:"not null"`
	Digest    string     `gorm:"size:64;not null"`
	TxnID     int64      `gorm:"not null"`
}

type OpenedCase struct {
	Item int64     `gorm:"primaryKey;autoIncrement:false"`
	Org  int64     `gorm:"not null"`
	At   time.Time `gorm:"precision:6;not null"`
}

type RebateAccrual struct {
	Item      int64     `gorm:"primaryKey;autoIncrement:false"`
	Version   int       `gorm:"primaryKey;autoIncrement:false"`
	OrgID     int64     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_accruals_org,priority:1"`
	Tier      uint8     `gorm:"primaryKey;autoIncrement:false"`
	Fen       int64     `gorm:"not null"`
	Diverted  bool      `gorm:"not null"`
	Terminal  int64     `gorm:"not null"`
	Reasons   string    `gorm:"size:200;not null"`
	SoldAt    time.Time `gorm:"precision:6;not null"`
	BizDate   int32     `gorm:"not null;index:idx_rebate_accruals_org,priority:2"`
	TxnID     int64     `gorm:"not null"`
	Programme int       `gorm:"not null"`
}

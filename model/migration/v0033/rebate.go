// Package v0033 freezes rebate programmes: what they say, what counts for whom, what they
// have paid.
package v0033

import "time"

// RebateUnit is that table as far as the step changes it.
type RebateUnit struct {
	Counted string `gorm:"size:64;not null;default:''"`
}

type RebateAccrual struct {
	TxnID            int64     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_accruals_org,priority:2;index:idx_rebate_accruals_programme,priority:4"`
	ProgrammeID      int64     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_accruals_programme,priority:1"`
	OrgID            int64     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_accruals_org,priority:1;index:idx_rebate_accruals_day,priority:2;index:idx_rebate_accruals_programme,priority:2"`
	Tier             uint8     `gorm:"not null"`
	ProgrammeVersion int       `gorm:"not null"`
	Item             int64     `gorm:"not null;index:idx_rebate_accruals_item,priority:1"`
	Version          int       `gorm:"not null;index:idx_rebate_accruals_item,priority:2"`
	Period           int32     `gorm:"not null;default:0;index:idx_rebate_accruals_programme,priority:3"`
	ProductID        int64     `gorm:"not null;default:0"`
	Fen              int64     `gorm:"not null;index:idx_rebate_accruals_programme,priority:5"`
	Units            int8      `gorm:"not null"`
	Diverted         bool      `gorm:"not null"`
	Terminal         int64     `gorm:"not null"`
	Reasons          string    `gorm:"size:200;not null"`
	Facts            string    `gorm:"size:255;not null;default:''"`
	SoldAt           time.Time `gorm:"precision:6;not null"`
	BizDate          int32     `gorm:"not null;index:idx_rebate_accruals_day,priority:1"`
}

// BeforeAccrual is that table as it was before.
type BeforeAccrual struct {
	Item      int64     `gorm:"primaryKey;autoIncrement:false"`
	Version   int       `gorm:"primaryKey;autoIncrement:false"`
	OrgID     int64     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_accruals_org,priority:1;index:idx_rebate_accruals_day,priority:2"`
	Tier      uint8     `gorm:"primaryKey;autoIncrement:false"`
	Fen       int64     `gorm:"not null"`
	Diverted  bool      `gorm:"not null"`
	Terminal  int64     `gorm:"not null"`
	Reasons   string    `gorm:"size:200;not null"`
	SoldAt    time.Time `gorm:"precision:6;not null"`
	BizDate   int32     `gorm:"not null;index:idx_rebate_accruals_org,priority:2;index:idx_rebate_accruals_day,priority:1"`
	TxnID     int64     `gorm:"not null"`
	Programme int       `gorm:"not null"`
}

func (BeforeAccrual) TableName() string { return "rebate_accruals" }

// Forward copies accruals of units into the new shape: they were of the basic rates.
const Forward = `INSERT INTO rebate_accruals
	(txn_id, programme_id, org_id, tier, programme_version, item, version, fen, units, diverted, terminal, reasons, sold_at, biz_date)
	SELECT txn_id, 0, org_id, tier, programme, item, version, fen, CASE WHEN fen > 0 THEN 1 ELSE -1 END, diverted, terminal, reasons, sold_at, biz_date
	FROM rebate_accruals_old`

// Back copies those that the old shape has room for.
const Back = `INSERT INTO rebate_accruals
	(item, version, org_id, tier, fen, diverted, terminal, reasons, sold_at, biz_date, txn_id, programme)
	SELECT item, version, org_id, tier, fen, diverted, terminal, reasons, sold_at, biz_date, txn_id, programme_version
	FROM rebate_accruals_old WHERE programme_id = 0`

type RebateSale struct {
	Item      int64     `gorm:"primaryKey;autoIncrement:false"`
	OrgID     int64     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_sales_org,priority:1"`
	Tier      uint8     `gorm:"not null"`
	ProductID int64     `gorm:"not null"`
	Terminal  int64     `gorm:"not null"`
	Matched   bool      `gorm:"not null"`
	Chain     string    `gorm:"size:160;not null"`
	SoldAt    time.Time `gorm:"precision:6;not null;index:idx_rebate_sales_org,priority:2"`
	BizDate   int32     `gorm:"not null;index:idx_rebate_sales_day"`
}

type RebateCount struct {
	ID        int64  `gorm:"primaryKey;autoIncrement:false"`
	OrgID     int64  `gorm:"not null"`
	Month     int32  `gorm:"not null"`
	ProductID int64  `gorm:"not null"`
	Matched   bool   `gorm:"not null"`
	Chain     string `gorm:"size:160;not null"`
	Tier      uint8  `gorm:"not null"`
	Units     int64  `gorm:"not null"`
}

type RebateVolume struct {
	OrgID     int64  `gorm:"primaryKey;autoIncrement:false"`
	Month     int32  `gorm:"primaryKey;autoIncrement:false"`
	ProductID int64  `gorm:"primaryKey;autoIncrement:false"`
	Matched   bool   `gorm:"primaryKey;autoIncrement:false"`
	Chain     string `gorm:"primaryKey;size:160"`
	Tier      uint8  `gorm:"not null"`
	Units     int64  `gorm:"not null"`
}

type RebateProgramme struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Code      string    `gorm:"size:32;not null;uniqueIndex"`
	Name      string    `gorm:"size:80;not null"`
	Kind      uint8     `gorm:"not null"`
	CreatedBy int64     `gorm:"not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

type RebateProgrammeVersion struct {
	ProgrammeID int64      `gorm:"primaryKey;autoIncrement:false"`
	Number      int        `gorm:"primaryKey;autoIncrement:false"`
	State       uint8      `gorm:"not null;index"`
	Edition     int        `gorm:"not null"`
	FromDay     int32      `gorm:"not null"`
	ToDay       int32      `gorm:"not null"`
	Terms       []byte     `gorm:"type:mediumblob;not null"`
	Orgs        []byte     `gorm:"type:mediumblob;not null"`
	CreatedBy   int64      `gorm:"not null"`
	PublishedBy int64      `gorm:"not null"`
	CreatedAt   time.Time  `gorm:"precision:6;not null"`
	UpdatedAt   time.Time  `gorm:"precision:6;not null"`
	PublishedAt *time.Time `gorm:"precision:6"`
}

type RebateStanding struct {
	ProgrammeID int64     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_standings_due,priority:2"`
	OrgID       int64     `gorm:"primaryKey;autoIncrement:false;index;index:idx_rebate_standings_due,priority:3"`
	Period      int32     `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_standings_due,priority:4"`
	Tier        uint8     `gorm:"not null"`
	Due         int64     `gorm:"not null;index:idx_rebate_standings_due,priority:1"`
	Told        int64     `gorm:"not null"`
	Revision    int       `gorm:"not null"`
	EarnedFen   int64     `gorm:"not null"`
	PostedFen   int64     `gorm:"not null"`
	Reasons     string    `gorm:"size:40;not null"`
	Facts       string    `gorm:"size:255;not null"`
	UpdatedAt   time.Time `gorm:"precision:6;not null"`
}

type RebatePot struct {
	ProgrammeID int64 `gorm:"primaryKey;autoIncrement:false"`
	Period      int32 `gorm:"primaryKey;autoIncrement:false"`
	OrgID       int64 `gorm:"primaryKey;autoIncrement:false"`
	SpentFen    int64 `gorm:"not null"`
}

type RebateTerminal struct {
	ProgrammeID int64 `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_terminals_terminal,priority:1"`
	OrgID       int64 `gorm:"primaryKey;autoIncrement:false"`
	Period      int32 `gorm:"primaryKey;autoIncrement:false"`
	Terminal    int64 `gorm:"primaryKey;autoIncrement:false;index:idx_rebate_terminals_terminal,priority:2"`
	Tier        uint8 `gorm:"not null"`
}

type RebateDisplay struct {
	ID          int64      `gorm:"primaryKey;autoIncrement:false"`
	Key         string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex"`
	InputHash   string     `gorm:"size:64;not null"`
	ProgrammeID int64      `gorm:"not null;index:idx_rebate_displays_terminal,priority:1"`
	Terminal    int64      `gorm:"not null;index:idx_rebate_displays_terminal,priority:2"`
	ShownOn     int32      `gorm:"not null"`
	Photo       string     `gorm:"size:200;not null"`
	ApprovedBy  int64      `gorm:"not null"`
	ApprovedAt  time.Time  `gorm:"precision:6;not null"`
	WithdrawnBy int64      `gorm:"not null"`
	WithdrawnAt *time.Time `gorm:"precision:6"`
	Note        string     `gorm:"size:200;not null"`
}

type RebateTarget struct {
	ProgrammeID int64     `gorm:"primaryKey;autoIncrement:false"`
	OrgID       int64     `gorm:"primaryKey;autoIncrement:false"`
	Period      int32     `gorm:"primaryKey;autoIncrement:false"`
	Units       int64     `gorm:"not null"`
	SetBy       int64     `gorm:"not null"`
	SetAt       time.Time `gorm:"precision:6;not null"`
}

// Tables lists the tables that the step creates, in order.
func Tables() []any {
	return []any{
		&RebateSale{}, &RebateCount{}, &RebateVolume{},
		&RebateProgramme{}, &RebateProgrammeVersion{}, &RebateStanding{}, &RebatePot{}, &RebateTerminal{}, &RebateDisplay{}, &RebateTarget{},
	}
}

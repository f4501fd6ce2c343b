package v0001

import "time"

type Period struct {
	ValidFrom    time.Time `gorm:"precision:6;not null"`
	ValidTo      time.Time `gorm:"precision:6;not null"`
	RecordedFrom time.Time `gorm:"precision:6;not null"`
	RecordedTo   time.Time `gorm:"precision:6;not null"`
}

type Org struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Code      string    `gorm:"size:32;not null;uniqueIndex"`
	Kind      uint8     `gorm:"not null"`
	Name      string    `gorm:"size:120;not null"`
	Adcode    string    `gorm:"size:6;not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

type OrgLink struct {
	ID       int64  `gorm:"primaryKey;autoIncrement:false"`
	ChildID  int64  `gorm:"not null;index:idx_org_links_child,priority:1"`
	Line     string `gorm:"size:32;not null;index:idx_org_links_child,priority:2"`
	ParentID int64  `gorm:"not null;index"`
	Period   `gorm:"embedded"`
}

type Territory struct {
	ID     int64  `gorm:"primaryKey;autoIncrement:false"`
	OrgID  int64  `gorm:"not null;index"`
	Line   string `gorm:"size:32;not null"`
	Prefix string `gorm:"size:6;not null;index"`
	Period `gorm:"embedded"`
}

type Membership struct {
	ID       int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID int64 `gorm:"not null;index"`
	Role     uint8 `gorm:"not null"`
	OrgID    int64 `gorm:"not null;index"`
	Period   `gorm:"embedded"`
}

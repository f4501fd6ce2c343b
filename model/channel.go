package model

import "time"

// OrgKind is an organisation's place in the channel. Values are persisted.
type OrgKind uint8

const (
	OrgBrand       OrgKind = 1
	OrgDistributor OrgKind = 2
	OrgWholesaler  OrgKind = 3
	OrgTerminal    OrgKind = 4
	OrgRegional    OrgKind = 5 // between the brand and distributors; has no goods
)

// Role is what a person does for an organisation, or the consumer's, which needs none.
type Role uint8

const (
	RoleConsumer    Role = 1
	RoleGuide       Role = 2
	RoleTerminal    Role = 3
	RoleSalesperson Role = 4
	RoleDistributor Role = 5
	RoleWarehouse   Role = 6
)

// Period is a bitemporal validity: true in the world in [ValidFrom, ValidTo), and
// believed by us in [RecordedFrom, RecordedTo).
type Period struct {
	ValidFrom    time.Time `gorm:"precision:6;not null"`
	ValidTo      time.Time `gorm:"precision:6;not null"`
	RecordedFrom time.Time `gorm:"precision:6;not null"`
	RecordedTo   time.Time `gorm:"precision:6;not null"`
}

// Held is the period itself, of whatever row it is embedded in.
func (p *Period) Held() *Period { return p }

// Org is an organisation of the channel: the brand, a regional company, a distributor, a
// second-tier wholesaler or a terminal.
type Org struct {
	ID        OrgID      `gorm:"primaryKey;autoIncrement:false"`
	Code      string     `gorm:"size:32;not null;uniqueIndex"` // the brand's own number for it
	Kind      OrgKind    `gorm:"not null"`
	Name      string     `gorm:"size:120;not null"`
	Adcode    string     `gorm:"size:6;not null"` // GB/T 2260
	CreatedAt time.Time  `gorm:"precision:6;not null"`
	Version   int64      `gorm:"not null;default:1"` // counts changes of its name, adcode and closing
	ClosedAt  *time.Time `gorm:"precision:6"`        // from then on it has no people, supplier or territory; nil while it is open
}

// OrgLink says who supplies whom with a product line.
type OrgLink struct {
	ID       int64  `gorm:"primaryKey;autoIncrement:false"`
	ChildID  OrgID  `gorm:"not null;index:idx_org_links_child,priority:1"`
	Line     string `gorm:"size:32;not null;index:idx_org_links_child,priority:2"`
	ParentID OrgID  `gorm:"not null;index"`
	Period   `gorm:"embedded"`
}

// Territory gives a distributor an area: a 2-, 4- or 6-digit adcode prefix.
type Territory struct {
	ID     int64  `gorm:"primaryKey;autoIncrement:false"`
	OrgID  OrgID  `gorm:"not null;index"`
	Line   string `gorm:"size:32;not null"`
	Prefix string `gorm:"size:6;not null;index"`
	Period `gorm:"embedded"`
}

// OrgLogistics says whether a distributor works with the logistics system. Of whom there is
// no row, does.
type OrgLogistics struct {
	ID       int64 `gorm:"primaryKey;autoIncrement:false"`
	OrgID    OrgID `gorm:"not null;index"`
	Equipped bool  `gorm:"not null"`
	Period   `gorm:"embedded"`
}

// TableName is the plural of what is one word.
func (OrgLogistics) TableName() string { return "org_logistics" }

// Membership makes a person act for an organisation in a role.
type Membership struct {
	ID       int64    `gorm:"primaryKey;autoIncrement:false"`
	PersonID PersonID `gorm:"not null;index"`
	Role     Role     `gorm:"not null"`
	OrgID    OrgID    `gorm:"not null;index"`
	Period   `gorm:"embedded"`
}

// RoleChoice is what a person with several roles chose: in a role's app the organisation
// he acts for, in the consumer's app the role whose page comes first.
type RoleChoice struct {
	PersonID PersonID  `gorm:"primaryKey;autoIncrement:false"`
	App      Role      `gorm:"primaryKey;autoIncrement:false"` // the app that he chose in
	Role     Role      `gorm:"not null"`
	OrgID    OrgID     `gorm:"not null"` // 0 for any
	ChosenAt time.Time `gorm:"precision:6;not null"`
}

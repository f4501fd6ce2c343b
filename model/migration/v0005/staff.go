// Package v0005 freezes united persons, phones, consents, choices and invitations.
package v0005

import "time"

// Person is as much of the table as the step adds.
type Person struct {
	UnitedWith  *int64     `gorm:"index"`
	TellAgainAt *time.Time `gorm:"precision:6;index"`
}

// TableName: GORM would say "people".
func (Person) TableName() string { return "persons" }

type PersonPhone struct {
	PersonID   int64     `gorm:"primaryKey;autoIncrement:false"`
	PhoneIndex string    `gorm:"size:64;not null;uniqueIndex"`
	Sealed     []byte    `gorm:"size:128;not null"`
	App        string    `gorm:"size:16;not null"`
	VerifiedAt time.Time `gorm:"precision:6;not null"`
}

type Consent struct {
	ID          int64      `gorm:"primaryKey;autoIncrement:false"`
	PersonID    int64      `gorm:"not null;index"`
	Purpose     string     `gorm:"size:16;not null"`
	Version     string     `gorm:"size:32;not null"`
	App         string     `gorm:"size:16;not null"`
	GrantedAt   time.Time  `gorm:"precision:6;not null"`
	WithdrawnAt *time.Time `gorm:"precision:6"`
}

type RoleChoice struct {
	PersonID int64     `gorm:"primaryKey;autoIncrement:false"`
	App      uint8     `gorm:"primaryKey;autoIncrement:false"`
	Role     uint8     `gorm:"not null"`
	OrgID    int64     `gorm:"not null"`
	ChosenAt time.Time `gorm:"precision:6;not null"`
}

type Invitation struct {
	ID          int64      `gorm:"primaryKey;autoIncrement:false"`
	OrgID       int64      `gorm:"not null;index"`
	Role        uint8      `gorm:"not null"`
	CodeHash    string     `gorm:"size:64;not null;uniqueIndex"`
	PhoneIndex  string     `gorm:"size:64;not null;index"`
	PhoneMask   string     `gorm:"size:24;not null"`
	Uses        int        `gorm:"not null"`
	Used        int        `gorm:"not null"`
	UserID      int64      `gorm:"not null"`
	PersonID    int64      `gorm:"not null"`
	ForOrgID    int64      `gorm:"not null"`
	ForRole     uint8      `gorm:"not null"`
	CreatedAt   time.Time  `gorm:"precision:6;not null"`
	ExpiresAt   time.Time  `gorm:"precision:6;not null"`
	WithdrawnAt *time.Time `gorm:"precision:6"`
}

type InvitationUse struct {
	InvitationID int64     `gorm:"primaryKey;autoIncrement:false"`
	PersonID     int64     `gorm:"primaryKey;autoIncrement:false"`
	At           time.Time `gorm:"precision:6;not null"`
}

// Tables lists what the migration creates.
func Tables() []any {
	return []any{&PersonPhone{}, &Consent{}, &RoleChoice{}, &Invitation{}, &InvitationUse{}}
}

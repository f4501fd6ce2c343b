package model

import "time"

// Invitation lets people take up a membership by a code that was shown once.
type Invitation struct {
	ID         InvitationID `gorm:"primaryKey;autoIncrement:false"`
	OrgID      OrgID        `gorm:"not null;index"`
	Role       Role         `gorm:"not null"`
	CodeHash   string       `gorm:"size:64;not null;uniqueIndex"`
	PhoneIndex string       `gorm:"size:64;not null;index"` // whose phone it is for; "" for anybody's
	PhoneMask  string       `gorm:"size:24;not null"`
	Uses       int          `gorm:"not null"` // how many people may take it up
	Used       int          `gorm:"not null"`
	// Who invited: a console user, or a person acting for an organisation in a role.
	UserID      UserID     `gorm:"not null"`
	PersonID    PersonID   `gorm:"not null"`
	ForOrgID    OrgID      `gorm:"not null"`
	ForRole     Role       `gorm:"not null"`
	CreatedAt   time.Time  `gorm:"precision:6;not null"`
	ExpiresAt   time.Time  `gorm:"precision:6;not null"`
	WithdrawnAt *time.Time `gorm:"precision:6"`
	DeclinedAt  *time.Time `gorm:"precision:6"` // by whose phone it is for
}

// InvitationUse is one person's taking up of an invitation.
type InvitationUse struct {
	InvitationID InvitationID `gorm:"primaryKey;autoIncrement:false"`
	PersonID     PersonID     `gorm:"primaryKey;autoIncrement:false"`
	At           time.Time    `gorm:"precision:6;not null"`
}

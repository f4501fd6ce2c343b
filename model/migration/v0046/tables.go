// Package v0046 freezes the tables of second factors and of failed logins, and what sessions
// and the audit trail keep since.
package v0046

import "time"

type SessionFamily struct {
	Browser    bool       `gorm:"not null;default:false"`
	Agent      string     `gorm:"size:200;not null;default:''"`
	Address    string     `gorm:"size:45;not null;default:''"`
	LastUsedAt *time.Time `gorm:"precision:6"`
}

type AuditEntry struct {
	Action  string `gorm:"size:120;not null;index"`
	Subject string `gorm:"size:60;not null;default:'';index"`
}

type LoginFailure struct {
	UserID      int64      `gorm:"primaryKey;autoIncrement:false"`
	Address     string     `gorm:"primaryKey;size:45"`
	Failures    int        `gorm:"not null"`
	LockedUntil *time.Time `gorm:"precision:6"`
	At          time.Time  `gorm:"precision:6;not null;index"`
}

type SecondFactor struct {
	UserID      int64      `gorm:"primaryKey;autoIncrement:false"`
	Sealed      []byte     `gorm:"size:128;not null"`
	LastStep    int64      `gorm:"not null"`
	CreatedAt   time.Time  `gorm:"precision:6;not null"`
	ConfirmedAt *time.Time `gorm:"precision:6"`
}

type RecoveryCode struct {
	UserID int64  `gorm:"primaryKey;autoIncrement:false"`
	Hash   string `gorm:"primaryKey;size:64"`
}

package v0001

import "time"

type Person struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	UnionID   *string   `gorm:"size:64;uniqueIndex"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

// TableName: GORM would say "people".
func (Person) TableName() string { return "persons" }

type AppAccount struct {
	AppID     string    `gorm:"primaryKey;size:32"`
	OpenID    string    `gorm:"primaryKey;size:64"`
	PersonID  int64     `gorm:"not null;index"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

type SessionFamily struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false"`
	App       string     `gorm:"size:16;not null"`
	SubjectID int64      `gorm:"not null;index"`
	CreatedAt time.Time  `gorm:"precision:6;not null"`
	ExpiresAt time.Time  `gorm:"precision:6;not null;index"`
	RevokedAt *time.Time `gorm:"precision:6"`
}

type RefreshToken struct {
	Hash      string     `gorm:"primaryKey;size:64"`
	FamilyID  int64      `gorm:"not null;index"`
	ExpiresAt time.Time  `gorm:"precision:6;not null"`
	UsedAt    *time.Time `gorm:"precision:6"`
}

type ConsoleUser struct {
	ID           int64      `gorm:"primaryKey;autoIncrement:false"`
	Login        string     `gorm:"size:64;not null;uniqueIndex"`
	Name         string     `gorm:"size:60;not null"`
	Role         string     `gorm:"size:20;not null"`
	PasswordHash string     `gorm:"size:160;not null"`
	Failures     int        `gorm:"not null"`
	LockedUntil  *time.Time `gorm:"precision:6"`
	CreatedAt    time.Time  `gorm:"precision:6;not null"`
}

type AuditEntry struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	UserID    int64     `gorm:"not null;index"`
	Action    string    `gorm:"size:120;not null"`
	Target    string    `gorm:"size:200;not null"`
	RequestID string    `gorm:"size:64;not null"`
	At        time.Time `gorm:"precision:6;not null;index"`
}

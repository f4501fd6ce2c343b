package model

import "time"

// Person is a human being as WeChat's Open Platform knows him: one unionid. UnionID
// is nil while an app is not bound to the platform.
type Person struct {
	ID        PersonID  `gorm:"primaryKey;autoIncrement:false"`
	UnionID   *string   `gorm:"size:64;uniqueIndex"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	// UnitedWith is whom this person turned out to be; nil for all who are themselves.
	UnitedWith *PersonID `gorm:"index"`
	// TellAgainAt is when that is told once more, for what was under way meanwhile.
	TellAgainAt *time.Time `gorm:"precision:6;index"`
}

// TableName: GORM would say "people".
func (Person) TableName() string { return "persons" }

// AppAccount is a person's account in one role app.
type AppAccount struct {
	AppID     string    `gorm:"primaryKey;size:32"`
	OpenID    string    `gorm:"primaryKey;size:64"`
	PersonID  PersonID  `gorm:"not null;index"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

// SessionFamily is one login and all refresh tokens that descend from it.
type SessionFamily struct {
	ID        int64      `gorm:"primaryKey;autoIncrement:false"`
	App       string     `gorm:"size:16;not null"` // a role app, or "console"
	SubjectID int64      `gorm:"not null;index"`   // person, or console user
	CreatedAt time.Time  `gorm:"precision:6;not null"`
	ExpiresAt time.Time  `gorm:"precision:6;not null;index"`
	RevokedAt *time.Time `gorm:"precision:6"`
	// Browser: the refresh token is a cookie, which the tabs of a browser share.
	Browser    bool       `gorm:"not null;default:false"`
	Agent      string     `gorm:"size:200;not null;default:''"` // what the client calls itself; console only
	Address    string     `gorm:"size:45;not null;default:''"`  // where it was used last; console only
	LastUsedAt *time.Time `gorm:"precision:6"`                  // the last refresh; nil: none yet
}

// RefreshToken is kept as its hash; a used one that comes back revokes its family.
type RefreshToken struct {
	Hash      string     `gorm:"primaryKey;size:64"`
	FamilyID  int64      `gorm:"not null;index"`
	ExpiresAt time.Time  `gorm:"precision:6;not null"`
	UsedAt    *time.Time `gorm:"precision:6"`
}

// UserRole is what a console user may do.
type UserRole string

const (
	UserOwner          UserRole = "owner"
	UserChannelManager UserRole = "channel_manager"
	UserFinance        UserRole = "finance"
	UserAuditor        UserRole = "auditor"
	UserOperator       UserRole = "operator" // of a packing line or a warehouse, often a program
)

// ConsoleUser is one of the brand's people at the console.
type ConsoleUser struct {
	ID           UserID     `gorm:"primaryKey;autoIncrement:false"`
	Login        string     `gorm:"size:64;not null;uniqueIndex"`
	Name         string     `gorm:"size:60;not null"`
	Role         UserRole   `gorm:"size:20;not null"`
	PasswordHash string     `gorm:"size:160;not null"` // argon2id, PHC string
	Failures     int        `gorm:"not null"`
	LockedUntil  *time.Time `gorm:"precision:6"`
	DisabledAt   *time.Time `gorm:"precision:6"` // nil while the user may log in
	CreatedAt    time.Time  `gorm:"precision:6;not null"`
}

// LoginFailure counts a console user's failed logins from an address.
type LoginFailure struct {
	UserID      UserID     `gorm:"primaryKey;autoIncrement:false"`
	Address     string     `gorm:"primaryKey;size:45"`
	Failures    int        `gorm:"not null"`
	LockedUntil *time.Time `gorm:"precision:6"`
	At          time.Time  `gorm:"precision:6;not null;index"` // of the last
}

// SecondFactor is the secret that a console user's device makes codes of.
type SecondFactor struct {
	UserID      UserID     `gorm:"primaryKey;autoIncrement:false"`
	Sealed      []byte     `gorm:"size:128;not null"` // AES-GCM
	LastStep    int64      `gorm:"not null"`          // the time step of the last code that was used
	CreatedAt   time.Time  `gorm:"precision:6;not null"`
	ConfirmedAt *time.Time `gorm:"precision:6"` // nil: not asked for yet
}

// RecoveryCode stands once for a second factor that is lost. It is kept as its hash until it
// is used.
type RecoveryCode struct {
	UserID UserID `gorm:"primaryKey;autoIncrement:false"`
	Hash   string `gorm:"primaryKey;size:64"`
}

// AuditOutcome is how an audited request ended.
type AuditOutcome string

const (
	AuditDone     AuditOutcome = "done"
	AuditRefused  AuditOutcome = "refused"  // the caller may not, or not so often
	AuditInvalid  AuditOutcome = "invalid"  // the request has faults, or is about nothing that there is
	AuditConflict AuditOutcome = "conflict" // the state of things does not allow it, or somebody else was first
	AuditFailed   AuditOutcome = "failed"   // on our side
)

// AuditEntry is one write at the console or from the command line, committed with what it
// wrote; or what was asked for at the console and wrote nothing. User 0 is the system, or
// nobody that is known, who tried to log in.
type AuditEntry struct {
	ID        int64        `gorm:"primaryKey;autoIncrement:false"`
	UserID    UserID       `gorm:"not null;index"`
	Action    string       `gorm:"size:120;not null;index"`           // method and route, or the command
	Subject   string       `gorm:"size:60;not null;default:'';index"` // what it was done to, "batches/4711"; "" where that has no id
	Target    string       `gorm:"size:200;not null"`                 // the path as called, or a file, and what was made
	RequestID string       `gorm:"size:64;not null"`                  // of a command: "system:" and who ran it
	Outcome   AuditOutcome `gorm:"size:10;not null;default:'done';index"`
	Code      string       `gorm:"size:80;not null;default:''"` // of the error that it was answered with; "" for none
	Times     int64        `gorm:"not null;default:1"`          // how many such requests there were; the rest is of the first
	MergeKey  *string      `gorm:"size:64;uniqueIndex"`         // nil: the entry stands alone
	At        time.Time    `gorm:"precision:6;not null;index"`
}

// PersonPhone is a person's phone number, verified by WeChat. A number is one person's.
type PersonPhone struct {
	PersonID   PersonID  `gorm:"primaryKey;autoIncrement:false"`
	PhoneIndex string    `gorm:"size:64;not null;uniqueIndex"` // HMAC, for look-up
	Sealed     []byte    `gorm:"size:128;not null"`            // AES-GCM
	App        string    `gorm:"size:16;not null"`             // where it was verified
	VerifiedAt time.Time `gorm:"precision:6;not null"`
}

// ConsentPurpose is what a person has agreed that his data are used for.
type ConsentPurpose string

const (
	ConsentPhone     ConsentPurpose = "phone"
	ConsentLocation  ConsentPurpose = "location"
	ConsentMarketing ConsentPurpose = "marketing"
)

// Consent is a person's yes to a text about a purpose. It is kept when it is withdrawn.
type Consent struct {
	ID          int64          `gorm:"primaryKey;autoIncrement:false"`
	PersonID    PersonID       `gorm:"not null;index"`
	Purpose     ConsentPurpose `gorm:"size:16;not null"`
	Version     string         `gorm:"size:32;not null"` // of the text
	App         string         `gorm:"size:16;not null"`
	GrantedAt   time.Time      `gorm:"precision:6;not null"`
	WithdrawnAt *time.Time     `gorm:"precision:6"`
}

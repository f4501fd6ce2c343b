// Package v0052 freezes what the audit trail keeps of how a request ended.
package v0052

type AuditEntry struct {
	Outcome  string  `gorm:"size:10;not null;default:'done';index"`
	Code     string  `gorm:"size:80;not null;default:''"`
	Times    int64   `gorm:"not null;default:1"`
	MergeKey *string `gorm:"size:64;uniqueIndex"`
}

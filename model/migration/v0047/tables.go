// Package v0047 freezes what organisations and imports gained when the console came to edit the
// channel: a version that edits are held against, and what an import of organisations tells.
package v0047

type Org struct {
	Version int64 `gorm:"not null;default:1"`
}

type Import struct {
	Created int64 `gorm:"not null;default:0"`
	Updated int64 `gorm:"not null;default:0"`
}

type ImportRejection struct {
	Field string `gorm:"size:16;not null;default:''"`
}

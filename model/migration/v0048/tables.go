// Package v0048 freezes the tables of personal-data requests.
package v0048

import "time"

type DataRequest struct {
	ID         int64      `gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64      `gorm:"not null;index"`
	Kind       uint8      `gorm:"not null"`
	State      uint8      `gorm:"not null;index:idx_data_requests_state,priority:1"`
	OpenKey    *string    `gorm:"size:40;uniqueIndex"`
	Source     uint8      `gorm:"not null"`
	App        string     `gorm:"size:16;not null"`
	UserID     int64      `gorm:"not null"`
	Proof      string     `gorm:"size:200;not null"`
	GivesUp    bool       `gorm:"not null"`
	AskedAt    time.Time  `gorm:"precision:6;not null"`
	RecordedAt time.Time  `gorm:"precision:6;not null"`
	DueAt      time.Time  `gorm:"precision:6;not null;index:idx_data_requests_state,priority:2"`
	CountedAt  *time.Time `gorm:"precision:6"`
	DecidedBy  int64      `gorm:"not null"`
	DecidedAt  *time.Time `gorm:"precision:6"`
	Reason     string     `gorm:"size:24;not null"`
	Note       string     `gorm:"size:500;not null"`
	PhoneIndex string     `gorm:"size:64;not null"`
	NextAt     time.Time  `gorm:"precision:6;not null"`
	Chunks     int        `gorm:"not null"`
	DoneAt     *time.Time `gorm:"precision:6"`
	FilesUntil *time.Time `gorm:"precision:6;index"`
}

type DataRequestStep struct {
	RequestID int64      `gorm:"primaryKey;autoIncrement:false"`
	N         int        `gorm:"primaryKey;autoIncrement:false"`
	Part      string     `gorm:"size:24;not null"`
	Of        string     `gorm:"column:table_name;size:64;not null"`
	Fate      string     `gorm:"size:12;not null"`
	Why       string     `gorm:"size:16;not null"`
	Found     int64      `gorm:"not null"`
	Rows      int64      `gorm:"column:row_count;not null"`
	After     string     `gorm:"size:400;not null"`
	DoneAt    *time.Time `gorm:"precision:6"`
}

type DataRequestChunk struct {
	RequestID int64  `gorm:"primaryKey;autoIncrement:false"`
	N         int    `gorm:"primaryKey;autoIncrement:false"`
	Step      int    `gorm:"not null"`
	Hash      string `gorm:"size:64;not null"`
}

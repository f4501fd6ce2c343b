// Package v0012 freezes the tables of two-way contact.
package v0012

import "time"

type Thread struct {
	ID         int64      `gorm:"primaryKey;autoIncrement:false;index:idx_threads_mine,priority:3;index:idx_threads_state,priority:3;index:idx_threads_topic,priority:4;index:idx_threads_role,priority:4;index:idx_threads_org,priority:4;index:idx_threads_owner,priority:4"`
	PersonID   int64      `gorm:"not null;index:idx_threads_mine,priority:1"`
	Role       uint8      `gorm:"not null;index:idx_threads_mine,priority:2;index:idx_threads_role,priority:1"`
	OrgID      int64      `gorm:"not null;index:idx_threads_org,priority:1"`
	Topic      uint8      `gorm:"not null;index:idx_threads_topic,priority:1"`
	Item       int64      `gorm:"not null"`
	Face       uint8      `gorm:"not null"`
	ProductID  int64      `gorm:"not null"`
	State      uint8      `gorm:"not null;index:idx_threads_state,priority:1;index:idx_threads_topic,priority:2;index:idx_threads_role,priority:2;index:idx_threads_org,priority:2;index:idx_threads_owner,priority:2"`
	Since      time.Time  `gorm:"precision:6;not null;index:idx_threads_state,priority:2;index:idx_threads_topic,priority:3;index:idx_threads_role,priority:3;index:idx_threads_org,priority:3;index:idx_threads_owner,priority:3"`
	OwnerID    int64      `gorm:"not null;index:idx_threads_owner,priority:1"`
	AnsweredBy int64      `gorm:"not null"`
	AnsweredAt *time.Time `gorm:"precision:6"`
	Posts      int        `gorm:"not null"`
	LastPostAt time.Time  `gorm:"precision:6;not null"`
	OpenedAt   time.Time  `gorm:"precision:6;not null"`
}

type ThreadPost struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false;index:idx_thread_posts_thread,priority:2"`
	ThreadID  int64     `gorm:"not null;index:idx_thread_posts_thread,priority:1"`
	PersonID  int64     `gorm:"not null"`
	UserID    int64     `gorm:"not null"`
	AuthorKey string    `gorm:"size:100;not null;uniqueIndex"`
	InputHash string    `gorm:"size:64;not null"`
	Text      string    `gorm:"size:2000;not null"`
	Content   uint8     `gorm:"not null;index:idx_thread_posts_due,priority:1"`
	NextAt    time.Time `gorm:"precision:6;not null;index:idx_thread_posts_due,priority:2"`
	Attempts  int       `gorm:"not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

type Photo struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	PersonID  int64     `gorm:"not null"`
	Role      uint8     `gorm:"not null"`
	PostID    int64     `gorm:"not null;index:idx_photos_post,priority:1"`
	Hash      string    `gorm:"size:64;not null;index"`
	Kind      string    `gorm:"size:8;not null"`
	Bytes     int       `gorm:"not null"`
	Width     int       `gorm:"not null"`
	Height    int       `gorm:"not null"`
	Content   uint8     `gorm:"not null;index:idx_photos_due,priority:1"`
	NextAt    time.Time `gorm:"precision:6;not null;index:idx_photos_due,priority:2"`
	Attempts  int       `gorm:"not null"`
	TraceID   string    `gorm:"size:128;not null;index"`
	CreatedAt time.Time `gorm:"precision:6;not null;index:idx_photos_post,priority:2"`
}

type Announcement struct {
	ID         int64      `gorm:"primaryKey;autoIncrement:false;index:idx_announcements_state,priority:2"`
	AuthorKey  string     `gorm:"size:100;not null;uniqueIndex"`
	InputHash  string     `gorm:"size:64;not null"`
	UserID     int64      `gorm:"not null"`
	Title      string     `gorm:"size:60;not null"`
	Body       string     `gorm:"size:1000;not null"`
	Page       string     `gorm:"size:256;not null"`
	Audience   []byte     `gorm:"type:blob;not null"`
	State      uint8      `gorm:"not null;index:idx_announcements_state,priority:1"`
	Source     uint8      `gorm:"not null"`
	Place      int64      `gorm:"not null"`
	Counted    int64      `gorm:"not null"`
	Sent       int64      `gorm:"not null"`
	Delivered  int64      `gorm:"not null"`
	Read       int64      `gorm:"column:read_count;not null"`
	FollowAt   time.Time  `gorm:"precision:6;not null;index"`
	FollowedTo int64      `gorm:"not null"`
	CreatedAt  time.Time  `gorm:"precision:6;not null"`
	EndedAt    *time.Time `gorm:"precision:6"`
}

type AnnouncementRecipient struct {
	AnnouncementID int64  `gorm:"primaryKey;autoIncrement:false"`
	PersonID       int64  `gorm:"primaryKey;autoIncrement:false"`
	Role           uint8  `gorm:"not null"`
	OrgID          int64  `gorm:"not null"`
	State          uint8  `gorm:"not null"`
	Code           string `gorm:"size:64;not null"`
	Read           bool   `gorm:"column:was_read;not null"`
}

// Tables lists what the migration creates.
func Tables() []any {
	return []any{&Thread{}, &ThreadPost{}, &Photo{}, &Announcement{}, &AnnouncementRecipient{}}
}

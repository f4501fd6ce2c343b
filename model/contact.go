package model

import "time"

// ThreadTopic is what a person writes to the brand about. Values are persisted.
type ThreadTopic uint8

const (
	TopicGoods     ThreadTopic = 1
	TopicReward    ThreadTopic = 2
	TopicRebate    ThreadTopic = 3
	TopicOrder     ThreadTopic = 4
	TopicDiversion ThreadTopic = 5
	TopicOther     ThreadTopic = 6
)

// ThreadState is whose turn it is. Values are persisted.
type ThreadState uint8

const (
	ThreadOpen     ThreadState = 1 // the person waits for the brand
	ThreadAnswered ThreadState = 2
	ThreadClosed   ThreadState = 3 // a new post of the person's opens it again
)

// Thread is what a person and the brand write to each other about one matter.
type Thread struct {
	ID         ThreadID    `gorm:"primaryKey;autoIncrement:false;index:idx_threads_mine,priority:3;index:idx_threads_state,priority:3;index:idx_threads_topic,priority:4;index:idx_threads_role,priority:4;index:idx_threads_org,priority:4;index:idx_threads_owner,priority:4"`
	PersonID   PersonID    `gorm:"not null;index:idx_threads_mine,priority:1"`
	Role       Role        `gorm:"not null;index:idx_threads_mine,priority:2;index:idx_threads_role,priority:1"`
	OrgID      OrgID       `gorm:"not null;index:idx_threads_org,priority:1"` // for which he wrote; 0 for consumers
	Topic      ThreadTopic `gorm:"not null;index:idx_threads_topic,priority:1"`
	Item       ItemID      `gorm:"not null"` // the goods that it is about; 0 for none
	Face       Face        `gorm:"not null"`
	ProductID  ProductID   `gorm:"not null"`
	State      ThreadState `gorm:"not null;index:idx_threads_state,priority:1;index:idx_threads_topic,priority:2;index:idx_threads_role,priority:2;index:idx_threads_org,priority:2;index:idx_threads_owner,priority:2"`
	Since      time.Time   `gorm:"precision:6;not null;index:idx_threads_state,priority:2;index:idx_threads_topic,priority:3;index:idx_threads_role,priority:3;index:idx_threads_org,priority:3;index:idx_threads_owner,priority:3"` // of the state: of an open one, since its first post without an answer
	OwnerID    UserID      `gorm:"not null;index:idx_threads_owner,priority:1"`                                                                                                                                                      // who takes care of it; 0: nobody yet
	AnsweredBy UserID      `gorm:"not null"`                                                                                                                                                                                         // who answered last
	AnsweredAt *time.Time  `gorm:"precision:6"`
	Posts      int         `gorm:"not null"`
	LastPostAt time.Time   `gorm:"precision:6;not null"`
	OpenedAt   time.Time   `gorm:"precision:6;not null"`
}

// ContentState is what WeChat made of a text or photo. Values are persisted.
type ContentState uint8

const (
	ContentUnchecked ContentState = 1 // still to be asked about
	ContentAsked     ContentState = 2 // of a photo: WeChat's answer is on its way
	ContentPassed    ContentState = 3
	ContentReview    ContentState = 4 // people have to look at it
	ContentRisky     ContentState = 5
)

// ThreadPost is one text in a thread: a person's, or the brand's.
type ThreadPost struct {
	ID        PostID       `gorm:"primaryKey;autoIncrement:false;index:idx_thread_posts_thread,priority:2"`
	ThreadID  ThreadID     `gorm:"not null;index:idx_thread_posts_thread,priority:1"`
	PersonID  PersonID     `gorm:"not null"`                      // who wrote it; 0 for the brand's
	UserID    UserID       `gorm:"not null"`                      // the console user; 0 for a person's
	AuthorKey string       `gorm:"size:100;not null;uniqueIndex"` // the author with his idempotency key
	InputHash string       `gorm:"size:64;not null"`
	Text      string       `gorm:"size:2000;not null"`
	Content   ContentState `gorm:"not null;index:idx_thread_posts_due,priority:1"`
	NextAt    time.Time    `gorm:"precision:6;not null;index:idx_thread_posts_due,priority:2"` // when to ask about it
	Attempts  int          `gorm:"not null"`
	CreatedAt time.Time    `gorm:"precision:6;not null"`
}

// Photo is a picture that a person sent. Its content is kept under its hash.
type Photo struct {
	ID        PhotoID      `gorm:"primaryKey;autoIncrement:false"`
	PersonID  PersonID     `gorm:"not null"`
	Role      Role         `gorm:"not null"`
	PostID    PostID       `gorm:"not null;index:idx_photos_post,priority:1"` // whose it is, or the case record's; 0 until it is used
	Hash      string       `gorm:"size:64;not null;index"`
	Kind      string       `gorm:"size:8;not null"`
	Bytes     int          `gorm:"not null"`
	Width     int          `gorm:"not null"`
	Height    int          `gorm:"not null"`
	Content   ContentState `gorm:"not null;index:idx_photos_due,priority:1"`
	NextAt    time.Time    `gorm:"precision:6;not null;index:idx_photos_due,priority:2"`
	Attempts  int          `gorm:"not null"`
	TraceID   string       `gorm:"size:128;not null;index"` // WeChat's, of the last check
	CreatedAt time.Time    `gorm:"precision:6;not null;index:idx_photos_post,priority:2"`
}

// AnnouncementState is how far an announcement has come. Values are persisted.
type AnnouncementState uint8

const (
	AnnouncementCounting  AnnouncementState = 1 // its people are being found
	AnnouncementSending   AnnouncementState = 2 // they are being told
	AnnouncementDone      AnnouncementState = 3
	AnnouncementCancelled AnnouncementState = 4
)

// Announcement is what the brand tells many people at once.
type Announcement struct {
	ID         AnnouncementID    `gorm:"primaryKey;autoIncrement:false;index:idx_announcements_state,priority:2"`
	AuthorKey  string            `gorm:"size:100;not null;uniqueIndex"`
	InputHash  string            `gorm:"size:64;not null"`
	UserID     UserID            `gorm:"not null"`
	Title      string            `gorm:"size:60;not null"`
	Body       string            `gorm:"size:1000;not null"`
	Page       string            `gorm:"size:256;not null"`
	Audience   []byte            `gorm:"type:blob;not null"`
	State      AnnouncementState `gorm:"not null;index:idx_announcements_state,priority:1"`
	Source     uint8             `gorm:"not null"` // where people are being found
	Place      int64             `gorm:"not null"` // how far, in the source or among those who are told
	Counted    int64             `gorm:"not null"`
	Sent       int64             `gorm:"not null"` // in their inboxes
	Delivered  int64             `gorm:"not null"` // taken by WeChat
	Read       int64             `gorm:"column:read_count;not null"`
	FollowAt   time.Time         `gorm:"precision:6;not null;index"` // when to look what became of the messages
	FollowedTo int64             `gorm:"not null"`
	CreatedAt  time.Time         `gorm:"precision:6;not null"`
	EndedAt    *time.Time        `gorm:"precision:6"`
}

// RecipientState is what became of a person's message. Values are persisted.
type RecipientState uint8

const (
	RecipientWaiting   RecipientState = 1
	RecipientInbox     RecipientState = 2
	RecipientSent      RecipientState = 3 // WeChat took it
	RecipientDelivered RecipientState = 4 // WeChat says that it arrived
	RecipientFailed    RecipientState = 5 // by WeChat; it is in the inbox
	RecipientSkipped   RecipientState = 6 // not sent through WeChat; it is in the inbox
)

// AnnouncementRecipient is a person whom an announcement addresses, in one of his roles.
type AnnouncementRecipient struct {
	AnnouncementID AnnouncementID `gorm:"primaryKey;autoIncrement:false"`
	PersonID       PersonID       `gorm:"primaryKey;autoIncrement:false"`
	Role           Role           `gorm:"not null"`
	OrgID          OrgID          `gorm:"not null"`
	State          RecipientState `gorm:"not null"`
	Code           string         `gorm:"size:64;not null"` // why WeChat did not deliver it
	Read           bool           `gorm:"column:was_read;not null"`
}

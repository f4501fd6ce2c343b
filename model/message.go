package model

import "time"

// Message is something a person was told in a role: it is always in his inbox, whether or
// not WeChat carries it as well.
type Message struct {
	ID       MessageID  `gorm:"primaryKey;autoIncrement:false;index:idx_messages_inbox,priority:3;index:idx_messages_unread,priority:4"`
	PersonID PersonID   `gorm:"not null;uniqueIndex:idx_messages_once,priority:1;index:idx_messages_inbox,priority:1;index:idx_messages_unread,priority:1"`
	Role     Role       `gorm:"not null;index:idx_messages_inbox,priority:2;index:idx_messages_unread,priority:2"`
	Key      string     `gorm:"column:message_key;size:120;not null;uniqueIndex:idx_messages_once,priority:2"`
	Event    string     `gorm:"size:32;not null"`
	Title    string     `gorm:"size:120;not null"`
	Body     string     `gorm:"size:2000;not null"`
	Page     string     `gorm:"size:256;not null"`
	Data     []byte     `gorm:"type:blob;not null"` // the values by name, JSON
	At       time.Time  `gorm:"precision:6;not null;index:idx_messages_at"`
	ReadAt   *time.Time `gorm:"precision:6;index:idx_messages_unread,priority:3"`
}

// DeliveryState is where a message stands on its way through WeChat. Values are persisted.
type DeliveryState uint8

const (
	DeliveryWaiting DeliveryState = 1
	DeliverySending DeliveryState = 2 // handed to WeChat, maybe
	DeliverySent    DeliveryState = 3
	DeliveryFailed  DeliveryState = 4
	DeliverySkipped DeliveryState = 5 // never to be sent: no consent, too old, quota
)

// MessageDelivery is a message on its way through WeChat.
type MessageDelivery struct {
	MessageID  MessageID     `gorm:"primaryKey;autoIncrement:false"`
	PersonID   PersonID      `gorm:"not null;index:idx_message_deliveries_person,priority:1"`
	Role       Role          `gorm:"not null"`
	Event      string        `gorm:"size:32;not null;index:idx_message_deliveries_day,priority:2"`
	AppID      string        `gorm:"size:32;not null;index:idx_message_deliveries_reference,priority:1"`
	TemplateID string        `gorm:"size:64;not null;index:idx_message_deliveries_person,priority:2"`
	State      DeliveryState `gorm:"not null;index:idx_message_deliveries_due,priority:1;index:idx_message_deliveries_day,priority:3"`
	NextAt     time.Time     `gorm:"precision:6;not null;index:idx_message_deliveries_due,priority:2"`
	Attempts   int           `gorm:"not null"`
	Unseen     int           `gorm:"not null"` // attempts whose answer nobody saw
	Held       bool          `gorm:"not null"` // an acceptance is taken for it
	Code       string        `gorm:"size:64;not null;index:idx_message_deliveries_day,priority:4"`
	Reference  string        `gorm:"size:64;not null;index:idx_message_deliveries_reference,priority:2"` // WeChat's number
	ArrivedAt  *time.Time    `gorm:"precision:6"`                                                        // when WeChat says that it did
	BizDate    int32         `gorm:"not null;index:idx_message_deliveries_day,priority:1"`
	At         time.Time     `gorm:"precision:6;not null"`
	UpdatedAt  time.Time     `gorm:"precision:6;not null"`
}

// ConsentChoice is what a person chose last for a template. Values are persisted.
type ConsentChoice uint8

const (
	ConsentAccepted ConsentChoice = 1
	ConsentRejected ConsentChoice = 2 // this time
	ConsentRefused  ConsentChoice = 3 // always, or in WeChat's settings
	ConsentBanned   ConsentChoice = 4 // WeChat offers the template no more
)

// MessageConsent is how many messages of a template a person still takes: one for each
// time that he accepted.
type MessageConsent struct {
	PersonID   PersonID      `gorm:"primaryKey;autoIncrement:false"`
	AppID      string        `gorm:"primaryKey;size:32"`
	TemplateID string        `gorm:"primaryKey;size:64"`
	Remaining  int           `gorm:"not null"`
	Choice     ConsentChoice `gorm:"not null"`
	ChosenAt   time.Time     `gorm:"precision:6;not null"`
	UpdatedAt  time.Time     `gorm:"precision:6;not null"`
}

// MessageReport remembers a report of consents, so that its repetition counts nothing.
type MessageReport struct {
	Key string    `gorm:"column:report_key;primaryKey;size:160"`
	At  time.Time `gorm:"precision:6;not null;index"`
}

// MessageCounter counts what was sent on a day to a person, or through an app.
type MessageCounter struct {
	BizDate int32  `gorm:"primaryKey;autoIncrement:false"`
	Name    string `gorm:"primaryKey;size:64"`
	Count   int    `gorm:"not null"`
}

// MessageRest keeps a template, or a whole app (TemplateID ""), from being tried for a
// while after WeChat has refused it.
type MessageRest struct {
	AppID      string    `gorm:"primaryKey;size:32"`
	TemplateID string    `gorm:"primaryKey;size:64"`
	Until      time.Time `gorm:"column:rests_until;precision:6;not null"`
	Code       string    `gorm:"size:64;not null"`
	Refusals   int       `gorm:"not null"` // in a row
	Since      time.Time `gorm:"precision:6;not null"`
}

// MessageQuietHours are a person's own, in minutes of Shanghai's day.
type MessageQuietHours struct {
	PersonID  PersonID  `gorm:"primaryKey;autoIncrement:false"`
	From      int       `gorm:"column:from_minute;not null"`
	To        int       `gorm:"column:to_minute;not null"`
	UpdatedAt time.Time `gorm:"precision:6;not null"`
}

// MessageStatement is how far a day's rebate statements have been sent.
type MessageStatement struct {
	BizDate  int32 `gorm:"primaryKey;autoIncrement:false"`
	AfterOrg OrgID `gorm:"not null"`
	Done     bool  `gorm:"not null"`
}

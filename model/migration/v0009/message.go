// Package v0009 freezes the tables of messages, and the index by which a day's rebates are
// found.
package v0009

import "time"

type Message struct {
	ID       int64      `gorm:"primaryKey;autoIncrement:false;index:idx_messages_inbox,priority:3;index:idx_messages_unread,priority:4"`
	PersonID int64      `gorm:"not null;uniqueIndex:idx_messages_once,priority:1;index:idx_messages_inbox,priority:1;index:idx_messages_unread,priority:1"`
	Role     uint8      `gorm:"not null;index:idx_messages_inbox,priority:2;index:idx_messages_unread,priority:2"`
	Key      string     `gorm:"column:message_key;size:120;not null;uniqueIndex:idx_messages_once,priority:2"`
	Event    string     `gorm:"size:32;not null"`
	Title    string     `gorm:"size:120;not null"`
	Body     string     `gorm:"size:2000;not null"`
	Page     string     `gorm:"size:256;not null"`
	Data     []byte     `gorm:"type:blob;not null"`
	At       time.Time  `gorm:"precision:6;not null"`
	ReadAt   *time.Time `gorm:"precision:6;index:idx_messages_unread,priority:3"`
}

type MessageDelivery struct {
	MessageID  int64      `gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64      `gorm:"not null;index:idx_message_deliveries_person,priority:1"`
	Role       uint8      `gorm:"not null"`
	Event      string     `gorm:"size:32;not null;index:idx_message_deliveries_day,priority:2"`
	AppID      string     `gorm:"size:32;not null;index:idx_message_deliveries_reference,priority:1"`
	TemplateID string     `gorm:"size:64;not null;index:idx_message_deliveries_person,priority:2"`
	State      uint8      `gorm:"not null;index:idx_message_deliveries_due,priority:1;index:idx_message_deliveries_day,priority:3"`
	NextAt     time.Time  `gorm:"precision:6;not null;index:idx_message_deliveries_due,priority:2"`
	Attempts   int        `gorm:"not null"`
	Unseen     int        `gorm:"not null"`
	Held       bool       `gorm:"not null"`
	Code       string     `gorm:"size:64;not null;index:idx_message_deliveries_day,priority:4"`
	Reference  string     `gorm:"size:64;not null;index:idx_message_deliveries_reference,priority:2"`
	ArrivedAt  *time.Time `gorm:"precision:6"`
	BizDate    int32      `gorm:"not null;index:idx_message_deliveries_day,priority:1"`
	At         time.Time  `gorm:"precision:6;not null"`
	UpdatedAt  time.Time  `gorm:"precision:6;not null"`
}

type MessageConsent struct {
	PersonID   int64     `gorm:"primaryKey;autoIncrement:false"`
	AppID      string    `gorm:"primaryKey;size:32"`
	TemplateID string    `gorm:"primaryKey;size:64"`
	Remaining  int       `gorm:"not null"`
	Choice     uint8     `gorm:"not null"`
	ChosenAt   time.Time `gorm:"precision:6;not null"`
	UpdatedAt  time.Time `gorm:"precision:6;not null"`
}

type MessageReport struct {
	Key string    `gorm:"column:report_key;primaryKey;size:160"`
	At  time.Time `gorm:"precision:6;not null;index"`
}

type MessageCounter struct {
	BizDate int32  `gorm:"primaryKey;autoIncrement:false"`
	Name    string `gorm:"primaryKey;size:64"`
	Count   int    `gorm:"not null"`
}

type MessageRest struct {
	AppID      string    `gorm:"primaryKey;size:32"`
	TemplateID string    `gorm:"primaryKey;size:64"`
	Until      time.Time `gorm:"column:rests_until;precision:6;not null"`
	Code       string    `gorm:"size:64;not null"`
	Refusals   int       `gorm:"not null"`
	Since      time.Time `gorm:"precision:6;not null"`
}

type MessageQuietHours struct {
	PersonID  int64     `gorm:"primaryKey;autoIncrement:false"`
	From      int       `gorm:"column:from_minute;not null"`
	To        int       `gorm:"column:to_minute;not null"`
	UpdatedAt time.Time `gorm:"precision:6;not null"`
}

type MessageStatement struct {
	BizDate  int32 `gorm:"primaryKey;autoIncrement:false"`
	AfterOrg int64 `gorm:"not null"`
	Done     bool  `gorm:"not null"`
}

// RebateAccrual is as much of the table as the step's index needs.
type RebateAccrual struct {
	OrgID   int64 `gorm:"index:idx_rebate_accruals_day,priority:2"`
	BizDate int32 `gorm:"index:idx_rebate_accruals_day,priority:1"`
}

// Tables lists what the migration creates.
func Tables() []any {
	return []any{&Message{}, &MessageDelivery{}, &MessageConsent{}, &MessageReport{}, &MessageCounter{}, &MessageRest{}, &MessageQuietHours{}, &MessageStatement{}}
}

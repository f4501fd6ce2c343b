// Package v0006 freezes the tables of links: tests of printed hosts, links that WeChat
// made, and the pictures of mini-program codes.
package v0006

import "time"

type DeviceTest struct {
	ID            int64     `gorm:"primaryKey;autoIncrement:false"`
	Host          string    `gorm:"size:128;not null;index:idx_device_tests_newest,priority:1"`
	UpperCase     bool      `gorm:"not null;index:idx_device_tests_newest,priority:2"`
	AppID         string    `gorm:"size:32;not null;index:idx_device_tests_newest,priority:3"`
	OS            uint8     `gorm:"not null;index:idx_device_tests_newest,priority:4"`
	Device        string    `gorm:"size:60;not null"`
	WeChatVersion string    `gorm:"column:wechat_version;size:20;not null"`
	Passed        bool      `gorm:"not null"`
	Note          string    `gorm:"size:200;not null"`
	UserID        int64     `gorm:"not null;uniqueIndex:idx_device_tests_retry,priority:1"`
	Key           string    `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_device_tests_retry,priority:2"`
	InputHash     string    `gorm:"size:64;not null"`
	At            time.Time `gorm:"precision:6;not null"`
}

type AppLink struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Request   string    `gorm:"size:64;not null;index:idx_app_links_request,priority:1"`
	App       string    `gorm:"size:16;not null"`
	AppID     string    `gorm:"size:32;not null"`
	Kind      uint8     `gorm:"not null"`
	Page      string    `gorm:"size:128;not null"`
	Query     string    `gorm:"size:1024;not null"`
	Days      int       `gorm:"not null"`
	URL       string    `gorm:"size:255;not null"`
	ExpiresAt time.Time `gorm:"precision:6;not null;index:idx_app_links_request,priority:2"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

type LinkMaking struct {
	Request string    `gorm:"primaryKey;size:64"`
	Maker   int64     `gorm:"not null"`
	Until   time.Time `gorm:"precision:6;not null"`
	AppID   string    `gorm:"size:32;not null"`
	BizDate int32     `gorm:"not null"`
}

type LinkDay struct {
	AppID   string `gorm:"primaryKey;size:32"`
	BizDate int32  `gorm:"primaryKey;autoIncrement:false"`
	Made    int    `gorm:"not null"`
}

type AppCode struct {
	AppID      string    `gorm:"primaryKey;size:32"`
	EnvVersion string    `gorm:"primaryKey;size:16"`
	Page       string    `gorm:"primaryKey;size:128"`
	Scene      string    `gorm:"primaryKey;size:32"`
	Picture    []byte    `gorm:"type:mediumblob;not null"`
	Hash       string    `gorm:"size:64;not null"`
	CreatedAt  time.Time `gorm:"precision:6;not null"`
}

// Tables lists what the migration creates.
func Tables() []any { return []any{&DeviceTest{}, &AppLink{}, &LinkMaking{}, &LinkDay{}, &AppCode{}} }

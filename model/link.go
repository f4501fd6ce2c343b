package model

import "time"

// DeviceOS is the system of a phone that a printed host was tested on. Values are persisted.
type DeviceOS uint8

const (
	IOS     DeviceOS = 1
	Android DeviceOS = 2
)

// DeviceTest is what an owner saw when WeChat on a real phone scanned a printed host.
type DeviceTest struct {
	ID            DeviceTestID `gorm:"primaryKey;autoIncrement:false"`
	Host          string       `gorm:"size:128;not null;index:idx_device_tests_newest,priority:1"`
	UpperCase     bool         `gorm:"not null;index:idx_device_tests_newest,priority:2"`
	AppID         string       `gorm:"size:32;not null;index:idx_device_tests_newest,priority:3"` // that it was to open
	OS            DeviceOS     `gorm:"not null;index:idx_device_tests_newest,priority:4"`
	Device        string       `gorm:"size:60;not null"`
	WeChatVersion string       `gorm:"column:wechat_version;size:20;not null"`
	Passed        bool         `gorm:"not null"`
	Note          string       `gorm:"size:200;not null"`
	UserID        UserID       `gorm:"not null;uniqueIndex:idx_device_tests_retry,priority:1"`
	Key           string       `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_device_tests_retry,priority:2"`
	InputHash     string       `gorm:"size:64;not null"`
	At            time.Time    `gorm:"precision:6;not null"`
}

// LinkKind is WeChat's two kinds of links. Values are persisted.
type LinkKind uint8

const (
	URLLink   LinkKind = 1 // https://
	URLScheme LinkKind = 2 // weixin://
)

// AppLink is a link that opens an app, made by WeChat.
type AppLink struct {
	ID        AppLinkID `gorm:"primaryKey;autoIncrement:false"`
	Request   string    `gorm:"size:64;not null;index:idx_app_links_request,priority:1"` // hash of what was asked for
	App       string    `gorm:"size:16;not null"`                                        // the role
	AppID     string    `gorm:"size:32;not null"`
	Kind      LinkKind  `gorm:"not null"`
	Page      string    `gorm:"size:128;not null"`
	Query     string    `gorm:"size:1024;not null"`
	Days      int       `gorm:"not null"`
	URL       string    `gorm:"size:255;not null"`
	ExpiresAt time.Time `gorm:"precision:6;not null;index:idx_app_links_request,priority:2;index:idx_app_links_expires_at"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

// LinkMaking keeps others from making a link that is being made. The link is counted
// already, for the app and day that are named.
type LinkMaking struct {
	Request string    `gorm:"primaryKey;size:64"`
	Maker   int64     `gorm:"not null"`
	Until   time.Time `gorm:"precision:6;not null"`
	AppID   string    `gorm:"size:32;not null"`
	BizDate int32     `gorm:"not null"`
}

// LinkDay counts the links and schemes of an app on a day in Shanghai.
type LinkDay struct {
	AppID   string `gorm:"primaryKey;size:32"`
	BizDate int32  `gorm:"primaryKey;autoIncrement:false"`
	Made    int    `gorm:"not null"`
}

// AppCode is the picture of a mini-program code, kept because it never changes.
type AppCode struct {
	AppID      string    `gorm:"primaryKey;size:32"`
	EnvVersion string    `gorm:"primaryKey;size:16"`
	Page       string    `gorm:"primaryKey;size:128"`
	Scene      string    `gorm:"primaryKey;size:32"`
	Picture    []byte    `gorm:"type:mediumblob;not null"` // PNG
	Hash       string    `gorm:"size:64;not null"`
	CreatedAt  time.Time `gorm:"precision:6;not null"`
}

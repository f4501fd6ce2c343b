// Package v0008 freezes the tables of reward campaigns.
package v0008

import "time"

type Campaign struct {
	ID            int64      `gorm:"primaryKey;autoIncrement:false"`
	State         uint8      `gorm:"not null;index:idx_campaigns_due,priority:1"`
	Version       int        `gorm:"not null"`
	Name          string     `gorm:"size:80;not null"`
	StartsAt      time.Time  `gorm:"precision:6;not null"`
	EndsAt        time.Time  `gorm:"precision:6;not null;index:idx_campaigns_due,priority:2"`
	Terms         []byte     `gorm:"type:mediumblob;not null"`
	Commitment    string     `gorm:"size:64;not null"`
	SealedSeed    []byte     `gorm:"type:blob;not null"`
	PublicFen     int64      `gorm:"not null"`
	PolicyVersion int        `gorm:"not null"`
	CreatedBy     int64      `gorm:"not null"`
	PublishedBy   int64      `gorm:"not null"`
	CreatedAt     time.Time  `gorm:"precision:6;not null"`
	UpdatedAt     time.Time  `gorm:"precision:6;not null"`
	PublishedAt   *time.Time `gorm:"precision:6"`
	OverAt        *time.Time `gorm:"precision:6"`
}

type CampaignPot struct {
	CampaignID int64  `gorm:"primaryKey;autoIncrement:false"`
	Pot        string `gorm:"primaryKey;size:24"`
	Shard      int    `gorm:"primaryKey;autoIncrement:false"`
	Remaining  int64  `gorm:"not null"`
	Taken      int64  `gorm:"not null"`
}

type CampaignCount struct {
	CampaignID int64  `gorm:"primaryKey;autoIncrement:false"`
	Kind       uint8  `gorm:"primaryKey;autoIncrement:false"`
	Subject    string `gorm:"primaryKey;size:64"`
	Day        int32  `gorm:"primaryKey;autoIncrement:false"`
	Draws      int64  `gorm:"not null"`
}

type CampaignDraw struct {
	CampaignID int64     `gorm:"primaryKey;autoIncrement:false"`
	Item       int64     `gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64     `gorm:"not null;uniqueIndex:idx_campaign_draws_retry,priority:1"`
	Key        string    `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_campaign_draws_retry,priority:2"`
	InputHash  string    `gorm:"size:64;not null"`
	ScanID     int64     `gorm:"not null"`
	Shop       int64     `gorm:"not null"`
	Number     int64     `gorm:"not null"`
	Drawn      string    `gorm:"size:16;not null"`
	Given      string    `gorm:"size:16;not null"`
	Reason     uint8     `gorm:"not null"`
	WinID      int64     `gorm:"not null"`
	At         time.Time `gorm:"precision:6;not null"`
}

type CampaignWin struct {
	ID            int64     `gorm:"primaryKey;autoIncrement:false"`
	CampaignID    int64     `gorm:"not null;index;index:idx_campaign_wins_state,priority:1;index:idx_campaign_wins_public,priority:1"`
	Item          int64     `gorm:"not null"`
	PersonID      int64     `gorm:"not null;index"`
	Prize         string    `gorm:"size:16;not null"`
	Name          string    `gorm:"size:80;not null"`
	Kind          uint8     `gorm:"not null"`
	Fen           int64     `gorm:"not null"`
	Points        int64     `gorm:"not null"`
	TaxFen        int64     `gorm:"not null"`
	NetFen        int64     `gorm:"not null"`
	TxnID         int64     `gorm:"not null"`
	State         uint8     `gorm:"not null;index:idx_campaign_wins_state,priority:2"`
	Public        bool      `gorm:"not null;index:idx_campaign_wins_public,priority:2"`
	SealedAddress []byte    `gorm:"type:blob;not null"`
	Carrier       string    `gorm:"size:40;not null"`
	Tracking      string    `gorm:"size:64;not null"`
	At            time.Time `gorm:"precision:6;not null"`
	UpdatedAt     time.Time `gorm:"precision:6;not null"`
}

// Tables lists what the migration creates.
func Tables() []any {
	return []any{&Campaign{}, &CampaignPot{}, &CampaignCount{}, &CampaignDraw{}, &CampaignWin{}}
}

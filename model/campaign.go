package model

import (
	"time"

	"channelrouter/internal/money"
)

// Ids of campaigns and of what is won in them.
type (
	CampaignID int64
	WinID      int64
)

// CampaignState is where a campaign stands. Values are persisted.
type CampaignState uint8

const (
	CampaignDraft   CampaignState = 1 // edited
	CampaignRunning CampaignState = 2 // published: nothing of it changes any more
	CampaignStopped CampaignState = 3 // final: the brand has stopped it
	CampaignEnded   CampaignState = 4 // final: its time is over
)

// Campaign is a prize draw. Terms is what it says, as JSON: once it is published, the
// text that the commitment covers.
type Campaign struct {
	ID            CampaignID    `gorm:"primaryKey;autoIncrement:false"`
	State         CampaignState `gorm:"not null;index:idx_campaigns_due,priority:1"`
	Version       int           `gorm:"not null"` // of the draft
	Name          string        `gorm:"size:80;not null"`
	StartsAt      time.Time     `gorm:"precision:6;not null"`
	EndsAt        time.Time     `gorm:"precision:6;not null;index:idx_campaigns_due,priority:2"`
	Terms         []byte        `gorm:"type:mediumblob;not null"`
	Commitment    string        `gorm:"size:64;not null"`   // SHA-256 of terms and seed; "" of a draft
	SealedSeed    []byte        `gorm:"type:blob;not null"` // empty of a draft
	PublicFen     money.Fen     `gorm:"not null"`           // prizes worth more are listed publicly
	PolicyVersion int           `gorm:"not null"`           // that it was published by
	CreatedBy     UserID        `gorm:"not null"`
	PublishedBy   UserID        `gorm:"not null"`
	CreatedAt     time.Time     `gorm:"precision:6;not null"`
	UpdatedAt     time.Time     `gorm:"precision:6;not null"`
	PublishedAt   *time.Time    `gorm:"precision:6"`
	OverAt        *time.Time    `gorm:"precision:6"` // when it was stopped, or ended
}

// CampaignPot is a share of what a campaign has to give: of its budget, of a prize's
// stock. Each is split into a few, so that those who draw at once do not all wait for
// one row. The pot of draws only counts.
type CampaignPot struct {
	CampaignID CampaignID `gorm:"primaryKey;autoIncrement:false"`
	Pot        string     `gorm:"primaryKey;size:24"`
	Shard      int        `gorm:"primaryKey;autoIncrement:false"`
	Remaining  int64      `gorm:"not null"`
	Taken      int64      `gorm:"not null"`
}

// CampaignCount is how often somebody, or something, has drawn: see CapKind. Day is 0 of
// those that are counted over the whole campaign.
type CampaignCount struct {
	CampaignID CampaignID `gorm:"primaryKey;autoIncrement:false"`
	Kind       CapKind    `gorm:"primaryKey;autoIncrement:false"`
	Subject    string     `gorm:"primaryKey;size:64"`
	Day        int32      `gorm:"primaryKey;autoIncrement:false"`
	Draws      int64      `gorm:"not null"`
}

// CapKind says what draws are counted by. Values are persisted.
type CapKind uint8

const (
	CapPerson    CapKind = 1 // a person, in all
	CapPersonDay CapKind = 2 // a person, a day
	CapDeviceDay CapKind = 3 // a device, by its digest, a day
	CapShopDay   CapKind = 4 // the terminal that the goods were sold at, a day
)

// DrawReason says why a draw was not given what its number drew. Values are persisted.
type DrawReason uint8

const (
	DrawGiven       DrawReason = 0
	DrawOutOfStock  DrawReason = 1
	DrawOutOfBudget DrawReason = 2
)

// CampaignDraw is the one draw of an item in a campaign.
type CampaignDraw struct {
	CampaignID CampaignID `gorm:"primaryKey;autoIncrement:false"`
	Item       ItemID     `gorm:"primaryKey;autoIncrement:false"`
	PersonID   PersonID   `gorm:"not null;uniqueIndex:idx_campaign_draws_retry,priority:1"`
	Key        string     `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_campaign_draws_retry,priority:2"`
	InputHash  string     `gorm:"size:64;not null"`
	ScanID     ScanID     `gorm:"not null"`
	Shop       OrgID      `gorm:"not null"` // 0 where nobody knows where the goods were sold
	Number     int64      `gorm:"not null"`
	Drawn      string     `gorm:"size:16;not null"` // the prize of that number; "" none
	Given      string     `gorm:"size:16;not null"` // the prize that there was; "" none
	Reason     DrawReason `gorm:"not null"`
	WinID      WinID      `gorm:"not null"` // 0 if nothing was given
	At         time.Time  `gorm:"precision:6;not null"`
}

// PrizeKind is what a prize is. Values are persisted.
type PrizeKind uint8

const (
	PrizeCash   PrizeKind = 1
	PrizePoints PrizeKind = 2
	PrizeGift   PrizeKind = 3
)

// WinState is where a won prize stands. Values are persisted.
type WinState uint8

const (
	WinCredited  WinState = 1 // final, of cash and points: in the wallet
	WinWaiting   WinState = 2 // a gift: the winner has to say where to
	WinAddressed WinState = 3 // the brand has to send it
	WinSent      WinState = 4 // final
)

// CampaignWin is a prize that somebody has won.
type CampaignWin struct {
	ID            WinID        `gorm:"primaryKey;autoIncrement:false;index:idx_campaign_wins_at,priority:2;index:idx_campaign_wins_of,priority:3;index:idx_campaign_wins_prize,priority:4;index:idx_campaign_wins_stands,priority:4;index:idx_campaign_wins_waiting,priority:3"`
	CampaignID    CampaignID   `gorm:"not null;index:idx_campaign_wins_of,priority:1;index:idx_campaign_wins_prize,priority:1;index:idx_campaign_wins_stands,priority:1;index:idx_campaign_wins_public,priority:1"`
	Item          ItemID       `gorm:"not null"`
	PersonID      PersonID     `gorm:"not null;index"`
	Prize         string       `gorm:"size:16;not null;index:idx_campaign_wins_prize,priority:2"` // its code in the terms
	Name          string       `gorm:"size:80;not null"`
	Kind          PrizeKind    `gorm:"not null"`
	Fen           money.Fen    `gorm:"not null"` // of cash as promised, of a gift its market value
	Points        money.Points `gorm:"not null"`
	TaxFen        money.Fen    `gorm:"not null"`
	NetFen        money.Fen    `gorm:"not null"` // what came to the wallet
	TxnID         TxnID        `gorm:"not null"` // 0 where nothing was posted
	State         WinState     `gorm:"not null;index:idx_campaign_wins_stands,priority:2;index:idx_campaign_wins_waiting,priority:1"`
	Public        bool         `gorm:"not null;index:idx_campaign_wins_public,priority:2"`
	SealedAddress []byte       `gorm:"type:blob;not null"`
	Carrier       string       `gorm:"size:40;not null"`
	Tracking      string       `gorm:"size:64;not null"`
	At            time.Time    `gorm:"precision:6;not null;index:idx_campaign_wins_at,priority:1;index:idx_campaign_wins_of,priority:2;index:idx_campaign_wins_prize,priority:3;index:idx_campaign_wins_stands,priority:3;index:idx_campaign_wins_waiting,priority:2"`
	UpdatedAt     time.Time    `gorm:"precision:6;not null"`
}

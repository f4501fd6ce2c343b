// Package v0051 freezes the indexes by which prizes won, over all campaigns, and payouts are listed.
package v0051

import "time"

// CampaignWin has the columns that the indexes are of.
type CampaignWin struct {
	ID         int64     `gorm:"primaryKey;autoIncrement:false;index:idx_campaign_wins_at,priority:2;index:idx_campaign_wins_of,priority:3;index:idx_campaign_wins_prize,priority:4;index:idx_campaign_wins_stands,priority:4;index:idx_campaign_wins_waiting,priority:3"`
	CampaignID int64     `gorm:"not null;index:idx_campaign_wins_of,priority:1;index:idx_campaign_wins_prize,priority:1;index:idx_campaign_wins_stands,priority:1"`
	Prize      string    `gorm:"size:16;not null;index:idx_campaign_wins_prize,priority:2"`
	State      uint8     `gorm:"not null;index:idx_campaign_wins_stands,priority:2;index:idx_campaign_wins_waiting,priority:1"`
	At         time.Time `gorm:"precision:6;not null;index:idx_campaign_wins_at,priority:1;index:idx_campaign_wins_of,priority:2;index:idx_campaign_wins_prize,priority:3;index:idx_campaign_wins_stands,priority:3;index:idx_campaign_wins_waiting,priority:2"`
}

// Payout has the columns that the indexes are of.
type Payout struct {
	ID      int64 `gorm:"primaryKey;autoIncrement:false;index:idx_payouts_asked,priority:2;index:idx_payouts_stands,priority:3"`
	State   uint8 `gorm:"not null;index:idx_payouts_stands,priority:1"`
	BizDate int32 `gorm:"not null;index:idx_payouts_asked,priority:1;index:idx_payouts_stands,priority:2"`
}

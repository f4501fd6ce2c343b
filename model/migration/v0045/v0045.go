// Package v0045 freezes the tables of figures and of the live feed.
package v0045

import "time"

type InsightFact struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false;index:idx_insight_facts_pass,priority:2"`
	Kind      uint8     `gorm:"primaryKey;autoIncrement:false"`
	Pass      int64     `gorm:"not null;index:idx_insight_facts_pass,priority:1"`
	Item      int64     `gorm:"not null"`
	ProductID int64     `gorm:"not null"`
	Day       int32     `gorm:"not null"`
	Area      string    `gorm:"size:6;not null"`
	Orgs      string    `gorm:"size:200;not null"`
	Own       int64     `gorm:"not null"`
	Units     int       `gorm:"not null"`
	Fen       int64     `gorm:"not null"`
	Face      uint8     `gorm:"not null"`
	Verdict   uint8     `gorm:"not null"`
	Outcome   string    `gorm:"size:12;not null"`
	At        time.Time `gorm:"precision:6;not null"`
	HeardAt   time.Time `gorm:"precision:6;not null"`
}

type InsightState struct {
	ID        int        `gorm:"primaryKey;autoIncrement:false"`
	Pass      int64      `gorm:"not null"`
	SealID    int64      `gorm:"not null"`
	Scans     int64      `gorm:"not null"`
	Sales     int64      `gorm:"not null"`
	Clearing  bool       `gorm:"not null"`
	Counted   int64      `gorm:"not null"`
	RebuiltAt *time.Time `gorm:"precision:6"`
}

type InsightDay struct {
	Area         string `gorm:"primaryKey;size:6"`
	Day          int32  `gorm:"primaryKey;autoIncrement:false"`
	Scans        int64  `gorm:"not null"`
	Claims       int64  `gorm:"not null"`
	Sold         int64  `gorm:"not null"`
	RewardFen    int64  `gorm:"not null"`
	RewardPoints int64  `gorm:"not null"`
	RebateFen    int64  `gorm:"not null"`
}

type InsightOrgDay struct {
	OrgID     int64  `gorm:"primaryKey;autoIncrement:false"`
	Day       int32  `gorm:"primaryKey;autoIncrement:false"`
	Scans     int64  `gorm:"not null"`
	Claims    int64  `gorm:"not null"`
	Sold      int64  `gorm:"not null"`
	RebateFen int64  `gorm:"not null"`
	Own       int64  `gorm:"not null"`
	Area      string `gorm:"size:6;not null"`
}

type InsightActive struct {
	Area      string `gorm:"primaryKey;size:6"`
	Day       int32  `gorm:"primaryKey;autoIncrement:false"`
	Previous  int32  `gorm:"primaryKey;autoIncrement:false"`
	Terminals int64  `gorm:"not null"`
}

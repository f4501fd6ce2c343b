package v0001

import "time"

type KeyEpoch struct {
	Epoch       uint8     `gorm:"primaryKey;autoIncrement:false"`
	Fingerprint string    `gorm:"size:64;not null"`
	CreatedAt   time.Time `gorm:"precision:6;not null"`
}

// TableName: GORM would say "key_epoches".
func (KeyEpoch) TableName() string { return "key_epochs" }

type PackagingProfile struct {
	ID     int64  `gorm:"primaryKey;autoIncrement:false"`
	Name   string `gorm:"size:60;not null;uniqueIndex"`
	Levels []byte `gorm:"type:blob;not null"`
}

type Batch struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Ref       string    `gorm:"size:64;not null;uniqueIndex"`
	ProductID int64     `gorm:"not null;index"`
	ProfileID int64     `gorm:"not null"`
	Linking   uint8     `gorm:"not null"`
	Epoch     uint8     `gorm:"not null"`
	Version   int64     `gorm:"not null;index"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
}

type BatchLevel struct {
	BatchID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Level     uint8 `gorm:"primaryKey;autoIncrement:false"`
	FromItem  int64 `gorm:"not null;index"`
	ToItem    int64 `gorm:"not null"`
	PerParent int64 `gorm:"not null"`
	Faces     uint8 `gorm:"not null"`
}

type SlotCursor struct {
	Epoch    uint8 `gorm:"primaryKey;autoIncrement:false"`
	Level    uint8 `gorm:"primaryKey;autoIncrement:false"`
	NextSlot int64 `gorm:"not null"`
}

type Activation struct {
	ID       int64     `gorm:"primaryKey;autoIncrement:false"`
	BatchID  int64     `gorm:"not null;index"`
	FromItem int64     `gorm:"not null"`
	ToItem   int64     `gorm:"not null"`
	At       time.Time `gorm:"precision:6;not null"`
	Version  int64     `gorm:"not null;index"`
}

type Revocation struct {
	ID       int64     `gorm:"primaryKey;autoIncrement:false"`
	BatchID  int64     `gorm:"not null;index"`
	FromItem int64     `gorm:"not null"`
	ToItem   int64     `gorm:"not null"`
	Recall   bool      `gorm:"not null"`
	Reason   string    `gorm:"size:200;not null"`
	At       time.Time `gorm:"precision:6;not null"`
	Version  int64     `gorm:"not null;index"`
}

type RegistryVersion struct {
	ID      uint8 `gorm:"primaryKey;autoIncrement:false"`
	Version int64 `gorm:"not null"`
}

type ForeignShape struct {
	BatchID int64  `gorm:"primaryKey;autoIncrement:false"`
	Length  int    `gorm:"not null"`
	Charset string `gorm:"size:8;not null"`
	Prefix  string `gorm:"size:32;not null"`
	Level   uint8  `gorm:"not null"`
	Version int64  `gorm:"not null;index"`
}

type ForeignCode struct {
	HashHigh int64 `gorm:"primaryKey;autoIncrement:false"`
	HashLow  int64 `gorm:"primaryKey;autoIncrement:false"`
	Item     int64 `gorm:"not null"`
}

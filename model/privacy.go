package model

import "time"

// DataRequestID is the id of a personal-data request.
type DataRequestID int64

// DataRequestKind is what a person wants done with his data. Values are persisted.
type DataRequestKind uint8

const (
	DataExport  DataRequestKind = 1 // a copy of them
	DataErasure DataRequestKind = 2 // that they are gone
)

// DataRequestState is where a personal-data request stands. Values are persisted.
type DataRequestState uint8

const (
	DataRecorded DataRequestState = 1 // it waits for a decision
	DataApproved DataRequestState = 2 // it waits for the worker
	DataRunning  DataRequestState = 3
	DataDone     DataRequestState = 4 // final
	DataRefused  DataRequestState = 5 // final
)

// DataRequestSource is how a personal-data request reached the brand. Values are persisted.
type DataRequestSource uint8

const (
	DataByApp    DataRequestSource = 1 // by the person himself, in WeChat
	DataByPhone  DataRequestSource = 2
	DataByLetter DataRequestSource = 3
	DataByOther  DataRequestSource = 4 // in person, by electronic mail
)

// DataRequest is a person's wish for a copy of his data, or for their erasure. The register of them
// is kept: it names a person by his id alone.
type DataRequest struct {
	ID         DataRequestID     `gorm:"primaryKey;autoIncrement:false"`
	PersonID   PersonID          `gorm:"not null;index"`
	Kind       DataRequestKind   `gorm:"not null;index:idx_data_requests_purge,priority:1"`
	State      DataRequestState  `gorm:"not null;index:idx_data_requests_state,priority:1"`
	OpenKey    *string           `gorm:"size:40;uniqueIndex"` // person and kind, until it is ended: one of a kind is open
	Source     DataRequestSource `gorm:"not null"`
	App        string            `gorm:"size:16;not null"`  // of who asked in WeChat
	UserID     UserID            `gorm:"not null"`          // who recorded it; 0: the person
	Proof      string            `gorm:"size:200;not null"` // how it was made sure who asks; "" once he is erased
	GivesUp    bool              `gorm:"not null"`          // what is left in his wallets, gifts that he never claimed
	AskedAt    time.Time         `gorm:"precision:6;not null"`
	RecordedAt time.Time         `gorm:"precision:6;not null"`
	DueAt      time.Time         `gorm:"precision:6;not null;index:idx_data_requests_state,priority:2"`
	CountedAt  *time.Time        `gorm:"precision:6"` // of an erasure: when its preview was made; nil: not yet
	DecidedBy  UserID            `gorm:"not null"`    // 0: nobody yet
	DecidedAt  *time.Time        `gorm:"precision:6"`
	Reason     string            `gorm:"size:24;not null"`  // why it was refused
	Note       string            `gorm:"size:500;not null"` // of who decided; "" once the person is erased
	PhoneIndex string            `gorm:"size:64;not null"`  // what his number is found by, while it runs
	NextAt     time.Time         `gorm:"precision:6;not null"`
	Chunks     int               `gorm:"not null"` // of an export that are written
	DoneAt     *time.Time        `gorm:"precision:6"`
	FilesUntil *time.Time        `gorm:"precision:6;index"`                                           // when the copy is forgotten; nil: there is none
	PurgedYear int               `gorm:"not null;default:0;index:idx_data_requests_purge,priority:2"` // of an erasure that is done: kept rows were last looked at in this year
}

// DataRequestStep is what is done with the rows of a table, in order.
type DataRequestStep struct {
	RequestID DataRequestID `gorm:"primaryKey;autoIncrement:false"`
	N         int           `gorm:"primaryKey;autoIncrement:false"`
	Part      string        `gorm:"size:24;not null"`
	Of        string        `gorm:"column:table_name;size:64;not null"`
	Fate      string        `gorm:"size:12;not null"` // of an erasure
	Why       string        `gorm:"size:16;not null"`
	Found     int64         `gorm:"not null"`                  // rows, when it was last counted
	Rows      int64         `gorm:"column:row_count;not null"` // that were written, or dealt with
	Purged    int64         `gorm:"not null;default:0"`        // kept rows whose time was over, and that were dealt with then
	After     string        `gorm:"size:400;not null"`         // of an export: the cursor of the next page
	DoneAt    *time.Time    `gorm:"precision:6"`
}

// DataRequestChunk is some rows of an export, kept sealed as a content by its hash.
type DataRequestChunk struct {
	RequestID DataRequestID `gorm:"primaryKey;autoIncrement:false"`
	N         int           `gorm:"primaryKey;autoIncrement:false"`
	Step      int           `gorm:"not null"`
	Hash      string        `gorm:"size:64;not null"`
}

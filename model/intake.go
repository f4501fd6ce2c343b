package model

import "time"

// Upload is a file on its way, or here: its bytes are in the folder of uploads, under its id.
type Upload struct {
	ID        UploadID  `gorm:"primaryKey;autoIncrement:false"`
	UserID    UserID    `gorm:"not null"` // whose it is; 0 is the command line
	Name      string    `gorm:"size:200;not null"`
	Size      int64     `gorm:"not null"`
	Received  int64     `gorm:"not null"`         // so many bytes are safe
	SHA256    string    `gorm:"size:64;not null"` // what it is to be, in hex; "" when nobody said
	Complete  bool      `gorm:"not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	ExpiresAt time.Time `gorm:"precision:6;not null;index"`
}

// ImportKind is what the rows of a file mean. Values are persisted.
type ImportKind uint8

const (
	ImportForeign   ImportKind = 1 // codes printed by others
	ImportPacks     ImportKind = 2 // what was packed into which container
	ImportShipments ImportKind = 3 // what went from whom to whom
	ImportOrgs      ImportKind = 4 // who is in the channel, and who supplies whom
)

// ImportState is where an import stands. Values are persisted.
type ImportState uint8

const (
	ImportWaiting   ImportState = 1
	ImportChecking  ImportState = 2 // every row by itself; nothing is changed
	ImportRunning   ImportState = 3
	ImportClearing  ImportState = 4 // what was half done is taken back, and then it is failed or cancelled
	ImportDone      ImportState = 5
	ImportFailed    ImportState = 6
	ImportCancelled ImportState = 7
)

// Import is the reading of an upload, as far as it has come.
type Import struct {
	ID          ImportID    `gorm:"primaryKey;autoIncrement:false"`
	UserID      UserID      `gorm:"not null;uniqueIndex:idx_imports_retry,priority:1"`
	Key         string      `gorm:"column:idempotency_key;size:64;not null;uniqueIndex:idx_imports_retry,priority:2"`
	InputHash   string      `gorm:"size:64;not null"`
	UploadID    UploadID    `gorm:"not null;index"`
	Kind        ImportKind  `gorm:"not null"`
	Declaration []byte      `gorm:"type:blob;not null"` // what the file does not say itself, as JSON
	Format      string      `gorm:"size:16;not null"`   // of the table; "" before it was looked at
	State       ImportState `gorm:"not null;index:idx_imports_due,priority:1"`
	Total       int64       `gorm:"not null"` // rows; 0 before they are counted
	Position    int64       `gorm:"not null"` // rows that are behind it, in this state
	Accepted    int64       `gorm:"not null"`
	Rejected    int64       `gorm:"not null"`
	FirstItem   ItemID      `gorm:"not null"`                      // of codes printed by others: what the first row leads to
	BatchID     BatchID     `gorm:"not null"`                      // and the batch that they make, once they are found
	Fault       string      `gorm:"size:300;not null"`             // why it failed, in English; "" when it did not
	Told        string      `gorm:"size:1000;not null;default:''"` // the same for every language (errs.Keep)
	Created     int64       `gorm:"not null;default:0"`            // of organisations: how many of the accepted are new
	Updated     int64       `gorm:"not null;default:0"`            // and how many say something new
	CreatedAt   time.Time   `gorm:"precision:6;not null"`
	UpdatedAt   time.Time   `gorm:"precision:6;not null;index:idx_imports_due,priority:2"`
}

// ImportRejection is a row that was not taken in, and why.
type ImportRejection struct {
	ImportID ImportID `gorm:"primaryKey;autoIncrement:false"`
	Line     int64    `gorm:"primaryKey;autoIncrement:false"` // of the file
	Text     string   `gorm:"size:128;not null"`              // the row's code, as far as it fits
	Code     string   `gorm:"size:80;not null"`               // of the error
	Reason   string   `gorm:"size:300;not null"`              // in English
	Field    string   `gorm:"size:16;not null;default:''"`    // the column that is wrong, where one is
	Told     string   `gorm:"size:1000;not null;default:''"`  // the reason for every language (errs.Keep); "" of before v0053
}

// ImportOutcome is what became of the rows of an import of organisations, in the order of the file:
// a byte for each, packed by gzip. A row that was refused has its line among the rejections.
type ImportOutcome struct {
	ImportID ImportID `gorm:"primaryKey;autoIncrement:false"`
	Rows     []byte   `gorm:"type:mediumblob;not null"`
}

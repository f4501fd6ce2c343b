// Package personal says what rooms hold of people, and carries out what law and policy want done
// with it: it is read to its end, page by page, and erased, made anonymous or kept. A room declares
// its tables (Part); everything else is the same for all of them. It knows no room and no table.
package personal

import (
	"context"
	"time"
)

// Fate is what an erasure does with rows.
type Fate string

// The fates of rows.
const (
	Erased     Fate = "erased"     // the rows are deleted
	Anonymised Fate = "anonymised" // the rows stay, without what tells who it was
	Kept       Fate = "kept"       // the rows stay as they are, and name a pseudonym: an id
)

// Why says what rows are kept for: a stable word, explained in docs/privacy.md.
type Why string

// Reasons for keeping rows, or what is left of them.
const (
	Accounting Why = "accounting" // vouchers and books: Accounting Law, 会计档案管理办法
	Tax        Why = "tax"        // what was withheld, from whom: Tax Collection Law
	Goods      Why = "goods"      // where goods went and were found: others' money and safety rest on it
	Evidence   Why = "evidence"   // of a case of diversion, against others
	Draws      Why = "draws"      // that a prize draw was fair can be recomputed
	Proof      Why = "proof"      // that data were processed, and erased, as law demands
	Channel    Why = "channel"    // who acted for an organisation, and answered for its goods
	Identity   Why = "identity"   // the bare number that the kept rows name
)

// Subject is a person as all that he is: those who were united with him are he.
type Subject struct {
	People     []int64
	PhoneIndex string // of his number, "" when there is none
	Now        time.Time
}

// Where is a condition of SQL and what it is asked with, that finds a subject's rows.
type Where func(Subject) (query string, args []any)

// Of finds rows by a column that holds a person's id.
func Of(column string) Where {
	return func(s Subject) (string, []any) { return column + " IN ?", []any{s.People} }
}

// If narrows rows by one more condition.
func (w Where) If(condition string, args ...any) Where {
	return func(s Subject) (string, []any) {
		query, own := w(s)
		return "(" + query + ") AND (" + condition + ")", append(own, args...)
	}
}

// Table is a table's rows of a person, or some of them.
type Table struct {
	Model any // its model: &model.Message{}
	Where Where
	Fate  Fate
	Why   Why            // of what is not erased
	Blank map[string]any // of what is made anonymous: columns, and what they say afterwards
	// Show adds to what an export says of a row, or replaces it, by column; what it maps to nil is
	// left out. It opens what is sealed, as far as its owner may see it. nil: nothing.
	Show func(ctx context.Context, row any) (map[string]any, error)
	// Content says which columns name a content that an export has beside the row; nil: none does.
	Content *Content
	// Ending is what becomes of rows that are kept, once their time is over; nil: they stay.
	Ending *Ending
	// Before removes what lies outside the database before rows (a slice of the model) are deleted.
	// It is called again for rows whose deletion did not come about. nil: nothing.
	Before func(ctx context.Context, rows any) error
}

// Content names a content that is kept beside a row, as a photo is: the columns of its hash, and of
// its kind, by which the file's name ends.
type Content struct{ Hash, Kind string }

// Debt is something that is still owed to a person, or by him, while an erasure would harm him.
type Debt struct {
	Code   string // a stable word
	Model  any
	Where  Where
	Waived bool // he may give it up
}

// Part is what one room holds of people.
type Part struct {
	Name   string // of its file in an export
	Tables []Table
	Debts  []Debt
}

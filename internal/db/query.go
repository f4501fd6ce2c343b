package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// InsertIgnore inserts rows, leaving out those whose unique key is taken, and
// says how many went in.
func (d *DB) InsertIgnore(ctx context.Context, rows any) (int64, error) {
	done := d.Conn(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(rows)
	return done.RowsAffected, done.Error
}

// QueryRow runs a query for one row on the connection of ctx, past the mapper, for the
// few reads that everyone waits for.
func (d *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return d.Conn(ctx).Statement.ConnPool.QueryRowContext(ctx, query, args...)
}

// IsTaken tells that an insert failed because its unique key is taken.
func IsTaken(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }

// First reads the first row of query into a T, or returns nil when there is none.
func First[T any](query *gorm.DB) (*T, error) {
	var row T
	err := query.Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &row, nil
}

// Newest reads a page of a query's rows by falling id: those before an id, 0 for the first page.
func Newest[T any, ID ~int64](query *gorm.DB, before ID, limit int) ([]T, error) {
	if before != 0 {
		query = query.Where("id < ?", before)
	}
	var page []T
	return page, query.Order("id DESC").Limit(limit).Find(&page).Error
}

// Containing narrows a query to the rows that have a text in one of some columns, upper or lower
// case. No index helps: it is for tables of some thousand rows.
func Containing(query *gorm.DB, text string, columns ...string) *gorm.DB {
	conditions, args := make([]string, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		conditions[i], args[i] = "LOWER("+c+") LIKE ? ESCAPE '!'", "%"+Literal(text)+"%"
	}
	return query.Where("("+strings.Join(conditions, " OR ")+")", args...)
}

// Literal is a text in lower case that means itself within a LIKE whose ESCAPE is '!'.
func Literal(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(text))
}

// Behind narrows a query to the rows behind one, in the order of a column and then of an id, both
// rising or both falling. The column's bound stands by itself, so that an index is entered at it.
func Behind(query *gorm.DB, column string, value any, id string, last any, falling bool) *gorm.DB {
	beyond := ">"
	if falling {
		beyond = "<"
	}
	return query.Where(column+" "+beyond+"= ? AND ("+column+" "+beyond+" ? OR "+id+" "+beyond+" ?)", value, value, last)
}

// Aside is a column as conditions and orders name it by which SQLite is not to enter an index, where
// that is so. It knows no numbers of rows: it takes the index of any condition and sorts what may be
// all the history, or walks an order's through all of it for a few rows. MySQL knows them.
func (d *DB) Aside(column string, is bool) string {
	if is && d.Engine == "sqlite" {
		return "+" + column
	}
	return column
}

package evaluate

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"channelrouter/internal/geo"
)

// table reads a file of a world row by row. The first fault is kept, with file and line; what
// is read after it means nothing.
type table struct {
	path    string
	columns []string
	csv     *csv.Reader
	done    func() error
	row     []string
	err     error
}

// openTable opens a file and holds its heading against its columns.
func openTable(dir, name string) (*table, error) {
	path, r, done, err := openFile(dir, name)
	if err != nil {
		return nil, err
	}
	t := &table{path: path, columns: columns[name], csv: csv.NewReader(r), done: done}
	t.csv.ReuseRecord = true
	t.csv.FieldsPerRecord = -1
	heading, err := t.csv.Read()
	if err == nil && !slices.Equal(heading, t.columns) {
		err = fmt.Errorf("%s:1: the heading is %q, and must be %q", path, strings.Join(heading, ","), strings.Join(t.columns, ","))
	}
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("%s:1: there is no heading", path)
	}
	if err != nil {
		return nil, errors.Join(err, done())
	}
	return t, nil
}

// next reads a row; false: there is none, or a fault.
func (t *table) next() bool {
	if t.err != nil {
		return false
	}
	row, err := t.csv.Read()
	switch {
	case errors.Is(err, io.EOF):
		return false
	case err != nil:
		t.err = fmt.Errorf("%s: %w", t.path, err)
		return false
	}
	if t.row = row; len(row) != len(t.columns) {
		t.fault(0, "the row has %d fields, and must have %d", len(row), len(t.columns))
		return false
	}
	return true
}

// close ends the reading and tells the first fault.
func (t *table) close() error { return errors.Join(t.err, t.done()) }

// fault keeps the first fault of a column.
func (t *table) fault(column int, format string, args ...any) {
	if t.err == nil {
		line, _ := t.csv.FieldPos(0)
		t.err = fmt.Errorf("%s:%d: %s: %s", t.path, line, t.columns[column], fmt.Sprintf(format, args...))
	}
}

// text is a field that must not be empty.
func (t *table) text(column int) string {
	if t.row[column] == "" {
		t.fault(column, "it is empty")
	}
	return t.row[column]
}

// known is the number of a name that must be in a list, 0 for an empty field.
func (t *table) known(column int, names map[string]int32, what string) int32 {
	name := t.row[column]
	if name == "" {
		return 0
	}
	number, ok := names[name]
	if !ok {
		t.fault(column, "%q is no %s that was listed", name, what)
	}
	return number
}

// needed is known of a field that must not be empty.
func (t *table) needed(column int, names map[string]int32, what string) int32 {
	t.text(column)
	return t.known(column, names, what)
}

// time is a moment as a Unix time, 0 for an empty field.
func (t *table) time(column int) int64 {
	if t.row[column] == "" {
		return 0
	}
	at, err := time.Parse(time.RFC3339, t.row[column])
	if err != nil {
		t.fault(column, "%q is no time like 2026-01-05T08:00:00+08:00", t.row[column])
	}
	return at.Unix()
}

// moment is a time that must not be empty.
func (t *table) moment(column int) int64 {
	t.text(column)
	return t.time(column)
}

// span is a period, either end of which may be open.
func (t *table) span(from, to int) (int64, int64) {
	begin, end := t.time(from), t.time(to)
	if end != 0 && end <= begin {
		t.fault(to, "the period ends before it begins")
	}
	return begin, end
}

// word is the number of one of a column's words.
func (t *table) word(column int, words []string) int {
	i := slices.Index(words, t.row[column])
	if i < 0 || t.row[column] == "" {
		t.fault(column, "%q is none of %s", t.row[column], strings.TrimSpace(strings.Join(words, " ")))
	}
	return i
}

// whole is a number that is not negative, 0 for an empty field.
func (t *table) whole(column int) int64 {
	if t.row[column] == "" {
		return 0
	}
	n, err := strconv.ParseInt(t.row[column], 10, 64)
	if err != nil || n < 0 {
		t.fault(column, "%q is no whole number", t.row[column])
	}
	return n
}

// flag is whether a field is 1; an empty one is not.
func (t *table) flag(column int) bool {
	if f := t.row[column]; f != "" && f != "1" {
		t.fault(column, "%q is neither 1 nor empty", f)
	}
	return t.row[column] == "1"
}

// adcode is a city or county as a number of four or six digits, 0 for an empty field.
func (t *table) adcode(column int) int32 {
	code := t.row[column]
	if code == "" {
		return 0
	}
	if _, err := geo.Prefix(code); err != nil || len(code) == 2 {
		t.fault(column, "%q is no adcode of four or six digits", code)
		return 0
	}
	return adcode(code)
}

// prefix is a territory's adcode of two, four or six digits.
func (t *table) prefix(column int) string {
	prefix, err := geo.Prefix(t.text(column))
	if err != nil {
		t.fault(column, "%q is no adcode of two, four or six digits", t.row[column])
	}
	return prefix
}

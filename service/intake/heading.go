package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

// mostColumns is as many as a kind has.
const mostColumns = 5

// column is what a heading may call a column, the first word of which is ours.
type column struct {
	words    []string
	optional bool
}

// row is a row of a file: where it stands, and the kind's columns in their order.
type row struct {
	line   int64
	n      int64 // among the rows, from 0
	values [mostColumns]string
}

// refusal is a row that is not taken in.
type refusal struct {
	row
	err error
}

// heading says which cell holds which column.
type heading []int // position in the file → column, or -1

// newHeading reads a heading. Error: ErrHeading.
func newHeading(columns []column, cells []string) (heading, error) {
	h := make(heading, len(cells))
	found := make([]bool, len(columns))
	for i, cell := range cells {
		word := strings.ToLower(strings.TrimSpace(cell))
		h[i] = slices.IndexFunc(columns, func(c column) bool { return slices.Contains(c.words, word) })
		if h[i] < 0 {
			continue
		}
		if found[h[i]] {
			return nil, ErrHeading.With("column %.40q is there twice", cell)
		}
		found[h[i]] = true
	}
	for i, c := range columns {
		if !found[i] && !c.optional {
			return nil, ErrHeading.With("no column %s", strings.Join(c.words, " or "))
		}
	}
	return h, nil
}

// row picks the columns out of cells, without the space around them.
func (h heading) row(line int, n int64, cells []string) row {
	r := row{line: int64(line), n: n}
	for i, cell := range cells {
		if i < len(h) && h[i] >= 0 {
			r.values[h[i]] = strings.TrimSpace(cell)
		}
	}
	return r
}

// rejection is the line of the report.
func (r refusal) rejection(id model.ImportID) model.ImportRejection {
	rejected := model.ImportRejection{ImportID: id, Line: r.line, Text: cut(r.values[0], 128), Code: "internal"}
	if declared := errs.As(r.err); declared != nil {
		rejected.Code = declared.Code
		rejected.Reason = declared.Message
		if declared.Detail != "" {
			rejected.Reason += " (" + declared.Detail + ")"
		}
	}
	rejected.Reason = cut(rejected.Reason, 300)
	return rejected
}

// reasonOf is an error's code and the facts, without words around them.
func reasonOf(err error) string {
	if declared := errs.As(err); declared != nil {
		return strings.TrimSuffix(declared.Code+": "+declared.Message+" ("+declared.Detail+")", " ()")
	}
	return "internal"
}

// cut keeps as many characters as a column holds. What cannot be shown is left out.
func cut(text string, most int) string {
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || c == utf8.RuneError {
			return -1
		}
		return c
	}, text)
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}

package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"channelrouter/internal/errs"
	"channelrouter/internal/table"
	"channelrouter/model"
)

// mostTold is how many bytes are kept of a reason.
const mostTold = 1000

// mostColumns is as many as a kind has.
const mostColumns = 5

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

// newRow picks the columns out of cells, without the space around them.
func newRow(h table.Heading, line int, n int64, cells []string) row {
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
	rejected := model.ImportRejection{ImportID: id, Line: r.line, Text: cut(r.values[0], 128), Code: "internal", Told: errs.Keep(r.err, mostTold)}
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

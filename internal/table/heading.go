package table

import (
	"slices"
	"strings"

	"channelrouter/internal/errs"
)

// Column is what a heading may call a column, the first word of which is ours. Words are in
// lower case.
type Column struct {
	Words    []string
	Optional bool
}

// Heading says which column each cell of a row belongs to; -1 to none.
type Heading []int

// ReadHeading finds columns in a heading, and what stands in it that is none of them. fault
// says why it is no heading of theirs, and is none when it is one: a column is there twice, or not at
// all.
func ReadHeading(columns []Column, cells []string) (h Heading, unknown []string, fault errs.Facts) {
	h = make(Heading, len(cells))
	found := make([]bool, len(columns))
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		h[i] = slices.IndexFunc(columns, func(c Column) bool { return slices.Contains(c.Words, strings.ToLower(cell)) })
		switch {
		case h[i] < 0 && cell != "":
			unknown = append(unknown, strings.Clone(cell))
		case h[i] < 0:
		case found[h[i]]:
			return nil, nil, errs.Said("column %.40q is there twice", cell)
		default:
			found[h[i]] = true
		}
	}
	for i, c := range columns {
		if !found[i] && !c.Optional {
			return nil, nil, errs.Said("no column %s (%s)", c.Words[0], strings.Join(c.Words[1:], ", "))
		}
	}
	return h, unknown, errs.Facts{}
}

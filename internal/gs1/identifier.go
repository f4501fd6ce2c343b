package gs1

import (
	"fmt"
	"strings"
)

// component is a part of an AI's value: of one set, with a length and rules of its own.
type component struct {
	set      charset
	min, max int
	optional bool
	rules    []rule
}

// identifier is what is known of an AI. Its table is made by the methods below, in the
// manner of a sentence; after that it never changes.
type identifier struct {
	ai         string
	last       string // the last AI of a row that is for several; empty when it is for one
	title      string
	fixed      bool // of a length known beforehand: no separator follows it in an element string
	attribute  bool // may stand in the query of a link
	components []component
	needs      [][]group  // of each, one group must be there
	excludes   []pattern  // none of them may be there, but the AI itself
	key        bool       // a primary identification key
	qualifiers [][]string // of a key: sequences, of one of which any may follow, in order
}

// group is AIs that must be there together.
type group []pattern

// pattern is an AI, in which n is any digit.
type pattern string

func (p pattern) fits(ai string) bool {
	if len(p) != len(ai) {
		return false
	}
	for i := range len(ai) {
		if p[i] != 'n' && p[i] != ai[i] {
			return false
		}
	}
	return true
}

// define begins an entry.
func define(ai, title string) *identifier { return &identifier{ai: ai, title: title} }

// through: the same is true of every AI up to a last one.
func (d *identifier) through(last string) *identifier { d.last = last; return d }

// fixedLength: its length is known beforehand, so that no separator follows it.
func (d *identifier) fixedLength() *identifier { d.fixed = true; return d }

// inQuery: it may be a data attribute.
func (d *identifier) inQuery() *identifier { d.attribute = true; return d }

// of adds components.
func (d *identifier) of(c ...component) *identifier {
	d.components = append(d.components, c...)
	return d
}

// with says what else must be there: AIs of which one is enough, joined by commas, or by
// plus signs where several must be there together.
func (d *identifier) with(alternatives string) *identifier {
	var groups []group
	for alternative := range strings.SplitSeq(alternatives, ",") {
		var g group
		for ai := range strings.SplitSeq(alternative, "+") {
			g = append(g, pattern(ai))
		}
		groups = append(groups, g)
	}
	d.needs = append(d.needs, groups)
	return d
}

// without says what must not be there.
func (d *identifier) without(ais string) *identifier {
	for ai := range strings.SplitSeq(ais, ",") {
		d.excludes = append(d.excludes, pattern(ai))
	}
	return d
}

// isKey: it is a primary key, with its qualifiers in order, a sequence each.
func (d *identifier) isKey(sequences ...string) *identifier {
	d.key = true
	for _, s := range sequences {
		d.qualifiers = append(d.qualifiers, strings.Split(s, ","))
	}
	return d
}

// Makers of components: exact and least-to-most lengths of each set.
func number(length int, rules ...rule) component {
	return component{set: numeric, min: length, max: length, rules: rules}
}

func numberUpTo(length int, rules ...rule) component {
	return component{set: numeric, min: 1, max: length, rules: rules}
}

func text(length int, rules ...rule) component {
	return component{set: cset82, min: length, max: length, rules: rules}
}

func textUpTo(length int, rules ...rule) component {
	return component{set: cset82, min: 1, max: length, rules: rules}
}

func text39UpTo(length int, rules ...rule) component {
	return component{set: cset39, min: 1, max: length, rules: rules}
}

func base64UpTo(length int, rules ...rule) component {
	return component{set: base64url, min: 1, max: length, rules: rules}
}

// maybe makes a component one that may be left out.
func maybe(c component) component { c.optional = true; return c }

// by finds an AI by its number: 2, 3 or 4 digits.
var by = func() (index struct {
	two   [100]*identifier
	three [1000]*identifier
	four  [10000]*identifier
}) {
	for _, rows := range [][]*identifier{keysAndGoods, measures, amountsAndPlaces, transport, details, others} {
		for _, row := range rows {
			for n := decimal(row.ai); n <= max(decimal(row.ai), decimal(row.last)); n++ {
				d := *row
				d.ai = fmt.Sprintf("%0*d", len(row.ai), n)
				switch len(d.ai) {
				case 2:
					index.two[n] = &d
				case 3:
					index.three[n] = &d
				default:
					index.four[n] = &d
				}
			}
		}
	}
	return index
}()

// decimal is the number that some digits are.
func decimal(digits string) (n int) {
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

// find is the AI of a number; nil when the standard has none.
func find(ai string) *identifier {
	if !allDigits(ai) {
		return nil
	}
	switch len(ai) {
	case 2:
		return by.two[decimal(ai)]
	case 3:
		return by.three[decimal(ai)]
	case 4:
		return by.four[decimal(ai)]
	}
	return nil
}

// Title is the English name of an AI; ok is false when the standard has none.
func Title(ai string) (title string, ok bool) {
	d := find(ai)
	if d == nil {
		return "", false
	}
	return d.title, true
}

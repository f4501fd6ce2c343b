package gs1

import (
	"slices"
	"strings"
)

// Link is a GS1 Digital Link: what Parse or New has found to be one.
type Link struct {
	// Stem is what stands before the primary key: scheme, authority, and perhaps a path,
	// without a slash at its end.
	Stem string
	// Elements are the primary key, its qualifiers in the standard's order, and the
	// attributes in the order of the query.
	Elements []Element
	// LinkType and Context are what the query asks of a resolver; empty when nothing.
	LinkType, Context string

	path int // elements in the path
}

// Key is the primary identification key.
func (l Link) Key() Element { return l.Elements[0] }

// Qualifiers are the key qualifiers, in order.
func (l Link) Qualifiers() []Element { return l.Elements[1:l.path] }

// Attributes are the data attributes, which the query has.
func (l Link) Attributes() []Element { return l.Elements[l.path:] }

// Value is that of an AI; ok is false when the link does not have it.
func (l Link) Value(ai string) (value string, ok bool) {
	for _, e := range l.Elements {
		if e.AI == ai {
			return e.Value, true
		}
	}
	return "", false
}

// String writes the link: no character but the unreserved ones goes without its
// percent-encoding, and what the query had beside AIs is left out.
func (l Link) String() string {
	var out strings.Builder
	out.Grow(len(l.Stem) + 64)
	out.WriteString(l.Stem)
	for i, e := range l.Elements {
		switch {
		case i < l.path:
			out.WriteString("/" + e.AI + "/")
		case i == l.path:
			out.WriteString("?" + e.AI + "=")
		default:
			out.WriteString("&" + e.AI + "=")
		}
		escape(&out, e.Value, unreserved)
	}
	return out.String()
}

// canonicalStem is the one that GS1's own resolver has.
const canonicalStem = "https://id.gs1.org"

// Canonical is the link on GS1's own domain, with its attributes in the order of their
// AIs: two links that say the same have one canonical form.
func (l Link) Canonical() string {
	elements := slices.Clone(l.Elements)
	slices.SortFunc(elements[l.path:], func(a, b Element) int { return strings.Compare(a.AI, b.AI) })
	return Link{Stem: canonicalStem, Elements: elements, path: l.path}.String()
}

// follows tells whether some qualifiers may follow the key, in the order that they have.
func (d *identifier) follows(qualifiers []Element) bool {
	if len(qualifiers) == 0 {
		return true
	}
	for _, sequence := range d.qualifiers {
		i := 0
		for _, ai := range sequence {
			if i < len(qualifiers) && qualifiers[i].AI == ai {
				i++
			}
		}
		if i == len(qualifiers) {
			return true
		}
	}
	return false
}

// sequenceWith finds a sequence of the key's that has an AI and all the qualifiers that
// are there; nil when none has.
func (d *identifier) sequenceWith(ai string, qualifiers []Element) []string {
	for _, sequence := range d.qualifiers {
		fits := slices.Contains(sequence, ai)
		for _, q := range qualifiers {
			fits = fits && slices.Contains(sequence, q.AI)
		}
		if fits {
			return sequence
		}
	}
	return nil
}

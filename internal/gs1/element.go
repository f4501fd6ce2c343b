package gs1

import "strings"

// Element is an AI with its value.
type Element struct {
	AI    string
	Value string // as GS1 means it: nothing percent-encoded
}

// CheckTogether judges elements beside each other: that none stands twice, that each has
// what it needs, and that none excludes another. Errors: UnknownAI, Duplicate, Missing,
// Excluded.
func CheckTogether(elements []Element) error {
	for i, e := range elements {
		d := find(e.AI)
		if d == nil {
			return refuse(UnknownAI, e.AI, -1, "the standard has no such AI")
		}
		if has(elements[:i], pattern(e.AI)) {
			return refuse(Duplicate, e.AI, -1, "it stands twice")
		}
		if err := d.checkCompany(elements); err != nil {
			return err
		}
	}
	return nil
}

// checkCompany judges the elements that an AI stands among.
func (d *identifier) checkCompany(elements []Element) *Error {
	for _, e := range elements {
		for _, p := range d.excludes {
			if e.AI != d.ai && p.fits(e.AI) {
				return refuse(Excluded, d.ai, -1, "it cannot stand beside AI (%s)", e.AI)
			}
		}
	}
	for _, groups := range d.needs {
		if !anyOf(groups, elements) {
			return refuse(Missing, d.ai, -1, "it needs %s beside it", names(groups))
		}
	}
	return nil
}

func anyOf(groups []group, elements []Element) bool {
	for _, g := range groups {
		all := true
		for _, p := range g {
			all = all && has(elements, p)
		}
		if all {
			return true
		}
	}
	return false
}

func has(elements []Element, p pattern) bool {
	for i := range elements {
		if p.fits(elements[i].AI) {
			return true
		}
	}
	return false
}

// names lists groups for people: (01) with (21), or (02).
func names(groups []group) string {
	var alternatives []string
	for _, g := range groups {
		var together []string
		for _, p := range g {
			together = append(together, "("+string(p)+")")
		}
		alternatives = append(alternatives, strings.Join(together, " with "))
	}
	return strings.Join(alternatives, " or ")
}

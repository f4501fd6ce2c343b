package gs1

import (
	"slices"
	"strings"
)

// New makes a link of elements in any order: it finds the primary key among them, puts its
// qualifiers into the standard's order, and leaves the rest to the query. Where several
// elements are keys, the first that gives a right link is taken. The stem is
// https://id.gs1.org when it is empty, https:// and itself when it has no scheme. Errors:
// *Error, with any reason.
func New(stem string, elements ...Element) (Link, error) {
	stem, err := cleanStem(stem)
	if err != nil {
		return Link{}, err
	}
	var first error
	for i, e := range elements {
		d := find(e.AI)
		if d == nil || !d.key {
			continue
		}
		link, err := d.lead(stem, elements, i)
		if err == nil {
			return link, nil
		}
		if first == nil {
			first = err
		}
	}
	if first != nil {
		return Link{}, first
	}
	if err := CheckTogether(elements); err != nil {
		return Link{}, err
	}
	return Link{}, refuse(NoKey, "", -1, "none of the AIs is a primary key, as (01) is")
}

// Build is New's link in writing.
func Build(stem string, elements ...Element) (string, error) {
	link, err := New(stem, elements...)
	if err != nil {
		return "", err
	}
	return link.String(), nil
}

func cleanStem(stem string) (string, error) {
	if stem == "" {
		return canonicalStem, nil
	}
	if !strings.Contains(stem, "://") {
		stem = "https://" + stem
	}
	if i := uriChar.stranger(stem); i >= 0 || strings.ContainsAny(stem, "?#") {
		return "", refuse(BadCharacter, "", max(i, 0), "%s cannot stand before a link's key", stem)
	}
	if _, err := authority(stem); err != nil {
		return "", err
	}
	return strings.TrimSuffix(stem, "/"), nil
}

// lead makes the link whose key is the element of an index, which is of the AI.
func (d *identifier) lead(stem string, elements []Element, index int) (Link, error) {
	rest := slices.Delete(slices.Clone(elements), index, index+1)
	link := Link{Stem: stem, Elements: []Element{elements[index]}, path: 1}
	for _, ai := range d.best(rest) {
		for i, e := range rest {
			if e.AI == ai {
				link.Elements = append(link.Elements, e)
				link.path++
				rest = slices.Delete(rest, i, i+1)
				break
			}
		}
	}
	link.Elements = append(link.Elements, rest...)
	for i, e := range link.Elements {
		if err := CheckValue(e.AI, e.Value); err != nil {
			return Link{}, err
		}
		if i >= link.path && !find(e.AI).attribute {
			return Link{}, refuse(NotAttribute, e.AI, -1, "it neither qualifies (%s) nor is a data attribute", d.ai)
		}
	}
	return link, CheckTogether(link.Elements)
}

// best is the key's sequence that has most of some elements; those that the query cannot
// have count before all others.
func (d *identifier) best(elements []Element) (sequence []string) {
	const before = 10 // more than a sequence has
	most := 0
	for _, s := range d.qualifiers {
		n := 0
		for _, e := range elements {
			if slices.Contains(s, e.AI) {
				n++
				if !find(e.AI).attribute {
					n += before
				}
			}
		}
		if n > most {
			most, sequence = n, s
		}
	}
	return sequence
}

package epcis

import (
	"encoding/json"
	"slices"
	"strings"
)

// decoder turns values into what the standard makes of them, and gathers what is wrong.
type decoder struct {
	reasons *reasons
	names   *namespaces // as far as known; nil while the document's @context is to come
	kind    kinds       // of the event that is read
	free    bool        // it is of a user's own kind, whose fields are not known
	pending func(prefix string, at *place)
}

// text is a text that check has no complaint of.
func (d *decoder) text(v value, at *place, check func(string) *Fault) string {
	if v.kind != text {
		d.reasons.add(at, "is %s: it must be text", v.kind)
		return ""
	}
	if complaint := check(v.text); complaint != nil {
		d.reasons.say(at, complaint)
	}
	return v.text
}

func (d *decoder) time(v value, at *place) Time {
	if v.kind != text {
		d.reasons.add(at, "is %s: it must be text", v.kind)
		return Time{}
	}
	t, err := ParseTime(v.text)
	if err != nil {
		d.reasons.say(at, faultOf(err))
	}
	return t
}

func (d *decoder) number(v value, at *place) json.Number {
	if v.kind != number {
		d.reasons.add(at, "is %s: it must be a number, without quotes", v.kind)
		return ""
	}
	return json.Number(v.text)
}

// listRule is what the standard wants of a list of text.
type listRule struct {
	least  int
	unique kinds // of events, where no text may stand twice
	single bool  // one text may stand for a list of it
}

func (d *decoder) texts(v value, at *place, rule listRule, check func(string) *Fault) []string {
	if v.kind == text && rule.single {
		return []string{d.text(v, at, check)}
	}
	if !d.list(v, at, rule.least) {
		return []string{} // there, if wrong
	}
	list := make([]string, 0, len(v.items))
	unique := rule.unique&d.kind != 0
	seen := map[string]bool{}
	for i, item := range v.items {
		s := d.text(item, at.item(i), check)
		if unique && seen[s] && item.kind == text {
			d.reasons.add(at.item(i), "%s stands twice", quoted(s))
		}
		seen[s] = unique
		list = append(list, s)
	}
	return list
}

// list tells whether a value is an array, and complains when it is not or is too short.
func (d *decoder) list(v value, at *place, least int) bool {
	if v.kind != array {
		d.reasons.add(at, "is %s: it must be an array", v.kind)
		return false
	}
	if len(v.items) < least {
		d.reasons.add(at, "is empty")
	}
	return true
}

func decodeObjects[O any](d *decoder, v value, at *place, least int, shape *shapeOf[O]) []O {
	if !d.list(v, at, least) {
		return nil
	}
	list := make([]O, len(v.items))
	for i, item := range v.items {
		decodeObject(d, item, at.item(i), shape, &list[i])
	}
	return list
}

// decodeObject reads an object by its table. It returns false when the value is none. A
// @context holds for the object that it stands in.
func decodeObject[O any](d *decoder, v value, at *place, shape *shapeOf[O], o *O) bool {
	if v.kind != object {
		d.reasons.add(at, "is %s: it must be an object", v.kind)
		return false
	}
	if context := v.field("@context"); context != nil && shape.extensions != nil {
		outer := d.names
		d.names = d.context(*context, at.field("@context"), outer)
		defer func() { d.names = outer }()
	}
	double := doubles(v.fields)
	for i, f := range v.fields {
		where := at.field(f.name)
		if double(i) {
			d.reasons.add(where, "stands twice")
			continue
		}
		k := slices.IndexFunc(shape.table, func(m member[O]) bool { return m.name == f.name })
		switch {
		case k >= 0 && (shape.table[k].kinds == 0 || shape.table[k].kinds&d.kind != 0):
			shape.table[k].read(d, f.value, where, o)
		case k >= 0 && !d.free:
			d.reasons.add(where, "%s has no such field", d.kind)
		default:
			decodeExtension(d, f, where, shape, o)
		}
	}
	for _, name := range shape.required {
		if v.field(name) == nil {
			d.reasons.add(at.field(name), "is missing")
		}
	}
	if shape.check != nil {
		shape.check(d, at, o)
	}
	return true
}

// doubles tells of each field whether one of its name stands before it.
func doubles(fields []named) func(i int) bool {
	const few = 30 // so many are found sooner than counted
	if len(fields) <= few {
		return func(i int) bool {
			return slices.ContainsFunc(fields[:i], func(f named) bool { return f.name == fields[i].name })
		}
	}
	first := make(map[string]int, len(fields))
	for i, f := range fields {
		if _, there := first[f.name]; !there {
			first[f.name] = i
		}
	}
	return func(i int) bool { return first[fields[i].name] < i }
}

// decodeExtension keeps a field that is not the standard's, if it may be there.
func decodeExtension[O any](d *decoder, f named, at *place, shape *shapeOf[O], o *O) {
	if shape.extensions == nil {
		d.reasons.add(at, "is no field of the standard, which has no room for extensions here")
		return
	}
	if !d.free && f.name != "@context" {
		d.extensionName(f.name, at)
	}
	list := shape.extensions(o)
	*list = append(*list, Extension{Name: f.name, Value: f.raw})
}

// extensionName complains of a field's name that has no namespace, or one that the
// @context does not declare.
func (d *decoder) extensionName(name string, at *place) {
	prefix, local, found := strings.Cut(name, ":")
	switch {
	case !found:
		d.reasons.add(at, "is no field of the standard; one of your own has a namespace, as in example:%s", strings.TrimLeft(name, "@"))
	case !isScheme(prefix) || local == "" || strings.ContainsAny(name, " \t\r\n"):
		d.reasons.add(at, "is no compact URI")
	case strings.HasPrefix(local, "//") || prefix == "urn":
	case d.names.knows(prefix):
	case d.pending != nil:
		d.pending(prefix, at)
	default:
		d.undeclared(prefix, at)
	}
}

func (d *decoder) undeclared(prefix string, at *place) {
	d.reasons.add(at, "the namespace of %s is not declared: put {%q: \"https://…\"} into @context", prefix, prefix)
}

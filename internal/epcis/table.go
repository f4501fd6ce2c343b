package epcis

import "encoding/json"

// member is a field of a T that the standard knows: how it is read, written, and said in
// a pre-hash string. A T's table lists its members in CBV 2.0's canonical property order.
type member[T any] struct {
	name  string
	kinds kinds // of events that have it; 0 for all
	read  func(d *decoder, v value, at *place, t *T)
	write func(b []byte, t *T) []byte         // ,"name":value; nothing when absent
	hash  func(h *hasher, t *T) (said string) // "" when absent, or not hashed
}

// of limits a member to some kinds of events.
func (m member[T]) of(k kinds) member[T] {
	m.kinds = k
	return m
}

// unhashed leaves a member out of hash ids.
func (m member[T]) unhashed() member[T] {
	m.hash = func(*hasher, *T) string { return "" }
	return m
}

// textMember is a field of text that check complains of and say writes for hashing.
func textMember[T any](name string, ref func(*T) *string, check func(string) *Fault, say func(*hasher, string) string) member[T] {
	return member[T]{
		name: name,
		read: func(d *decoder, v value, at *place, t *T) { *ref(t) = d.text(v, at, check) },
		write: func(b []byte, t *T) []byte {
			if s := *ref(t); s != "" {
				b = appendText(appendName(b, name), s)
			}
			return b
		},
		hash: func(h *hasher, t *T) string { return said(name, say(h, *ref(t))) },
	}
}

// uriMember is a URI: of a thing, place, party or document.
func uriMember[T any](name string, ref func(*T) *string) member[T] {
	return textMember(name, ref, uriComplaint, (*hasher).identifier)
}

// wordMember is a word of a vocabulary, or a URI.
func wordMember[T any](name string, ref func(*T) *string, v *vocabulary) member[T] {
	return textMember(name, ref, v.complaint, func(h *hasher, word string) string { return h.word(v, word) })
}

// shapeMember is text that a check knows and that is hashed as it stands.
func shapeMember[T any](name string, ref func(*T) *string, check func(string) *Fault) member[T] {
	return textMember(name, ref, check, (*hasher).trimmed)
}

func timeMember[T any](name string, ref func(*T) *Time) member[T] {
	return member[T]{
		name: name,
		read: func(d *decoder, v value, at *place, t *T) { *ref(t) = d.time(v, at) },
		write: func(b []byte, t *T) []byte {
			if at := *ref(t); !at.IsZero() {
				b = appendText(appendName(b, name), at.text)
			}
			return b
		},
		hash: func(_ *hasher, t *T) string {
			if ref(t).IsZero() {
				return ""
			}
			return said(name, ref(t).utc())
		},
	}
}

func numberMember[T any](name string, ref func(*T) *json.Number) member[T] {
	return member[T]{
		name: name,
		read: func(d *decoder, v value, at *place, t *T) { *ref(t) = d.number(v, at) },
		write: func(b []byte, t *T) []byte {
			if n := *ref(t); n != "" {
				b = append(appendName(b, name), n...)
			}
			return b
		},
		hash: func(_ *hasher, t *T) string { return said(name, plainNumber(string(*ref(t)))) },
	}
}

// textsMember is a list of text, each of which check complains of; hashed as the list's
// name and then every item, sorted, under the name item.
func textsMember[T any](name, item string, ref func(*T) *[]string, rule listRule, check func(string) *Fault, say func(*hasher, string) string) member[T] {
	return member[T]{
		name: name,
		read: func(d *decoder, v value, at *place, t *T) { *ref(t) = d.texts(v, at, rule, check) },
		write: func(b []byte, t *T) []byte {
			if list := *ref(t); list != nil {
				b = appendTexts(appendName(b, name), list)
			}
			return b
		},
		hash: func(h *hasher, t *T) string {
			pieces := make([]string, 0, len(*ref(t)))
			for _, s := range *ref(t) {
				pieces = append(pieces, said(item, say(h, s)))
			}
			if item == name {
				return sorted("", pieces)
			}
			return sorted(name, pieces)
		},
	}
}

func urisMember[T any](name string, ref func(*T) *[]string, rule listRule) member[T] {
	return textsMember(name, "epc", ref, rule, uriComplaint, (*hasher).identifier)
}

// objectMember is a field that is an object of its own table.
func objectMember[T, O any](name string, ref func(*T) **O, shape *shapeOf[O]) member[T] {
	return member[T]{
		name: name,
		read: func(d *decoder, v value, at *place, t *T) {
			o := new(O)
			if decodeObject(d, v, at, shape, o) {
				*ref(t) = o
			}
		},
		write: func(b []byte, t *T) []byte {
			if o := *ref(t); o != nil {
				b = appendObject(appendName(b, name), shape, o)
			}
			return b
		},
		hash: func(h *hasher, t *T) string {
			if o := *ref(t); o != nil {
				return labelled(name, shape.hash(h, o))
			}
			return ""
		},
	}
}

// objectsMember is a list of objects of one table. In a pre-hash string the list is
// named by label and each object by item; either may be "".
func objectsMember[T, O any](name, label, item string, ref func(*T) *[]O, least int, shape *shapeOf[O]) member[T] {
	return member[T]{
		name: name,
		read: func(d *decoder, v value, at *place, t *T) { *ref(t) = decodeObjects(d, v, at, least, shape) },
		write: func(b []byte, t *T) []byte {
			if list := *ref(t); list != nil {
				b = appendObjects(appendName(b, name), shape, list)
			}
			return b
		},
		hash: func(h *hasher, t *T) string {
			var pieces []string
			for i := range *ref(t) {
				pieces = append(pieces, labelled(item, shape.hash(h, &(*ref(t))[i])))
			}
			return sorted(label, pieces)
		},
	}
}

// shapeOf is everything the standard says of the fields of an O.
type shapeOf[O any] struct {
	table      []member[O]
	required   []string
	extensions func(*O) *[]Extension             // nil where the standard has no room for them
	check      func(d *decoder, at *place, o *O) // what takes more than one field; may be nil
}

// hash is what an object's standard fields say.
func (s *shapeOf[O]) hash(h *hasher, o *O) (text string) {
	for _, m := range s.table {
		text += m.hash(h, o)
	}
	return text
}

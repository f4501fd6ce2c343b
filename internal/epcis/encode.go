package epcis

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// MarshalJSON writes an event, its fields in the canonical order and its extensions
// behind them.
func (e Event) MarshalJSON() ([]byte, error) { return appendObject(nil, eventShape, &e), nil }

// appendName writes a field's name and what stands before it.
func appendName(b []byte, name string) []byte {
	if last := len(b) - 1; last >= 0 && b[last] != '{' {
		b = append(b, ',')
	}
	return append(appendText(b, name), ':')
}

const hexDigits = "0123456789abcdef"

// appendText writes a JSON string. Unlike encoding/json it leaves <, > and & as they are.
func appendText(b []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

func appendTexts(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, s)
	}
	return append(b, ']')
}

func appendObject[O any](b []byte, shape *shapeOf[O], o *O) []byte {
	b = append(b, '{')
	for _, m := range shape.table {
		b = m.write(b, o)
	}
	if shape.extensions != nil {
		b = appendExtensions(b, *shape.extensions(o))
	}
	return append(b, '}')
}

func appendObjects[O any](b []byte, shape *shapeOf[O], list []O) []byte {
	b = append(b, '[')
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendObject(b, shape, &list[i])
	}
	return append(b, ']')
}

func appendExtensions(b []byte, list []Extension) []byte {
	for _, e := range list {
		value := e.Value
		if len(value) == 0 {
			value = json.RawMessage("null")
		}
		b = append(appendName(b, e.Name), value...)
	}
	return b
}

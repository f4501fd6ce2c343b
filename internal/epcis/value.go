package epcis

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// kind is what JSON calls a value.
type kind int

const (
	null kind = iota
	boolean
	number
	text
	array
	object
)

func (k kind) String() string {
	return [...]string{"null", "true or false", "a number", "text", "an array", "an object"}[k]
}

// value is a JSON value with the order of its fields, their doubles, and the bytes that
// it came as: encoding/json's maps keep none of these.
type value struct {
	kind   kind
	text   string // a text's characters, a number as it was written, true or false
	fields []named
	items  []value
	raw    json.RawMessage
}

type named struct {
	name string
	value
}

var (
	errDepth  = faultf("is nested too deeply")
	errUTF8   = faultf("is not UTF-8")
	errSyntax = faultf("is no JSON")
)

// parseGiven is parse of what nobody has checked: a program's own. Nothing is null.
func parseGiven(raw json.RawMessage, depth int) (value, error) {
	if len(raw) == 0 {
		return value{kind: null}, nil
	}
	if !json.Valid(raw) {
		return value{}, errSyntax
	}
	return parse(raw, depth)
}

// parse reads JSON whose syntax encoding/json has checked, to the depth.
func parse(raw json.RawMessage, depth int) (value, error) {
	if !utf8.Valid(raw) {
		return value{}, errUTF8
	}
	p := parser{raw: raw}
	return p.value(depth)
}

type parser struct {
	raw []byte
	at  int
}

// next skips blanks and returns the byte after them.
func (p *parser) next() byte {
	for {
		switch c := p.raw[p.at]; c {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return c
		}
	}
}

func (p *parser) value(depth int) (v value, err error) {
	if depth < 0 {
		return value{}, errDepth
	}
	c := p.next()
	start := p.at
	switch c {
	case '{':
		v.kind, v.fields, err = p.object(depth - 1)
	case '[':
		v.kind, v.items, err = p.array(depth - 1)
	case '"':
		v.kind = text
		v.text, err = p.string()
	case 'n':
		v.kind, v.text = null, p.word()
	case 't', 'f':
		v.kind, v.text = boolean, p.word()
	default:
		v.kind, v.text = number, p.word()
	}
	v.raw = p.raw[start:p.at:p.at]
	return v, err
}

// word is a number, true, false or null.
func (p *parser) word() string {
	start := p.at
	for p.at < len(p.raw) && !strings.ContainsRune(" \t\r\n,]}", rune(p.raw[p.at])) {
		p.at++
	}
	return string(p.raw[start:p.at])
}

func (p *parser) string() (string, error) {
	start, plain := p.at, true
	for p.at++; p.raw[p.at] != '"'; p.at++ {
		if p.raw[p.at] == '\\' {
			plain = false
			p.at++
		}
	}
	p.at++
	if plain {
		return string(p.raw[start+1 : p.at-1]), nil
	}
	var s string
	err := json.Unmarshal(p.raw[start:p.at], &s)
	return s, err
}

func (p *parser) object(depth int) (kind, []named, error) {
	var fields []named
	for p.at++; p.next() != '}'; {
		if p.raw[p.at] == ',' {
			p.at++
			p.next()
		}
		name, err := p.string()
		if err != nil {
			return object, nil, err
		}
		p.next()
		p.at++ // the colon
		v, err := p.value(depth)
		if err != nil {
			return object, nil, err
		}
		fields = append(fields, named{name, v})
	}
	p.at++
	return object, fields, nil
}

func (p *parser) array(depth int) (kind, []value, error) {
	items := []value{}
	for p.at++; p.next() != ']'; {
		if p.raw[p.at] == ',' {
			p.at++
		}
		v, err := p.value(depth)
		if err != nil {
			return array, nil, err
		}
		items = append(items, v)
	}
	p.at++
	return array, items, nil
}

// field finds a field; nil when there is none.
func (v value) field(name string) *value {
	for i := range v.fields {
		if v.fields[i].name == name {
			return &v.fields[i].value
		}
	}
	return nil
}

package gs1

import "strings"

// Types of EPC URNs.
const (
	idType      = "id"
	patternType = "idpat"
	classType   = "class"
)

// How long a company prefix is in an EPC.
const (
	leastEPCPrefix = 6
	mostEPCPrefix  = 12
)

// inKey says that the serial number is the end of the key's own value.
const inKey = "key"

// scheme is how a key becomes an EPC: EPC Tag Data Standard, section 6.3 and 8.
type scheme struct {
	name   string
	ai     string // of the key
	digits int    // of the key before its check digit; 0: a key of characters, without one
	lead   bool   // its first digit goes behind the company prefix
	zero   bool   // a zero pads it
	pieces bool   // the number of a piece and of how many follow
	serial string // AI of the serial number, or inKey; empty when there is none
	class  bool   // it is a batch's
	lone   string // serial of a thing that has none; empty: all of a kind are meant
}

// schemes are the EPCs that stand for GS1 keys. Of those of one key, the first that a link
// has everything for is its EPC.
var schemes = []scheme{
	{name: "sscc", ai: "00", digits: 17, lead: true},
	{name: "upui", ai: "01", digits: 13, lead: true, serial: "235"},
	{name: "sgtin", ai: "01", digits: 13, lead: true, serial: "21"},
	{name: "lgtin", ai: "01", digits: 13, lead: true, serial: "10", class: true},
	{name: "gdti", ai: "253", digits: 12, serial: inKey},
	{name: "sgcn", ai: "255", digits: 12, serial: inKey},
	{name: "ginc", ai: "401"},
	{name: "gsin", ai: "402", digits: 16},
	{name: "sgln", ai: "414", digits: 12, serial: "254", lone: "0"},
	{name: "pgln", ai: "417", digits: 12},
	{name: "grai", ai: "8003", digits: 12, zero: true, serial: inKey},
	{name: "giai", ai: "8004"},
	{name: "itip", ai: "8006", digits: 13, lead: true, pieces: true, serial: "21"},
	{name: "cpi", ai: "8010", serial: "8011"},
	{name: "gsrnp", ai: "8017", digits: 17},
	{name: "gsrn", ai: "8018", digits: 17},
}

// scheme is the EPC's, if its type goes with it; nil when it is none of GS1's keys.
func (e EPC) scheme() *scheme {
	for i := range schemes {
		s := &schemes[i]
		fits := e.Type == idType && !s.class || e.Type == patternType && !s.class || e.Type == classType && s.class
		if s.name == e.Scheme && fits {
			return s
		}
	}
	return nil
}

func (e EPC) unknown() *Error {
	return refuse(NoEquivalent, "", -1, "urn:epc:%s:%s is not known, or stands for no GS1 key", e.Type, e.Scheme)
}

// keyFields is how many fields a URN has before the serial number.
func (s *scheme) keyFields() int {
	if s.pieces {
		return 4
	}
	return 2
}

// fields is how many a URN has.
func (s *scheme) fields() int {
	n := s.keyFields()
	if s.serial != "" {
		n++
	}
	return n
}

// given is how many of an EPC's fields stand before the stars of a pattern.
func (s *scheme) given(e EPC) (n int, fault *Error) {
	n = len(e.Fields)
	if n != s.fields() {
		return 0, refuse(BadSyntax, s.ai, -1, "%s has %d fields, with dots between them", s.name, s.fields())
	}
	if e.Type != patternType {
		return n, nil
	}
	for n > 0 && e.Fields[n-1] == "*" {
		n--
	}
	if n == len(e.Fields) {
		return 0, refuse(BadSyntax, s.ai, -1, "a pattern ends in *, for all of a kind")
	}
	return n, nil
}

// checkGiven judges the fields before the stars of a pattern that stands for several keys.
func (s *scheme) checkGiven(fields []string) *Error {
	switch len(fields) {
	case 0:
		return nil
	case 1:
		return s.checkPrefix(fields[0])
	}
	if _, fault := s.join(fields[0], fields[1]); fault != nil {
		return fault
	}
	return s.checkPieces(fields[2:])
}

func (s *scheme) checkPieces(fields []string) *Error {
	for _, field := range fields {
		if len(field) != 2 || !allDigits(field) {
			return refuse(BadSyntax, s.ai, -1, "a piece's number and the total have two digits each")
		}
	}
	return nil
}

// elements are the key of an EPC and what qualifies it.
func (s *scheme) elements(e EPC) ([]Element, *Error) {
	given, fault := s.given(e)
	if fault != nil {
		return nil, fault
	}
	if given < s.keyFields() {
		return nil, refuse(NoEquivalent, s.ai, -1, "the pattern stands for several keys")
	}
	key, fault := s.join(e.Fields[0], e.Fields[1])
	if fault != nil {
		return nil, fault
	}
	pieces := e.Fields[2:s.keyFields()]
	if fault := s.checkPieces(pieces); fault != nil {
		return nil, fault
	}
	key += strings.Join(pieces, "")
	if s.serial == "" {
		return []Element{{s.ai, key}}, nil
	}
	serial := e.Fields[len(e.Fields)-1]
	switch {
	case serial == "":
		return nil, refuse(Empty, s.ai, -1, "the serial number is empty")
	case e.Type == patternType, serial == s.lone:
		return []Element{{s.ai, key}}, nil
	case s.serial == inKey:
		return []Element{{s.ai, key + serial}}, nil
	}
	return []Element{{s.ai, key}, {s.serial, serial}}, nil
}

// join puts company prefix and reference together to what the key begins with.
func (s *scheme) join(prefix, reference string) (string, *Error) {
	if fault := s.checkPrefix(prefix); fault != nil {
		return "", fault
	}
	if s.digits == 0 {
		if reference == "" {
			return "", refuse(Empty, s.ai, -1, "there is nothing behind the company prefix")
		}
		return prefix + reference, nil
	}
	if numeric.stranger(reference) >= 0 {
		return "", refuse(BadSet, s.ai, -1, "the reference %q is not all digits", reference)
	}
	if n := len(prefix) + len(reference); n != s.digits || s.lead && reference == "" {
		reason := TooShort
		if n > s.digits {
			reason = TooLong
		}
		return "", refuse(reason, s.ai, -1, "company prefix and reference have %d digits together, not %d", n, s.digits)
	}
	body := prefix + reference
	if s.lead {
		body = reference[:1] + prefix + reference[1:]
	}
	body += string(checkDigit(body))
	if s.zero {
		body = "0" + body
	}
	return body, nil
}

func (s *scheme) checkPrefix(prefix string) *Error {
	if len(prefix) < leastEPCPrefix || len(prefix) > mostEPCPrefix || !allDigits(prefix) {
		return refuse(BadPrefixSize, s.ai, -1, "%q is no company prefix of %d to %d digits", prefix, leastEPCPrefix, mostEPCPrefix)
	}
	return nil
}

// of is the EPC of a link, if it has what the scheme needs.
func (s *scheme) of(l Link, size int) (e EPC, ok bool) {
	key := l.Key().Value
	if s.zero {
		key = strings.TrimPrefix(key, "0")
	}
	prefix, reference, rest, ok := s.split(key, size)
	if !ok {
		return e, false
	}
	e = EPC{Type: idType, Scheme: s.name, Fields: []string{prefix, reference}}
	if s.class {
		e.Type = classType
	}
	if s.pieces {
		e.Fields = append(e.Fields, rest[:2], rest[2:])
	}
	if s.serial == "" {
		return e, true
	}
	serial := rest
	if s.serial != inKey {
		serial, _ = l.Value(s.serial)
	}
	switch {
	case serial != "":
	case s.lone != "":
		serial = s.lone
	case s.yields(l):
		return e, false
	default:
		e.Type, serial = patternType, "*"
	}
	e.Fields = append(e.Fields, serial)
	return e, true
}

// yields tells whether a link without the scheme's serial number belongs to another of the
// key's schemes.
func (s *scheme) yields(l Link) bool {
	if s.name == "upui" {
		return true
	}
	_, batch := l.Value("10")
	return s.name == "sgtin" && batch
}

// split takes a key apart: rest is what stands behind the check digit.
func (s *scheme) split(key string, size int) (prefix, reference, rest string, ok bool) {
	if s.digits == 0 {
		if size >= len(key) || !allDigits(key[:size]) {
			return "", "", "", false
		}
		return key[:size], key[size:], "", true
	}
	if len(key) <= s.digits {
		return "", "", "", false
	}
	body, rest := key[:s.digits], key[s.digits+1:]
	if s.lead {
		if size >= len(body) {
			return "", "", "", false
		}
		return body[1 : size+1], body[:1] + body[size+1:], rest, true
	}
	if size > len(body) {
		return "", "", "", false
	}
	return body[:size], body[size:], rest, true
}

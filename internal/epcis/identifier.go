package epcis

import (
	"strings"
)

// What stands in this file and in link.go is GS1's Tag Data Standard and Digital Link
// standard, as far as EPCIS needs them: the syntax of EPC URIs, and one way to write an
// identifier for hashing. No check digit is verified and no company prefix looked up.

// part is what follows company prefix and reference in an EPC URI.
type part struct {
	digits bool
	least  int // characters; an escape is one
	most   int
	join   string // what stands before it in a Digital Link URI
}

func chars(most int, join string) part { return part{least: 1, most: most, join: join} }

// scheme is a kind of EPC URI.
type scheme struct {
	digits int    // of company prefix and reference together; 0 when the reference is text
	room   int    // characters of both together when it is
	tail   []part // after them

	key    string // the Digital Link key
	lead   string // before the company prefix in its value
	moved  bool   // the reference's first digit stands before the company prefix
	checks bool   // a check digit follows the digits
}

// idSchemes are those of urn:epc:id: and, with stars, of urn:epc:idpat:. A nil scheme is
// one that has no GS1 key: what follows it is not looked at.
var idSchemes = map[string]*scheme{
	"sgtin": {digits: 13, tail: []part{chars(20, "/21/")}, key: "01", moved: true, checks: true},
	"itip": {digits: 13, key: "8006", moved: true, checks: true, tail: []part{
		{digits: true, least: 2, most: 2}, {digits: true, least: 2, most: 2}, chars(20, "/21/"),
	}},
	"upui":  {digits: 13, tail: []part{chars(28, "/235/")}, key: "01", moved: true, checks: true},
	"sscc":  {digits: 17, key: "00", moved: true, checks: true},
	"sgln":  {digits: 12, tail: []part{chars(20, "/254/")}, key: "414", checks: true},
	"pgln":  {digits: 12, key: "417", checks: true},
	"grai":  {digits: 12, tail: []part{chars(16, "")}, key: "8003", lead: "0", checks: true},
	"gdti":  {digits: 12, tail: []part{chars(17, "")}, key: "253", checks: true},
	"sgcn":  {digits: 12, tail: []part{{digits: true, least: 1, most: 12}}, key: "255", checks: true},
	"gsrn":  {digits: 17, key: "8018", checks: true},
	"gsrnp": {digits: 17, key: "8017", checks: true},
	"gsin":  {digits: 16, key: "402", checks: true},
	"giai":  {room: 30, key: "8004"},
	"ginc":  {room: 30, key: "401"},
	"cpi":   {room: 30, tail: []part{{digits: true, least: 1, most: 12, join: "/8011/"}}, key: "8010"},
	"gid":   nil, "usdod": nil, "adi": nil, "bic": nil, "imovn": nil,
}

var classSchemes = map[string]*scheme{
	"lgtin": {digits: 13, tail: []part{chars(20, "/10/")}, key: "01", moved: true, checks: true},
}

// uriComplaint says what is wrong with a URI; "" when nothing is. It must be absolute
// (RFC 3986), and an EPC URI of a known scheme. A compact URI is one, by its syntax.
func uriComplaint(uri string) string {
	name, rest, found := strings.Cut(uri, ":")
	if !found || rest == "" || !isScheme(name) {
		return quoted(uri) + " is no absolute URI"
	}
	for i := range len(uri) {
		switch c := uri[i]; {
		case c <= ' ' || c >= 0x7f || strings.IndexByte("<>\"{}|\\^`", c) >= 0:
			return quoted(uri) + " has characters that a URI must escape"
		case c == '%' && (i+2 >= len(uri) || !isHex(uri[i+1]) || !isHex(uri[i+2])):
			return quoted(uri) + " has a % without two hexadecimal digits"
		}
	}
	if epc, ok := strings.CutPrefix(uri, "urn:epc:"); ok {
		if _, _, complaint := splitEPC(epc); complaint != "" {
			return quoted(uri) + " " + complaint
		}
	}
	return ""
}

func isScheme(name string) bool {
	for i := range len(name) {
		c := name[i] | 0x20
		letter := 'a' <= c && c <= 'z'
		if !letter && (i == 0 || !isDigit(name[i]) && strings.IndexByte("+-._", name[i]) < 0) {
			return false
		}
	}
	return name != ""
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// splitEPC takes apart what follows urn:epc: into its parts, company prefix first. A
// pattern ends in stars. The scheme is nil where there is no GS1 key.
func splitEPC(epc string) (s *scheme, parts []string, complaint string) {
	group, rest, _ := strings.Cut(epc, ":")
	name, body, _ := strings.Cut(rest, ":")
	if body == "" {
		return nil, nil, "is no EPC URI"
	}
	schemes := idSchemes
	switch group {
	case "id", "idpat":
	case "class":
		schemes = classSchemes
	case "raw", "tag", "pat":
		return nil, nil, ""
	default:
		return nil, nil, "is no EPC URI: there is no urn:epc:" + group
	}
	s, known := schemes[name]
	switch {
	case !known:
		return nil, nil, "is of no EPC scheme that there is"
	case s == nil:
		return nil, nil, ""
	}
	parts = strings.SplitN(body, ".", 2+len(s.tail))
	if group == "idpat" {
		for len(parts) > 0 && parts[len(parts)-1] == "*" {
			parts = parts[:len(parts)-1]
		}
	} else if len(parts) < 2+len(s.tail) {
		return nil, nil, "lacks a part of its EPC scheme"
	}
	return s, parts, s.complaint(parts)
}

// complaint says what is wrong with the parts of an EPC URI, of which a pattern leaves
// out the last.
func (s *scheme) complaint(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	company := parts[0]
	if len(company) < 6 || len(company) > 12 || !allDigits(company) {
		return "has no company prefix of 6 to 12 digits"
	}
	if len(parts) == 1 {
		return ""
	}
	reference := parts[1]
	switch {
	case s.digits > 0 && (len(company)+len(reference) != s.digits || !allDigits(reference)):
		return "has not the digits of its EPC scheme"
	case s.digits == 0 && !fits(reference, part{least: 1, most: s.room - len(company)}):
		return "has a reference that does not fit its EPC scheme"
	}
	for i, text := range parts[2:] {
		if !fits(text, s.tail[i]) {
			return "has a serial that does not fit its EPC scheme"
		}
	}
	return ""
}

func allDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// fits tells whether a text is of a part's characters and length.
func fits(s string, p part) bool {
	if p.digits && !allDigits(s) {
		return false
	}
	length := len(s) - 2*strings.Count(s, "%")
	for i := range len(s) {
		c := s[i]
		if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') && strings.IndexByte("!'()*+,-.:;=_%", c) < 0 {
			return false
		}
	}
	return p.least <= length && length <= p.most
}

package epcis

import (
	"slices"
	"strings"

	"channelrouter/internal/gs1"
)

const epcPrefix = "urn:epc:"

// What follows these is not looked at: it stands for no GS1 key.
var (
	bareKinds = []string{"raw", "tag", "pat"} // of what a reader has read
	keyless   = []string{"gid", "usdod", "adi", "bic", "imovn"}
)

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
	return epcComplaint(uri)
}

// epcComplaint says what is wrong with an EPC URI; "" when nothing is, or when it is none.
// No check digit is verified and no company prefix looked up.
func epcComplaint(uri string) string {
	epc, ok := strings.CutPrefix(uri, epcPrefix)
	if !ok {
		return ""
	}
	kind, rest, _ := strings.Cut(epc, ":")
	scheme, value, _ := strings.Cut(rest, ":")
	switch {
	case value == "":
		return quoted(uri) + " is no EPC URI"
	case slices.Contains(bareKinds, kind), (kind == "id" || kind == "idpat") && slices.Contains(keyless, scheme):
		return ""
	case strings.ContainsAny(value, "&/?#"):
		return quoted(uri) + " has characters that an EPC URI must escape"
	}
	if _, err := gs1.ParseEPC(uri); err != nil {
		return quoted(uri) + " is no EPC URI: " + err.Error()
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

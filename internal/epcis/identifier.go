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
func uriComplaint(uri string) *Fault {
	name, rest, found := strings.Cut(uri, ":")
	if !found || rest == "" || !isScheme(name) {
		return faultf("%s is no absolute URI", quoted(uri))
	}
	for i := range len(uri) {
		switch c := uri[i]; {
		case c <= ' ' || c >= 0x7f || strings.IndexByte("<>\"{}|\\^`", c) >= 0:
			return faultf("%s has characters that a URI must escape", quoted(uri))
		case c == '%' && (i+2 >= len(uri) || !isHex(uri[i+1]) || !isHex(uri[i+2])):
			return faultf("%s has a %% without two hexadecimal digits", quoted(uri))
		}
	}
	return epcComplaint(uri)
}

// epcComplaint says what is wrong with an EPC URI; "" when nothing is, or when it is none.
// No check digit is verified and no company prefix looked up.
func epcComplaint(uri string) *Fault {
	epc, ok := strings.CutPrefix(uri, epcPrefix)
	if !ok {
		return nil
	}
	kind, rest, _ := strings.Cut(epc, ":")
	scheme, value, _ := strings.Cut(rest, ":")
	switch {
	case value == "":
		return faultf("%s is no EPC URI", quoted(uri))
	case slices.Contains(bareKinds, kind), (kind == "id" || kind == "idpat") && slices.Contains(keyless, scheme):
		return nil
	case strings.ContainsAny(value, "&/?#"):
		return faultf("%s has characters that an EPC URI must escape", quoted(uri))
	}
	if _, err := gs1.ParseEPC(uri); err != nil {
		return faultf("%s is no EPC URI: %v", quoted(uri), err)
	}
	return nil
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

package epcis

import (
	"net/url"
	"slices"
	"strings"

	"channelrouter/internal/gs1"
)

// linkHost is where canonical Digital Link URIs stand.
const linkHost = "https://id.gs1.org/"

// linkNames are the words that Digital Link 1.0 had for keys and qualifiers.
var linkNames = map[string]string{
	"sscc": "00", "gtin": "01", "gtin-8": "01", "gdti": "253", "gcn": "255", "ginc": "401", "gsin": "402",
	"gln": "414", "party": "417", "grai": "8003", "giai": "8004", "itip": "8006", "cpid": "8010",
	"gsrnp": "8017", "gsrn": "8018",
	"cpv": "22", "lot": "10", "ser": "21", "glnx": "254", "cpsn": "8011",
}

const (
	gtin    = "01"
	variant = "22" // which says nothing of which thing it is
)

// finest are the qualifiers of which a canonical link keeps the first that is there.
var finest = []string{"21", "235", "10", "254", "8011"}

// uncommon are keys that CBV has no canonical link for.
var uncommon = []string{"415", "8013"}

// Canonical is the one way to write an identifier, for who compares: an EPC URI or a
// Digital Link URI becomes a constrained canonical Digital Link URI (CBV 2.0, event hash
// ids); anything else stays as it is.
func Canonical(uri string) string {
	path := ""
	switch {
	case strings.HasPrefix(uri, epcPrefix):
		if epc, err := gs1.ParseEPC(uri); err == nil {
			path, _ = epc.Path() // none of a pattern that stands for several keys
		}
	case strings.HasPrefix(uri, "https://"), strings.HasPrefix(uri, "http://"):
		path = constrained(uri)
	}
	if path == "" {
		return uri
	}
	return linkHost + path
}

// constrained is a link's path with the key and its finest qualifier, as they are escaped
// there; "" when the URI is no link, or has what CBV does not know.
func constrained(uri string) string {
	parsed, err := url.Parse(uri)
	if err != nil {
		return ""
	}
	segments := strings.Split(strings.Trim(parsed.EscapedPath(), "/"), "/")
	for i := len(segments) - 2; i >= 0; i -= 2 {
		segments[i] = linkCode(segments[i])
	}
	link, err := gs1.ParsePath(linkHost + strings.Join(segments, "/"))
	if err != nil {
		return ""
	}
	key, qualifiers := link.Key(), link.Qualifiers()
	own := segments[len(segments)-2*(1+len(qualifiers)):]
	if key.AI == gtin {
		if n := len(key.Value); n == 8 || n == 12 || n == 13 {
			key.Value = strings.Repeat("0", 14-n) + key.Value
		}
		own[1] = key.Value
	}
	if slices.Contains(uncommon, key.AI) || gs1.CheckShape(key.AI, key.Value) != nil {
		return ""
	}
	best, tail := len(finest), ""
	for i, q := range qualifiers {
		rank := slices.Index(finest, q.AI)
		if rank < 0 && q.AI != variant {
			return ""
		}
		if rank >= 0 && rank < best {
			best, tail = rank, "/"+q.AI+"/"+own[2*i+3]
		}
	}
	return key.AI + "/" + own[1] + tail
}

func linkCode(segment string) string {
	if code, ok := linkNames[segment]; ok {
		return code
	}
	return segment
}

package epcis

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// linkHost is where canonical Digital Link URIs stand.
const linkHost = "https://id.gs1.org/"

// linkKey is a GS1 key as the start of a Digital Link URI's path.
type linkKey struct {
	value      *regexp.Regexp
	qualifiers []string // the finest first: one of them is kept
	dropped    []string // qualifiers that say nothing of which thing it is
}

func whole(pattern string) *regexp.Regexp { return regexp.MustCompile("^(?:" + pattern + ")$") }

var linkKeys = map[string]linkKey{
	"00":   {value: whole(`\d{18}`)},
	"01":   {value: whole(`\d{8}|\d{12,14}`), qualifiers: []string{"21", "235", "10"}, dropped: []string{"22"}},
	"253":  {value: whole(`\d{13}.{0,17}`)},
	"255":  {value: whole(`\d{13,25}`)},
	"401":  {value: whole(`.{1,30}`)},
	"402":  {value: whole(`\d{17}`)},
	"414":  {value: whole(`\d{13}`), qualifiers: []string{"254"}},
	"417":  {value: whole(`\d{13}`)},
	"8003": {value: whole(`\d{14}.{0,16}`)},
	"8004": {value: whole(`.{1,30}`)},
	"8006": {value: whole(`\d{18}`), qualifiers: []string{"21", "10"}, dropped: []string{"22"}},
	"8010": {value: whole(`.{1,30}`), qualifiers: []string{"8011"}},
	"8017": {value: whole(`\d{18}`)},
	"8018": {value: whole(`\d{18}`)},
}

// linkNames are the words that Digital Link 1.0 had for keys and qualifiers.
var linkNames = map[string]string{
	"sscc": "00", "gtin": "01", "gtin-8": "01", "gdti": "253", "gcn": "255", "ginc": "401", "gsin": "402",
	"gln": "414", "party": "417", "grai": "8003", "giai": "8004", "itip": "8006", "cpid": "8010",
	"gsrnp": "8017", "gsrn": "8018",
	"cpv": "22", "lot": "10", "ser": "21", "glnx": "254", "cpsn": "8011",
}

// Canonical is the one way to write an identifier, for who compares: an EPC URI or a
// Digital Link URI becomes a constrained canonical Digital Link URI (CBV 2.0, event hash
// ids); anything else stays as it is.
func Canonical(uri string) string {
	if epc, ok := strings.CutPrefix(uri, "urn:epc:"); ok {
		s, parts, complaint := splitEPC(epc)
		if s == nil || complaint != "" || len(parts) < 2 {
			return uri
		}
		return linkHost + s.key + "/" + s.link(parts)
	}
	if !strings.HasPrefix(uri, "https://") && !strings.HasPrefix(uri, "http://") {
		return uri
	}
	parsed, err := url.Parse(uri)
	if err != nil {
		return uri
	}
	segments := strings.Split(strings.Trim(parsed.EscapedPath(), "/"), "/")
	for i := range segments {
		if path := constrained(segments[i:]); path != "" {
			return linkHost + path
		}
	}
	return uri
}

// link is the value of an EPC URI's key with its finest qualifier. What is escaped in the
// one is in the other.
func (s *scheme) link(parts []string) string {
	company, reference := parts[0], parts[1]
	number := s.lead + company + reference
	if s.moved {
		number = s.lead + reference[:1] + company + reference[1:]
	}
	if s.checks {
		number += string(checkDigit(number))
	}
	for i, text := range parts[2:] {
		if s.key == "414" && text == "0" {
			break // a location without an extension
		}
		number += s.tail[i].join + text
	}
	return number
}

// checkDigit is GS1's, for digits without one.
func checkDigit(digits string) byte {
	sum := 0
	for i := range len(digits) {
		weight := 1
		if (len(digits)-i)%2 == 1 {
			weight = 3
		}
		sum += weight * int(digits[i]-'0')
	}
	return byte('0' + (10-sum%10)%10)
}

// constrained is the path with the key and its finest qualifier; "" when the segments
// are no key with its qualifiers.
func constrained(segments []string) string {
	if len(segments)%2 != 0 {
		return ""
	}
	name := linkCode(segments[0])
	key, ok := linkKeys[name]
	unescaped, err := url.PathUnescape(segments[1])
	if !ok || err != nil || !key.value.MatchString(unescaped) {
		return ""
	}
	given := map[string]string{}
	for i := 2; i < len(segments); i += 2 {
		given[linkCode(segments[i])] = segments[i+1]
	}
	known := 0
	finest := ""
	for _, q := range slices.Concat(key.qualifiers, key.dropped) {
		text, there := given[q]
		if !there {
			continue
		}
		known++
		if finest == "" && (len(key.dropped) == 0 || q != key.dropped[0]) {
			finest = "/" + q + "/" + text
		}
	}
	if known != len(given) {
		return ""
	}
	text := segments[1]
	if name == "01" {
		text = strings.Repeat("0", 14-len(unescaped)) + unescaped
	}
	return name + "/" + text + finest
}

func linkCode(segment string) string {
	if code, ok := linkNames[segment]; ok {
		return code
	}
	return segment
}

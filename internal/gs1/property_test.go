package gs1

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawValue draws a value of an AI whose rules are about check digits, prefixes and pieces.
func drawValue(t *rapid.T, d *identifier) string {
	value := ""
	for _, c := range d.components {
		if c.optional && rapid.Bool().Draw(t, "leave out") {
			break
		}
		set := map[charset]string{numeric: digits, cset82: order82, cset39: "#-/" + digits + upper, base64url: alphanumeric}[c.set]
		part := rapid.StringOfN(rapid.RuneFrom([]rune(set)), c.min, c.max, -1).Draw(t, "part")
		value += repair(part, c)
	}
	return value
}

// repair makes a part keep its rules.
func repair(part string, c component) string {
	for i := len(c.rules) - 1; i >= 0; i-- {
		switch c.rules[i].name {
		case "csum":
			part = part[:len(part)-1] + string(checkDigit(part[:len(part)-1]))
		case "gcppos1":
			part = "9520" + part[min(4, len(part)):]
		case "csumalpha":
			part = part[:min(len(part), c.max-2)]
			pair, _ := CheckPair(part)
			part += pair
		case "zero":
			part = "0"
		case "pieceoftotal":
			part = "0203"
		case "nozeroprefix":
			part = "1" + part[1:]
		}
	}
	return part
}

// drawLink draws the elements of a link: a key, some of one sequence of its qualifiers, and
// internal information.
func drawLink(t *rapid.T) []Element {
	ai := rapid.SampledFrom([]string{"00", "01", "253", "255", "401", "402", "414", "415", "417", "8003", "8004", "8006", "8010", "8013", "8017", "8018"}).Draw(t, "key")
	d := find(ai)
	elements := []Element{{ai, drawValue(t, d)}}
	if len(d.qualifiers) > 0 {
		for _, q := range rapid.SampledFrom(d.qualifiers).Draw(t, "sequence") {
			if ai == "8006" && q == "22" { // the dictionary wants a GTIN beside it, which excludes the ITIP
				continue
			}
			if ai == "415" || rapid.Bool().Draw(t, q) {
				value := drawValue(t, find(q))
				if q == "7040" {
					value = "1abC"
				}
				elements = append(elements, Element{q, value})
			}
		}
	}
	for _, a := range []string{"90", "98", "99"} {
		if rapid.Bool().Draw(t, a) {
			elements = append(elements, Element{a, drawValue(t, find(a))})
		}
	}
	return elements
}

// What is built is parsed to what it was built of, in whatever order that was given; and an
// element string, in both writings, to the same.
func TestRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		elements := drawLink(t)
		link, err := New("https://brand.example/a/b", rapid.Permutation(elements).Draw(t, "shuffled")...)
		if err != nil {
			t.Fatal(elements, err)
		}
		again, err := Parse(link.String())
		if err != nil || Scanned(again.Elements) != Scanned(link.Elements) || again.Stem != link.Stem || again.String() != link.String() {
			t.Fatalf("%s: %+v, %v", link, again, err)
		}
		if again.Key() != elements[0] || len(again.Qualifiers()) != len(link.Qualifiers()) {
			t.Fatalf("%s: %+v of %v", link, again, elements)
		}
		for _, text := range []string{Scanned(link.Elements), Bracketed(link.Elements)} {
			read, err := ParseElements(text)
			if err != nil || Bracketed(read) != Bracketed(link.Elements) {
				t.Fatalf("%q: %v, %v", text, read, err)
			}
		}
	})
}

// A link's EPC stands for the link's key and serial number, and says so in its URN.
func TestEPCRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		link, err := New("", drawLink(t)...)
		if err != nil {
			t.Fatal(err)
		}
		e, err := link.EPC(rapid.IntRange(6, 12).Draw(t, "prefix"))
		if err != nil {
			return // a key shorter than its prefix, of other than digits, or without EPC
		}
		read, err := ParseEPC(e.String())
		if err != nil || read.String() != e.String() {
			t.Fatalf("%s: %s, %v", e, read, err)
		}
		back, err := read.Link()
		if err != nil || back.Key() != link.Key() {
			t.Fatalf("%s: %s, %v", e, back, err)
		}
		if !strings.HasPrefix(link.String(), back.String()) && !e.leavesOut(link) {
			t.Fatalf("%s became %s", link, back)
		}
	})
}

// leavesOut tells whether a link has qualifiers that its EPC does not have.
func (e EPC) leavesOut(link Link) bool {
	return len(link.Qualifiers()) > 1 || e.Type == patternType || len(link.Qualifiers()) == 1 && e.scheme().serial != link.Qualifiers()[0].AI
}

// A digit changed is found, as is a swap of neighbours that are not 5 apart.
func TestCheckDigitsFindFaults(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringMatching(`[0-9]{7,17}`).Draw(t, "digits")
		key := []byte(body + string(checkDigit(body)))
		at := rapid.IntRange(0, len(key)-1).Draw(t, "at")
		key[at] = '0' + (key[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if VerifyCheckDigit(string(key)) == nil {
			t.Fatalf("%s for %s", key, body)
		}
	})
}

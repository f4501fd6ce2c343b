package gs1

import (
	"fmt"
	"testing"
)

func TestParseElements(t *testing.T) {
	const group = "\x1d"
	for text, want := range map[string]string{
		"(01)09520123456788(21)12345":                              "",
		`(01)09520123456788(21)a\(b)(17)251231`:                    "",
		"01095201234567882112345":                                  "(01)09520123456788(21)12345",
		"]d2010952012345678810AB" + group + "21x":                  "(01)09520123456788(10)AB(21)x",
		"]C1" + group + "0109520123456788" + group + "17251231":    "(01)09520123456788(17)251231",
		group + "01095201234567883103000195392202" + group + "99x": "(01)09520123456788(3103)000195(3922)02(99)x",
	} {
		if want == "" {
			want = text
		}
		elements, err := ParseElements(text)
		if got := Bracketed(elements); err != nil || got != want {
			t.Errorf("%q: %s, %v, want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]Reason{
		"": BadSyntax, "]d2": BadSyntax, "(01": BadSyntax, "(01)09520123456788x(": TooLong, "(99)x(y)z": UnknownAI, "(999)x": UnknownAI,
		"0109520123456789": BadCheckDigit, "01095201234567": TooShort, "99": Empty, "88x": UnknownAI, "(10)x": Missing,
		"(01)09520123456788(01)09520123456788": Duplicate, "(01)09520123456788(37)1": Excluded,
	} {
		if _, err := ParseElements(text); reasonOf(t, err) != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// No AI begins with another: else a scanner's string could be read in two ways.
func TestAIsAreApart(t *testing.T) {
	known := 0
	for length := 2; length <= 4; length++ {
		for n := range 10_000 {
			ai := fmt.Sprintf("%0*d", length, n)
			if len(ai) > length || find(ai) == nil {
				continue
			}
			known++
			if first := findPrefix(ai); first.ai != ai {
				t.Errorf("%s begins with %s", ai, first.ai)
			}
		}
	}
	if known < 400 {
		t.Errorf("%d AIs", known)
	}
	if title, ok := Title("01"); !ok || title != "GTIN" {
		t.Errorf("01 is %q", title)
	}
	if _, ok := Title("04"); ok {
		t.Error("there is no 04")
	}
}

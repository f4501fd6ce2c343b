package gs1

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestValidGTIN14(t *testing.T) {
	for gtin, want := range map[string]bool{
		"06291041500213": true, // GS1's example of the check digit, 629104150021-3
		"00036000291452": true, // a UPC-A of the literature
		"04006381333931": true, // an EAN-13 of the literature
		"06900000000014": true,

		"06291041500214":  false,
		"6291041500213":   false, // without the leading zero
		"006291041500213": false,
		"":                false,
		"0629104150021x":  false,
		"０６２９１０４１５００２１３": false, // full-width digits
		"06291041500２1":  false,
		" 6291041500213": false,
	} {
		if got := ValidGTIN14(gtin); got != want {
			t.Errorf("%q: %v", gtin, got)
		}
	}
}

// Of the ten last digits one is right, and a single wrong digit is always caught.
func TestGTINsHaveOneCheckDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := fmt.Sprintf("%013d", rapid.Int64Range(0, 9_999_999_999_999).Draw(t, "body"))
		var valid []string
		for digit := range 10 {
			if gtin := fmt.Sprint(body, digit); ValidGTIN14(gtin) {
				valid = append(valid, gtin)
			}
		}
		if len(valid) != 1 {
			t.Fatalf("%s has %d check digits", body, len(valid))
		}
		wrong := []byte(valid[0])
		at := rapid.IntRange(0, 13).Draw(t, "at")
		wrong[at] = '0' + (wrong[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if ValidGTIN14(string(wrong)) {
			t.Fatalf("%s passes for %s", wrong, valid[0])
		}
	})
}

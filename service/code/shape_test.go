package code

import (
	"strings"
	"testing"
)

func TestPossible(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "abc": false, "favicon.ico": false, "robots.txt": false, ".env": false, "wp-login.php": false,
		"apple-app-site-association": false, "a_b_c": false, "条码条码": false, "\xff\xff\xff\xff": false,
		strings.Repeat("8", 65): false, strings.Repeat("-", 18): false,
		"88000000000002": true, " 88000000000002\n": true, "abcd": true, strings.Repeat("Z", 64): true,
		"ABCD-EFGH 0123-4567 89": true, "U": false,
	} {
		if got := Possible(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if n := testing.AllocsPerRun(100, func() { Possible("0123456789ABCDEFGH") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Every shape that an import may declare is one that Possible lets through.
func TestForeignShapesArePossible(t *testing.T) {
	for name, characters := range charsets {
		for _, length := range []int{minForeign, len(characters), maxForeign} {
			text := strings.Repeat(characters, maxForeign)[:length]
			if !Possible(text) {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
}

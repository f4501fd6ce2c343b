package staff

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Every single wrong symbol and every swap of two different ones is seen before it counts
// as a guess.
func TestMistypedCodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code, ok := readCode(newCode())
		if !ok {
			t.Fatal("a new code is none")
		}
		i := rapid.IntRange(0, codeSymbols).Draw(t, "place")
		wrong := alphabet[rapid.IntRange(0, 31).Draw(t, "symbol")]
		if wrong != code[i] {
			if _, ok := readCode(code[:i] + string(wrong) + code[i+1:]); ok {
				t.Fatalf("%s with %c at %d is taken", code, wrong, i)
			}
		}
		j := rapid.IntRange(0, codeSymbols).Draw(t, "other place")
		swapped := []byte(code)
		swapped[i], swapped[j] = swapped[j], swapped[i]
		if _, ok := readCode(string(swapped)); ok && string(swapped) != code {
			t.Fatalf("%s is taken for %s", swapped, code)
		}
	})
}

func TestReadingCodes(t *testing.T) {
	code := newCode()
	canonical, ok := readCode(code)
	if !ok || len(code) != 11 || strings.ReplaceAll(code, "-", "") != canonical {
		t.Fatalf("%q is read as %q, %v", code, canonical, ok)
	}
	for _, typed := range []string{strings.ToLower(code), " " + canonical + " ", strings.NewReplacer("1", "l", "0", "o").Replace(code)} {
		if read, ok := readCode(typed); !ok || read != canonical {
			t.Errorf("%q is read as %q, %v", typed, read, ok)
		}
	}
	for _, text := range []string{"", canonical[:8], canonical + "0", "UUUUUUUUU", "码码码码码码码码码", strings.Repeat("0", 41), canonical[:8] + "\x00"} {
		if _, ok := readCode(text); ok {
			t.Errorf("%q is taken for a code", text)
		}
	}
}

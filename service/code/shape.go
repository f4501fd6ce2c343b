package code

import "strings"

// What the shape of a code printed by others may be; each import declares one within.
const (
	minForeign = 4
	maxForeign = 64
)

// Possible tells by its shape alone whether a text can be a code, of ours or printed by
// others. Most of what is asked for by machines cannot: names of files, paths of other
// programs.
func Possible(text string) bool {
	if foreignShaped(text) {
		return true
	}
	_, n, ok := readSymbols(text)
	if !ok {
		return false
	}
	_, ok = formatOf(n)
	return ok
}

// foreignShaped tells whether some import could have declared a text's shape.
func foreignShaped(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) < minForeign || len(text) > maxForeign {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

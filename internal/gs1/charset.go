package gs1

// charset is a set of characters that a component may be made of.
type charset uint8

const (
	numeric   charset = 1 << iota // 0 to 9
	cset82                        // GS1's subset of ISO/IEC 646: General Specifications, figure 7.11-1
	cset39                        // figure 7.11-2
	base64url                     // RFC 4648, section 5
	uriChar                       // RFC 3986: unreserved, reserved, and the percent sign
	plain                         // RFC 3986: unreserved, which needs no percent-encoding
)

const (
	digits       = "0123456789"
	upper        = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	lower        = "abcdefghijklmnopqrstuvwxyz"
	alphanumeric = digits + upper + lower
	// order82 is the set in the order that gives each character its value in a check pair.
	order82 = `!"%&'()*+,-./` + digits + `:;<=>?` + upper + "_" + lower
)

// setsOf tells of each byte which sets have it.
var setsOf = func() (sets [256]charset) {
	for set, characters := range map[charset]string{
		numeric:   digits,
		cset82:    order82,
		cset39:    "#-/" + digits + upper,
		base64url: "-_=" + alphanumeric,
		uriChar:   "-._~:/?#[]@!$&'()*+,;=%" + alphanumeric,
		plain:     "-._~" + alphanumeric,
	} {
		for _, c := range []byte(characters) {
			sets[c] |= set
		}
	}
	return sets
}()

// stranger is the index of the first byte that is not in the set; -1 when all are.
func (s charset) stranger(text string) int {
	for i := range len(text) {
		if setsOf[text[i]]&s == 0 {
			return i
		}
	}
	return -1
}

// String names the set in a sentence.
func (s charset) String() string {
	switch s {
	case numeric:
		return "a digit"
	case cset39:
		return "a capital letter, a digit, #, - or /"
	case base64url:
		return "a character of base64url"
	}
	return "a character of GS1's set of 82"
}

// allDigits tells whether there is something, and only digits.
func allDigits(text string) bool { return text != "" && numeric.stranger(text) < 0 }

package gs1

import "strings"

const hexDigits = "0123456789ABCDEF"

// unescape undoes percent-encoding. In a query a plus sign stands for a space, as forms
// write it. Ok is false when a percent sign is not followed by two hexadecimal digits.
func unescape(text string, query bool) (plain string, ok bool) {
	if strings.IndexByte(text, '%') < 0 && (!query || strings.IndexByte(text, '+') < 0) {
		return text, true
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '%':
			if i+2 >= len(text) || !isHex(text[i+1]) || !isHex(text[i+2]) {
				return "", false
			}
			out = append(out, fromHex(text[i+1])<<4|fromHex(text[i+2]))
			i += 2
		case c == '+' && query:
			out = append(out, ' ')
		default:
			out = append(out, c)
		}
	}
	return string(out), true
}

func fromHex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

// escape encodes every byte that is not in the set.
func escape(out *strings.Builder, text string, keep func(byte) bool) {
	for i := range len(text) {
		if c := text[i]; keep(c) {
			out.WriteByte(c)
		} else {
			out.WriteByte('%')
			out.WriteByte(hexDigits[c>>4])
			out.WriteByte(hexDigits[c&15])
		}
	}
}

// unreserved are the characters that a URI has as they are, wherever they stand.
func unreserved(c byte) bool { return setsOf[c]&plain != 0 }

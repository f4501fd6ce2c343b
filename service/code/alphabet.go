package code

// alphabet is Crockford's base 32 in order of value: digits, then letters
// without I, L, O and U. Only these 32 characters are ever printed.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	symbolBits = 5
	// maxSymbols is the longest code in symbols.
	maxSymbols = 18
	// maxText is the longest text read, in bytes: room for any grouping by
	// hyphens and spaces, and a bound on what a stranger can make us look at.
	maxText = 64
)

// What reading holds for a byte that is not a symbol.
const (
	skipped = 0x20
	invalid = 0xFF
)

// reading maps every byte to its symbol's value, skipped or invalid.
var reading = newReading()

// newReading applies Crockford's reading rules: any case, I and L are 1, O is
// 0, hyphens and spaces mean nothing. U has no value.
func newReading() (table [256]byte) {
	for i := range table {
		table[i] = invalid
	}
	both := func(letter, value byte) {
		table[letter] = value
		if letter >= 'A' {
			table[letter|0x20] = value
		}
	}
	for value := range len(alphabet) {
		both(alphabet[value], byte(value))
	}
	both('I', 1)
	both('L', 1)
	both('O', 0)
	table['-'], table[' '] = skipped, skipped
	return table
}

// readSymbols puts the values of text's symbols, 0 to 31 each, into a fixed
// buffer and counts them. ok is false for a byte that is no symbol, for more
// than maxSymbols symbols and for more than maxText bytes; which lengths are
// codes is the caller's business.
func readSymbols(text string) (symbols [maxSymbols]byte, n int, ok bool) {
	if len(text) > maxText {
		return symbols, 0, false
	}
	for i := range len(text) {
		value := reading[text[i]]
		switch {
		case value == skipped:
		case value == invalid || n == maxSymbols:
			return symbols, 0, false
		default:
			symbols[n] = value
			n++
		}
	}
	return symbols, n, true
}

// number is the big-endian value of at most 12 symbols.
func number(symbols []byte) (v uint64) {
	for _, s := range symbols {
		v = v<<symbolBits | uint64(s)
	}
	return v
}

// putNumber fills symbols with the big-endian digits of v.
func putNumber(symbols []byte, v uint64) {
	for i := len(symbols) - 1; i >= 0; i-- {
		symbols[i] = byte(v & (1<<symbolBits - 1))
		v >>= symbolBits
	}
}

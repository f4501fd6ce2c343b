package staff

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// alphabet is Crockford's base 32: nothing in it is taken for another symbol.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeSymbols are drawn at random: 40 bits. One more checks them.
const codeSymbols = 8

// newCode draws a code and writes it as people read it: ABCD-EFGH-J.
func newCode() string {
	var random [codeSymbols]byte
	_, _ = rand.Read(random[:]) // never fails
	symbols := make([]byte, codeSymbols, codeSymbols+1)
	for i, r := range random {
		symbols[i] = r & 31
	}
	symbols = append(symbols, check(symbols))
	text := make([]byte, len(symbols))
	for i, v := range symbols {
		text[i] = alphabet[v]
	}
	return string(text[:4]) + "-" + string(text[4:8]) + "-" + string(text[8:])
}

// check is a weighted sum over GF(32) whose weights are different powers of x: every
// single wrong symbol and every two that are swapped change it.
func check(symbols []byte) (sum byte) {
	for _, v := range symbols {
		sum = times(sum) ^ v
	}
	return times(sum)
}

// times multiplies by x, modulo x⁵+x²+1.
func times(v byte) byte {
	if v <<= 1; v > 31 {
		v ^= 0b100101
	}
	return v
}

// readCode brings what was typed to the code's nine symbols, by Crockford's rules; ok is
// false when it is none.
func readCode(text string) (canonical string, ok bool) {
	if len(text) > 40 {
		return "", false
	}
	plain := strings.NewReplacer("-", "", " ", "", "I", "1", "L", "1", "O", "0").Replace(strings.ToUpper(text))
	if len(plain) != codeSymbols+1 {
		return "", false
	}
	symbols := make([]byte, len(plain))
	for i := range plain {
		v := strings.IndexByte(alphabet, plain[i])
		if v < 0 {
			return "", false
		}
		symbols[i] = byte(v)
	}
	return plain, check(symbols[:codeSymbols]) == symbols[codeSymbols]
}

// hash is what the database keeps of a code. Codes are short: only the key keeps a copy
// of the database from being searched for them.
func (s *Service) hash(canonical string) string {
	mac := hmac.New(sha256.New, s.key[:])
	mac.Write([]byte(canonical))
	return hex.EncodeToString(mac.Sum(nil))
}

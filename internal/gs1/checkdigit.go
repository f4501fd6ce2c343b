package gs1

import (
	"fmt"
	"strings"
)

// CheckDigit is the digit that belongs behind the digits of a GTIN, SSCC, GLN, GSRN or
// another numeric key: weights 3, 1, 3, … from the right, up to the next ten (General
// Specifications 7.9.1). Errors: TooShort, BadSet.
func CheckDigit(body string) (byte, error) {
	if body == "" {
		return 0, refuse(TooShort, "", -1, "there are no digits to make a check digit of")
	}
	if i := numeric.stranger(body); i >= 0 {
		return 0, refuse(BadSet, "", i, "character %d, %q, is not a digit", i+1, body[i])
	}
	return checkDigit(body), nil
}

// checkDigit is CheckDigit of what is known to be digits.
func checkDigit(body string) byte {
	sum, weight := 0, 3
	for i := len(body) - 1; i >= 0; i-- {
		sum += int(body[i]-'0') * weight
		weight = 4 - weight
	}
	return byte('0' + (10-sum%10)%10)
}

// VerifyCheckDigit checks a numeric key of any length by its last digit. Errors: TooShort,
// BadSet, BadCheckDigit.
func VerifyCheckDigit(key string) error {
	if key == "" {
		return refuse(TooShort, "", -1, "there is no check digit")
	}
	if i := numeric.stranger(key); i >= 0 {
		return refuse(BadSet, "", i, "character %d, %q, is not a digit", i+1, key[i])
	}
	if fault := faultyCheckDigit(key); fault != "" {
		return refuse(BadCheckDigit, "", len(key)-1, "%s", fault)
	}
	return nil
}

// faultyCheckDigit says what is wrong with the last of some digits; "" when it is right.
func faultyCheckDigit(key string) string {
	last := len(key) - 1
	if want := checkDigit(key[:last]); key[last] != want {
		return fmt.Sprintf("the check digit of %s is %c, not %c", key[:last], want, key[last])
	}
	return ""
}

// ValidGTIN14 tells whether a text is a GTIN of 14 digits with a right check digit.
func ValidGTIN14(gtin string) bool { return len(gtin) == 14 && VerifyCheckDigit(gtin) == nil }

// GTIN14 makes 14 digits of a GTIN-8, -12, -13 or -14 and checks its check digit. Errors:
// TooShort, TooLong, BadSet, BadCheckDigit.
func GTIN14(gtin string) (string, error) {
	switch len(gtin) {
	case 8, 12, 13, 14:
	default:
		reason := TooShort
		if len(gtin) > 14 {
			reason = TooLong
		}
		return "", refuse(reason, "", -1, "a GTIN has 8, 12, 13 or 14 digits, not %d", len(gtin))
	}
	if err := VerifyCheckDigit(gtin); err != nil {
		return "", err
	}
	return strings.Repeat("0", 14-len(gtin)) + gtin, nil
}

// The check pair of a Global Model Number: General Specifications 7.9.5.
const (
	pairSet     = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	pairModulus = 1021
	pairWeights = 97 // characters that have a weight
)

// value82 is the value of each character of the set of 82.
var value82 = func() (values [256]int) {
	for i, c := range []byte(order82) {
		values[c] = i
	}
	return values
}()

// primes are the weights of a check pair, from its right.
var primes = func() (primes [pairWeights]int) {
	for n, found := 2, 0; found < pairWeights; n++ {
		prime := true
		for _, p := range primes[:found] {
			prime = prime && n%p != 0
		}
		if prime {
			primes[found] = n
			found++
		}
	}
	return primes
}()

// CheckPair is the two characters that belong behind the rest of a Global Model Number.
// Errors: TooLong, BadSet.
func CheckPair(body string) (string, error) {
	if len(body) > pairWeights {
		return "", refuse(TooLong, "", -1, "a check pair is made of at most %d characters, not %d", pairWeights, len(body))
	}
	if i := cset82.stranger(body); i >= 0 {
		return "", refuse(BadSet, "", i, "character %d, %q, is not %s", i+1, body[i], cset82)
	}
	sum := 0
	for i := range len(body) {
		sum += value82[body[i]] * primes[len(body)-1-i]
	}
	sum %= pairModulus
	return string([]byte{pairSet[sum/len(pairSet)], pairSet[sum%len(pairSet)]}), nil
}

// VerifyCheckPair checks a Global Model Number by its last two characters. Errors:
// TooShort, TooLong, BadSet, BadCheckDigit.
func VerifyCheckPair(key string) error {
	if len(key) < 2 {
		return refuse(TooShort, "", -1, "there is no check pair")
	}
	body, pair := key[:len(key)-2], key[len(key)-2:]
	want, err := CheckPair(body)
	if err != nil {
		return err
	}
	if pair != want {
		return refuse(BadCheckDigit, "", len(body), "the check pair of %s is %s, not %s", body, want, pair)
	}
	return nil
}

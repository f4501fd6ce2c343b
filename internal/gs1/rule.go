package gs1

import (
	"fmt"
	"strings"
)

// rule is what a component's content must be beyond its length and characters, which are
// right when the rule is asked. The name is the syntax dictionary's.
type rule struct {
	name   string
	reason Reason
	fault  func(string) string // what is wrong; "" when nothing is
}

var (
	checksum    = rule{"csum", BadCheckDigit, faultyCheckDigit}
	checkPair   = rule{"csumalpha", BadCheckDigit, faultyCheckPair}
	prefixFirst = rule{"gcppos1", BadContent, faultyPrefix}
	// prefixSecond: behind an indicator or extension digit.
	prefixSecond = rule{"gcppos2", BadContent, func(s string) string { return faultyPrefix(s[min(1, len(s)):]) }}

	zero        = rule{"zero", BadContent, onlyIf("must be 0", func(s string) bool { return strings.Trim(s, "0") == "" })}
	nonZero     = rule{"nonzero", BadContent, onlyIf("must not be 0", func(s string) bool { return strings.Trim(s, "0") != "" })}
	noZeroFirst = rule{"nozeroprefix", BadContent, onlyIf("must not begin with 0", func(s string) bool { return s == "0" || s[0] != '0' })}
	hasNonDigit = rule{"hasnondigit", BadContent, onlyIf("must have a character that is no digit", func(s string) bool { return numeric.stranger(s) >= 0 })}
	hyphen      = rule{"hyphen", BadContent, onlyIf("must be a hyphen, for a minus", func(s string) bool { return s == "-" })}
	yesNo       = rule{"yesno", BadContent, oneOf("0 or 1", "0", "1")}
	winding     = rule{"winding", BadContent, oneOf("0, 1 or 9", "0", "1", "9")}
	sex         = rule{"iso5218", BadContent, oneOf("0, 1, 2 or 9, of ISO/IEC 5218", "0", "1", "2", "9")}

	importerIndex  = rule{"importeridx", BadContent, onlyIf("must be a letter, a digit, - or _", importer)}
	pieceOfTotal   = rule{"pieceoftotal", BadContent, faultyPiece}
	birthSequence  = rule{"posinseqslash", BadContent, faultySequence}
	percentEncoded = rule{"pcenc", BadContent, faultyEncoding}
	mediaType      = rule{"mediatype", BadContent, onlyIf("must be 01 to 10, or 80 to 99", func(s string) bool { return s >= "01" && s <= "10" || s >= "80" })}
)

// onlyIf makes a fault of what is not so.
func onlyIf(want string, holds func(string) bool) func(string) string {
	return func(s string) string {
		if holds(s) {
			return ""
		}
		return fmt.Sprintf("%s %s", s, want)
	}
}

func oneOf(want string, values ...string) func(string) string {
	return onlyIf("must be "+want, func(s string) bool {
		for _, v := range values {
			if s == v {
				return true
			}
		}
		return false
	})
}

func faultyCheckPair(s string) string {
	if err := VerifyCheckPair(s); err != nil {
		return err.Error()
	}
	return ""
}

// leastPrefix is the length of the shortest prefix that GS1 gives out.
const leastPrefix = 4

func faultyPrefix(s string) string {
	if len(s) < leastPrefix || !allDigits(s[:leastPrefix]) {
		return fmt.Sprintf("must begin with a GS1 company prefix, of %d digits at least", leastPrefix)
	}
	return ""
}

// importer: the file-safe set of base 64.
func importer(s string) bool {
	return base64url.stranger(s) < 0 && !strings.Contains(s, "=")
}

// faultyPiece is about the number of a piece and of how many, two digits each.
func faultyPiece(s string) string {
	number, total := s[:2], s[2:]
	switch {
	case number == "00" || total == "00":
		return "neither a piece's number nor the total may be 00"
	case number > total:
		return fmt.Sprintf("piece %s of %s", number, total)
	}
	return ""
}

// faultySequence is about the position of a child in a birth: 1/3.
func faultySequence(s string) string {
	if len(s) != 3 || s[1] != '/' || s[0] < '1' || s[0] > '9' || s[2] < '1' || s[2] > '9' {
		return fmt.Sprintf("%s is no position in a sequence, as 1/3", s)
	}
	if s[0] > s[2] {
		return fmt.Sprintf("position %c of %c", s[0], s[2])
	}
	return ""
}

// faultyEncoding is about text that has its own percent-encoding.
func faultyEncoding(s string) string {
	for i := range len(s) {
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			return "a percent sign must be followed by two hexadecimal digits"
		}
	}
	return ""
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

package identity

import (
	"testing"
	"time"
)

// RFC 6238, appendix B, for SHA-1, of which these are the last six digits.
func TestTOTPVectors(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if got := totpCode(secret, at/totpStep); got != code {
			t.Errorf("at %d: %s, want %s", at, got, code)
		}
	}
}

func TestTOTPMatch(t *testing.T) {
	secret := []byte("12345678901234567890")
	now := time.Unix(1111111111, 0)
	step := now.Unix() / totpStep
	for off, found := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		if got := totpMatch(secret, totpCode(secret, step+off), now); (got == step+off) != found {
			t.Errorf("%d steps off: %d", off, got)
		}
	}
	for _, code := range []string{"", "000000", "05047", "0504710"} {
		if totpMatch(secret, code, now) != 0 {
			t.Errorf("%q is a code", code)
		}
	}
}

package code

import (
	"strings"
	"testing"
)

func TestReadSymbols(t *testing.T) {
	tests := []struct {
		name, text string
		want       string // as printed
		ok         bool
	}{
		{"empty", "", "", true},
		{"the whole alphabet", alphabet[:18], alphabet[:18], true},
		{"its second half", alphabet[18:], alphabet[18:], true},
		{"lower case", "abcdefghjkmnpqrstv", "ABCDEFGHJKMNPQRSTV", true},
		{"look-alikes", "ILOilo", "110110", true},
		{"separators", "-0 1--2 ", "012", true},
		{"U", "01U", "", false},
		{"u", "01u", "", false},
		{"tab", "01\t", "", false},
		{"full width", "０１", "", false},
		{"NUL", "01\x00", "", false},
		{"19 symbols", strings.Repeat("0", 19), "", false},
		{"64 bytes", strings.Repeat("-", 50) + strings.Repeat("7", 14), strings.Repeat("7", 14), true},
		{"65 bytes", strings.Repeat("-", 51) + strings.Repeat("7", 14), "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			symbols, n, ok := readSymbols(tt.text)
			if ok != tt.ok {
				t.Fatalf("ok = %v", ok)
			}
			if got := printed(symbols[:n]); ok && got != tt.want {
				t.Errorf("read %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEveryByteIsReadOneWay(t *testing.T) {
	symbols := 0
	for b := range 256 {
		switch value := reading[b]; {
		case value < headerCount:
			symbols++
		case value != skipped && value != invalid:
			t.Errorf("byte %q reads as %d", byte(b), value)
		}
	}
	// 10 digits, 22 letters in two cases, I L O in two cases.
	if want := 10 + 2*22 + 2*3; symbols != want {
		t.Errorf("%d bytes read as symbols, want %d", symbols, want)
	}
}

func TestNumberUndoesPutNumber(t *testing.T) {
	for _, v := range []uint64{0, 1, 31, 32, 1<<30 - 1, 1<<40 - 1, 0x5A5A5A5A5A} {
		var symbols [8]byte
		putNumber(symbols[:], v)
		if got := number(symbols[:]); got != v {
			t.Errorf("%d comes back as %d", v, got)
		}
	}
}

func printed(symbols []byte) string {
	var b strings.Builder
	for _, s := range symbols {
		b.WriteByte(alphabet[s])
	}
	return b.String()
}

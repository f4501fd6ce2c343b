package code

import "testing"

// The sum is linear, so what it does to an error depends on the error alone:
// trying every error on the zero code tries it on every code.

func TestAlphaGeneratesTheField(t *testing.T) {
	seen := map[byte]bool{}
	a := byte(1)
	for range 31 {
		if a == 0 || a > 31 || seen[a] {
			t.Fatalf("α's powers repeat or leave the field at %d", a)
		}
		seen[a] = true
		a = timesAlpha(a)
	}
	if a != 1 {
		t.Errorf("α³¹ = %d, want 1", a)
	}
}

func TestSyndromeIsLinear(t *testing.T) {
	for a := range byte(32) {
		for b := range byte(32) {
			if timesAlpha(a^b) != timesAlpha(a)^timesAlpha(b) {
				t.Fatalf("α(%d+%d) is not α·%d + α·%d", a, b, a, b)
			}
		}
	}
}

func TestEverySubstitutionIsSeen(t *testing.T) {
	for _, n := range []int{14, 18} {
		for at := range n {
			for e := byte(1); e < 32; e++ {
				symbols := make([]byte, n)
				symbols[at] = e
				if syndrome(symbols) == 0 {
					t.Errorf("%d symbols: error %d at %d passes", n, e, at)
				}
			}
		}
	}
}

func TestEverySwapIsSeen(t *testing.T) {
	for _, n := range []int{14, 18} {
		for i := range n {
			for j := range i {
				for e := byte(1); e < 32; e++ {
					// Swapping x and y adds x+y at both places.
					symbols := make([]byte, n)
					symbols[i], symbols[j] = e, e
					if syndrome(symbols) == 0 {
						t.Errorf("%d symbols: swap of %d and %d passes when they differ by %d", n, i, j, e)
					}
				}
			}
		}
	}
}

func TestCheckSymbolBringsTheSumToZero(t *testing.T) {
	symbols := make([]byte, 14)
	for i := range 1000 {
		for j := range 13 {
			symbols[j] = byte(i*(j+7)+j*j) % 32
		}
		symbols[13] = checkSymbol(symbols[:13])
		if syndrome(symbols) != 0 {
			t.Fatalf("%v has sum %d", symbols, syndrome(symbols))
		}
	}
}

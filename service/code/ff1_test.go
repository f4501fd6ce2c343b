package code

import (
	"crypto/aes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	oracle "github.com/capitalone/fpe/ff1"
)

// TestFF1AgreesWithAnotherImplementation compares both lengths, four keys each
// with a tweak of its own, on a million random inputs per length.
func TestFF1AgreesWithAnotherImplementation(t *testing.T) {
	const keys = 4
	inputs := 1_000_000
	if testing.Short() || raceEnabled { // no state is shared: little for it to find
		inputs = 50_000
	}
	for _, half := range []uint{30, 40} {
		for n := range keys {
			t.Run(fmt.Sprintf("%d bits, key %d", 2*half, n), func(t *testing.T) {
				t.Parallel()
				key := sha256.Sum256([]byte(t.Name()))
				compareFF1(t, key, half, byte(n*10), inputs/keys)
			})
		}
	}
}

func compareFF1(t *testing.T, key [32]byte, half uint, tweak byte, inputs int) {
	f, err := newFF1(key[:], half, tweak)
	if err != nil {
		t.Fatal(err)
	}
	other, err := oracle.NewCipher(2, 1, key[:], []byte{tweak})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewChaCha8(key))
	var scratch [aes.BlockSize]byte
	for range inputs {
		a, b := random.Uint64()&f.mask, random.Uint64()&f.mask
		wantText, err := other.Encrypt(numeral(a, half) + numeral(b, half))
		if err != nil {
			t.Fatal(err)
		}
		gotA, gotB := f.encrypt(&scratch, a, b)
		if got := numeral(gotA, half) + numeral(gotB, half); got != wantText {
			t.Fatalf("encrypt(%x, %x) = %s, want %s", a, b, got, wantText)
		}
		if backA, backB := f.decrypt(&scratch, gotA, gotB); backA != a || backB != b {
			t.Fatalf("decrypt(encrypt(%x, %x)) = %x, %x", a, b, backA, backB)
		}
	}
}

// numeral writes v as a numeral string of radix 2, most significant first.
func numeral(v uint64, width uint) string {
	return strconv.FormatUint(1<<width|v, 2)[1:]
}

package money_test

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/internal/money"
)

func TestFenAsYuan(t *testing.T) {
	for fen, want := range map[money.Fen]string{
		0: "¥0.00", 1: "¥0.01", 99: "¥0.99", 100: "¥1.00", 12345: "¥123.45",
		-1: "-¥0.01", -12345: "-¥123.45",
		math.MaxInt64: "¥92233720368547758.07",
		math.MinInt64: "-¥92233720368547758.08",
	} {
		if got := fen.String(); got != want {
			t.Errorf("%d fen are %q, want %q", int64(fen), got, want)
		}
	}
}

func TestFenAsANumberOfYuan(t *testing.T) {
	for fen, want := range map[money.Fen]string{0: "0.00", 5: "0.05", -5: "-0.05", 123456: "1234.56", math.MinInt64: "-92233720368547758.08"} {
		if got := fen.Yuan(); got != want {
			t.Errorf("%d fen are %q, want %q", int64(fen), got, want)
		}
	}
}

func TestFenCanBeReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fen := money.Fen(rapid.Int64().Draw(t, "fen"))
		back, err := strconv.ParseInt(strings.NewReplacer("¥", "", ".", "").Replace(fen.String()), 10, 64)
		if err != nil || back != int64(fen) {
			t.Fatalf("%d was read back from %s as %d, %v", int64(fen), fen, back, err)
		}
	})
}

func TestShareDown(t *testing.T) {
	for _, c := range []struct {
		fen  money.Fen
		rate money.BasisPoints
		want money.Fen
	}{
		{10000, 10000, 10000}, {10000, 0, 0}, {10000, 1, 1}, {9999, 1, 0}, {19999, 1, 1},
		{333, 5000, 166}, {-333, 5000, -166}, {-1, 9999, 0},
	} {
		if got := c.fen.ShareDown(c.rate); got != c.want {
			t.Errorf("%d bp of %s are %s, want %s", c.rate, c.fen, got, c.want)
		}
	}
}

// A share is exact rounded towards zero, so no set of rates up to 100 % takes more
// than there is.
func TestShareDownNeverTakesMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fen := rapid.Int64Range(-1e14, 1e14).Draw(t, "fen")
		rate := rapid.Int64Range(0, 10000).Draw(t, "rate")
		exact := new(big.Int).Mul(big.NewInt(fen), big.NewInt(rate))
		want := exact.Quo(exact, big.NewInt(10000)).Int64()
		share, rest := money.Fen(fen).ShareDown(money.BasisPoints(rate)), money.Fen(fen).ShareDown(money.BasisPoints(10000-rate))
		if int64(share) != want {
			t.Fatalf("%d bp of %d are %d, want %d", rate, fen, share, want)
		}
		if sum := int64(share + rest); max(sum, -sum) > max(fen, -fen) {
			t.Fatalf("%d and %d are more than %d", share, rest, fen)
		}
	})
}

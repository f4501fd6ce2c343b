package tax_test

import (
	"testing"
	"time"

	"channelrouter/internal/money"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

// The brand bears the tax on cash from the second hour to the third, and prizes up to 10
// yuan are free from the fourth on.
func TestMostBorne(t *testing.T) {
	w := testkit.New(t, testkit.SQLite)
	hour := func(n int) time.Time { return testkit.Start.Add(time.Duration(n) * time.Hour) }
	brand, free := tax.DefaultPolicy, tax.DefaultPolicy
	brand.PrizeBearer, free.PrizeFrom = tax.ByBrand, 10_00
	for n, p := range map[int]tax.Policy{1: brand, 2: tax.DefaultPolicy, 3: free} {
		if _, err := w.Tax.Policies.Publish(w.Ctx, p, hour(n), 1); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		what        string
		from, until int
		worth       money.Fen
		inKind      bool
		most        money.Fen
	}{
		{"cash, the brand bears it as the time ends", 0, 1, 800, false, 0},
		{"cash, the brand bears it for a while", 0, 4, 800, false, 200},
		{"cash, it did before", 2, 4, 800, false, 0},
		{"cash, at a moment", 1, 1, 800, false, 200},
		{"a gift", 0, 1, 800, true, 200},
		{"a gift, rounded", 0, 1, 2, true, 1},
		{"a gift that is free", 3, 9, 9_99, true, 0},
		{"a gift that is free later", 2, 9, 9_99, true, 2_50},
		{"an end before the beginning is that moment", 9, 0, 10_00, true, 2_50},
	} {
		borne, err := w.Tax.MostBorne(w.Ctx, hour(c.from), hour(c.until))
		if err != nil {
			t.Fatal(err)
		}
		if most := borne(c.worth, c.inKind); most != c.most {
			t.Errorf("%s: %d fen, not %d", c.what, most, c.most)
		}
	}
}

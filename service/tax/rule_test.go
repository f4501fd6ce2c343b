package tax

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/internal/money"
)

// The examples are those of the announcement's table, at and beside its edges.
func TestLabour(t *testing.T) {
	for _, c := range []struct{ gross, taxable, tax money.Fen }{
		{0, 0, 0},
		{1, 0, 0},
		{800_00, 0, 0},
		{800_03, 3, 1},
		{3_000_00, 2_200_00, 440_00},
		{4_000_00, 3_200_00, 640_00},
		{4_000_01, 3_200_01, 640_00},
		{5_000_00, 4_000_00, 800_00},
		{25_000_00, 20_000_00, 4_000_00},
		{30_000_00, 24_000_00, 5_200_00},
		{62_500_00, 50_000_00, 13_000_00},
		{100_000_00, 80_000_00, 25_000_00},
	} {
		a := DefaultPolicy.labour(c.gross)
		if a.Taxable != c.taxable || a.Tax != c.tax || a.Gross != c.gross || a.Gross-a.Deduction != a.Taxable {
			t.Errorf("%s: %+v, want %s on %s", c.gross, a, c.tax, c.taxable)
		}
	}
	elsewhere := DefaultPolicy
	elsewhere.LabourHere = false
	if a := elsewhere.labour(100_000_00); a.Tax != 0 || !a.Free {
		t.Errorf("paid by somebody else: %+v", a)
	}
}

func TestPrize(t *testing.T) {
	brand, from := DefaultPolicy, DefaultPolicy
	brand.PrizeBearer, from.PrizeFrom = ByBrand, 800_01
	for _, c := range []struct {
		name            string
		rules           Policy
		promised        money.Fen
		inKind          bool
		gross, tax, net money.Fen
	}{
		{"a fifth, from the first fen", DefaultPolicy, 100, false, 100, 20, 80},
		{"to the nearest fen", DefaultPolicy, 3, false, 3, 1, 2},
		{"and a half fen up", DefaultPolicy, 1_02, false, 1_02, 20, 82},
		{"the brand adds it on top", brand, 80_00, false, 100_00, 20_00, 80_00},
		{"and rounds the whole", brand, 1, false, 1, 0, 1},
		{"nothing is kept back from a thing", DefaultPolicy, 80_00, true, 100_00, 20_00, 80_00},
		{"free below the threshold", from, 800_00, false, 800_00, 0, 800_00},
		{"and wholly taxed above it", from, 801_00, false, 801_00, 160_20, 640_80},
	} {
		a := c.rules.prize(c.promised, c.inKind)
		if a.Gross != c.gross || a.Tax != c.tax || a.Gross-a.Tax != c.net || a.Free != (c.tax == 0 && c.promised == 800_00) {
			t.Errorf("%s: %+v", c.name, a)
		}
	}
}

// anyPolicy draws one that check accepts: brackets that rise and meet.
func anyPolicy(t *rapid.T) Policy {
	p := DefaultPolicy
	p.PrizeRateBP = rapid.IntRange(0, 9_999).Draw(t, "prize rate")
	p.PrizeBearer = rapid.SampledFrom([]Bearer{ByWinner, ByBrand}).Draw(t, "bearer")
	p.ShareDeductionBP = rapid.IntRange(0, 99).Draw(t, "share") * 100
	p.FlatUpTo = money.Fen(rapid.Int64Range(0, 100).Draw(t, "flat up to") * 100_00)
	p.FlatDeduction = share(p.FlatUpTo, p.ShareDeductionBP)
	p.Brackets = []Bracket{{RateBP: rapid.IntRange(0, 30).Draw(t, "rate") * 100}}
	for range rapid.IntRange(0, 4).Draw(t, "brackets") {
		last := &p.Brackets[len(p.Brackets)-1]
		rises := rapid.IntRange(0, 15).Draw(t, "rises") * 100
		edge := money.Fen(rapid.Int64Range(1, 200).Draw(t, "edge") * 100_00)
		if len(p.Brackets) > 1 {
			edge += p.Brackets[len(p.Brackets)-2].UpTo
		}
		last.UpTo = edge
		p.Brackets = append(p.Brackets, Bracket{RateBP: last.RateBP + rises, Quick: last.Quick + share(edge, rises)})
	}
	return p
}

func TestRulesOfAnyPolicy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPolicy(t)
		if err := p.check(); err != nil {
			t.Fatalf("%+v: %v", p, err)
		}
		amount := rapid.Int64Range(0, 200_000_00)
		a, b := money.Fen(amount.Draw(t, "a")), money.Fen(amount.Draw(t, "b"))
		less, more := min(a, b), max(a, b)
		low, high := p.labour(less), p.labour(more)
		if low.Tax > high.Tax || low.Tax < 0 || high.Tax > more {
			t.Fatalf("tax on %d is %d, on %d it is %d", less, low.Tax, more, high.Tax)
		}
		if left := (more - high.Tax) - (less - low.Tax); left < -1 { // a fen of rounding
			t.Fatalf("who earns %d has %d less than who earns %d", more, -left, less)
		}
		one, other := p.prize(less, false), p.prize(more, false)
		if one.Tax > other.Tax || one.Tax < 0 || other.Tax > other.Gross {
			t.Fatalf("prizes of %d and %d: %+v, %+v", less, more, one, other)
		}
		if p.PrizeBearer == ByBrand && one.Gross-one.Tax != less {
			t.Fatalf("a prize of %d is not given whole: %+v", less, one)
		}
	})
}

func TestMonthIsTheTableOnItsSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := DefaultPolicy
		var gross, tax money.Fen
		for _, part := range rapid.SliceOfN(rapid.Int64Range(1, 30_000_00), 1, 40).Draw(t, "incomes") {
			income := money.Fen(part)
			a := p.further(gross, tax, income)
			if a.Tax < 0 || a.Tax > income {
				t.Fatalf("tax of %d on an income of %d", a.Tax, income)
			}
			gross, tax = gross+income, tax+a.Tax
			if want := p.labour(gross).Tax; tax != want {
				t.Fatalf("a month of %d has %d withheld; the table says %d", gross, tax, want)
			}
		}
	})
}

func TestPoliciesThatMakeNoSense(t *testing.T) {
	if err := DefaultPolicy.check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Policy){
		"a rate of all":                 func(p *Policy) { p.PrizeRateBP = 10_000 },
		"a rate below nothing":          func(p *Policy) { p.Brackets[0].RateBP = -1 },
		"nobody bears it":               func(p *Policy) { p.PrizeBearer = "" },
		"deductions that do not meet":   func(p *Policy) { p.FlatDeduction++ },
		"no table":                      func(p *Policy) { p.Brackets = nil },
		"a table that ends":             func(p *Policy) { p.Brackets = p.Brackets[:2] },
		"a table that falls":            func(p *Policy) { p.Brackets[1].RateBP = 1000 },
		"edges that do not rise":        func(p *Policy) { p.Brackets[1].UpTo = 20_000_00 },
		"brackets that do not meet":     func(p *Policy) { p.Brackets[1].Quick = 1_999_99 },
		"a quick deduction at once":     func(p *Policy) { p.Brackets[0].Quick = 1 },
		"a threshold beyond all prizes": func(p *Policy) { p.PrizeFrom = money.MostPerUnit + 1 },
	} {
		p := DefaultPolicy
		p.Brackets = append([]Bracket(nil), p.Brackets...)
		spoil(&p)
		if err := p.check(); !errors.Is(err, ErrBadPolicy) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

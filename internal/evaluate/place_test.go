package evaluate

import (
	"testing"

	"channelrouter/internal/detect"
)

// placed is the sighting of a scan in a channel with these territories and bindings.
func placed(territories []Territory, bindings []Binding, s Scan) detect.Sighting {
	p := NewPlacer(&Channel{
		Distributors: []string{"A", "B", "C"}, Products: []string{"P", "Q"}, Terminals: []string{"T"}, Territories: territories, Bindings: bindings,
	})
	var out detect.Sighting
	p.Place(&s, &out)
	return out
}

func TestWhereAScanIs(t *testing.T) {
	const at = 1000
	hangzhou := []Territory{{Distributor: 1, Prefix: "3301"}}
	byPosition := func(adcode int32) Scan {
		return Scan{At: at, Origin: 1, Product: 1, Adcode: adcode, By: detect.ByPosition, Accuracy: 30}
	}
	byAddress := func(adcode int32) Scan {
		return Scan{At: at, Origin: 1, Product: 1, Adcode: adcode, By: detect.ByAddress, Accuracy: 40000}
	}
	for name, row := range map[string]struct {
		territories []Territory
		scan        Scan
		city        int32
		where       detect.Where
		sure        float32
	}{
		"a county at home":               {hangzhou, byPosition(330106), 3301, detect.Home, surePosition},
		"the city at home":               {hangzhou, byAddress(3301), 3301, detect.Home, sureAddress},
		"beside it":                      {hangzhou, byPosition(330502), 3305, detect.Border, surePosition},
		"far away":                       {hangzhou, byPosition(440106), 4401, detect.Away, surePosition},
		"a coarse position":              {hangzhou, Scan{At: at, Origin: 1, Product: 1, Adcode: 440106, By: detect.ByPosition, Accuracy: 9000}, 4401, detect.Away, sureAddress},
		"a county that is no more":       {hangzhou, byPosition(330199), 3301, detect.Home, surePosition},
		"a code that never was":          {hangzhou, byPosition(999999), 9999, detect.Unknown, 0},
		"no place":                       {hangzhou, Scan{At: at, Origin: 1, Product: 1}, 0, detect.Unknown, 0},
		"an unknown origin":              {hangzhou, Scan{At: at, Product: 1, Adcode: 330106, By: detect.ByPosition}, 3301, detect.Unknown, surePosition},
		"no territory":                   {nil, byPosition(330106), 3301, detect.Unknown, surePosition},
		"a province":                     {[]Territory{{Distributor: 1, Prefix: "33"}}, byPosition(330502), 3305, detect.Home, surePosition},
		"a county's own":                 {[]Territory{{Distributor: 1, Prefix: "330106"}}, byPosition(330106), 3301, detect.Home, surePosition},
		"the next county":                {[]Territory{{Distributor: 1, Prefix: "330106"}}, byPosition(330108), 3301, detect.Border, surePosition},
		"the city of a county":           {[]Territory{{Distributor: 1, Prefix: "330106"}}, byAddress(3301), 3301, detect.Home, sureAddress},
		"Chongqing's counties are of it": {[]Territory{{Distributor: 1, Prefix: "50"}}, byPosition(500229), 5001, detect.Home, surePosition},
		"a county of its province":       {[]Territory{{Distributor: 1, Prefix: "429004"}}, byAddress(429004), 429004, detect.Home, sureAddress},
		"another product's territory":    {[]Territory{{Distributor: 1, Product: 2, Prefix: "3301"}}, byPosition(330106), 3301, detect.Unknown, surePosition},
		"this product's territory":       {[]Territory{{Distributor: 1, Product: 1, Prefix: "3301"}}, byPosition(330106), 3301, detect.Home, surePosition},
		"not yet its territory":          {[]Territory{{Distributor: 1, Prefix: "3301", From: at + 1}}, byPosition(330106), 3301, detect.Unknown, surePosition},
		"its territory from now":         {[]Territory{{Distributor: 1, Prefix: "3301", From: at}}, byPosition(330106), 3301, detect.Home, surePosition},
		"no more its territory":          {[]Territory{{Distributor: 1, Prefix: "3301", To: at}, {Distributor: 1, Prefix: "4401"}}, byPosition(330106), 3301, detect.Away, surePosition},
		"another's territory":            {[]Territory{{Distributor: 2, Prefix: "4401"}, {Distributor: 1, Prefix: "3301"}}, byPosition(440106), 4401, detect.Away, surePosition},
	} {
		got := placed(row.territories, nil, row.scan)
		if got.City != row.city || got.Where != row.where || got.Sure != row.sure {
			t.Errorf("%s: city %d, where %d, sure %v", name, got.City, got.Where, got.Sure)
		}
	}
}

func TestWhoseTerminalItIs(t *testing.T) {
	const at = 1000
	lines := []Territory{{Distributor: 1, Product: 1, Prefix: "3301"}, {Distributor: 2, Product: 2, Prefix: "3301"}, {Distributor: 3, Prefix: "4401"}}
	of := func(distributor int32, from, to int64) Binding {
		return Binding{Terminal: 1, Distributor: distributor, Adcode: 330106, From: from, To: to}
	}
	for name, row := range map[string]struct {
		bindings []Binding
		product  int32
		under    int32
	}{
		"one distributor":              {[]Binding{of(3, 0, 0)}, 1, 3},
		"two lines: the first":         {[]Binding{of(1, 0, 0), of(2, 0, 0)}, 1, 1},
		"two lines: the second":        {[]Binding{of(1, 0, 0), of(2, 0, 0)}, 2, 2},
		"its line before any":          {[]Binding{of(3, 0, 0), of(2, 0, 0)}, 2, 2},
		"any before another line":      {[]Binding{of(1, 0, 0), of(3, 0, 0)}, 2, 3},
		"not before it began":          {[]Binding{of(1, 0, at), of(3, at, 0)}, 1, 3},
		"nobody any more":              {[]Binding{of(1, 0, at)}, 1, 0},
		"a distributor with no ground": {[]Binding{of(2, 0, 0)}, 1, 2},
	} {
		s := Scan{At: at, Kind: detect.Open, Origin: 1, Product: row.product, Terminal: 1, By: detect.ByTerminal}
		got := placed(lines, row.bindings, s)
		if got.Under != row.under {
			t.Errorf("%s: under %d", name, got.Under)
		}
		if row.under != 0 && (got.City != 3301 || got.Sure != 0) {
			t.Errorf("%s: it stands in city %d, sure %v", name, got.City, got.Sure)
		}
	}
}

// A territory that ends while scans come in is judged by what was in force at each.
func TestTerritoriesChangeWithTime(t *testing.T) {
	p := NewPlacer(&Channel{
		Distributors: []string{"A"}, Products: []string{"P"},
		Territories: []Territory{{Distributor: 1, Prefix: "3301", To: 2000}, {Distributor: 1, Prefix: "4401", From: 2000, To: 3000}},
	})
	for _, row := range []struct {
		at    int64
		where detect.Where
	}{{1000, detect.Home}, {1999, detect.Home}, {2000, detect.Away}, {2999, detect.Away}, {3000, detect.Unknown}} {
		var got detect.Sighting
		p.Place(&Scan{At: row.at, Origin: 1, Product: 1, Adcode: 330106, By: detect.ByPosition}, &got)
		if got.Where != row.where {
			t.Errorf("at %d: %d", row.at, got.Where)
		}
	}
}

func TestDistances(t *testing.T) {
	at := map[int32]City{}
	for _, c := range Cities() {
		at[c.Code] = c
	}
	for _, row := range []struct {
		from, to int32
		km       float64
	}{{3301, 3301, 0}, {3301, 4401, 1050}, {1101, 3101, 1070}, {4401, 4406, 25}} {
		if got := Distance(at[row.from], at[row.to]); abs(got-row.km) > 40 {
			t.Errorf("%d to %d: %.0f km", row.from, row.to, got)
		}
	}
	if n := len(Cities()); n < 350 || n > 400 {
		t.Errorf("%d cities", n)
	}
}

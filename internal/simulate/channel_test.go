package simulate

import (
	"slices"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"
)

func TestEveryCityHasADistributor(t *testing.T) {
	Convey("Given the channels of some seeds", t, func() {
		for seed := range uint64(5) {
			p := Default()
			c := newChannel(&p, seed)
			So(c.ordinary, ShouldEqual, p.Distributors)
			So(len(c.terminals), ShouldEqual, p.Terminals)
			So(len(c.distributors), ShouldEqual, p.Distributors+p.Online)
			for number, d := range c.distributors[:c.ordinary] {
				So(len(d.cities), ShouldBeBetweenOrEqual, 1, widest)
				So(connected(d.cities), ShouldBeTrue)
				for line, sold := range d.lines {
					for _, city := range d.cities {
						if sold {
							So(c.seller[line][city], ShouldEqual, int32(number))
						}
					}
				}
			}
			for city := range land() {
				for line := range c.seller {
					So(c.distributors[c.seller[line][city]].cities, ShouldContain, city)
					So(c.distributors[c.seller[line][city]].lines[line], ShouldBeTrue)
				}
				So(c.begin[city+1], ShouldBeGreaterThan, c.begin[city])
			}
		}
	})
}

// connected tells whether one gets from each city to each other over borders.
func connected(cities []int) bool {
	reached := []int{cities[0]}
	for i := 0; i < len(reached); i++ {
		for _, near := range land()[reached[i]].near {
			if slices.Contains(cities, near) && !slices.Contains(reached, near) {
				reached = append(reached, near)
			}
		}
	}
	return len(reached) == len(cities)
}

func TestLotsAreDiverted(t *testing.T) {
	Convey("Given the lots of a world", t, func() {
		p := small()
		p.Terminals, p.Diverted = 3000, 0.1
		w := newWorld(t, p, 6)
		So(len(w.lots), ShouldBeGreaterThan, 30)
		sold := make([][]carton, len(w.lots))
		for _, c := range w.cartons {
			if c.lot >= 0 {
				sold[c.lot] = append(sold[c.lot], c)
			}
		}
		for i, l := range w.lots {
			kind := attacks[l.attack]
			home := w.channel.distributors[l.origin].cities
			shipments := map[int32]bool{}
			for _, c := range sold[i] {
				city := int(w.channel.terminals[c.place].city)
				So(l.cities, ShouldContain, city)
				So(home, ShouldNotContain, city)
				So(w.channel.terminals[c.place].seller[lineOf(l.product)], ShouldNotEqual, l.origin)
				x := w.pallets[c.pallet]
				So(w.lanes[x.lane].distributor, ShouldEqual, l.origin)
				So(int(w.lanes[x.lane].product), ShouldEqual, l.product)
				So(int(c.sold), ShouldBeBetweenOrEqual, l.begin, l.begin+l.span)
				So(w.shipments[x.shipment].day, ShouldBeLessThan, c.sold)
				shipments[x.shipment] = true
			}
			So(len(sold[i]), ShouldEqual, l.cases)
			So(l.cases, ShouldBeBetweenOrEqual, kind.fewest, kind.most)
			if l.attack != belowThreshold && l.cases <= 20 {
				So(len(shipments), ShouldBeLessThanOrEqualTo, 2)
			}
			if l.attack == belowThreshold {
				So(len(l.cities), ShouldBeGreaterThan, 1)
			}
		}
	})
}

func TestImpossibleParametersAreRefused(t *testing.T) {
	for name, row := range map[string]struct {
		spoil func(*Parameters)
		want  string
	}{
		"a share above 1":          {func(p *Parameters) { p.ScanRate = 1.5 }, "share of 1.5"},
		"a share below 0":          {func(p *Parameters) { p.Returns = -0.1 }, "share of -0.1"},
		"no month":                 {func(p *Parameters) { p.Months = 0 }, "months"},
		"too many months":          {func(p *Parameters) { p.Months = 100 }, "months"},
		"too few distributors":     {func(p *Parameters) { p.Distributors = 130 }, "cannot hold"},
		"too many distributors":    {func(p *Parameters) { p.Distributors = 1000 }, "cannot hold"},
		"fewer shops than cities":  {func(p *Parameters) { p.Terminals = 10 }, "fewer terminals"},
		"no wholesaler for some":   {func(p *Parameters) { p.Wholesalers = 10 }, "fewer wholesalers"},
		"nobody on line":           {func(p *Parameters) { p.Online = 0 }, "on line"},
		"a case without units":     {func(p *Parameters) { p.CaseUnits = 0 }, "a case has"},
		"too many units":           {func(p *Parameters) { p.CaseUnits = 33 }, "a case has"},
		"no pallet":                {func(p *Parameters) { p.PalletCases = nil }, "a pallet"},
		"too many cases":           {func(p *Parameters) { p.CasesPerMonth = 100 }, "cases are not from"},
		"no case":                  {func(p *Parameters) { p.CasesPerMonth = 0 }, "cases are not from"},
		"more than all volume":     {func(p *Parameters) { p.Ecommerce, p.Diverted = 0.8, 0.2 }, "more than all"},
		"a household that goes on": {func(p *Parameters) { p.RepeatEnds = 0 }, "more than all"},
	} {
		p := Default()
		row.spoil(&p)
		if _, err := New(p, 1); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := Default()
	if err := p.Check(); err != nil {
		t.Errorf("the fixed setting: %v", err)
	}
}

package simulate

import (
	"math"
	"testing"

	"channelrouter/internal/detect"
	"channelrouter/internal/evaluate"
)

// tally counts how often something happened of how many times it could.
type tally map[string][2]int

func (t tally) count(name string, happened bool) {
	n := t[name]
	if n[1]++; happened {
		n[0]++
	}
	t[name] = n
}

// hold fails when a share is more than five standard deviations from what it should be.
func (t tally) hold(test *testing.T, name string, want float64) {
	test.Helper()
	hits, all := t[name][0], t[name][1]
	if all < 100 {
		test.Errorf("%s: happened %d times only", name, all)
		return
	}
	got := float64(hits) / float64(all)
	if bound := 5 * math.Sqrt(want*(1-want)/float64(all)); math.Abs(got-want) > bound+1e-9 {
		test.Errorf("%s: %.5f of %d, and should be %.5f ± %.5f", name, got, all, want, bound)
	}
}

// prompt is a world in which nothing is left in shops or unscanned at its end, so that shares
// can be counted.
func prompt(t *testing.T) *World {
	p := small()
	p.Terminals, p.ScanDays, p.ShelfDays = 4000, 0.001, 0.001
	return newWorld(t, p, 5)
}

// The goods are as the parameters say.
func TestSharesOfGoods(t *testing.T) {
	w := prompt(t)
	p, all := w.parameters, tally{}
	for _, c := range w.cartons {
		l := &w.lanes[w.pallets[c.pallet].lane]
		all.count("diverted", c.lot >= 0)
		all.count("on line and known", l.flow == detect.Ecommerce)
		all.count("on line and not known", c.place == everywhere && l.flow == detect.Ordinary)
		all.count("moved", l.flow == detect.Moved)
		if c.lot < 0 {
			all.count("gifts", l.flow == detect.Gift)
			all.count("repacked", c.marks&repacked != 0)
			all.count("damaged", c.marks&destroyed != 0)
			if c.place >= 0 {
				all.count("carried away", c.marks&carriedOf != 0)
			}
		} else if w.lots[c.lot].attack != codeCut {
			all.count("destroyed", c.marks&destroyed != 0)
		}
	}
	for _, x := range w.pallets {
		all.count("never read", x.known == never)
		all.count("read late", x.known != never && x.known != w.shipments[x.shipment].day)
		if w.lanes[x.lane].flow == detect.Ordinary {
			all.count("returned", x.again)
		}
	}
	for _, shop := range w.channel.terminals {
		all.count("guides", shop.guide)
		all.count("bound wrongly", shop.bound >= 0)
	}
	for name, want := range map[string]float64{
		"diverted": p.Diverted, "on line and known": p.Ecommerce * (1 - p.EcomLeak), "on line and not known": p.Ecommerce * p.EcomLeak,
		"moved": p.Moved, "gifts": p.Gifts / (1 - p.Diverted), "repacked": p.Repacked, "damaged": p.Damaged, "carried away": p.Carried,
		"destroyed": p.Destroyed, "never read": p.MissedReads * (1 - p.ReadLate), "read late": p.MissedReads * p.ReadLate,
		"returned": p.Returns, "guides": p.Guides, "bound wrongly": p.WrongBinding,
	} {
		all.hold(t, name, want)
	}
}

// The scans that are planned are as many as the parameters say.
func TestSharesOfScans(t *testing.T) {
	w := prompt(t)
	p, planned := w.parameters, map[planKind]map[int64]int{}
	for _, plans := range w.plans {
		for _, x := range plans {
			if planned[x.kind()] == nil {
				planned[x.kind()] = map[int64]int{}
			}
			planned[x.kind()][unitNumber(x.carton(), x.unit())]++
		}
	}
	all := tally{}
	for i, c := range w.cartons {
		shop := c.place >= 0 && c.sold < 50 && c.marks&destroyed == 0 // whose week of opening is over
		if shop && c.lot < 0 {
			all.count("opened", planned[planOpen][unitNumber(int32(i), 0)] > 0)
		}
		if shop && c.lot >= 0 && w.lots[c.lot].attack != splitCases {
			all.count("opened of a lot", planned[planOpen][unitNumber(int32(i), 0)] > 0)
		}
		for unit := range p.CaseUnits {
			number := unitNumber(int32(i), unit)
			all.count("claimed", planned[planClaim][number] > 0)
			all.count("looked at", planned[planLook][number] > 0)
			all.count("inspected", planned[planInspect][number] > 0)
			if planned[planClaim][number] > 0 && c.sold < 30 {
				all.count("scanned again", planned[planAgain][number] > 0)
			}
			if shop && c.lot < 0 && w.channel.terminals[c.place].guide {
				all.count("guided", planned[planGuide][number] > 0)
			}
		}
	}
	for name, want := range map[string]float64{
		"claimed": p.ScanRate, "looked at": p.LookRate, "inspected": p.InspectRate, "scanned again": 1 - p.RepeatEnds,
		"guided": p.GuideRate, "opened": p.OpenRate, "opened of a lot": p.OpenRate * p.Complicit,
	} {
		all.hold(t, name, want)
	}
}

// Consumers are where the parameters say.
func TestSharesOfPlaces(t *testing.T) {
	w := prompt(t)
	p, all, cities := w.parameters, tally{}, land()
	at := map[int32]int{}
	for i, c := range cities {
		for _, county := range append(c.Counties, c.Code) {
			at[county] = i
		}
	}
	var s evaluate.Scan
	for day, plans := range w.plans {
		for _, x := range plans {
			if x.kind() != planClaim || w.cartons[x.carton()].marks&carriedOf != 0 {
				continue
			}
			if w.play(&s, day, x); s.By == detect.NoSource {
				t.Fatal("a consumer is nowhere")
			}
			b := w.buyerOf(x.carton(), x.unit())
			w.dice.reseed(w.seed, streamBuyer, uint64(x.carton())<<5|uint64(x.unit()))
			sold, _ := w.saleOf(&w.dice, x.carton(), x.unit())
			all.count("lives elsewhere", b.city != sold)
			here := w.travels(b, day)
			all.count("travels", here != b.city)
			all.count("located", s.By == detect.ByPosition)
			if seen := at[s.Adcode]; s.By == detect.ByPosition {
				all.count("position right", seen == here)
			} else if len(cities[here].province) > 5 {
				all.count("address right", seen == here)
				all.count("address near", seen != here && cities[seen].provinceCode() == cities[here].provinceCode())
			}
		}
	}
	for name, want := range map[string]float64{
		"lives elsewhere": p.BorderLeak, "travels": p.Travellers, "located": p.Located, "position right": 1,
	} {
		all.hold(t, name, want)
	}
	// The few that are drawn from the whole country may hit the city or its province again.
	for name, want := range map[string]float64{"address right": p.AddressCity, "address near": p.AddressNear} {
		if got := float64(all[name][0]) / float64(all[name][1]); got < want-0.01 || got > want+0.02 {
			t.Errorf("%s: %.4f, and should be %.2f or a little more", name, got, want)
		}
	}
}

// Delays have the medians that the parameters say.
func TestMediansOfDelays(t *testing.T) {
	for _, row := range []struct {
		name            string
		quantiles       []int32
		median, highest float64
	}{
		{"scan", lognormal(20*1440, 0.7), 20 * 1440, 400 * 1440},
		{"shelf", lognormal(7*1440, 0.8), 7 * 1440, 200 * 1440},
	} {
		if got := float64(row.quantiles[steps/2]); math.Abs(got/row.median-1) > 0.01 {
			t.Errorf("%s: the median is %.0f, and should be %.0f", row.name, got, row.median)
		}
		if got := float64(row.quantiles[steps-1]); got > row.highest || got < row.median {
			t.Errorf("%s: the highest is %.0f", row.name, got)
		}
	}
}

package simulate

import (
	"fmt"

	"channelrouter/internal/evaluate"
)

// copied is a pack that carries a copied code and will be scanned.
type copied struct {
	carton int32 // of the code
	unit   int8
	city   int32
}

// copyCodes puts codes of honest goods on packs of others, which are sold for some weeks in a
// few cities: one for two packs, two for ten, fifteen for a thousand; assumed.
func (w *World) copyCodes() {
	d := seeded(w.seed, streamClones, 0)
	if len(w.cartons) == 0 {
		return
	}
	for i, codes := range w.parameters.CloneCodes {
		for range codes {
			w.copyCode(&d, w.parameters.ClonePacks[i])
		}
	}
}

func (w *World) copyCode(d *dice, packs int) {
	number := int32(d.below(len(w.cartons)))
	for w.cartons[number].lot >= 0 {
		number = int32(d.below(len(w.cartons)))
	}
	unit, start, span := d.below(w.parameters.CaseUnits), d.below(max(1, w.parameters.days()-30)), 40
	cities := []int{d.pick(w.channel.popular)}
	for len(cities) < min(15, (packs+4)/5) {
		cities = append(cities, d.pick(w.channel.popular))
	}
	scanned := share(w.parameters.ScanRate)
	for range packs {
		sold, city := start+d.below(span), cities[d.below(len(cities))]
		if !d.hit(scanned) {
			continue
		}
		w.copies = append(w.copies, copied{carton: number, unit: int8(unit), city: int32(city)})
		second := (sold+d.of(w.delays.scan)/(24*60))*daySeconds + opens + d.below(open)
		w.put(second, int32(len(w.copies)-1), 0, planCopy, 0)
	}
	w.clones = append(w.clones, evaluate.Clone{
		Name: fmt.Sprintf("C%03d", len(w.clones)+1), Unit: unitNumber(number, unit),
		Product: int32(w.lanes[w.pallets[w.cartons[number].pallet].lane].product) + 1, Packs: int64(packs),
		From: begin + int64(start)*daySeconds, To: begin + int64(start+span)*daySeconds,
	})
}

package evaluate

import (
	"fmt"
	"strconv"
	"strings"
)

// longestRun is how many units a row of goods names at most.
const longestRun = 100000

// readTruth reads what happened.
func (f *files) readTruth(dir string) error {
	var lots []Lot
	var clones []Clone
	var goods []Run
	known := map[string]int32{}
	err := f.rows(dir, lotsFile, func(t *table) {
		l := f.lot(t)
		if _, twice := known[l.Name]; twice {
			t.fault(0, "%q is listed twice", l.Name)
		}
		known[l.Name] = int32(len(lots))
		lots = append(lots, l)
	})
	if err == nil {
		err = f.rows(dir, goodsFile, func(t *table) { goods = append(goods, runs(t, known)...) })
	}
	if err == nil {
		err = f.rows(dir, clonesFile, func(t *table) {
			c := Clone{Name: t.text(0), Unit: numberOf(t.text(1)), Product: t.known(2, f.products, "product"), Packs: t.whole(3)}
			c.From, c.To = t.span(4, 5)
			clones = append(clones, c)
		})
	}
	if err != nil {
		return err
	}
	f.truth = NewTruth(lots, clones, goods)
	return nil
}

func (f *files) lot(t *table) Lot {
	l := Lot{
		Name: t.text(0), Type: t.text(1), Origin: t.needed(2, f.distributors, "distributor"), Product: t.known(4, f.products, "product"),
		Cases: t.whole(5), Units: t.whole(6),
	}
	for _, code := range strings.Fields(t.row[3]) {
		city, err := strconv.ParseInt(code, 10, 32)
		if err != nil || len(code) != 4 && len(code) != 6 {
			t.fault(3, "%q is no city of four digits, nor of six", code)
		}
		l.Cities = append(l.Cities, int32(city))
	}
	t.text(7)
	t.text(8)
	l.From, l.To = t.span(7, 8)
	return l
}

// runs are the units of a row of goods: as one run of numbers or, of texts that are none, one
// run for each.
func runs(t *table, lots map[string]int32) (list []Run) {
	lot, ok := lots[t.row[0]]
	if !ok {
		t.fault(0, "%q is no lot of %s", t.row[0], lotsFile)
	}
	box, first, last := numberOf(t.row[1]), t.text(2), t.text(3)
	if first == last {
		return []Run{{Lot: lot, Case: box, First: numberOf(first), Last: numberOf(first)}}
	}
	prefix, from, to, err := between(first, last)
	if err != nil {
		t.fault(3, "%v", err)
		return nil
	}
	if a, b := numberOf(first), numberOf(last); a < hashed && b < hashed && b-a == to-from {
		return []Run{{Lot: lot, Case: box, First: a, Last: b}}
	}
	digits := len(first) - len(prefix)
	for n := from; n <= to; n++ {
		unit := numberOf(fmt.Sprintf("%s%0*d", prefix, digits, n))
		list = append(list, Run{Lot: lot, Case: box, First: unit, Last: unit})
	}
	return list
}

// between takes two units apart that are alike but for digits at their ends.
func between(first, last string) (prefix string, from, to int64, err error) {
	digits := 0
	for digits < len(first) && digits < 18 && isDigit(first[len(first)-1-digits]) {
		digits++
	}
	prefix = first[:len(first)-digits]
	from, err = strconv.ParseInt(first[len(prefix):], 10, 64)
	if err == nil && strings.HasPrefix(last, prefix) && len(last) == len(first) || len(prefix) == 0 && err == nil {
		to, err = strconv.ParseInt(last[len(prefix):], 10, 64)
		if err == nil && from <= to && to-from < longestRun {
			return prefix, from, to, nil
		}
	}
	return "", 0, 0, fmt.Errorf("from %q to %q there is no run of at most %d units", first, last, longestRun)
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

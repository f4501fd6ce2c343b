package payout

import (
	"testing"

	"channelrouter/model"
)

func TestJudge(t *testing.T) {
	const asOf = 20260303
	paid := func(on int32) *model.Payout {
		return &model.Payout{Fen: 1000, TaxFen: 200, State: model.PayoutPaid, SettledOn: on}
	}
	returned := func(on int32) *model.Payout {
		return &model.Payout{Fen: 1000, TaxFen: 200, State: model.PayoutReturned, SettledOn: on}
	}
	waiting := &model.Payout{Fen: 1000, TaxFen: 200, State: model.PayoutConfirming}
	for _, c := range []struct {
		name string
		p    *model.Payout
		m    moved
		old  bool
		want model.DifferenceKind
	}{
		{"paid, and its net left", paid(asOf), moved{Out: 800}, true, ""},
		{"paid, and nothing left", paid(asOf), moved{}, false, model.DifferenceNotPaid},
		{"paid today, of which tomorrow's statement tells", paid(asOf + 1), moved{}, false, ""},
		{"paid, and the gross left", paid(asOf), moved{Out: 1000}, false, model.DifferenceAmount},
		{"paid, and it left twice", paid(asOf), moved{Out: 1600}, false, model.DifferenceAmount},
		{"paid, and it came back", paid(asOf), moved{Out: 800, In: 800}, false, model.DifferenceCameBack},
		{"paid, and some came back", paid(asOf), moved{Out: 800, In: 1}, false, model.DifferenceAmount},
		{"returned, and never sent", returned(asOf), moved{}, false, ""},
		{"returned, and it came back", returned(asOf), moved{Out: 800, In: 800}, false, ""},
		{"returned, and it did not come back", returned(asOf), moved{Out: 800}, false, model.DifferenceKept},
		{"returned today, and it may come back", returned(asOf + 1), moved{Out: 800}, false, ""},
		{"returned, and another amount left", returned(asOf + 1), moved{Out: 801}, false, model.DifferenceAmount},
		{"waiting for its person", waiting, moved{Out: 800}, false, ""},
		{"waiting for a person who can accept it no more", waiting, moved{Out: 800}, true, model.DifferenceUndecided},
		{"waiting, with nothing left", waiting, moved{}, true, ""},
		{"nobody's", nil, moved{Out: 800}, false, model.DifferenceNotOurs},
		{"nobody's, and it came back", nil, moved{Out: 800, In: 800}, false, ""},
	} {
		if got := judge(c.p, c.m, asOf, c.old); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestBusinessDays(t *testing.T) {
	for day, next := range map[int32]int32{20260228: 20260301, 20240228: 20240229, 20261231: 20270101, 20260303: 20260304} {
		if addDays(day, 1) != next || addDays(next, -1) != day {
			t.Errorf("after %d comes %d", day, addDays(day, 1))
		}
	}
}

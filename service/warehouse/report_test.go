package warehouse

import (
	"slices"
	"testing"
	"time"
)

func TestHappened(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		events []Told
		order  []int
		back   []bool
	}{
		{"by time", []Told{{Sequence: 2, At: at.Add(time.Hour)}, {Sequence: 1, At: at}}, []int{1, 0}, []bool{false, false}},
		{"within a tick by sequence", []Told{{Sequence: 8, At: at}, {Sequence: 7, At: at}}, []int{1, 0}, []bool{false, false}},
		{"a clock that was set back", []Told{{Sequence: 1, At: at.Add(time.Hour)}, {Sequence: 2, At: at}, {Sequence: 3, At: at.Add(2 * time.Hour)}},
			[]int{1, 0, 2}, []bool{false, true, false}},
		{"a device that does not count", []Told{{At: at.Add(time.Hour)}, {At: at}}, []int{1, 0}, []bool{false, false}},
	} {
		if got := happened(c.events); !slices.Equal(got, c.order) {
			t.Errorf("%s: order %v, want %v", c.name, got, c.order)
		}
		if got := backwards(c.events); !slices.Equal(got, c.back) {
			t.Errorf("%s: backwards %v, want %v", c.name, got, c.back)
		}
	}
}

func TestMoment(t *testing.T) {
	second := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	fine := second.Add(123456 * time.Microsecond)
	for _, c := range []struct {
		name string
		told Told
		want time.Time
	}{
		{"a whole second is ordered by the sequence", Told{Sequence: 1007, At: second}, second.Add(7 * time.Microsecond)},
		{"a finer clock orders by itself", Told{Sequence: 7, At: fine}, fine},
		{"without a sequence it stays", Told{At: second}, second},
	} {
		if got := c.told.moment(); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

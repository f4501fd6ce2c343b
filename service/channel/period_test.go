package channel

import (
	"testing"
	"time"

	"channelrouter/model"
)

func day(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }

func period(from, to int) model.Period {
	p := validFrom(day(from))
	if to != 0 {
		p.ValidTo = day(to)
	}
	return p
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		name       string
		before     model.Period
		at         int
		wantTo     int
		wantExists bool
	}{
		{"in the middle leaves the first part", period(1, 9), 5, 5, true},
		{"after the end leaves all", period(1, 9), 20, 9, true},
		{"an open one ends", period(1, 0), 5, 5, true},
		{"at the beginning leaves nothing", period(5, 9), 5, 0, false},
		{"before the beginning leaves nothing", period(5, 9), 1, 0, false},
	} {
		left, ok := cut(c.before, day(c.at), day(30))
		if ok != c.wantExists || ok && !left.ValidTo.Equal(day(c.wantTo)) {
			t.Errorf("%s: %v, to %s", c.name, ok, left.ValidTo)
		}
		if ok && (!left.ValidFrom.Equal(c.before.ValidFrom) || !left.RecordedFrom.Equal(day(30)) || !left.RecordedTo.Equal(model.Forever)) {
			t.Errorf("%s: %+v", c.name, left)
		}
	}
}

func TestHoldFrom(t *testing.T) {
	for _, c := range []struct {
		name    string
		periods []model.Period
		want    bool
	}{
		{"nothing", nil, false},
		{"open since before", []model.Period{period(1, 0)}, true},
		{"open since that very moment", []model.Period{period(5, 0)}, true},
		{"open from later on", []model.Period{period(6, 0)}, false},
		{"ended", []model.Period{period(1, 9)}, false},
		{"two that follow each other, in any order", []model.Period{period(9, 0), period(1, 9)}, true},
		{"two with a gap", []model.Period{period(1, 8), period(9, 0)}, false},
		{"two that overlap", []model.Period{period(1, 9), period(7, 0)}, true},
	} {
		if got := holdFrom(c.periods, day(5)); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

func TestSupplier(t *testing.T) {
	links := []model.OrgLink{
		{ParentID: 1, Line: "", Period: period(1, 0)},
		{ParentID: 2, Line: "tea", Period: period(5, 9)},
	}
	for _, c := range []struct {
		line string
		day  int
		want model.OrgID
	}{
		{"tea", 4, 1}, {"tea", 5, 2}, {"tea", 8, 2}, {"tea", 9, 1},
		{"milk", 6, 1}, {"", 6, 1},
	} {
		if got := supplier(links, c.line, day(c.day)); got != c.want {
			t.Errorf("line %q on day %d: %d, want %d", c.line, c.day, got, c.want)
		}
	}
	if got := supplier(links, "tea", day(1).Add(-time.Nanosecond)); got != 0 {
		t.Errorf("before the first link: %d", got)
	}
}

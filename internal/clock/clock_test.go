package clock_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/internal/clock"
)

func TestBizDate(t *testing.T) {
	for _, c := range []struct {
		at   string
		want int32
	}{
		{"2026-03-01T15:59:59.999999Z", 20260301},
		{"2026-03-01T16:00:00Z", 20260302}, // midnight in Shanghai
		{"2026-03-02T00:00:00+08:00", 20260302},
		{"2026-03-01T23:59:59.999999+08:00", 20260301},
		{"2026-03-02T15:59:59Z", 20260302},
		{"2026-12-31T15:59:59Z", 20261231},
		{"2026-12-31T16:00:00Z", 20270101},
		{"2028-02-28T16:00:00Z", 20280229}, // a leap year
		{"2026-03-01T08:00:00-08:00", 20260302},
		{"1988-07-01T15:00:00Z", 19880702}, // summer time, which ended for good in 1991
	} {
		at, err := time.Parse(time.RFC3339Nano, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := clock.BizDate(at); got != c.want {
			t.Errorf("BizDate(%s) = %d, want %d", c.at, got, c.want)
		}
	}
}

// A business day begins at 16:00 UTC, as long as there is no summer time.
func TestBizDateChangesAtMidnightInShanghai(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2000, 1, 1, 16, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 50_000).Draw(t, "day"))
		into := time.Duration(rapid.Int64Range(0, int64(24*time.Hour)-1).Draw(t, "into it"))
		next := day.AddDate(0, 0, 1)
		want := int32(next.Year()*10000 + int(next.Month())*100 + next.Day())
		if got := clock.BizDate(day.Add(into)); got != want {
			t.Fatalf("BizDate(%v) = %d, want %d", day.Add(into), got, want)
		}
	})
}

func TestNormalIsUTCToTheMicrosecond(t *testing.T) {
	shanghai := time.FixedZone("", 8*60*60)
	at := time.Date(2026, 3, 2, 9, 0, 0, 123456789, shanghai)
	want := time.Date(2026, 3, 2, 1, 0, 0, 123456000, time.UTC)
	if got := clock.Normal(at); got != want {
		t.Errorf("Normal(%v) = %v, want %v", at, got, want)
	}
	for name, now := range map[string]time.Time{
		"System": clock.System{}.Now(),
		"Manual": clock.NewManual(time.Now().In(shanghai)).Now(),
	} {
		if now != clock.Normal(now) { // also: no monotonic reading, which would spoil ==
			t.Errorf("%s.Now() = %#v", name, now)
		}
	}
}

func TestManualAdvances(t *testing.T) {
	start := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	m := clock.NewManual(start)
	if first, second := m.Now(), m.Now(); first != start || second != start {
		t.Errorf("a manual clock went on by itself")
	}
	m.Advance(time.Hour)
	if got := m.Now(); got != start.Add(time.Hour) {
		t.Errorf("an hour after %v it is %v", start, got)
	}
}

func TestDaysAreReadAndWritten(t *testing.T) {
	day, err := clock.ParseDay("2026-03-02")
	if want := time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC); err != nil || day != want {
		t.Errorf("the day begins at %v, want %v (%v)", day, want, err)
	}
	if text := clock.DayText(clock.BizDate(day)); text != "2026-03-02" {
		t.Errorf("the day is written %q", text)
	}
	for _, text := range []string{"", "2026-3-2", "2026-02-30", "20260302", "2026-03-02T00:00:00Z"} {
		if day, err := clock.ParseDay(text); err == nil {
			t.Errorf("%q is read as the day %v", text, day)
		}
	}
}

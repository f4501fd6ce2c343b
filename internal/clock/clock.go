// Package clock injects time: one reading per use case, UTC in rows, business
// days in the brand's zone.
package clock

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // the shipped binary finds Asia/Shanghai on any machine
)

// Clock tells the time, in UTC, to the microsecond that both databases keep.
type Clock interface{ Now() time.Time }

// System is the machine's clock.
type System struct{}

func (System) Now() time.Time { return Normal(time.Now()) }

// Normal brings a time to what rows hold: UTC, microseconds.
func Normal(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Manual is a clock that tests and simulations set by hand.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual starts a manual clock at t.
func NewManual(t time.Time) *Manual { return &Manual{now: Normal(t)} }

func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Advance moves the clock on by d.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err) // tzdata is embedded
	}
	return zone
}()

// BizDate is the day in Asia/Shanghai on which t falls, as yyyymmdd.
func BizDate(t time.Time) int32 {
	year, month, day := t.In(shanghai).Date()
	return int32(year*10000 + int(month)*100 + day)
}

// StartOf is the first moment of a business day, yyyymmdd.
func StartOf(day int32) time.Time {
	return Normal(time.Date(int(day/10_000), time.Month(day/100%100), int(day%100), 0, 0, 0, 0, shanghai))
}

// NextDay is the first moment of the business day after the one on which t falls.
func NextDay(t time.Time) time.Time {
	year, month, day := t.In(shanghai).Date()
	return Normal(time.Date(year, month, day+1, 0, 0, 0, 0, shanghai))
}

// Zone is where the clocks of Shanghai are, for texts that do not say where theirs are.
func Zone() *time.Location { return shanghai }

// Local is t on the clocks of Shanghai, for people to read.
func Local(t time.Time) time.Time { return t.In(shanghai) }

// ParseDay reads a day in Shanghai, "2026-03-02", as its first moment.
func ParseDay(text string) (time.Time, error) {
	day, err := time.ParseInLocation(time.DateOnly, text, shanghai)
	return Normal(day), err
}

// DayText writes a business day, yyyymmdd, as "2026-03-02".
func DayText(day int32) string {
	return fmt.Sprintf("%04d-%02d-%02d", day/10_000, day/100%100, day%100)
}

// Night tells whether it is night in Shanghai, from one to five: work that can wait is done then.
func Night(t time.Time) bool {
	hour := Local(t).Hour()
	return hour >= 1 && hour < 5
}

package epcis

import (
	"regexp"
	"time"
)

// Time is a moment with an offset from UTC, as it was written: xsd:dateTimeStamp, which
// is RFC 3339. The zero Time is none.
type Time struct {
	text string
	at   time.Time
}

// timeLayout writes milliseconds, as much as an event hash id tells apart.
const timeLayout = "2006-01-02T15:04:05.000Z07:00"

// At is a moment to the millisecond, in its own location's offset.
func At(t time.Time) Time {
	t = t.Truncate(time.Millisecond)
	return Time{text: t.Format(timeLayout), at: t}
}

var timeShape = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// ParseTime reads an xsd:dateTimeStamp. Without an offset there is no telling when it was.
func ParseTime(s string) (Time, error) {
	if !timeShape.MatchString(s) {
		return Time{}, faultf("%s is no time with date, seconds and offset, like 2024-05-01T08:00:00.000+08:00", quoted(s))
	}
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return Time{}, faultf("%s is a time that does not exist", quoted(s))
	}
	return Time{text: s, at: at}, nil
}

// IsZero tells whether there is no time.
func (t Time) IsZero() bool { return t.text == "" }

// Time is the moment.
func (t Time) Time() time.Time { return t.at }

// String is the time as it was written.
func (t Time) String() string { return t.text }

// utc is the time in UTC to the millisecond, halves rounded up.
func (t Time) utc() string {
	return t.at.UTC().Round(time.Millisecond).Format(timeLayout)
}

var offsetShape = regexp.MustCompile(`^[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)$`)

// Offset is how far a moment's location is from UTC, as an event's eventTimeZoneOffset
// says it.
func Offset(t time.Time) string { return t.Format("-07:00") }

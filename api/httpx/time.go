package httpx

import (
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// Time is a moment in a request, or in an answer: RFC 3339, in a year that databases, JSON and people can
// do with. Beyond year 9999 even reading it back would fail. Like Ref, it is a struct for
// the framework's sake.
type Time struct{ T time.Time }

// firstYear and lastYear are generous: a brand's oldest contract, its farthest plan.
const firstYear, lastYear = 1900, 2999

// UnmarshalText reads it, into UTC.
func (t *Time) UnmarshalText(text []byte) error {
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("%q is no RFC 3339 time", text)
	}
	at = at.UTC()
	if at.Year() < firstYear || at.Year() > lastYear {
		return fmt.Errorf("the year of %q is not within %d to %d", text, firstYear, lastYear)
	}
	t.T = at
	return nil
}

// MarshalText writes it, where an answer has one.
func (t Time) MarshalText() ([]byte, error) { return t.T.MarshalText() }

// Schema documents it.
func (Time) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time"}
}

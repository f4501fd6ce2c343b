package scan

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// A telephone's position becomes a district, and those beside it.
func TestLocate(t *testing.T) {
	hangzhou := Position{Lng: 120.2103, Lat: 30.2468, Accuracy: 50} // 上城区, by the Qiantang
	for what, c := range map[string]struct {
		in     Input
		adcode string
		around bool
		err    error
	}{
		"nothing said":             {in: Input{}},
		"a district said":          {in: Input{Adcode: "330106"}, adcode: "330106"},
		"a place in Hangzhou":      {in: Input{Position: &hangzhou}, adcode: "330102"},
		"within five kilometres":   {in: Input{Position: &Position{hangzhou.Lng, hangzhou.Lat, 5000}}, adcode: "330102", around: true},
		"anywhere":                 {in: Input{Position: &Position{hangzhou.Lng, hangzhou.Lat, 60_000}}},
		"abroad":                   {in: Input{Position: &Position{2.35, 48.85, 20}}},
		"at sea":                   {in: Input{Position: &Position{125, 25, 20}}},
		"a district and a place":   {in: Input{Adcode: "330106", Position: &hangzhou}, err: ErrBadScan},
		"beyond the pole":          {in: Input{Position: &Position{120, 91, 20}}, err: ErrBadScan},
		"no number":                {in: Input{Position: &Position{math.NaN(), 30, 20}}, err: ErrBadScan},
		"an accuracy below nought": {in: Input{Position: &Position{120, 30, -1}}, err: ErrBadScan},
	} {
		located, around, err := locate(c.in)
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if err == nil && (located.Adcode != c.adcode || (around != "") != c.around) {
			t.Errorf("%s: in %q, around it %q", what, located.Adcode, around)
		}
		if len(around) > mostAround || strings.Contains(around, located.Adcode+":") && located.Adcode != "" {
			t.Errorf("%s: around it %q", what, around)
		}
	}
}

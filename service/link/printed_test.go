package link

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func newRoads(t testing.TB) *Service {
	sites, err := newSites(Settings{Printing: printedOn("q.x.example"), Apps: map[string]App{"guide": {Host: "g.x.example"}}})
	if err != nil {
		t.Fatal(err)
	}
	return &Service{sites: sites, scenes: [32]byte{7}}
}

// q is decoded once, and leads to one of our hosts or nowhere.
func TestPrinted(t *testing.T) {
	s := newRoads(t)
	once := url.QueryEscape
	for _, c := range []struct {
		q    string
		want string
		err  error
	}{
		{once("https://q.x.example/9ABC"), "https://q.x.example/9ABC", nil},
		{"https%3a%2f%2fq.x.example%2f9ABC", "https://q.x.example/9ABC", nil},
		{once("HTTPS://Q.X.EXAMPLE/9ABC"), "HTTPS://Q.X.EXAMPLE/9ABC", nil},
		{once("http://g.x.example/9ABC?from=x#y"), "http://g.x.example/9ABC?from=x#y", nil},
		{once("https://q.x.example/01/06901234567892/21/9ABC"), "https://q.x.example/01/06901234567892/21/9ABC", nil},
		{"https://q.x.example/9ABC", "https://q.x.example/9ABC", nil}, // some clients decode before us: nothing is left to decode
		{"https%3A%2F%2Fq.x.example%2F9A+BC", "https://q.x.example/9A+BC", nil},
		{once("https://q.x.example/9ABC?a=%2F"), "https://q.x.example/9ABC?a=%2F", nil},
		{once("https://q.x.example/瓶盖"), "https://q.x.example/瓶盖", nil},

		{once(once("https://q.x.example/9ABC")), "", ErrBadQ},               // encoded twice
		{"https%3A%2F%2Fq.x.example%2F9A%252FBC", "", ErrBadQ},              // its path, twice
		{once("https://q.x.example/%39ABC"), "", ErrBadQ},                   // a code has no need of it
		{"https%3A%2F%2Fq.x.example%2F%", "", ErrBadQ},                      // half an escape
		{"https%3A%2F%2Fq.x.example%2F%ff%fe", "", ErrBadQ},                 // no UTF-8
		{once("9ABC"), "", ErrBadQ},                                         // a code is sent as code
		{"", "", ErrBadQ},                                                   //
		{once("weixin://q.x.example/9ABC"), "", ErrBadQ},                    //
		{once("https://li:pw@q.x.example/9ABC"), "", ErrBadQ},               //
		{once("//q.x.example/9ABC"), "", ErrBadQ},                           //
		{once("https://q.x.example\\@evil.example/9ABC"), "", ErrBadQ},      //
		{once("https://evil.example/9ABC"), "", ErrForeignHost},             //
		{once("https://q.x.example.evil.example/9ABC"), "", ErrForeignHost}, //
		{once("https://evil.example/?u=https://q.x.example/9ABC"), "", ErrForeignHost},
		{once("https://q.x.example:444/9ABC"), "", ErrForeignHost},
		{once("https://q.x.example./9ABC"), "", ErrForeignHost},
		{once("https://ｑ.x.example/9ABC"), "", ErrForeignHost}, // full width
		{once("https://evil.example#@q.x.example/9ABC"), "", ErrForeignHost},
	} {
		got, err := s.Printed(c.q)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%q: %q, %v; want %q, %v", c.q, got, err, c.want, c.err)
		}
	}
}

// Whatever path a host's URL has, encodeURIComponent and Printed are inverse; encoded
// twice it is never taken, nor is another host's.
func TestPrintedRoundTrip(t *testing.T) {
	s := newRoads(t)
	rapid.Check(t, func(t *rapid.T) {
		address := "https://q.x.example/" + rapid.StringMatching(`[0-9A-Za-z+*_.~ 瓶-]{0,40}`).Draw(t, "path")
		q := strings.ReplaceAll(url.QueryEscape(address), "+", "%20")
		if got, err := s.Printed(q); err != nil || got != address {
			t.Fatalf("%q: %q, %v", address, got, err)
		}
		if got, err := s.Printed(url.QueryEscape(q)); !errors.Is(err, ErrBadQ) {
			t.Fatalf("twice: %q, %v", got, err)
		}
		foreign := strings.Replace(address, "q.x", rapid.StringMatching(`[a-p]\.x|q\.y`).Draw(t, "host"), 1)
		if strings.HasPrefix(foreign, "https://g.x.") {
			return
		}
		if _, err := s.Printed(url.QueryEscape(foreign)); !errors.Is(err, ErrForeignHost) {
			t.Fatalf("%q: %v", foreign, err)
		}
	})
}

// FuzzPrinted: whatever comes, what is accepted is on one of our hosts.
func FuzzPrinted(f *testing.F) {
	s := newRoads(f)
	f.Add("https%3A%2F%2Fq.x.example%2F9ABC")
	f.Add("https://q.x.example\\evil")
	f.Add("%68ttps://G.x.example?")
	f.Fuzz(func(t *testing.T, q string) {
		text, err := s.Printed(q)
		if err != nil {
			return
		}
		lower := strings.ToLower(text)
		_, rest, _ := strings.Cut(lower, "://")
		if !strings.HasPrefix(rest, "q.x.example") && !strings.HasPrefix(rest, "g.x.example") {
			t.Errorf("%q is taken for %q", q, text)
		}
	})
}

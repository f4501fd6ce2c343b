package router_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"channelrouter/service/testkit"
)

// FuzzScanBody: whatever is posted as a scan, the answer is a scan or a problem, and never
// our fault.
func FuzzScanBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	for _, seed := range []string{
		"", "null", "[]", "{}", `{"code":""}`, `{"code":1}`, `{"code":"` + s.cap(0) + `"}`,
		`{"code":"https://c.brand.test/01/06901234567892/21/` + s.cap(1) + `?x#y"}`,
		`{"code":"9","adcode":"310115","at":"2026-03-02T01:00:00Z"}`, `{"code":"%ff","at":"0000-01-01T00:00:00Z"}`,
		fmt.Sprintf(`{"q":"https%%3A%%2F%%2Fc.brand.test%%2F%s","scancode_time":%d}`, s.cap(2), s.Clock.Now().Unix()),
		`{"q":"%","scancode_time":1772413200}`, `{"q":"https%253A%252F%252F","scancode_time":1772413200}`, `{"q":"x","code":"y","scancode_time":-1}`,
		"{\"code\":\"\xff\"}", `{"code":"\u0000\ud800"}`, `{"code":"x","code":"y","Code":"z"}`,
	} {
		f.Add([]byte(seed))
	}
	statuses := []int{200, 400, 403, 404, 410, 413, 429}
	li := s.token("consumer", "li")
	f.Fuzz(func(t *testing.T, body []byte) {
		s.T = t
		a := s.post("/api/v1/consumer/scans", li, string(body))
		if !slices.Contains(statuses, a.status) {
			t.Errorf("%q: %d %s", body, a.status, a.body)
		}
		if a.status == 429 { // or nothing would be looked at any more
			s.Tick(time.Hour)
			li = s.token("consumer", "li")
		}
		if (a.status == 200) == (a.code() != "") {
			t.Errorf("%q: %d with code %q", body, a.status, a.code())
		}
	})
}

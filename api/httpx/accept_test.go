package httpx

import (
	"net/http"
	"strings"
	"testing"
)

func TestWantsJSON(t *testing.T) {
	for accept, want := range map[string]bool{
		"": false, "*/*": false, "text/html": false, "image/*": false, ";;;": false,
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": false, // a browser
		"application/json": true, "application/problem+json": true, "APPLICATION/JSON; charset=utf-8": true,
		"application/json, text/plain, */*":         true, // a script in a page
		"text/html, application/json":               false,
		"application/json, text/html":               true,
		"text/html;q=0.5, application/json;q=0.9":   true,
		"application/json;q=0.5, text/html":         false,
		"application/json;q=0":                      false,
		"application/json;q=often":                  true,
		"application/json;q=0.9, text/html;q=0.9":   true,
		"text/html;q=0.1, application/problem+json": true,
	} {
		if got := WantsJSON(accept); got != want {
			t.Errorf("%q: %v, want %v", accept, got, want)
		}
	}
}

func TestPrefers(t *testing.T) {
	const linkset = "application/linkset+json"
	for accept, want := range map[string]bool{
		"": false, "*/*": false, "application/json": false, linkset: true, "text/html, " + linkset: false, linkset + ", text/html": true,
		"text/html;q=0.1, " + linkset + ";q=0.2": true, linkset + ";q=0": false,
	} {
		if got := Prefers(accept, linkset); got != want {
			t.Errorf("%q: %v, want %v", accept, got, want)
		}
	}
}

// A caller's id is kept unless it is too long; ours differ, and cost what their text costs.
func TestRequestIDFor(t *testing.T) {
	r := &http.Request{Header: http.Header{}}
	first, second := RequestIDFor(r), RequestIDFor(r)
	if len(first) != RequestIDLength || first == second {
		t.Errorf("%q, %q", first, second)
	}
	r.Header.Set(RequestIDHeader, "mine")
	if got := RequestIDFor(r); got != "mine" {
		t.Errorf("%q", got)
	}
	r.Header.Set(RequestIDHeader, strings.Repeat("x", 65))
	if got := RequestIDFor(r); len(got) != RequestIDLength {
		t.Errorf("%q", got)
	}
	var id [RequestIDLength]byte
	if n := testing.AllocsPerRun(100, func() { PutRequestID(&id) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

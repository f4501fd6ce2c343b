package httpx

import (
	"mime"
	"slices"
	"strconv"
	"strings"
)

// WantsJSON tells whether an Accept header asks for JSON rather than a page.
func WantsJSON(accept string) bool {
	return Prefers(accept, "application/json", "application/problem+json")
}

// Prefers tells whether an Accept header asks for one of some media types rather than a
// page: what weighs more wins, then what comes first. Who says nothing, or that anything
// will do, is a person with a browser.
func Prefers(accept string, types ...string) bool {
	var wanted, page float64
	wantedFirst := false
	for part := range strings.SplitSeq(accept, ",") {
		kind, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		weight := 1.0
		if q, err := strconv.ParseFloat(parameters["q"], 64); err == nil {
			weight = q
		}
		switch {
		case slices.Contains(types, kind):
			wantedFirst = wantedFirst || page == 0
			wanted = max(wanted, weight)
		case kind == "text/html", kind == "application/xhtml+xml":
			page = max(page, weight)
		}
	}
	return wanted > page || (wanted == page && wanted > 0 && wantedFirst)
}

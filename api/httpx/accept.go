package httpx

import (
	"mime"
	"strconv"
	"strings"
)

// WantsJSON tells whether an Accept header asks for JSON rather than a page: what weighs
// more wins, then what comes first. Who says nothing, or that anything will do, is a
// person with a browser.
func WantsJSON(accept string) bool {
	var json, page float64
	jsonFirst := false
	for part := range strings.SplitSeq(accept, ",") {
		kind, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		weight := 1.0
		if q, err := strconv.ParseFloat(parameters["q"], 64); err == nil {
			weight = q
		}
		switch kind {
		case "application/json", "application/problem+json":
			jsonFirst = jsonFirst || page == 0
			json = max(json, weight)
		case "text/html", "application/xhtml+xml":
			page = max(page, weight)
		}
	}
	return json > page || (json == page && json > 0 && jsonFirst)
}

package code

import (
	"net/url"
	"strings"

	"channelrouter/internal/gs1"
)

// Printed is what a scanner read.
type Printed struct {
	Code string
	GTIN string // what a GS1 Digital Link names beside the code; empty elsewhere, and judged by nobody
}

// FromPrinted is ReadPrinted for who does not ask which product the code stands on.
func FromPrinted(text string) string { return ReadPrinted(text).Code }

// ReadPrinted finds the code in what a scanner read: the code itself; the printed URL
// https://{host}/{code}; a GS1 Digital Link, whose serial number (21) it is, with whatever
// path before it, other qualifiers and a query; or one of WeChat's codes of one item one
// code, which keep their host. What has another shape is returned as it is, for the decoder
// to refuse.
func ReadPrinted(text string) Printed {
	text = strings.TrimSpace(text)
	if printed, market := marketPrinted(text); market { // whose path may have any character
		return Printed{Code: printed}
	}
	_, rest, isURL := strings.Cut(text, "://")
	if !isURL {
		return Printed{Code: text}
	}
	if strings.Contains(rest, "/01/") {
		if link, err := gs1.ParsePath(text); err == nil && link.Key().AI == "01" {
			if serial, ok := link.Value("21"); ok {
				return Printed{Code: serial, GTIN: link.Key().Value}
			}
		}
	}
	_, path, _ := strings.Cut(rest, "/")
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	first, _, _ := strings.Cut(strings.Trim(path, "/"), "/")
	if decoded, err := url.PathUnescape(first); err == nil {
		first = decoded
	}
	return Printed{Code: first}
}

package code

import (
	"net/url"
	"strings"
)

// FromPrinted finds the code in what a scanner read: the code itself, the printed URL
// https://{host}/{code}, or a GS1 Digital Link https://{host}/01/{gtin}/21/{code}; or one
// of WeChat's codes of one item one code, which keep their host. What has another shape is returned as it is, for the decoder to refuse.
func FromPrinted(text string) string {
	text = strings.TrimSpace(text)
	if printed, market := marketPrinted(text); market { // whose path may have any character
		return printed
	}
	_, rest, isURL := strings.Cut(text, "://")
	if !isURL {
		return text
	}
	_, path, _ := strings.Cut(rest, "/")
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	segments := strings.Split(strings.Trim(path, "/"), "/")
	serial := segments[0]
	if len(segments) >= 4 && segments[0] == "01" && segments[2] == "21" {
		serial = segments[3]
	}
	if decoded, err := url.PathUnescape(serial); err == nil {
		serial = decoded
	}
	return serial
}

package httpx

import (
	"fmt"
	"strconv"
	"strings"
)

// VersionInput is what a change says of the version that it was made of.
type VersionInput struct {
	IfMatch string `header:"If-Match" maxLength:"40" doc:"the ETag of what is changed, as it was read; needed" example:"\"3\""`
}

// Version is the number in If-Match. Errors: ErrNoVersion, ErrInvalid.
func (v VersionInput) Version() (int64, error) {
	if v.IfMatch == "" {
		return 0, ErrNoVersion
	}
	text := strings.TrimPrefix(v.IfMatch, "W/") // a proxy that compresses answers weakens their tags
	n, err := strconv.ParseInt(strings.Trim(text, `"`), 10, 64)
	if err != nil || n < 1 || text != ETag(n) {
		return 0, ErrInvalid.With("If-Match is none of our ETags")
	}
	return n, nil
}

// ETag writes a version as a strong entity tag (RFC 9110).
func ETag(version int64) string { return fmt.Sprintf("%q", strconv.FormatInt(version, 10)) }

// Tagged is an answer that says which version it is.
type Tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

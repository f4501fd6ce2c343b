package httpx

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"channelrouter/internal/errs"
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

// Changed answers a change that names the version it was made of: with the thing as it is by now,
// shown, and its tag; or with what stood in the way. Where somebody else was quicker (errs.Changed)
// the problem tells as current what the thing is by now.
func Changed[Row, T any](ctx context.Context, now Row, version int64, show func(Row) T, err error) (*Tagged[T], error) {
	if err == nil {
		return &Tagged[T]{ETag: ETag(version), Body: show(now)}, nil
	}
	problem := Body(ctx, err)
	if declared := errs.As(err); declared != nil && declared.Kind == errs.Changed {
		problem.Current = show(now)
	}
	return nil, problem
}

package httpx

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
)

// Trail is what becomes known of a request while it is answered, for its line in the
// log. One goroutine answers a request.
type Trail struct {
	Caller string // "person/…" or "user/…" of the session that was shown; "" for none
	Code   string // of the problem it was answered with; "" for none
}

// TrailOf is the request's trail; outside of one, a trail that nobody reads.
func TrailOf(ctx context.Context) *Trail {
	if trail := clientOf(ctx).Trail; trail != nil {
		return trail
	}
	return &Trail{}
}

// KeepCode is a huma transformer: refusals of the request's shape are made without its
// context, so their code is kept when they are written.
func KeepCode(c huma.Context, _ string, answer any) (any, error) {
	if problem, refused := answer.(*ProblemBody); refused {
		TrailOf(c.Context()).Code = problem.Code
	}
	return answer, nil
}

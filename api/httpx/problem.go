// Package httpx is what all handlers share: problems, ids, pages, cursors. It knows
// HTTP and nothing of any role.
package httpx

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/internal/errs"
)

// ProblemBody is RFC 9457 with a stable code and what to do next.
type ProblemBody struct {
	Type    string   `json:"type" doc:"documentation of the code" example:"/docs/errors#code.mistyped"`
	Title   string   `json:"title" example:"a symbol is mistyped"`
	Status  int      `json:"status" example:"400"`
	Code    string   `json:"code" doc:"stable; programs decide by it" example:"code.mistyped"`
	Hint    string   `json:"hint,omitempty" doc:"what to do next"`
	Detail  string   `json:"detail,omitempty" doc:"the facts of this occurrence"`
	Errors  []string `json:"errors,omitempty" doc:"each fault of the request"`
	Current any      `json:"current,omitempty" doc:"of a thing that somebody else has changed (412): what it is now"`
}

func (p *ProblemBody) Error() string { return p.Code + ": " + p.Title }

// GetStatus makes it a huma error.
func (p *ProblemBody) GetStatus() int { return p.Status }

// ContentType is the problem's own.
func (p *ProblemBody) ContentType(string) string { return "application/problem+json" }

// statuses is the one place where a kind of error becomes an HTTP status.
var statuses = map[errs.Kind]int{
	errs.Internal: http.StatusInternalServerError, errs.Invalid: http.StatusBadRequest,
	errs.Unauthorized: http.StatusUnauthorized, errs.Forbidden: http.StatusForbidden,
	errs.NotFound: http.StatusNotFound, errs.Conflict: http.StatusConflict, errs.Gone: http.StatusGone,
	errs.TooLarge: http.StatusRequestEntityTooLarge, errs.TooMany: http.StatusTooManyRequests,
	errs.Unavailable: http.StatusServiceUnavailable, errs.Changed: http.StatusPreconditionFailed, methodNotAllowed: http.StatusMethodNotAllowed,
	rangeNotSatisfiable:  http.StatusRequestedRangeNotSatisfiable,
	preconditionRequired: http.StatusPreconditionRequired,
}

// Kinds that HTTP alone has: rooms know no methods, and no ranges.
const (
	methodNotAllowed     errs.Kind = 128
	rangeNotSatisfiable  errs.Kind = 129
	preconditionRequired errs.Kind = 130
)

// Status is the HTTP status of a kind of error.
func Status(k errs.Kind) int { return statuses[k] }

var (
	// ErrInternal hides what went wrong inside.
	ErrInternal = errs.New(errs.Internal, "internal", "something went wrong on our side", "try again; if it stays, tell the operator the request id")
	// ErrTimeout: the request took too long, or its caller went away.
	ErrTimeout = errs.New(errs.Unavailable, "request.timeout", "the request took too long", "try again with the same idempotency key")
	// ErrInvalid: the request does not have the documented shape.
	ErrInvalid = errs.New(errs.Invalid, "request.invalid", "the request is not valid", "mend the fields that are named; /docs shows the shape")
	// ErrTooLarge: the body is over the limit.
	ErrTooLarge = errs.New(errs.TooLarge, "request.too_large", "the request body is too large", "send less at a time")
	// ErrNoRoute: nothing is there.
	ErrNoRoute = errs.New(errs.NotFound, "request.no_such_route", "there is nothing at this address", "/docs lists what there is")
	// ErrMethod: the address is there, for other methods.
	ErrMethod = errs.New(methodNotAllowed, "request.method_not_allowed", "this address does not take this method", "the Allow header lists the methods that it takes")
	// ErrNoRange: nothing of what a Range header asks for exists.
	ErrNoRange = errs.New(rangeNotSatisfiable, "request.no_such_range", "the file ends before this range begins", "ask for a range inside the file, or for all of it")
	// ErrNoVersion: a change that does not say what it changes.
	ErrNoVersion = errs.New(preconditionRequired, "request.no_version", "this change does not say which version it is of", "send If-Match with the ETag of what you have read, so that nobody's change is overwritten unseen")
	// ErrUnauthenticated: no session was shown.
	ErrUnauthenticated = errs.New(errs.Unauthorized, "request.no_session", "this needs a session", "log in and send Authorization: Bearer with the access token")
	// ErrNotPermitted: the session's role may not do this.
	ErrNotPermitted = errs.New(errs.Forbidden, "request.not_permitted", "your role may not do this", "ask an owner to do it, or for another role")
)

// Problem turns a room's error into an answer. What nobody declared is logged and
// answered as internal.
func Problem(ctx context.Context, err error) error { return Body(ctx, err) }

// Body is Problem for handlers that write the answer themselves.
func Body(ctx context.Context, err error) *ProblemBody {
	declared := errs.As(err)
	if declared == nil {
		if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
			declared = ErrTimeout
		} else {
			declared = ErrInternal
		}
	}
	if declared.Kind == errs.Internal {
		slog.ErrorContext(ctx, "request failed", "error", err, "request_id", RequestID(ctx))
		declared = ErrInternal
	}
	TrailOf(ctx).Code = declared.Code
	declared = InLanguageOf(ctx, declared)
	return &ProblemBody{
		Type: "/docs/errors#" + declared.Code, Title: declared.Message, Status: statuses[declared.Kind],
		Code: declared.Code, Hint: declared.Hint, Detail: declared.Detail,
	}
}

// newError gives huma's own refusals, of shapes and sizes, our form. Its 500 is for an
// error that a handler did not turn into a problem, or a body that could not be read.
func newError(ctx context.Context, status int, message string, faults ...error) huma.StatusError {
	cause := errors.Join(append(faults, errors.New(message))...)
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return Body(ctx, ErrTooLarge)
	case status == http.StatusRequestTimeout:
		return Body(ctx, ErrTimeout)
	case status == http.StatusInternalServerError && !errors.Is(cause, io.ErrUnexpectedEOF):
		return Body(ctx, cause)
	}
	body := Body(ctx, ErrInvalid)
	language := LanguageOf(ctx)
	body.Detail, body.Errors = faultIn(language, message), describe(faults, language)
	return body
}

func init() {
	huma.NewError = func(status int, message string, faults ...error) huma.StatusError {
		return newError(context.Background(), status, message, faults...)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, message string, faults ...error) huma.StatusError {
		return newError(c.Context(), status, message, faults...)
	}
}

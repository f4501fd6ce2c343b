package middleware

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// Audit has every call of a console route audited, whatever comes of it. A write is audited in
// its own transaction: what happened and who did it commit together. After is for use cases of
// several transactions, some of which commit although the write is refused: those are audited
// once they have succeeded. What was refused, or wrote nothing, is told with its outcome and the
// code of its error.
func Audit(ids *identity.Service, after bool) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		a := auditing{ids: ids, record: auditRecord(c)}
		defer a.finish(c, after) // a panic, too
		if !after {
			c = huma.WithContext(c, db.BeforeCommit(c.Context(), a.commit))
		}
		next(c)
		a.answered = true
	}
}

// auditing is what becomes known of one call.
type auditing struct {
	ids       *identity.Service
	record    identity.AuditRecord
	committed atomic.Bool // with an entry
	answered  bool        // false: the handler panicked
}

func (a *auditing) commit(ctx context.Context) error {
	db.AfterCommit(ctx, func() { a.committed.Store(true) })
	return a.ids.Audit(ctx, a.record)
}

// finish writes the entry of a call that has none yet.
func (a *auditing) finish(c huma.Context, after bool) {
	// Whether or not the caller still waits, it happened.
	ctx := context.WithoutCancel(c.Context())
	var err error
	switch {
	case !a.answered && a.committed.Load(): // the answer was cut, and what it is about is told
	case !a.answered:
		err = a.ids.AuditAnswer(ctx, a.record, model.AuditFailed, httpx.ErrInternal.Code)
	case c.Status() >= http.StatusBadRequest:
		err = a.ids.AuditAnswer(ctx, a.record, outcomeOf(c.Status()), httpx.TrailOf(ctx).Code)
	case after:
		err = a.ids.Audit(ctx, a.record)
	case !a.committed.Load():
		err = a.ids.AuditAnswer(ctx, a.record, model.AuditDone, "")
	}
	if err != nil {
		slog.ErrorContext(ctx, "not audited", "action", a.record.Action, "error", err, "request_id", a.record.RequestID)
	}
}

// outcomeOf says of a refusal's HTTP status how the request ended.
func outcomeOf(status int) model.AuditOutcome {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
		return model.AuditRefused
	case http.StatusConflict, http.StatusPreconditionFailed:
		return model.AuditConflict
	}
	if status >= http.StatusInternalServerError {
		return model.AuditFailed
	}
	return model.AuditInvalid
}

func auditRecord(c huma.Context) identity.AuditRecord {
	actor, _ := identity.ActorFrom(c.Context())
	return identity.AuditRecord{
		UserID: actor.UserID, Action: c.Method() + " " + c.Operation().Path,
		Target: c.URL().Path, RequestID: httpx.RequestID(c.Context()),
	}
}

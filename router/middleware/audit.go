package middleware

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/db"
	"channelrouter/service/identity"
)

// Audit has a write of the console audited in its own transaction: what happened and
// who did it commit together.
func Audit(ids *identity.Service) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		record := auditRecord(c)
		audited := db.BeforeCommit(c.Context(), func(ctx context.Context) error { return ids.Audit(ctx, record) })
		next(huma.WithContext(c, audited))
	}
}

// AuditAfter audits a write that succeeded, for use cases of several transactions: some
// of those commit although the write is refused.
func AuditAfter(ids *identity.Service) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		next(c)
		if c.Status() >= http.StatusBadRequest {
			return
		}
		// Whether or not the caller still waits, it happened.
		ctx := context.WithoutCancel(c.Context())
		if err := ids.Audit(ctx, auditRecord(c)); err != nil {
			slog.ErrorContext(ctx, "not audited", "action", c.Operation().OperationID, "error", err)
		}
	}
}

func auditRecord(c huma.Context) identity.AuditRecord {
	actor, _ := identity.ActorFrom(c.Context())
	return identity.AuditRecord{
		UserID: actor.UserID, Action: c.Method() + " " + c.Operation().Path,
		Target: c.URL().Path, RequestID: httpx.RequestID(c.Context()),
	}
}

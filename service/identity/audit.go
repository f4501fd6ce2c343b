package identity

import (
	"context"
	"strings"

	"channelrouter/model"
)

// AuditRecord is one write at the console.
type AuditRecord struct {
	UserID    model.UserID
	Action    string // method and route
	Target    string // the path as called
	RequestID string
}

// Audit writes who did what in the transaction of ctx, so that it commits with what it
// speaks of or not at all. Text that is too long for its column is cut: a long path must
// not undo the work.
func (s *Service) Audit(ctx context.Context, e AuditRecord) error {
	entry := model.AuditEntry{
		ID: s.ids.Next(), UserID: e.UserID, Action: cut(e.Action, 120), Target: cut(e.Target, 200),
		RequestID: cut(e.RequestID, 64), At: s.clock.Now(),
	}
	return s.db.Run(ctx, func(ctx context.Context) error { return s.store.insertAudit(ctx, entry) })
}

// ListAudit pages through the audit trail, newest first, before an entry's id (0: from
// the newest). limit is held to 1 to 200.
func (s *Service) ListAudit(ctx context.Context, before int64, limit int) ([]model.AuditEntry, error) {
	return s.store.listAudit(ctx, before, page(limit))
}

// cut keeps the first n characters, and of text that MySQL would refuse what is left of it.
func cut(text string, n int) string {
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	return string(runes[:min(n, len(runes))])
}

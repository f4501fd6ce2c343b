package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// AuditRecord is one request at the console, or one command.
type AuditRecord struct {
	UserID    model.UserID // 0 for the system: a command
	Action    string       // method and route, or the command
	Target    string       // the path as called, or what the command was given
	RequestID string       // of a command: who ran it, as SystemActor says
}

// SystemActor names, in place of a request's id, the operating system's user that ran a
// command.
func SystemActor(name string) string { return "system:" + name }

// Audit writes who did what in the transaction of ctx, so that it commits with what it
// speaks of or not at all. What the transaction noted (db.Note) stands behind the target:
// the ids and versions that it made. Text that is too long for its column is cut: a long
// path must not undo the work.
func (s *Service) Audit(ctx context.Context, e AuditRecord) error {
	entry := s.entryOf(e, db.Notes(ctx))
	return s.db.Run(ctx, func(ctx context.Context) error { return s.store.insertAudit(ctx, entry) })
}

// AuditAnswer writes how a request ended that wrote nothing, or only in part: code is that of
// the error it was answered with. However often somebody repeats himself, he fills no more than
// a row a minute for each action and answer, which counts him and tells of the first time.
func (s *Service) AuditAnswer(ctx context.Context, e AuditRecord, outcome model.AuditOutcome, code string) error {
	entry := s.entryOf(e, nil)
	entry.Outcome, entry.Code = outcome, cut(code, 80)
	key := mergeKey(entry)
	entry.MergeKey = &key
	return s.db.Run(ctx, func(ctx context.Context) error { return s.store.countAudit(ctx, entry) })
}

func (s *Service) entryOf(e AuditRecord, notes []string) model.AuditEntry {
	target := strings.Join(append([]string{e.Target}, notes...), ", ")
	return model.AuditEntry{
		ID: s.ids.Next(), UserID: e.UserID, Action: cut(e.Action, 120), Target: cut(target, 200), Subject: cut(subjectOf(e.Target, notes), 60),
		RequestID: cut(e.RequestID, 64), Outcome: model.AuditDone, Times: 1, At: s.clock.Now(),
	}
}

// mergeKey is the same for a user's requests of a minute that had the same answer.
func mergeKey(e model.AuditEntry) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %q %q %q", e.UserID, e.At.Unix()/60, e.Action, e.Outcome, e.Code))
	return hex.EncodeToString(sum[:])
}

// subjectOf is what was written to: the last thing that the path names by an id, or what was
// made in the collection that it ends with; "" when neither has an id.
func subjectOf(path string, notes []string) string {
	path, _, _ = strings.Cut(path, ", ") // the rest is no part of it
	parts := strings.Split(strings.Trim(path, "/"), "/")
	for i := len(parts) - 1; i > 0; i-- {
		if isID(parts[i]) {
			return parts[i-1] + "/" + parts[i]
		}
	}
	if len(notes) == 0 || len(parts) < 2 { // a command's target is no path
		return ""
	}
	kind, id, _ := strings.Cut(notes[0], " ")
	if kind == "version" || !isID(id) {
		return ""
	}
	return parts[len(parts)-1] + "/" + id
}

func isID(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// AuditFilter narrows the audit trail; the zero value is all of it.
type AuditFilter struct {
	UserID   *model.UserID // 0: commands, and who is not known
	Outcome  model.AuditOutcome
	Action   string    // method and route, or the command
	Subject  string    // such as batches/4711
	From, To time.Time // from inclusive, to exclusive
}

// ListAudit pages through the audit trail, newest first, before an entry's id (0: from
// the newest). limit is held to 1 to 200.
func (s *Service) ListAudit(ctx context.Context, f AuditFilter, before int64, limit int) ([]model.AuditEntry, error) {
	return s.store.listAudit(ctx, f, before, page(limit))
}

// cut keeps the first n characters, and of text that MySQL would refuse what is left of it.
func cut(text string, n int) string {
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	return string(runes[:min(n, len(runes))])
}

package main

import (
	"context"
	"os"
	"os/user"
	"path/filepath"

	"channelrouter/internal/db"
	"channelrouter/service/identity"
)

// audited has each write below ctx leave an entry in the audit log, committed with it:
// which command was given what, and who of the operating system's users ran it.
func (h *house) audited(ctx context.Context, command, target string) context.Context {
	record := identity.AuditRecord{
		Action: "channelrouter " + command, Target: target, RequestID: identity.SystemActor(systemUser()),
	}
	return db.BeforeCommit(ctx, func(ctx context.Context) error { return h.Identity.Audit(ctx, record) })
}

// systemUser is the operating system's name for who runs this process, as far as it is
// known: a container's user may have no name.
func systemUser() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	if name := os.Getenv("USER"); name != "" {
		return name
	}
	return "unknown"
}

// fileName is what the audit log calls a file: its name without its folder.
func fileName(path string) string { return filepath.Base(path) }

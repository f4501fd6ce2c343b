package router_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"channelrouter/model"
)

// facts is what every table holds: how many rows, and their digest.
type facts map[string]string

// besides holds what a refusal may touch: the audit log, which has a test of its own, and
// rows that are only locks.
var besides = map[string]bool{"audit_entries": true, "slot_blocks": true}

// facts reads the whole database.
func (h *house) facts() facts {
	h.T.Helper()
	db := h.DB.Conn(h.Ctx)
	tables, err := db.Migrator().GetTables()
	h.check(err)
	found := facts{}
	for _, table := range tables {
		if besides[table] {
			continue
		}
		var rows []map[string]any
		h.check(db.Table(table).Find(&rows).Error)
		lines := make([]string, len(rows))
		for i, row := range rows {
			lines[i] = fmt.Sprint(row) // maps print sorted by key
		}
		slices.Sort(lines)
		found[table] = fmt.Sprintf("%d rows, %x", len(rows), sha256.Sum256([]byte(strings.Join(lines, "\n"))))
	}
	return found
}

// since lists the tables that differ from what they were.
func (f facts) since(before facts) (changed []string) {
	for table, now := range f {
		if now != before[table] {
			changed = append(changed, table)
		}
	}
	slices.Sort(changed)
	return changed
}

// audited is how many entries the audit log has of what was done.
func (h *house) audited() (n int64) {
	h.T.Helper()
	h.check(h.DB.Conn(h.Ctx).Table("audit_entries").Where("outcome = ?", model.AuditDone).Count(&n).Error)
	return n
}

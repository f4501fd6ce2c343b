package main

import (
	"path/filepath"
	"testing"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Statements that are not what the ledger says make the command fail.
func TestSettlementVerify(t *testing.T) {
	s := newShell(t)
	s.run("migrate", "up")
	s.says(s.run("settlement", "verify"), `"periods":0`, `"faults":0`)
	d, err := db.Open(t.Context(), "sqlite://"+filepath.Join(s.dir, "data", "channelrouter.db"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	rows := []any{
		&model.SettlementPeriod{ID: 1, Key: "k", State: model.SettlementClosed, LastSeal: 1, ToAt: now, CutAt: now},
		&model.SettlementStatement{PeriodID: 1, OrgID: 7, ClosingFen: 300, OrgSums: model.OrgSums{RebateFen: 300}, Revision: 1},
	}
	for _, row := range rows {
		if err := d.Migration(t.Context()).Create(row).Error; err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	s.refused([]string{"settlement", "verify"}, "organisation 7: from 0 to 300 fen, and the ledger says from 0 to 0", "1 statements, lines or periods")
}

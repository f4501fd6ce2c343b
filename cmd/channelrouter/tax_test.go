package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTaxReport(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	s.says(s.run("tax", "report", "--year", "2026", "--out", "report.csv"), "0 lines")
	path := filepath.Join(s.dir, "report.csv")
	content, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(content), "身份证件号码") {
		t.Errorf("%s, %v", content, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	s.refused([]string{"tax", "report", "--out", "x.csv"}, "--year")
	entries := auditEntries(t, filepath.Join(s.dir, "data/channelrouter.db"))
	if last := entries[len(entries)-1]; last.Action != "channelrouter tax report" || last.Target != "2026, tax report of 2026" {
		t.Errorf("%+v", last)
	}
}

func TestReconcilingNeedsAMerchant(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	s.refused([]string{"payout", "reconcile", "--day", "2026-03-02"}, "pay.merchants")
	s.refused([]string{"payout", "reconcile", "--day", "2026-03-02", "--merchant", "prize"}, "payout.no_merchant")
}

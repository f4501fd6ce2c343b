package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"channelrouter/cmd/channelrouter/demo"
)

// TestDemoPlaysTheMainJob runs the first command of the README and holds what it wrote
// against the story.
func TestDemoPlaysTheMainJob(t *testing.T) {
	s := newShell(t)
	first := playDemo(s)
	checkCodes(t, first.Codes)
	checkScans(t, first.Scans)
	checkMoney(t, first)

	// Played again on what the first left, it tells of the second alone. What both share,
	// such as the packaging, costs nothing again.
	second := playDemo(s)
	checkMoney(t, second)
	if rows := second.Codes.RowsStored; rows > first.Codes.RowsStored || rows < first.Codes.RowsStored-20 {
		t.Errorf("the second play cost %d rows, the first %d", rows, first.Codes.RowsStored)
	}
	if !reflect.DeepEqual(second.Rebates, first.Rebates) || second.Ledger != first.Ledger {
		t.Errorf("the second play: %+v, %+v; the first: %+v, %+v", second.Rebates, second.Ledger, first.Rebates, first.Ledger)
	}
}

// playDemo plays in a folder of the shell's and reads the report.
func playDemo(s *shell) demo.Report {
	s.t.Helper()
	begin := time.Now()
	s.run("demo", "--once", "--json", "demo.json", "--data", "played")
	if took := time.Since(begin); took > 20*time.Second {
		s.t.Errorf("the walk took %s", took)
	}
	var report demo.Report
	content, err := os.ReadFile(filepath.Join(s.dir, "demo.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := json.Unmarshal(content, &report); err != nil {
		s.t.Fatal(err)
	}
	return report
}

func checkCodes(t *testing.T, c demo.Codes) {
	t.Helper()
	var printed int64
	for _, face := range []string{"pallet", "case_outer", "case_inner", "unit_outer", "unit_inner"} {
		if c.Printed[face] == 0 {
			t.Errorf("no %s was printed", face)
		}
		printed += c.Printed[face]
	}
	if c.RowsStored == 0 || c.RowsStored*100 > printed {
		t.Errorf("%d codes cost %d rows", printed, c.RowsStored)
	}
}

func checkScans(t *testing.T, scans []demo.Scan) {
	t.Helper()
	seen := map[string]bool{}
	for _, s := range scans {
		seen[s.Actor], seen[s.Outcome], seen[s.Verdict] = true, true, true
	}
	for _, want := range []string{
		"consumer", "guide", "terminal", "salesperson", "distributor",
		"claimed", "repeat", "rewarded", "traced", "refused", "match", "diverted", "exempt",
	} {
		if !seen[want] {
			t.Errorf("no scan is %s", want)
		}
	}
}

func checkMoney(t *testing.T, r demo.Report) {
	t.Helper()
	if r.Race.Claims != 20 || r.Race.Won != 1 {
		t.Errorf("race: %+v", r.Race)
	}
	if r.Ledger.Chain != "ok" || r.Ledger.ImbalanceFen != 0 || r.Ledger.ImbalancePoints != 0 || r.Ledger.Entries == 0 {
		t.Errorf("ledger: %+v", r.Ledger)
	}
	want := []demo.Case{
		{Origin: "D-HZ", Terminal: "T-SZ1", Units: 6, PenaltyFen: 12000, Status: "confirmed"},
		{Origin: "D-GZ", Terminal: "T-HZ1", Units: 6, PenaltyFen: 0, Status: "dismissed"},
	}
	if len(r.Cases) != 2 || r.Cases[0] != want[0] || r.Cases[1] != want[1] {
		t.Errorf("cases: %+v", r.Cases)
	}
	diverted := map[string]int64{}
	for _, rebate := range r.Rebates {
		if rebate.Diverted {
			diverted[rebate.Org+"/"+rebate.Tier] += rebate.Fen
		}
	}
	if len(diverted) != 1 || diverted["D-NJ/distributor"] != 300 {
		t.Errorf("diverted goods paid %v", diverted)
	}
}

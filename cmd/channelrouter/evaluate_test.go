package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"channelrouter/internal/evaluate"
)

// tinyWorld are flags of a world that is made in a moment.
var tinyWorld = []string{"--months", "1", "--terminals", "500", "--cases-per-terminal-month", "4"}

// What simulate writes, evaluate judges as it judges the world in memory.
func TestSimulateAndEvaluate(t *testing.T) {
	s := newShell(t)
	if printed := s.run(append([]string{"simulate", "--seed", "3", "--out", "world"}, tinyWorld...)...); !strings.Contains(printed, "diverted lots") {
		t.Errorf("simulate says %q", printed)
	}
	about, err := os.ReadFile(filepath.Join(s.dir, "world", "truth", "world.json"))
	if err != nil || !strings.Contains(string(about), `"diverted_share_of_volume": 0.02`) {
		t.Errorf("%v: %s", err, about)
	}
	s.run("evaluate", "--observed", "world/observed", "--truth", "world/truth", "--json", "files.json")
	s.run(append([]string{"evaluate", "--seeds", "3", "--json", "memory.json"}, tinyWorld...)...)
	files, memory := outcomesIn(t, s, "files.json"), outcomesIn(t, s, "memory.json")
	if len(files) != 1 || len(memory) != 1 || len(files[0].Results) != 5 || len(memory[0].Results) != 5 {
		t.Fatalf("%d and %d outcomes", len(files), len(memory))
	}
	for i, r := range files[0].Results {
		for name, value := range r.Measures {
			if memory[0].Results[i].Measures[name] != value {
				t.Errorf("%s, %s: %v from files, %v in memory", r.Detector, name, value, memory[0].Results[i].Measures[name])
			}
		}
	}
}

func outcomesIn(t *testing.T, s *shell, name string) (outcomes []evaluate.Outcome) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &outcomes); err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func TestEvaluateSweeps(t *testing.T) {
	s := newShell(t)
	printed := s.run(append([]string{"evaluate", "--seeds", "1,2-3", "--sweep", "scan-rate=0.05,0.4", "--json", "all.json"}, tinyWorld...)...)
	for _, want := range []string{"scan-rate=0.05", "scan-rate=0.4: seed 3 judged", "geo-fence + k scans", "±"} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is missing in\n%s", want, printed)
		}
	}
	all := outcomesIn(t, s, "all.json")
	if len(all) != 2 || all[1].Value != 0.4 || len(all[0].Results) != 15 || all[0].Results[5].World != "2" {
		t.Errorf("%d outcomes", len(all))
	}
}

func TestEvaluateTellsWhatIsWrong(t *testing.T) {
	s := newShell(t)
	if err := os.Mkdir(filepath.Join(s.dir, "empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.refused([]string{"evaluate", "--observed", "empty"}, "go together")
	s.refused([]string{"evaluate", "--observed", "empty", "--truth", "empty"}, "distributors.csv")
	s.refused([]string{"evaluate", "--seeds", "3-1"}, "--seeds", "3-1")
	s.refused([]string{"evaluate", "--seeds", "x"}, "--seeds", `"x"`)
	s.refused([]string{"evaluate", "--sweep", "weather=0.1"}, "weather")
	s.refused([]string{"evaluate", "--sweep", "scan-rate=much"}, `"much"`)
	s.refused([]string{"evaluate", "--seeds", "1", "--scan-rate", "2"}, "share of 2")
	s.refused([]string{"simulate", "--out", "world", "--diverted", "2"}, "share of 2")
	s.refused([]string{"simulate"}, "--out")
}

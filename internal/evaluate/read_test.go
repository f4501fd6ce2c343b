package evaluate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"channelrouter/internal/detect"
)

// good is a small world in files, by name.
func good() map[string][]string {
	head := func(name string, rows ...string) []string {
		return append([]string{strings.Join(columns[name], ",")}, rows...)
	}
	return map[string][]string{
		distributorsFile: head(distributorsFile, "North", "South"),
		productsFile:     head(productsFile, "Milk"),
		territoriesFile:  head(territoriesFile, "North,,1101,,", "South,Milk,44,2026-01-01T00:00:00+08:00,2027-01-01T00:00:00+08:00"),
		terminalsFile:    head(terminalsFile, "Shop 1,North,W1,110101,,", `"Shop, 2",South,,4401,,`),
		shipmentsFile:    head(shipmentsFile, "S1,2026-01-05T08:00:00+08:00,2026-01-05T09:00:00+08:00,North,Milk,ordinary,40"),
		scansFile: head(scansFile,
			"2026-01-06T08:00:00+08:00,claim,U-001,C1,S1,North,Milk,ordinary,shipped,,,440106,position,30,alice,phone,net,,",
			`2026-01-06T08:00:00+08:00,open,C1,C1,S1,North,Milk,ordinary,shipped,1,"Shop, 2",,terminal,,shop,,,,`,
			"2026-01-06T01:00:00Z,look,U-002,,,,,ordinary,never_shipped,,,,none,,,,,1,1",
		),
		lotsFile:   head(lotsFile, "L1,moved,North,4401 4403,Milk,1,24,2026-01-05T00:00:00+08:00,2026-02-05T00:00:00+08:00"),
		goodsFile:  head(goodsFile, "L1,C1,U-001,U-024"),
		clonesFile: head(clonesFile, "K1,U-001,Milk,10,2026-01-05T00:00:00+08:00,2026-02-05T00:00:00+08:00"),
	}
}

// folder writes files into one.
func folder(t *testing.T, files map[string][]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, rows := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// readAll opens a world and reads its scans.
func readAll(dir string) (w World, scans []Scan, err error) {
	w, err = Open(dir, dir)
	if err != nil {
		return nil, nil, err
	}
	err = w.Scans(func(s *Scan) error {
		scans = append(scans, *s)
		return nil
	})
	return w, scans, err
}

func TestAWorldIsReadFromFiles(t *testing.T) {
	w, scans, err := readAll(folder(t, good()))
	if err != nil {
		t.Fatal(err)
	}
	c := w.Channel()
	if len(c.Distributors) != 2 || len(c.Terminals) != 2 || len(c.Territories) != 2 || len(c.Shipments) != 1 || len(scans) != 3 {
		t.Fatalf("%+v, %d scans", c, len(scans))
	}
	claim, opening, look := scans[0], scans[1], scans[2]
	if claim.Origin != 1 || claim.Product != 1 || claim.Adcode != 440106 || claim.By != detect.ByPosition || claim.Account == 0 {
		t.Errorf("the claim is %+v", claim)
	}
	if opening.Unit != claim.Case || opening.Terminal != 2 || !opening.Damaged || opening.By != detect.ByTerminal {
		t.Errorf("the opening is %+v", opening)
	}
	if look.State != detect.NeverShipped || !look.Staff || !look.Test || look.Origin != 0 || look.At-claim.At != 3600 {
		t.Errorf("the look is %+v", look)
	}
	truth := w.Truth()
	if truth.lotOf(claim.Unit) != 0 || truth.lotOf(numberOf("U-024")) != 0 || truth.lotOf(numberOf("U-025")) != -1 || truth.lotOf(claim.Case) != 0 {
		t.Error("the lot's goods are not found")
	}
	if truth.cloneOf(claim.Unit) != 0 || len(truth.Lots[0].Cities) != 2 {
		t.Errorf("the truth is %+v", truth.Lots)
	}
}

// Whatever is wrong is named with file and line.
func TestFaultyFilesAreRefused(t *testing.T) {
	for name, row := range map[string]struct {
		file  string
		line  int // from 0, the heading
		text  string
		wants []string
	}{
		"a wrong heading":         {scansFile, 0, "at,kind", []string{"scans.csv:1:", "heading"}},
		"too few fields":          {territoriesFile, 2, "South,Milk", []string{"territories.csv:3:", "2 fields"}},
		"an open quote":           {terminalsFile, 1, `"Shop`, []string{"terminals.csv", "line 2"}},
		"an unknown distributor":  {territoriesFile, 1, "West,,1101,,", []string{"territories.csv:2: distributor:", `"West"`}},
		"a scan's unknown origin": {scansFile, 1, strings.Replace(good()[scansFile][1], "North", "West", 1), []string{"scans.csv:2: origin:", `"West"`}},
		"an unknown product":      {shipmentsFile, 1, strings.Replace(good()[shipmentsFile][1], "Milk", "Beer", 1), []string{"shipments.csv:2: product:"}},
		"an unknown terminal":     {scansFile, 2, strings.Replace(good()[scansFile][2], "Shop, 2", "Shop 9", 1), []string{"scans.csv:3: terminal:"}},
		"a name twice":            {distributorsFile, 2, "North", []string{"distributors.csv:3:", "twice"}},
		"no name":                 {distributorsFile, 1, `""`, []string{"distributors.csv:2: distributor:", "empty"}},
		"no time":                 {scansFile, 1, strings.TrimPrefix(good()[scansFile][1], "2026-01-06T08:00:00+08:00"), []string{"scans.csv:2: at:", "empty"}},
		"a time of another kind":  {scansFile, 1, strings.Replace(good()[scansFile][1], "T08", " 08", 1), []string{"scans.csv:2: at:", "no time"}},
		"scans out of order":      {scansFile, 3, strings.Replace(good()[scansFile][3], "01-06", "01-05", 1), []string{"scans.csv:4: at:", "order"}},
		"an unknown kind":         {scansFile, 1, strings.Replace(good()[scansFile][1], "claim", "klaim", 1), []string{"scans.csv:2: kind:", "claim look"}},
		"no kind":                 {scansFile, 1, strings.Replace(good()[scansFile][1], "claim", "", 1), []string{"scans.csv:2: kind:"}},
		"an unknown state":        {scansFile, 1, strings.Replace(good()[scansFile][1], "shipped", "lost", 1), []string{"scans.csv:2: state:"}},
		"a flag that is none":     {scansFile, 3, strings.Replace(good()[scansFile][3], ",1,1", ",yes,", 1), []string{"scans.csv:4: staff:"}},
		"a province for a place":  {scansFile, 1, strings.Replace(good()[scansFile][1], "440106", "44", 1), []string{"scans.csv:2: adcode:"}},
		"a place that is no code": {scansFile, 1, strings.Replace(good()[scansFile][1], "440106", "44O106", 1), []string{"scans.csv:2: adcode:"}},
		"a position without one":  {scansFile, 1, strings.Replace(good()[scansFile][1], "440106", "", 1), []string{"scans.csv:2: adcode:"}},
		"a place from nowhere":    {scansFile, 3, strings.Replace(good()[scansFile][3], ",,,,none", ",,,4401,none", 1), []string{"scans.csv:4: by:"}},
		"a terminal's place":      {scansFile, 2, strings.Replace(good()[scansFile][2], `"Shop, 2"`, "", 1), []string{"scans.csv:3: terminal:"}},
		"no unit":                 {scansFile, 1, strings.Replace(good()[scansFile][1], "U-001", "", 1), []string{"scans.csv:2: unit:"}},
		"a unit that is opened":   {scansFile, 2, strings.Replace(good()[scansFile][2], "open,C1", "open,U-001", 1), []string{"scans.csv:3: unit:"}},
		"a negative accuracy":     {scansFile, 1, strings.Replace(good()[scansFile][1], ",30,", ",-30,", 1), []string{"scans.csv:2: accuracy_m:"}},
		"a period that ends":      {territoriesFile, 2, "South,Milk,44,2026-01-01T00:00:00Z,2025-01-01T00:00:00Z", []string{"territories.csv:3: to:"}},
		"a territory that is no":  {territoriesFile, 1, "North,,123,,", []string{"territories.csv:2: adcode:"}},
		"recorded too early":      {shipmentsFile, 1, strings.Replace(good()[shipmentsFile][1], "09:00", "07:00", 1), []string{"shipments.csv:2: recorded_at:"}},
		"a lot twice":             {lotsFile, 2, good()[lotsFile][1], []string{"lots.csv:3: lot:", "twice"}},
		"a lot without an end":    {lotsFile, 1, "L1,moved,North,4401,Milk,1,24,2026-01-05T00:00:00+08:00,", []string{"lots.csv:2: to:"}},
		"a city that is none":     {lotsFile, 1, strings.Replace(good()[lotsFile][1], "4401 4403", "GZ", 1), []string{"lots.csv:2: city:"}},
		"goods of no lot":         {goodsFile, 1, "L9,C1,U-001,U-024", []string{"goods.csv:2: lot:"}},
		"goods that are no run":   {goodsFile, 1, "L1,C1,U-024,U-001", []string{"goods.csv:2: last_unit:"}},
		"a run that has no end":   {goodsFile, 1, "L1,C1,1,99999999", []string{"goods.csv:2: last_unit:"}},
	} {
		files := good()
		if row.line < len(files[row.file]) {
			files[row.file][row.line] = row.text
		} else {
			files[row.file] = append(files[row.file], row.text)
		}
		_, _, err := readAll(folder(t, files))
		if err == nil {
			t.Errorf("%s is taken", name)
			continue
		}
		for _, want := range row.wants {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v; it does not say %q", name, err, want)
			}
		}
	}
}

func TestMissingFilesAreNamed(t *testing.T) {
	for name := range good() {
		files := good()
		delete(files, name)
		if _, _, err := readAll(folder(t, files)); err == nil || !strings.Contains(err.Error(), name+".gz") {
			t.Errorf("%s is missing: %v", name, err)
		}
		files[name] = nil
		if _, _, err := readAll(folder(t, files)); err == nil || !strings.Contains(err.Error(), name+":1") {
			t.Errorf("%s is empty: %v", name, err)
		}
	}
	files := good()
	files[scansFile+".gz"] = []string{"this is not packed"}
	delete(files, scansFile)
	if _, _, err := readAll(folder(t, files)); err == nil || !strings.Contains(err.Error(), scansFile+".gz") {
		t.Errorf("scans that are not packed: %v", err)
	}
}

func TestRunsOfUnits(t *testing.T) {
	for _, row := range []struct {
		first, last string
		n           int
	}{
		{"101", "124", 24}, {"7", "7", 1}, {"U7", "U7", 1}, {"A-098", "A-101", 4}, {"99", "101", 3}, {"A-9", "A-10", 0},
		{"A1", "B2", 0}, {"X", "Y", 0}, {"2", "1", 0}, {"0098", "0101", 4},
	} {
		table := &table{path: "goods.csv", columns: columns[goodsFile], row: []string{"L", "C", row.first, row.last}}
		if row.n == 0 {
			if _, _, _, err := between(row.first, row.last); err == nil {
				t.Errorf("%s to %s is a run", row.first, row.last)
			}
			continue
		}
		list := runs(table, map[string]int32{"L": 0})
		n := 0
		for _, r := range list {
			n += int(r.Last - r.First + 1)
		}
		if n != row.n || list[0].First != numberOf(row.first) || list[len(list)-1].Last != numberOf(row.last) {
			t.Errorf("%s to %s: %d units", row.first, row.last, n)
		}
	}
}

func TestNumbersOfTexts(t *testing.T) {
	for text, want := range map[string]int64{"": 0, "1": 1, "123456789012345678": 123456789012345678} {
		if got := numberOf(text); got != want {
			t.Errorf("%q is %d", text, got)
		}
	}
	seen := map[int64]string{}
	for _, text := range []string{"0", "01", "1", "a", "A", "1 ", "-1", "1234567890123456789", "9223372036854775807"} {
		n := numberOf(text)
		if n <= 0 || seen[n] != "" {
			t.Errorf("%q and %q are both %d", text, seen[n], n)
		}
		seen[n] = text
	}
}

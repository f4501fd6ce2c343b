package gs1

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"channelrouter/internal/beside"
)

// readVectors reads a file that others wrote.
func readVectors(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(beside.Path(t, "vectors/gs1/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestLinkVectors(t *testing.T) {
	var rows []struct {
		URI      string
		Valid    bool
		Elements string
		Error    string `json:"engine_error"`
	}
	if err := json.Unmarshal(readVectors(t, "digital-link-parse.json"), &rows); err != nil || len(rows) < 40 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		link, err := Parse(row.URI)
		switch {
		case (err == nil) != row.Valid:
			t.Errorf("%s: %v, want %q", row.URI, err, row.Error)
		case err == nil:
			if got := strings.ReplaceAll(Scanned(link.Elements), "\x1d", "^"); got != row.Elements {
				t.Errorf("%s: %s, want %s", row.URI, got, row.Elements)
			}
			read, err := ParseElements(strings.ReplaceAll(row.Elements, "^", "\x1d"))
			if err != nil || Scanned(read) != Scanned(link.Elements) {
				t.Errorf("%s read back: %v, %v", row.Elements, read, err)
			}
		default:
			t.Logf("%s: %v (theirs: %s)", row.URI, err, row.Error)
		}
	}
}

func TestCheckDigitVectors(t *testing.T) {
	for _, row := range readTable(t, "check-digits.csv", 25) {
		verify := VerifyCheckDigit
		if strings.HasPrefix(row["kind"], "alnum") {
			verify = VerifyCheckPair
		}
		if err := verify(row["value"]); (err == nil) != (row["valid"] == "true") {
			t.Errorf("%q: %v, want %q", row["value"], err, row["error"])
		}
	}
}

func readTable(t *testing.T, name string, least int) (rows []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(string(readVectors(t, name)))).ReadAll()
	if err != nil || len(all) < least {
		t.Fatalf("%d rows, %v", len(all), err)
	}
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// The vectors are those of a translator that writes everything raw and does not look at
// check digits. Where it finds the company prefix in a table, the length is taken from what
// it found.
func TestEPCVectors(t *testing.T) {
	for _, row := range readTable(t, "epc-urn-digital-link.csv", 70) {
		convert := rawLink
		if strings.HasPrefix(row["op"], "toURN") {
			convert = func(uri string) (string, error) { return rawURN(uri, prefixOf(row)) }
		}
		got, err := convert(row["input"])
		if (err == nil) != (row["valid"] == "true") || got != row["expected"] {
			t.Errorf("%s %s: %s, %v, want %q", row["op"], row["input"], got, err, row["expected"])
		}
	}
}

func rawLink(urn string) (string, error) {
	e, err := ParseEPC(urn)
	if err != nil {
		return "", err
	}
	link, err := e.Link()
	if err != nil {
		return "", err
	}
	return link.Raw(), nil
}

func rawURN(uri string, prefix int) (string, error) {
	link, err := ParseLoosely(uri)
	if err != nil {
		return "", err
	}
	e, err := link.EPC(prefix)
	return e.Raw(), err
}

func prefixOf(row map[string]string) int {
	if n, err := strconv.Atoi(row["gcp_length"]); err == nil {
		return n
	}
	fields := row["expected"][strings.LastIndex(row["expected"][:strings.Index(row["expected"], ".")], ":")+1:]
	return strings.Index(fields, ".")
}

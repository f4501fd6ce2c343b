package channel_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

// FuzzImport: whatever a file holds, the importer answers with a report of every row or
// with an error that says what is wrong with the file.
func FuzzImport(f *testing.F) {
	f.Add([]byte(strings.Join(sample, "\n")))
	f.Add([]byte("\ufeffkind,code,name,adcode,line,valid_from\r\nbrand,B,\"B\"\"2\",11,x,46083.5\r\n"))
	f.Add([]byte("kind,code,name,adcode,parent\nwholesaler,W1,a,32,W2\nwholesaler,W2,b,32,W1\nterminal,W2,b,32,W1,,"))
	f.Add([]byte("\xc0\xe0\xd0\xcd,\xb1\xe0\xc2\xeb\n"))
	f.Add([]byte("kind,code,name,adcode\n\"terminal"))
	w := testkit.New(f, testkit.SQLite)
	f.Fuzz(func(t *testing.T, file []byte) {
		report, err := w.Channel.Import(w.Ctx, bytes.NewReader(file), "csv", channel.ImportOptions{DryRun: true})
		switch {
		case errors.Is(err, channel.ErrBadImportFile):
			return
		case err != nil && !errors.Is(err, channel.ErrImportRefused):
			t.Fatal(err)
		case (err != nil) != (report.Refused > 0):
			t.Fatalf("%d rows refused, and %v", report.Refused, err)
		}
		if n := report.Created + report.Updated + report.Unchanged + report.Refused; n != len(report.Rows) {
			t.Fatalf("%d of %d rows have a status", n, len(report.Rows))
		}
		for _, row := range report.Rows {
			if (row.Reason != "") != (row.Status == channel.RowRefused) {
				t.Fatalf("a row without reason, or a reason without need: %+v", row)
			}
		}
	})
}

package channel_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

// nation is a file of distributors, ten wholesalers each, and terminals, in that order
// reversed: suppliers stand below those whom they supply.
func nation(distributors, terminals int) (file *bytes.Buffer, rows int) {
	file = bytes.NewBufferString("kind,code,name,adcode,parent,territory\n")
	wholesalers := 10 * distributors
	for i := range terminals {
		fmt.Fprintf(file, "terminal,T%05d,终端 %d,320102,W%04d,\n", i, i, i%wholesalers)
	}
	for i := range wholesalers {
		fmt.Fprintf(file, "wholesaler,W%04d,批发 %d,320100,D%03d,\n", i, i, i%distributors)
	}
	for i := range distributors {
		fmt.Fprintf(file, "distributor,D%03d,经销 %d,320000,BRAND,32%02d;33\n", i, i, i%13+1)
	}
	return file, distributors + wholesalers + terminals
}

// A national channel is imported in well under a minute, and again in less. Statements
// grow with chunks of rows, not with rows.
func TestImportOfANation(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		distributors, terminals := 300, 50_000
		if testing.Short() || raceEnabled { // the detector slows SQLite fiftyfold
			distributors, terminals = 10, 2_000
		}
		w := testkit.New(t, e)
		file, rows := nation(distributors, terminals)
		var done, total int
		opt := channel.ImportOptions{Progress: func(d, all int) {
			if d <= done || d-done > 500 {
				t.Errorf("progress jumps from %d to %d of %d", done, d, all)
			}
			done, total = d, all
		}}
		run := func(what string, statements int64) (report channel.ImportReport) {
			began, content := time.Now(), bytes.NewReader(file.Bytes())
			done = 0
			asked := w.Statements(func() {
				var err error
				if report, err = w.Channel.Import(w.Ctx, content, "csv", opt); err != nil {
					t.Fatal(err)
				}
			})
			took := time.Since(began)
			t.Logf("%s: %d rows in %.1f s, %d statements", what, rows, took.Seconds(), asked)
			if asked > statements || took > time.Minute || done != rows || total != rows {
				t.Errorf("%s took %s and %d statements, and ended at %d of %d", what, took, asked, done, total)
			}
			return report
		}
		chunks := int64(rows/500 + 1)
		if r := run("import", 8*chunks); r.Created != rows {
			t.Errorf("%d of %d rows created", r.Created, rows)
		}
		w.Tick(time.Hour)
		if r := run("again", 3*chunks); r.Unchanged != rows {
			t.Errorf("%d of %d rows unchanged", r.Unchanged, rows)
		}
	})
}

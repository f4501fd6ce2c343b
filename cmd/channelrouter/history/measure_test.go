package history_test

import (
	"context"
	"os"
	"runtime/pprof"
	"testing"
	"time"

	"channelrouter/cmd/channelrouter/history"
	"channelrouter/service/testkit"
)

func TestMeasure(t *testing.T) {
	w := testkit.New(t, testkit.SQLite)
	w.Clock.Advance(20 * time.Hour)
	size := history.Small
	if os.Getenv("WHOLE") != "" {
		size = history.Whole
	}
	f, _ := os.Create("/tmp/w/demo-cpu.pprof")
	pprof.StartCPUProfile(f)
	began := time.Now()
	last := ""
	report, err := history.Make(context.Background(), history.Stage{Rooms: w.Rooms, Size: size, Seed: 1, Password: "demo-password-1", AppID: func(a string) string { return "wx-" + a },
		Progress: func(what string, done, total int) {
			if what != last {
				t.Log(time.Since(began), what)
				last = what
			}
		}})
	pprof.StopCPUProfile()
	t.Log(time.Since(began), err)
	t.Logf("%+v", report)
	var n []struct {
		Status, Verdict int
		N               int
	}
	w.DB.Conn(w.Ctx).Raw("SELECT status, count(*) n FROM diversion_cases GROUP BY status").Scan(&n)
	t.Log(n)
	w.DB.Conn(w.Ctx).Raw("SELECT verdict, count(*) n FROM scans GROUP BY verdict").Scan(&n)
	t.Log(n)
	w.DB.Conn(w.Ctx).Raw("SELECT kind as status, count(*) n FROM diversion_alerts GROUP BY kind").Scan(&n)
	t.Log(n)
}

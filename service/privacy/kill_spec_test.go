package privacy_test

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/privacy"
	"channelrouter/service/testkit"
)

// TestVictim works on requests, a row at a time, until it is killed.
func TestVictim(t *testing.T) {
	testkit.Victim(t, map[string]func(*testkit.World) error{"work": func(w *testkit.World) error {
		w.Privacy.Small()
		return second(w.Privacy.Work(w.Ctx))
	}})
}

// deaths are after how many statements workers are killed one after the other.
var deaths = []int64{1, 2, 4, 6, 7, 9, 10, 11, 12, 15, 23, 38, 70}

// outlive has worker after worker be killed amid a request, and one come to its end.
func (w *life) outlive(m testkit.Mortal, r model.DataRequest) privacy.View {
	killed := 0
	for _, after := range deaths {
		if m.Kill(w.World, "work", after) {
			killed++
		}
		w.Tick(time.Minute) // beyond what it waits for between its steps
	}
	So(killed, ShouldBeGreaterThan, 8)
	v, err := w.Privacy.Look(w.Ctx, r.ID)
	So(err, ShouldBeNil)
	So(v.State, ShouldEqual, model.DataRunning) // or they were killed too late to matter
	return w.finish(r)
}

// sizes is how many rows each table has.
func (w *life) sizes() map[string]int64 {
	sizes := map[string]int64{}
	for _, row := range model.Tables() {
		sizes[fmt.Sprintf("%T", row)] = w.count(row, "1 = 1")
	}
	return sizes
}

// dealt is what became of how many rows, step by step.
func dealt(v privacy.View) (steps []string) {
	for _, s := range v.Steps {
		if s.Of != "session_families" && s.Of != "refresh_tokens" { // which time ends as well
			steps = append(steps, fmt.Sprint(s.Part, " ", s.Of, " ", s.Fate, " ", s.Found, " ", s.Rows))
		}
	}
	return steps
}

// However often a worker is killed, and wherever, what comes of a request is what comes of it when
// nobody disturbs it.
func TestKilledWhileWorking(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given somebody who lived here, and workers that are killed", t, func() {
			m := testkit.NewMortal(t, e)
			w := newLife(t, e, true, m.Ground(t))

			Convey("her erasure deals with each row once, and leaves what one does that nobody disturbed", func() {
				v := w.outlive(m, w.approved(model.DataErasure))
				So(w.hits(w.secrets()...), ShouldBeEmpty)
				quiet := newLife(t, e, true)
				quiet.Privacy.Small()
				So(dealt(v), ShouldResemble, dealt(quiet.finish(quiet.approved(model.DataErasure))))
				So(w.sizes(), ShouldResemble, quiet.sizes())
				So(files(m.Blobs), ShouldEqual, 0)
				report, err := w.Ledger.Verify(w.Ctx)
				So(err, ShouldBeNil)
				So(report.OK(), ShouldBeTrue)
			})
			Convey("her copy has each line once, and no content is left that nobody knows of", func() {
				v := w.outlive(m, w.approved(model.DataExport))
				disturbed := w.lines(v.DataRequest)
				So(len(disturbed), ShouldBeGreaterThan, 30)
				So(files(m.Blobs), ShouldEqual, len(w.photos)+int(w.count(&model.DataRequestChunk{}, "1 = 1")))
				quiet := w.finish(w.approved(model.DataExport))
				So(disturbed, ShouldResemble, w.lines(quiet.DataRequest))
			})
		})
	})
}

// lines are those of a copy, but for those of requests, which another request is one of.
func (w *life) lines(r model.DataRequest) (all []string) {
	for name, content := range w.copyOf(r) {
		if name != "README.txt" && name != "requests.jsonl" {
			for line := range strings.Lines(content) {
				all = append(all, name+" "+line)
			}
		}
	}
	slices.Sort(all)
	return all
}

// files counts what lies in a folder.
func files(root string) (n int) {
	So(filepath.WalkDir(root, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	}), ShouldBeNil)
	return n
}

package insight_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/insight"
	"channelrouter/service/testkit"
)

// TestVictim counts until it is killed.
func TestVictim(t *testing.T) {
	insight.Small()
	work := func(w *testkit.World) error {
		_, err := w.Insight.Work(w.Ctx)
		return err
	}
	testkit.Victim(t, map[string]func(*testkit.World) error{
		"work": work,
		"rebuild": func(w *testkit.World) error {
			if err := w.Insight.StartRebuild(w.Ctx); err != nil {
				return err
			}
			return work(w)
		},
	})
}

// deaths are after how many statements processes are killed, so that it happens in each place of a
// pass, the last ones after some that were whole.
var deaths = []int64{1, 2, 3, 4, 5, 6, 8, 10, 13, 18, 27, 45}

// die has process after process do a job, and be killed; the first one may have another to begin with.
// Meanwhile more happens. It returns how many were.
func (o *town) die(m testkit.Mortal, first, then string) (killed int) {
	job := first
	for i, after := range deaths {
		if m.Kill(o.World, job, after) {
			killed++
		}
		job = then
		if i%5 == 4 {
			o.guided(o.guide, int64(killed))
			o.claim(o.next)
			o.next++
			So(o.Relay.Drain(o.Ctx), ShouldBeNil)
			_, err := o.Ledger.Seal(o.Ctx)
			So(err, ShouldBeNil)
		}
	}
	So(m.Kill(o.World, then, 0), ShouldBeFalse) // and the last one ends it
	return killed
}

// However often the process that counts is killed, and wherever, everything is counted once, by passes
// and by a rebuild alike: the figures are those of a run that nobody disturbed.
func TestKilledWhileCounting(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given sales and money of two days that are not counted yet", t, func() {
			m := testkit.NewMortal(t, e)
			o := newTown(t, e, m.Ground(t))
			for n := range int64(8) {
				o.claim(n)
				o.guided(o.guide, n)
				o.guided(o.other, 20+n)
				o.Tick(3 * time.Hour)
				So(o.Relay.Drain(o.Ctx), ShouldBeNil)
				_, err := o.Ledger.Seal(o.Ctx)
				So(err, ShouldBeNil)
			}
			o.next = 40

			Convey("processes that are killed amid their passes count it once, and the feed tells it once", func() {
				So(o.die(m, "work", "work"), ShouldBeGreaterThan, 8)
				counted := o.kept()
				told := map[int64]int{}
				for _, f := range o.facts() {
					So(f.Pass, ShouldBeGreaterThan, 0)
					if f.Kind == model.InsightScan {
						told[f.ID]++
					}
				}
				scans := o.recorded()
				So(told, ShouldHaveLength, len(scans))
				So(o.overview(5, "").Now.Scans, ShouldEqual, len(scans))
				o.rebuild() // by nobody disturbed
				So(counted, ShouldResemble, o.kept())
			})
			Convey("processes that are killed amid a rebuild come to the same", func() {
				o.work()
				So(o.die(m, "rebuild", "work"), ShouldBeGreaterThan, 8)
				counted := o.kept()
				So(o.overview(5, "").Complete, ShouldBeTrue)
				So(o.overview(5, "").Now.Scans, ShouldEqual, len(o.recorded()))
				o.rebuild()
				So(counted, ShouldResemble, o.kept())
			})
		})
	})
}

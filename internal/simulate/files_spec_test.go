package simulate

import (
	"context"
	"path/filepath"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/detect"
	"channelrouter/internal/evaluate"
)

func contenders() []evaluate.Contender {
	return append(evaluate.Baselines(3), evaluate.Ours("detector", detect.DefaultPolicy()))
}

func TestWorldsInFilesAreTheSame(t *testing.T) {
	Convey("Given a world that is judged in memory", t, func() {
		w := newWorld(t, small(), 7)
		judge := func(x evaluate.World) []evaluate.Result {
			results, err := evaluate.Judge(context.Background(), "x", x, contenders())
			So(err, ShouldBeNil)
			return results
		}
		want := judge(w)
		for _, packing := range evaluate.Packings {
			Convey("written with packing "+packing+" and read, it is judged the same", func() {
				dir := t.TempDir()
				observed, truth := filepath.Join(dir, "observed"), filepath.Join(dir, "truth")
				So(evaluate.Write(w, observed, truth, packing), ShouldBeNil)
				read, err := evaluate.Open(observed, truth)
				So(err, ShouldBeNil)
				So(read.Channel(), ShouldResemble, w.Channel())
				So(read.Truth().Lots, ShouldResemble, w.Truth().Lots)
				So(read.Truth().Clones, ShouldResemble, w.Truth().Clones)
				So(judge(read), ShouldResemble, want)
			})
		}
	})
}

func TestDetectorsSeeNoTruth(t *testing.T) {
	Convey("Given the same world with the truth taken out", t, func() {
		w := newWorld(t, small(), 8)
		blind := &blinded{World: w, truth: evaluate.NewTruth(nil, nil, nil)}
		alerts := func(x evaluate.World) (all []float64) {
			for _, c := range contenders() {
				if c.Name == "random audit 30 %" {
					continue // it looks at shelves
				}
				spy := &spy{Detector: c.New(x)}
				_, err := evaluate.Watch(context.Background(), x, []evaluate.Detector{spy})
				So(err, ShouldBeNil)
				all = append(all, spy.scores...)
			}
			return all
		}
		Convey("they report the same", func() {
			got := alerts(blind)
			So(len(got), ShouldBeGreaterThan, 100)
			So(got, ShouldResemble, alerts(w))
		})
	})
}

// blinded is a world in which nothing is known to have happened.
type blinded struct {
	*World
	truth *evaluate.Truth
}

func (b *blinded) Truth() *evaluate.Truth { return b.truth }

// spy keeps what a detector reports.
type spy struct {
	evaluate.Detector
	scores []float64
}

func (s *spy) Review(at int64) []detect.Alert {
	alerts := s.Detector.Review(at)
	for _, a := range alerts {
		s.scores = append(s.scores, a.Score)
	}
	return alerts
}

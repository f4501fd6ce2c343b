package evaluate

import (
	"context"
	"errors"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/detect"
)

// judged are the measures of a script in the tiny world.
func judged(w World, alerts map[int][]detect.Alert) Measures {
	results, err := Judge(context.Background(), "tiny", w, []Contender{{"script", func(World) Detector { return &script{alerts: alerts} }}})
	So(err, ShouldBeNil)
	So(results, ShouldHaveLength, 1)
	return results[0].Measures
}

func TestAlertsAreHeldAgainstTheTruth(t *testing.T) {
	truth := newTiny().truth
	cloned := detect.Alert{Kind: detect.Cloned, Origin: 1, Units: []int64{9001}}
	for name, row := range map[string]struct {
		alert  detect.Alert
		right  bool
		origin bool
		lots   []int32
		clones []int32
	}{
		"all evidence of a lot":             {says(1, 101, 102, 103), true, true, []int32{0}, nil},
		"half of it":                        {says(1, 101, 102, 1, 2), true, true, []int32{0}, nil},
		"less than half":                    {says(1, 101, 102, 1, 2, 3), false, false, nil, nil},
		"one unit, which is all":            {says(1, 101), true, true, []int32{0}, nil},
		"one of two":                        {says(1, 101, 1), true, true, []int32{0}, nil},
		"two of each of two lots":           {says(1, 101, 102, 201, 202), true, true, []int32{0, 1}, nil},
		"one stray unit of another lot":     {says(1, 101, 102, 103, 201), true, true, []int32{0}, nil},
		"no evidence":                       {says(1), false, false, nil, nil},
		"cases where there are no units":    {detect.Alert{Kind: detect.Diverted, Origin: 1, Cases: []int64{200}}, true, true, []int32{1}, nil},
		"units go before cases":             {detect.Alert{Kind: detect.Diverted, Origin: 1, Units: []int64{1}, Cases: []int64{200}}, false, false, nil, nil},
		"a case among the units":            {says(1, 200), true, true, []int32{1}, nil},
		"the wrong distributor":             {detect.Alert{Kind: detect.Diverted, Origin: 2, Units: []int64{101}}, true, false, []int32{0}, nil},
		"a copied code":                     {cloned, true, false, nil, []int32{0}},
		"a copied code called diverted":     {says(1, 9001), false, false, nil, nil},
		"a diverted unit called copied":     {detect.Alert{Kind: detect.Cloned, Units: []int64{101}}, false, false, nil, nil},
		"the last unit of a run":            {says(1, 124), true, true, []int32{0}, nil},
		"the unit behind the last of a run": {says(1, 125), false, false, nil, nil},
	} {
		v := judge(truth, &row.alert)
		if v.right != row.right || v.rightOrigin != row.origin || !sameSet(v.lots, row.lots) || !sameSet(v.clones, row.clones) {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func sameSet(a, b []int32) bool {
	in := map[int32]bool{}
	for _, x := range a {
		in[x] = true
	}
	for _, x := range b {
		if !in[x] {
			return false
		}
	}
	return len(a) == len(b)
}

func TestMeasuresOfATinyWorld(t *testing.T) {
	Convey("Given three lots in seventy days, two of which can be judged", t, func() {
		w := newTiny()

		Convey("a detector that finds both on the third day, with one false alert between", func() {
			m := judged(w, map[int][]detect.Alert{
				3:  {says(90, 201, 202), says(80, 1, 2), says(70, 101)},
				66: {{Kind: detect.Diverted, Origin: 2, Score: 60, Units: []int64{5}}},
			})
			So(m["precision"], ShouldAlmostEqual, 2.0/4)
			So(m["recall"], ShouldEqual, 1)
			So(m["recall_large"], ShouldEqual, 1)
			So(m["recall_size_1"], ShouldEqual, 1)
			So(m["recall_size_20"], ShouldEqual, 1)
			So(m["recall_type_gift"], ShouldEqual, 1)
			So(m, ShouldNotContainKey, "recall_size_500") // it began less than sixty days before the end
			So(m["days_to_first_alert"], ShouldEqual, 3)
			So(m["attribution"], ShouldEqual, 1)
			So(m["false_alerts"], ShouldEqual, 2)
			// B and C are honest; of the false alerts one names B. Seventy days are 7/3 months.
			So(m["false_per_honest_distributor_month"], ShouldAlmostEqual, 1/(2*7.0/3))
			So(m["false_per_10000_honest_cases"], ShouldEqual, 1)
			So(m["alerts_per_week"], ShouldAlmostEqual, 0.4)
			So(m["lots"], ShouldEqual, 3)
			So(m["scans"], ShouldEqual, 2)
		})
		Convey("precision of the best looks at no more than there were lots that week", func() {
			// In the first week two lots are active: the two best are looked at.
			m := judged(w, map[int][]detect.Alert{2: {says(70, 101), says(90, 201, 202), says(10, 1), says(5, 3)}})
			So(m["precision_50"], ShouldEqual, 1)
			So(m["recall_50"], ShouldEqual, 1)
			So(m["balance_50"], ShouldEqual, 1)
			m = judged(w, map[int][]detect.Alert{2: {says(70, 101), says(90, 1), says(10, 3), says(5, 201)}})
			So(m["precision_50"], ShouldEqual, 0.5)
			m = judged(w, map[int][]detect.Alert{2: {says(70, 101)}})
			So(m["balance_50"], ShouldAlmostEqual, 2*1*0.5/1.5)
		})
		Convey("who reports nothing has no precision, and no recall", func() {
			m := judged(w, nil)
			So(m, ShouldNotContainKey, "precision")
			So(m, ShouldNotContainKey, "precision_50")
			So(m, ShouldNotContainKey, "attribution")
			So(m["recall"], ShouldEqual, 0)
			So(m["balance_50"], ShouldEqual, 0)
			So(m["average_precision"], ShouldEqual, 0)
		})
		Convey("a lot that is found after its sixty days counts as missed", func() {
			m := judged(w, map[int][]detect.Alert{61: {says(90, 201, 202)}, 60: {says(90, 101)}})
			So(m["recall_size_20"], ShouldEqual, 0)
			So(m["recall_size_1"], ShouldEqual, 1)
		})
		Convey("average precision counts each lot once, by rank", func() {
			m := judged(w, map[int][]detect.Alert{
				1: {says(90, 1), says(80, 101), says(70, 102), says(60, 201)},
			})
			// Ranks 2 and 4 find lots: 1/2 and 3/4, over three lots.
			So(m["average_precision"], ShouldAlmostEqual, (0.5+0.75)/3)
		})
		Convey("copied codes are measured by themselves", func() {
			m := judged(w, map[int][]detect.Alert{
				1: {{Kind: detect.Cloned, Units: []int64{9002}}, {Kind: detect.Cloned, Origin: 3, Units: []int64{5}}},
			})
			So(m["clone_precision"], ShouldEqual, 0.5)
			So(m["clone_recall_10"], ShouldEqual, 0)
			So(m["clone_recall_1000"], ShouldEqual, 1)
			So(m["false_alerts"], ShouldEqual, 1)
			So(m["false_per_honest_distributor_month"], ShouldBeGreaterThan, 0)
		})
	})
}

func TestRecallOfTheBestOfAWeek(t *testing.T) {
	Convey("Given sixty alerts in a week, of which the weakest finds a lot", t, func() {
		var alerts []detect.Alert
		for i := range 59 {
			alerts = append(alerts, says(50, int64(i+1)))
		}
		m := judged(newTiny(), map[int][]detect.Alert{1: append(alerts, says(10, 201, 202))})

		Convey("the fifty best do not find it, the two hundred best do", func() {
			So(m["recall_50_large"], ShouldEqual, 0)
			So(m["recall_200_large"], ShouldEqual, 1)
			So(m["recall_large"], ShouldEqual, 1)
		})
	})
}

func TestWatchingEndsWhenItIsTold(t *testing.T) {
	Convey("Given a context that has ended", t, func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := Watch(ctx, newTiny(), []Detector{&script{}})
		So(errors.Is(err, context.Canceled), ShouldBeTrue)
	})
	Convey("Given two scans 69 days apart", t, func() {
		s := &script{}
		courses, err := Watch(context.Background(), newTiny(), []Detector{s})
		So(err, ShouldBeNil)

		Convey("each day is reviewed at its end in China, the ones without scans too", func() {
			So(s.days, ShouldEqual, 70)
			So(courses[0].first, ShouldEqual, first+day)
			So(courses[0].last, ShouldEqual, first+70*day)
		})
	})
}

func TestIntervals(t *testing.T) {
	for name, row := range map[string]struct {
		values     []float64
		mean, half float64
	}{
		"none":            {nil, 0, 0},
		"one":             {[]float64{3}, 3, 0},
		"two":             {[]float64{1, 3}, 2, 12.706},
		"five":            {[]float64{1, 2, 3, 4, 5}, 3, 2.776 * 0.7071},
		"all the same":    {[]float64{2, 2, 2}, 2, 0},
		"more than table": {make([]float64, 40), 0, 0},
	} {
		i := NewInterval(row.values)
		if i.Seeds != len(row.values) || abs(i.Mean-row.mean) > 1e-9 || abs(i.Half-row.half) > 1e-3 {
			t.Errorf("%s: %+v", name, i)
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }

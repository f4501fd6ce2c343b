package evaluate

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/detect"
)

// outside is a scan of A's unit in Guangzhou.
func outside(unit int64) *detect.Sighting {
	return &detect.Sighting{At: onDay(0), Unit: unit, Origin: 1, Product: 1, City: 4401, Where: detect.Away}
}

// endOfWeek is what a baseline reports after seven days.
func endOfWeek(d Detector) (alerts []detect.Alert) {
	for range 6 {
		So(d.Review(0), ShouldBeEmpty)
	}
	return d.Review(0)
}

func TestFences(t *testing.T) {
	Convey("Given a fence of three scans", t, func() {
		f := NewFence(3)
		f.Observe(outside(1))
		f.Observe(outside(2))
		f.Observe(outside(2))

		Convey("two units are too few, however often they are scanned", func() {
			So(endOfWeek(f), ShouldBeEmpty)
		})
		Convey("three units are reported at the week's end, and not again", func() {
			f.Observe(outside(3))
			alerts := endOfWeek(f)
			So(alerts, ShouldHaveLength, 1)
			So(alerts[0].Origin, ShouldEqual, 1)
			So(alerts[0].City, ShouldEqual, 4401)
			So(alerts[0].Score, ShouldEqual, 3)
			So(alerts[0].Units, ShouldResemble, []int64{1, 2, 3})
			So(endOfWeek(f), ShouldBeEmpty)
		})
		Convey("weeks are counted apart", func() {
			So(endOfWeek(f), ShouldBeEmpty)
			f.Observe(outside(3))
			So(endOfWeek(f), ShouldBeEmpty)
		})
	})
	Convey("Given a plain fence", t, func() {
		f := NewFence(1)
		for name, spoil := range map[string]func(*detect.Sighting){
			"at home": func(s *detect.Sighting) { s.Where = detect.Home }, "nowhere": func(s *detect.Sighting) { s.Where = detect.Unknown },
			"staff": func(s *detect.Sighting) { s.Staff = true }, "a trial": func(s *detect.Sighting) { s.Test = true },
		} {
			Convey("it leaves out what is "+name, func() {
				s := outside(1)
				spoil(s)
				f.Observe(s)
				So(endOfWeek(f), ShouldBeEmpty)
			})
		}
		Convey("it takes the border for outside, and ranks by number", func() {
			s := outside(1)
			s.Where, s.City = detect.Border, 3305
			f.Observe(s)
			f.Observe(outside(2))
			f.Observe(outside(3))
			alerts := endOfWeek(f)
			So(alerts, ShouldHaveLength, 2)
			So(alerts[0].City, ShouldEqual, 4401)
			So(alerts[1].City, ShouldEqual, 3305)
		})
		Convey("its evidence is bounded, and spread over what it saw", func() {
			for unit := range int64(1000) {
				f.Observe(outside(unit))
			}
			alerts := endOfWeek(f)
			So(alerts[0].Units, ShouldHaveLength, bounded)
			So(alerts[0].Score, ShouldEqual, 1000)
			So(alerts[0].Units[bounded-1], ShouldBeGreaterThan, 900)
		})
	})
}

func TestImpossibleTravel(t *testing.T) {
	Convey("Given the baseline of impossible travel", t, func() {
		d := NewTravel()
		// Hangzhou to Guangzhou is about 1,040 km: 70 minutes by aeroplane.
		scan := func(minute int64, city int32, where detect.Where) {
			d.Observe(&detect.Sighting{At: first + minute*60, Unit: 7, Origin: 1, Product: 1, City: city, Where: where})
		}
		Convey("an hour is too short for the way: the code was copied, and the goods are outside", func() {
			scan(0, 3301, detect.Home)
			scan(60, 4401, detect.Away)
			alerts := endOfWeek(d)
			So(alerts, ShouldHaveLength, 2)
			So(alerts[0].Kind, ShouldEqual, detect.Diverted)
			So(alerts[1].Kind, ShouldEqual, detect.Cloned)
			So(alerts[1].Units, ShouldResemble, []int64{7})
		})
		Convey("two hours are enough", func() {
			scan(0, 3301, detect.Home)
			scan(120, 4401, detect.Away)
			So(endOfWeek(d), ShouldBeEmpty)
		})
		Convey("two cities side by side may be one that was seen wrongly", func() {
			scan(0, 4401, detect.Away)
			scan(1, 4406, detect.Away)
			So(endOfWeek(d), ShouldBeEmpty)
		})
		Convey("what is far longer ago is forgotten", func() {
			scan(0, 3301, detect.Home)
			for hour := range int64(20) {
				d.Observe(&detect.Sighting{At: first + hour*3600, Unit: 100 + hour, City: 3301})
			}
			So(len(d.(*travel).older)+len(d.(*travel).newer), ShouldBeLessThan, 20)
		})
	})
}

func TestAudits(t *testing.T) {
	Convey("Given audits", t, func() {
		w := newTiny()
		Convey("of everything: each lot is found late, and rightly", func() {
			a := NewAuditor(w, 1, 1)
			So(a.Review(first+late*day-1), ShouldBeEmpty)
			alerts := a.Review(first + 200*day)
			So(alerts, ShouldHaveLength, 3)
			for _, alert := range alerts {
				v := judge(w.truth, &alert)
				So(v.right && v.rightOrigin, ShouldBeTrue)
			}
			So(a.Review(first+300*day), ShouldBeEmpty)
		})
		Convey("of nothing", func() {
			So(NewAuditor(w, 0, 1).Review(first+200*day), ShouldBeEmpty)
		})
	})
}

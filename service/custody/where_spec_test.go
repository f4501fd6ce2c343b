package custody_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// Whatever was told, counting units by ranges comes to what asking for each unit does, and
// looking into containers to what looking out of units does.
func TestRangesSayWhatSingleItemsSay(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStage(t, e)
		cases := map[testkit.Engine]int{testkit.SQLite: 40, testkit.MySQL: 15}[e]
		if testing.Short() || raceEnabled {
			cases = 4
		}
		check(t, cases, func(t *rapid.T) {
			log := custody.DrawLog(t)
			s.issue(t)
			for _, c := range log {
				if _, err := s.Custody.Record(s.Ctx, s.real(c)); err != nil {
					t.Fatal(err)
				}
			}
			trace, _ := custody.PaperFold(log)
			for _, c := range log {
				s.countsAgree(t, c.At, trace)
			}
		})
	})
}

func (s *stage) countsAgree(t *rapid.T, paper time.Time, trace func(model.ItemID, time.Time) custody.Trace) {
	at := s.when(paper)
	want := map[custody.Place]int64{}
	inside := map[model.ItemID][]model.ItemRange{}
	var units []model.ItemRange
	for _, preLinked := range []bool{true, false} {
		for i := custody.PaperItems(preLinked, model.LevelUnit).From; i < custody.PaperItems(preLinked, model.LevelUnit).To; i++ {
			said := s.realTrace(trace(i, paper))
			want[placeOf(said)]++
			units = append(units, model.One(s.item(i)))
			for _, container := range said.Chain[1:] {
				inside[container] = append(inside[container], model.One(s.item(i)))
			}
		}
	}
	found, err := s.Custody.WhereIs(s.Ctx, units, at)
	if err != nil {
		t.Fatal(err)
	}
	got := map[custody.Place]int64{}
	for _, w := range found {
		got[w.Place] = w.Units
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("at %s: %v, want %v", at, got, want)
	}
	for _, container := range s.containers() {
		units := inside[container]
		got, err := s.Custody.UnitsIn(s.Ctx, []model.ItemRange{model.One(container)}, at)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, model.MergeRanges(units)) {
			t.Fatalf("in %s at %s: %v, want %v", container, at, got, units)
		}
	}
}

// containers are those of the paper, on this stage.
func (s *stage) containers() (all []model.ItemID) {
	for _, level := range custody.PaperLevels {
		for i := custody.PaperItems(true, level).From; level != model.LevelUnit && i < custody.PaperItems(false, level).To; i++ {
			all = append(all, s.item(i))
		}
	}
	return all
}

func placeOf(t custody.Trace) custody.Place {
	p := custody.Place{Standing: custody.Untold, Assigned: t.Assigned}
	switch {
	case t.InTransit != 0:
		p.Standing, p.Org = custody.OnTheWay, t.InTransit
	case t.Holder != 0:
		p.Standing, p.Org = custody.Held, t.Holder
	case t.Lost != 0:
		p.Standing = custody.Lost
	case t.Known:
		p.Standing = custody.Destroyed
	}
	return p
}

func TestWhereABatchIs(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two pallets of caps that came in no order, one of which D1 has opened", t, func() {
			b := newBottler(t, e)
			b.captures(false, b.capped(0), b.capped(1))
			b.Ship(b.Brand, b.d1, b.onto(0), b.onto(1))
			b.Tick(time.Minute)
			b.Receive(b.d1, b.onto(0))
			b.Tick(time.Minute)
			b.Ship(b.d1, b.t1, b.carton(0))
			So(b.does(model.Destroy, b.d1, nobody, b.cap(6)), ShouldBeNil)
			b.Tick(time.Minute)
			where := func() map[custody.Place]int64 { return b.where(b.caps.Level(model.LevelUnit).ItemRange) }
			want := map[custody.Place]int64{
				{Standing: custody.OnTheWay, Org: b.d1.ID, Assigned: b.d1.ID}: 24,
				{Standing: custody.OnTheWay, Org: b.t1.ID, Assigned: b.d1.ID}: 6,
				{Standing: custody.Held, Org: b.d1.ID, Assigned: b.d1.ID}:     17,
				{Standing: custody.Destroyed, Assigned: b.d1.ID}:              1,
				{Standing: custody.Untold}:                                    432,
			}

			Convey("its caps are counted by place, those that were never packed too", func() {
				So(where(), ShouldResemble, want)
			})
			Convey("and when their rows have become blocks", func() {
				b.Tick(time.Hour)
				_, err := b.Custody.Compact(b.Ctx)
				So(err, ShouldBeNil)
				So(where(), ShouldResemble, want)
			})
			Convey("a cap that the line did not pack is where somebody has it, among many and among few", func() {
				So(b.does(model.Commission, nobody, b.Brand, b.cap(460)), ShouldBeNil)
				b.Tick(time.Minute)
				want[custody.Place{Standing: custody.Held, Org: b.Brand.ID}], want[custody.Place{Standing: custody.Untold}] = 1, 431
				So(where(), ShouldResemble, want)
				So(b.where(ones(b.cap(460), b.cap(461), b.cap(0), b.cap(6))...), ShouldResemble, map[custody.Place]int64{
					{Standing: custody.Held, Org: b.Brand.ID}:                     1,
					{Standing: custody.Untold}:                                    1,
					{Standing: custody.OnTheWay, Org: b.t1.ID, Assigned: b.d1.ID}: 1,
					{Standing: custody.Destroyed, Assigned: b.d1.ID}:              1,
				})
			})
			Convey("caps of bottles that came in no order, too, are where these are", func() {
				bottles := b.BatchOf("BOTTLES", b.Products[0].ID, code.Profile{
					Name: "bottles", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "bottle", Outer: true}},
				}, model.ScatterLinked, 600)
				pallet, first := b.packed(5), b.packed(5).Packs[0].Items
				for i := range first {
					pallet.Packs[0].Items[i] = testkit.Item(bottles, model.LevelUnit, int64(97*i))
				}
				So(states(b.captures(false, pallet)), ShouldResemble, []custody.CaptureState{custody.CaptureRecorded})
				for i, n := range []int64{450, 451, 452} {
					outcomes, err := b.Custody.RecordPairs(b.Ctx, []custody.Pair{{
						Inner: b.Print(model.FaceUnitInner, b.cap(n)), Outer: b.Print(model.FaceUnitOuter, pallet.Packs[0].Items[i]),
					}})
					So(err, ShouldBeNil)
					So(outcomes[0].Err, ShouldBeNil)
				}
				b.Tick(time.Minute)
				want[custody.Place{Standing: custody.Held, Org: b.Brand.ID}], want[custody.Place{Standing: custody.Untold}] = 3, 429
				So(where(), ShouldResemble, want)
				b.Ship(b.Brand, b.d2, b.onto(5))
				b.Tick(time.Minute)
				So(b.where(ones(b.cap(450), b.cap(451), b.cap(453))...), ShouldResemble, map[custody.Place]int64{
					{Standing: custody.OnTheWay, Org: b.d2.ID, Assigned: b.d2.ID}: 2, {Standing: custody.Untold}: 1,
				})
			})
			Convey("a pallet opens into cases, and cases into the caps that are still there", func() {
				cases, err := b.Custody.Inside(b.Ctx, b.onto(0), 1, b.Clock.Now())
				So(err, ShouldBeNil)
				So(cases, ShouldResemble, []custody.Contents{
					{Items: model.ItemRange{From: b.carton(1), To: b.carton(4)}, Into: model.One(b.onto(0)), PerParent: 3},
				})
				caps, err := b.Custody.UnitsIn(b.Ctx, []model.ItemRange{model.One(b.carton(1))}, b.Clock.Now())
				So(err, ShouldBeNil)
				var held int64
				for _, r := range caps {
					held += r.Len()
					So(r.Contains(b.cap(6)), ShouldBeFalse)
				}
				So(held, ShouldEqual, 5)
			})
			Convey("a cap's trail is its own events, and its containers' while it was in them", func() {
				So(b.kinds(b.cap(0)), ShouldResemble, []string{"pack 1/unit", "ship 1/pallet", "receive 1/pallet", "ship 1/case"})
				So(b.kinds(b.cap(6)), ShouldResemble, []string{"pack 1/unit", "ship 1/pallet", "receive 1/pallet", "destroy 1/unit"})
				So(b.kinds(b.cap(400)), ShouldBeEmpty)
			})
		})
		Convey("Given a pre-linked pallet whose case was sold on after the pallet came back", t, func() {
			s := newStory(t, e)
			s.delivered(s.d1, s.pallet(0))
			s.Ship(s.d1, s.t1, s.box(0))
			s.Tick(time.Minute)
			s.Ship(s.d1, s.w1, s.pallet(0))
			s.Tick(time.Minute)
			s.reports(model.Receive, s.Clock.Now(), nobody, s.d2, s.unit(71))

			Convey("the case's trail has nothing of the pallet any more, the pallet's has", func() {
				So(s.kinds(s.unit(0)), ShouldResemble, []string{"commission 1/pallet", "ship 1/pallet", "receive 1/pallet", "ship 1/case"})
				So(s.kinds(s.unit(23)), ShouldResemble, []string{"commission 1/pallet", "ship 1/pallet", "receive 1/pallet", "ship 1/pallet"})
			})
			Convey("many units are asked for together, however they lie", func() {
				ask := func(units ...model.ItemRange) int64 { return s.Statements(func() { s.where(units...) }) }
				var odd []model.ItemRange
				for n := int64(1); n < 72; n += 2 {
					odd = append(odd, model.One(s.unit(n)))
				}
				So(ask(odd...), ShouldEqual, ask(model.ItemRange{From: s.unit(0), To: s.unit(72)}))
				b := newBottler(t, e)
				b.captures(false, b.capped(0), b.capped(1))
				odd = nil
				for n := int64(1); n < 480; n += 3 {
					odd = append(odd, model.One(testkit.Item(b.caps, model.LevelUnit, n)))
				}
				So(b.Statements(func() { b.where(odd...) }), ShouldBeLessThan, 50)
			})
			Convey("what has not taken place is in the trail as pending", func() {
				trail, err := s.Custody.Trail(s.Ctx, s.unit(71))
				So(err, ShouldBeNil)
				So(trail[len(trail)-1].State, ShouldEqual, model.EventPending)
			})
		})
	})
}

// where counts units by the places where they are now.
func (s *story) where(units ...model.ItemRange) map[custody.Place]int64 {
	found, err := s.Custody.WhereIs(s.Ctx, units, s.Clock.Now())
	So(err, ShouldBeNil)
	counts := map[custody.Place]int64{}
	for _, w := range found {
		counts[w.Place] = w.Units
	}
	return counts
}

// kinds is an item's trail as words: what happened, and to an item of which level.
func (s *story) kinds(item model.ItemID) []string {
	trail, err := s.Custody.Trail(s.Ctx, item)
	So(err, ShouldBeNil)
	var words []string
	for _, f := range trail {
		words = append(words, custody.KindName(f.Kind)+" "+"1/"+f.Through.Level().String())
	}
	return words
}

func ones(items ...model.ItemID) []model.ItemRange {
	runs := make([]model.ItemRange, len(items))
	for i, item := range items {
		runs[i] = model.One(item)
	}
	return runs
}

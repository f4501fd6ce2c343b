package insight_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/insight"
	"channelrouter/service/testkit"
)

// heard takes what a reader is told until it has so many facts, or nothing comes for a while.
func heard(news <-chan insight.Told, facts int) (all []int64, open bool) {
	for len(all) < facts {
		select {
		case told, more := <-news:
			if !more {
				return all, false
			}
			for _, f := range told.Facts {
				all = append(all, f.ID)
			}
		case <-time.After(10 * time.Second):
			return all, true
		}
	}
	return all, true
}

func TestLive(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a reader of the feed who has heard of two scans", t, func() {
			o := newTown(t, e)
			follow := func(after *insight.Place) (insight.Told, <-chan insight.Told, func()) {
				before, news, leave, err := o.Insight.Follow(o.Ctx, after)
				So(err, ShouldBeNil)
				return before, news, leave
			}
			for n := range int64(2) {
				o.guided(o.guide, n)
			}
			o.settle()
			before, news, leave := follow(nil)
			defer leave()
			So(before.Facts, ShouldHaveLength, 2)
			last := before.Facts[1]
			place := insight.Place{Pass: last.Pass, ID: last.ID}

			Convey("he hears of the next ones as they are counted, each once and in their order", func() {
				for n := int64(2); n < 7; n++ {
					o.guided(o.guide, n)
					o.settle()
				}
				ids, open := heard(news, 5)
				So(open, ShouldBeTrue)
				So(ids, ShouldHaveLength, 5)
				for i := 1; i < len(ids); i++ {
					So(ids[i], ShouldBeGreaterThan, ids[i-1])
				}
			})
			Convey("who comes back behind his last event misses nothing and hears nothing twice", func() {
				leave()
				for n := int64(2); n < 9; n++ {
					o.guided(o.guide, n)
				}
				o.settle()
				again, news, leave := follow(&place)
				defer leave()
				var all []int64
				for _, f := range again.Facts {
					all = append(all, f.ID)
				}
				o.guided(o.guide, 10)
				o.settle()
				later, _ := heard(news, 8-len(all))
				all = append(all, later...)
				So(again.Skipped, ShouldBeFalse)
				So(all, ShouldHaveLength, 8)
				known := map[int64]bool{last.ID: true, before.Facts[0].ID: true}
				for _, id := range all {
					So(known[id], ShouldBeFalse)
					known[id] = true
				}
			})
			Convey("one who does not listen is dropped, and holds nobody up", func() {
				_, deaf, gone := follow(&place)
				defer gone()
				for round := range int64(insight.Behind + 2) {
					o.guided(o.guide, 2+round)
					o.settle()
					ids, open := heard(news, 1)
					So(open, ShouldBeTrue)
					So(ids, ShouldHaveLength, 1)
				}
				tellings := 0
				for range deaf { // it was closed, behind what was waiting for him
					tellings++
				}
				So(tellings, ShouldEqual, insight.Behind)
			})
			Convey("sales are figures, and no events", func() {
				o.claim(0)
				o.settle()
				ids, _ := heard(news, 1)
				So(ids, ShouldHaveLength, 1)
				var facts []model.InsightFact
				for _, f := range o.facts() {
					if f.ID == ids[0] && f.Kind != model.InsightSale {
						facts = append(facts, f)
					}
				}
				So(facts, ShouldHaveLength, 1)
			})
			Convey("when the process ends all are told to come again elsewhere", func() {
				o.Insight.Close()
				_, open := heard(news, 1)
				So(open, ShouldBeFalse)
				_, _, _, err := o.Insight.Follow(o.Ctx, nil)
				So(err, ShouldWrap, insight.ErrEnding)
			})
		})
	})
}

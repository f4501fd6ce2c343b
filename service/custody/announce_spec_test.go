package custody_test

import (
	"encoding/json"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// rewritten is what was announced of goods' past.
func (s *story) rewritten() []event.CustodyRewritten {
	var told []outbox.Message
	So(s.DB.Conn(s.Ctx).Where("type = ?", event.CustodyRewritten{}.EventType()).Order("id").Find(&told).Error, ShouldBeNil)
	all := make([]event.CustodyRewritten, len(told))
	for i, m := range told {
		So(json.Unmarshal(m.Payload, &all[i]), ShouldBeNil)
	}
	return all
}

func TestCapsAreAnnounced(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a line that packs caps which somebody may have scanned by then", t, func() {
			b := newBottler(t, e)
			ever := func(fact event.CustodyRewritten, caps ...int64) {
				So(fact.Since, ShouldHappenBefore, testkit.Start)
				for _, n := range caps {
					So(model.MergeRanges(append(fact.Goods, model.One(b.cap(n)))), ShouldResemble, fact.Goods)
				}
			}
			pallet := func(n int64) (caps []int64) {
				for i := range int64(24) {
					caps = append(caps, 24*n+i)
				}
				return caps
			}

			Convey("a pallet announces its caps, at any time, once; so does one that carries on", func() {
				events := count[model.CustodyEvent](b.story)
				b.captures(false, b.capped(0), b.capped(1))
				So(count[model.CustodyEvent](b.story), ShouldEqual, events+1)
				told := b.rewritten()
				So(told, ShouldHaveLength, 2)
				ever(told[0], pallet(0)...)
				ever(told[1], pallet(1)...)
			})
			Convey("so does one that is told as it is closed, which nothing else is said of", func() {
				now := b.capped(0)
				now.At = time.Time{}
				b.captures(false, now)
				So(b.rewritten(), ShouldHaveLength, 1)
				ever(b.rewritten()[0], pallet(0)...)
			})
			Convey("so does one that is kept until what it waits for is told", func() {
				b.reports(model.Ship, b.began.Add(time.Minute), b.Brand, b.d1, b.onto(0))
				before := len(b.rewritten())
				b.captures(true, b.capped(0))
				told := b.rewritten()
				So(told, ShouldHaveLength, before+1)
				ever(told[before], pallet(0)...)
			})
			Convey("and caps that are told to close bottles are announced, those of a report together", func() {
				pairs := make([]custody.Pair, 3)
				for n := range int64(3) {
					pairs[n] = custody.Pair{
						Inner: b.Print(model.FaceUnitInner, b.cap(n)), Outer: b.Print(model.FaceUnitOuter, testkit.Item(b.line, model.LevelUnit, n)),
					}
				}
				for range 2 {
					_, err := b.Custody.RecordPairs(b.Ctx, pairs)
					So(err, ShouldBeNil)
					So(b.rewritten(), ShouldHaveLength, 1)
					ever(b.rewritten()[0], 0, 1, 2)
				}
			})
		})
	})
}

package custody_test

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// voids takes an event back.
func (s *story) voids(e model.CustodyEvent) {
	voided, err := s.Custody.Void(s.Ctx, e.ID, "did_not_occur")
	So(err, ShouldBeNil)
	So(voided.ID, ShouldEqual, e.ID)
	So(voided.State, ShouldEqual, model.EventVoided)
	So(s.state(e), ShouldEqual, model.EventVoided)
}

// told is the events that the export tells of a batch.
func (s *story) told(b *code.Batch) (ids []model.EventID) {
	events, _, err := s.Custody.About(s.Ctx, b)
	So(err, ShouldBeNil)
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	return ids
}

func TestVoiding(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a pallet that the brand is said to have shipped to D2 this morning", t, func() {
			s := newStory(t, e)
			before, told := s.Trace(s.pallet(0)), s.told(s.batch)
			morning := s.Clock.Now()
			s.Tick(8 * time.Hour)
			shipment := s.reports(model.Ship, morning.Add(time.Hour), s.Brand, s.d2, s.pallet(0))
			So(s.Trace(s.unit(0)).Assigned, ShouldEqual, s.d2.ID)

			Convey("when that is voided, it is as if it had never been told, but for the log", func() {
				s.voids(shipment)
				So(s.Trace(s.pallet(0)), ShouldResemble, before)
				So(s.TraceAt(s.unit(0), morning.Add(2*time.Hour)).Assigned, ShouldEqual, 0)
				So(s.told(s.batch), ShouldResemble, told)
				trail, err := s.Custody.Trail(s.Ctx, s.unit(0))
				So(err, ShouldBeNil)
				So(trail, ShouldHaveLength, 1)
				stored, err := s.Custody.Event(s.Ctx, shipment.ID)
				So(err, ShouldBeNil)
				So(stored.EventTime, ShouldEqual, shipment.EventTime)
			})
			Convey("scans since then are told, once, however often it is voided", func() {
				news := len(s.rewritten())
				for range 2 {
					s.voids(shipment)
				}
				told := s.rewritten()
				So(told, ShouldHaveLength, news+1)
				So(told[news].EventID, ShouldEqual, shipment.ID)
				So(told[news].Since, ShouldEqual, shipment.EventTime)
				So(model.MergeRanges(append(told[news].Goods, model.One(s.unit(23)))), ShouldResemble, told[news].Goods)
			})
			Convey("what followed and rested on it is pending, and takes place once what did happen is told", func() {
				receipt := s.reports(model.Receive, morning.Add(2*time.Hour), nobody, s.d2, s.pallet(0))
				opened := s.reports(model.Unpack, morning.Add(3*time.Hour), s.d2, nobody, s.box(0))
				s.voids(shipment)
				So([]model.EventState{s.state(receipt), s.state(opened)}, ShouldResemble, []model.EventState{model.EventPending, model.EventPending})
				So(s.Trace(s.unit(0)).Holder, ShouldEqual, s.Brand.ID)
				So(s.Trace(s.box(0)).Chain, ShouldHaveLength, 2)
				s.reports(model.Ship, morning.Add(time.Hour), s.Brand, s.d1, s.pallet(0))
				So([]model.EventState{s.state(receipt), s.state(opened)}, ShouldResemble, []model.EventState{model.EventApplied, model.EventApplied})
				So(s.Trace(s.unit(0)).Holder, ShouldEqual, s.d2.ID)
				So(s.Trace(s.unit(0)).Assigned, ShouldEqual, s.d1.ID)
			})
			Convey("what waited because of it takes place, for all of its goods", func() {
				truck := s.reports(model.Ship, morning.Add(2*time.Hour), s.Brand, s.d1, s.pallet(0), s.pallet(1))
				So(truck.State, ShouldEqual, model.EventPending)
				So(s.Trace(s.pallet(1)).Assigned, ShouldEqual, s.d1.ID)
				s.voids(shipment)
				So(s.state(truck), ShouldEqual, model.EventApplied)
				So(s.Trace(s.unit(0)).Assigned, ShouldEqual, s.d1.ID)
			})
			Convey("of a pending event, what had happened is taken back, too", func() {
				truck := s.reports(model.Ship, morning.Add(2*time.Hour), s.Brand, s.d1, s.pallet(0), s.pallet(1))
				s.voids(truck)
				So(s.Trace(s.pallet(1)).Assigned, ShouldEqual, 0)
				So(s.Trace(s.pallet(0)).Assigned, ShouldEqual, s.d2.ID)
				s.reports(model.Receive, morning.Add(4*time.Hour), nobody, s.d2, s.pallet(0))
				So(s.state(truck), ShouldEqual, model.EventVoided) // it does not wait any more
				So(s.Trace(s.pallet(1)).Assigned, ShouldEqual, 0)
			})
			Convey("later facts about the goods do not bring it back, nor does telling it again", func() {
				s.voids(shipment)
				s.reports(model.Unpack, morning.Add(30*time.Minute), s.Brand, nobody, s.box(0))
				So(s.state(shipment), ShouldEqual, model.EventVoided)
				So(s.Trace(s.pallet(0)), ShouldResemble, before)
				again, err := s.Custody.Record(s.Ctx, custody.Command{
					Key: shipment.Key, Kind: model.Ship, At: shipment.EventTime, Offline: true, From: s.Brand.ID, To: s.d2.ID, Goods: testkit.Goods(s.pallet(0)),
				})
				So(err, ShouldBeNil)
				So(again.State, ShouldEqual, model.EventVoided)
				So(s.Trace(s.pallet(0)), ShouldResemble, before)
			})
			Convey("when the voiding cannot be committed, nothing has changed", func() {
				news := len(s.rewritten())
				broken := errors.New("the power fails")
				_, err := s.Custody.Void(db.BeforeCommit(s.Ctx, func(context.Context) error { return broken }), shipment.ID, "")
				So(err, ShouldEqual, broken)
				So(s.state(shipment), ShouldEqual, model.EventApplied)
				So(s.Trace(s.unit(0)).Assigned, ShouldEqual, s.d2.ID)
				So(s.rewritten(), ShouldHaveLength, news)
			})
			Convey("the note for the audit log says what was voided, and why", func() {
				var notes []string
				audited := db.BeforeCommit(s.Ctx, func(ctx context.Context) error {
					notes = db.Notes(ctx)
					return nil
				})
				_, err := s.Custody.Void(audited, shipment.ID, "incorrect_data")
				So(err, ShouldBeNil)
				So(notes, ShouldHaveLength, 1)
				So(notes[0], ShouldEndWith, "voided: incorrect_data")
			})
			Convey("what nobody recorded is not voided", func() {
				_, err := s.Custody.Void(s.Ctx, 1, "")
				So(err, ShouldWrap, custody.ErrUnknownEvent)
			})
		})
	})
}

func TestVoidingPacks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given units that are said to have been packed into a carton, which went to D1", t, func() {
			s := newStory(t, e)
			line := s.LineBatch("L1", 1)
			carton := testkit.Item(line, model.LevelCase, 0)
			So(s.does(model.Unpack, s.Brand, nobody, s.unit(0), s.unit(1)), ShouldBeNil)
			s.Tick(time.Minute)
			pack, err := s.Record(custody.Command{Kind: model.Pack, From: s.Brand.ID, Goods: []custody.Goods{
				testkit.Into(testkit.Run(s.batch, model.LevelUnit, 0, 2), carton, 2),
			}})
			So(err, ShouldBeNil)
			s.Tick(time.Minute)
			So(s.does(model.Ship, s.Brand, s.d1, carton), ShouldBeNil)
			So(s.Trace(s.unit(0)).Assigned, ShouldEqual, s.d1.ID)
			s.voids(pack)

			Convey("they were not in it, and it never came into being", func() {
				So(s.Trace(s.unit(0)), ShouldResemble, custody.Trace{Chain: []model.ItemID{s.unit(0)}, Known: true, Holder: s.Brand.ID})
				So(s.Trace(carton).Known, ShouldBeFalse)
				inside, err := s.Custody.Inside(s.Ctx, carton, 1, s.Clock.Now())
				So(err, ShouldBeNil)
				So(inside, ShouldBeEmpty)
				So(s.told(line), ShouldBeEmpty)
			})
			Convey("and nothing of it is told of the units, nor of the carton's way", func() {
				So(s.told(s.batch), ShouldHaveLength, 2)
				trail, err := s.Custody.Trail(s.Ctx, s.unit(0))
				So(err, ShouldBeNil)
				So(trail, ShouldHaveLength, 2)
				trail, err = s.Custody.Trail(s.Ctx, carton)
				So(err, ShouldBeNil)
				So(trail, ShouldHaveLength, 1)
				So(trail[0].State, ShouldEqual, model.EventPending) // its shipment
			})
		})
		Convey("Given pallets of a line, one of caps that came in no order", t, func() {
			b := newBottler(t, e)
			capped := b.captures(false, b.capped(0))[0]
			regular := b.captures(false, b.packed(2))[0] // an event of its own

			Convey("where the caps were without their event nobody knows: it cannot be voided", func() {
				_, err := b.Custody.Void(b.Ctx, capped.Event, "")
				So(err, ShouldWrap, custody.ErrNotVoidable)
				So(b.Trace(b.cap(0)).In(model.LevelPallet), ShouldEqual, b.onto(0))
			})
			Convey("that is found out in one look, however far its containers lie apart, and in none of what no line told", func() {
				apart := b.packed(9)
				for i := range 4 {
					carton := b.carton(int64(60 + 2*i))
					apart.Packs[i].Container, apart.Packs[4].Items[i] = carton, carton
				}
				told := b.captures(false, apart)[0].Event
				shipped, err := b.Record(custody.Command{Kind: model.Ship, From: b.Brand.ID, To: b.d1.ID, Goods: testkit.Goods(b.onto(2))})
				So(err, ShouldBeNil)
				for event, looks := range map[model.EventID]int64{told: 1, capped.Event: 1, shipped.ID: 0} {
					e, err := b.Custody.Event(b.Ctx, event)
					So(err, ShouldBeNil)
					var ranges []model.CustodyEventRange
					So(b.DB.Conn(b.Ctx).Where("event_id = ?", event).Find(&ranges).Error, ShouldBeNil)
					So(b.Statements(func() { err = b.Custody.InOrderOnly(b.Ctx, e, ranges) }), ShouldEqual, looks)
					So(err != nil, ShouldEqual, event == capped.Event)
				}
			})
			Convey("the other can", func() {
				_, err := b.Custody.Void(b.Ctx, regular.Event, "")
				So(err, ShouldBeNil)
				So(b.Trace(b.onto(2)).Known, ShouldBeFalse)
				So(b.Trace(b.onto(0)).Known, ShouldBeTrue)
			})
		})
	})
}

func TestVoidingAtOnce(t *testing.T) {
	const crowd = 20
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a shipment to D2", t, func() {
			s := newStory(t, e)
			at := s.Clock.Now()
			s.Tick(time.Hour)
			shipment := s.reports(model.Ship, at, s.Brand, s.d2, s.pallet(0))
			news := len(s.rewritten())
			pallets := []model.ItemRange{model.One(s.pallet(0))}

			Convey("twenty who void it void it once", func() {
				failures := testkit.Together(crowd, func(int) error {
					_, err := s.Custody.Void(s.Ctx, shipment.ID, "")
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				So(s.rewritten(), ShouldHaveLength, news+1)
				So(s.Trace(s.pallet(0)).Holder, ShouldEqual, s.Brand.ID)
			})
			Convey("of those who void it while others tell what followed, all end as if it had not been told", func() {
				failures := testkit.Together(crowd, func(i int) error {
					if i%4 == 0 {
						_, err := s.Custody.Void(s.Ctx, shipment.ID, "")
						return err
					}
					_, err := s.Custody.Record(s.Ctx, custody.Command{
						Key: "key-" + string(rune('a'+i)), Kind: model.Receive, At: at.Add(time.Duration(i) * time.Minute), Offline: true,
						To: s.d2.ID, Goods: testkit.Goods(s.pallet(0)),
					})
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				So(s.Trace(s.pallet(0)).Holder, ShouldEqual, s.Brand.ID)
				difference, err := s.Custody.DiffersAnew(s.Ctx, pallets)
				So(err, ShouldBeNil)
				So(difference, ShouldBeEmpty)
				var applied int64
				So(s.DB.Conn(s.Ctx).Model(&model.CustodyEvent{}).Where("kind = ? AND state <> ?", model.Receive, model.EventPending).
					Count(&applied).Error, ShouldBeNil)
				So(applied, ShouldEqual, 0)
			})
		})
	})
}

package custody_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

func TestIdempotencyKeys(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a shipment that was recorded with a key", t, func() {
			s := newStory(t, e)
			shipment := custody.Command{
				Key: "truck-7", Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, Goods: testkit.Goods(s.pallet(0)),
			}
			first, err := s.Custody.Record(s.Ctx, shipment)
			So(err, ShouldBeNil)
			before := s.rows()

			Convey("a retry gets the same event and changes nothing, although the goods have left", func() {
				again, err := s.Custody.Record(s.Ctx, shipment)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
				So(again.EventTime, ShouldEqual, first.EventTime)
				So(s.rows(), ShouldEqual, before)
			})
			Convey("another event with the key is refused, wherever its goods lie", func() {
				for _, goods := range []model.ItemID{s.pallet(1), s.pallet(0)} {
					other := shipment
					other.To, other.Goods = s.d2.ID, testkit.Goods(goods)
					_, err := s.Custody.Record(s.Ctx, other)
					So(err, ShouldWrap, custody.ErrKeyReused)
				}
				So(s.rows(), ShouldEqual, before)
			})
			Convey("a command that was refused leaves its key free", func() {
				early := custody.Command{Key: "early", Kind: model.Ship, From: s.d1.ID, To: s.t1.ID, Goods: testkit.Goods(s.pallet(0))}
				_, err := s.Custody.Record(s.Ctx, early)
				So(err, ShouldWrap, custody.ErrNotHeld)
				s.Receive(s.d1, s.pallet(0))
				_, err = s.Custody.Record(s.Ctx, early)
				So(err, ShouldBeNil)
			})
		})
	})
}

const crowd = 20

func TestAtTheSameMoment(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given pallets at the brand", t, func() {
			s := newStory(t, e)
			events := count[model.CustodyEvent](s)
			ship := func(key string, pallet model.ItemID) error {
				_, err := s.Custody.Record(s.Ctx, custody.Command{
					Key: key, Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, Goods: testkit.Goods(pallet),
				})
				return err
			}

			Convey("of twenty who ship the same one, one succeeds and the others do not hold it", func() {
				failures := testkit.Together(crowd, func(i int) error { return ship(fmt.Sprint("key-", i), s.pallet(0)) })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, custody.ErrNotHeld)
					}
				}
				So(count[model.CustodyEvent](s), ShouldEqual, events+1)
			})
			Convey("twenty retries with the same key are one event, and all get it", func() {
				ids := make([]model.EventID, crowd)
				failures := testkit.Together(crowd, func(i int) error {
					stored, err := s.Custody.Record(s.Ctx, custody.Command{
						Key: "same", Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, Goods: testkit.Goods(s.pallet(0)),
					})
					ids[i] = stored.ID
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				for _, id := range ids {
					So(id, ShouldEqual, ids[0])
				}
				So(count[model.CustodyEvent](s), ShouldEqual, events+1)
			})
			Convey("of twenty different events with one key, one is recorded and nineteen refused", func() {
				far := s.BatchOf("far", s.Products[0].ID, singles(), model.LineLinked, crowd<<18)
				failures := testkit.Together(crowd, func(i int) error {
					_, err := s.Custody.Record(s.Ctx, custody.Command{ // each in a block of its own
						Key: "same", Kind: model.Commission, To: s.Brand.ID, Goods: []custody.Goods{testkit.Run(far, model.LevelUnit, int64(i)<<18, 1)},
					})
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, custody.ErrKeyReused)
					}
				}
				So(count[model.CustodyEvent](s), ShouldEqual, events+1)
			})
			Convey("the pallet, its cases and its units are shipped by many, and everyone has what he got", func() {
				at := func(i int) model.ItemID {
					return []model.ItemID{s.pallet(0), s.box(int64(i % 4)), s.unit(int64(i))}[i%3]
				}
				failures := testkit.Together(crowd, func(i int) error { return ship(fmt.Sprint("key-", i), at(i)) })
				for i, err := range failures {
					if err != nil {
						So(err, ShouldWrap, custody.ErrNotHeld)
					}
					So(s.Trace(at(i)).InTransit, ShouldEqual, s.d1.ID)
				}
				So(count[model.CustodyEvent](s), ShouldEqual, events+int64(testkit.Succeeded(failures)))
			})
		})
	})
}

func TestPackedAtTheSameMoment(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a line that is told half way that another has packed the same", t, func() {
			s := newStory(t, e)
			half := func(ctx context.Context) error {
				return s.DB.Conn(ctx).Create(&model.ScatteredItem{Item: s.unit(0), Container: s.box(0), RecordedAt: s.Clock.Now()}).Error
			}

			Convey("twice, it succeeds the third time", func() {
				_, err := s.Custody.AtOnce(s.Ctx, 2, half)
				So(err, ShouldBeNil)
				So(count[model.ScatteredItem](s), ShouldEqual, 1)
			})
			Convey("three times, it is refused, and nothing of it stands", func() {
				refused, err := s.Custody.AtOnce(s.Ctx, 3, half)
				So(err, ShouldWrap, custody.ErrAlreadyPacked)
				So(refused, ShouldBeTrue)
				So(count[model.ScatteredItem](s), ShouldEqual, 0)
			})
			Convey("inside of another's transaction it fails, so that this does not commit the half", func() {
				err := s.DB.Run(s.Ctx, func(ctx context.Context) error {
					refused, err := s.Custody.AtOnce(ctx, 1, half)
					if refused { // each for itself: what is refused keeps no other from being recorded
						return nil
					}
					return err
				})
				So(err, ShouldNotBeNil)
				So(count[model.ScatteredItem](s), ShouldEqual, 0)
			})
		})
	})
}

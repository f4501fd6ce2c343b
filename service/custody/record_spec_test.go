package custody_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

func TestOnlineCommandsAreValidatedAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given three pallets at the brand", t, func() {
			s := newStory(t, e)
			before := s.rows()
			refuses := func(err error, want error) {
				So(err, ShouldWrap, want)
				So(s.rows(), ShouldEqual, before)
				So(s.Trace(s.pallet(0)).Holder, ShouldEqual, s.Brand.ID)
			}

			Convey("a distributor cannot ship what he does not hold, and nothing changes", func() {
				refuses(s.does(model.Ship, s.d1, s.t1, s.pallet(0)), custody.ErrNotHeld)
			})
			Convey("one pallet that is not there refuses the whole truck", func() {
				other := s.Batch("B2", 1)
				before = s.rows()
				err := s.does(model.Ship, s.Brand, s.d1, s.pallet(0), testkit.Item(other, model.LevelPallet, 0))
				refuses(err, custody.ErrNotHeld)
			})
			Convey("what is packed cannot be packed", func() {
				_, err := s.Record(custody.Command{Kind: model.Pack, From: s.Brand.ID, Goods: []custody.Goods{
					testkit.Into(testkit.Run(s.batch, model.LevelCase, 0, 1), s.pallet(1), 1),
				}})
				refuses(err, custody.ErrAlreadyPacked)
			})
			Convey("what is loose cannot be unpacked, and what is another's neither", func() {
				refuses(s.does(model.Unpack, s.Brand, nobody, s.pallet(0)), custody.ErrNotPacked)
				refuses(s.does(model.Unpack, s.d1, nobody, s.box(0)), custody.ErrNotHeld)
			})
			Convey("nothing is commissioned twice, neither itself nor by its container", func() {
				refuses(s.does(model.Commission, nobody, s.Brand, s.pallet(0)), custody.ErrAlreadyCommissioned)
				refuses(s.does(model.Commission, nobody, s.Brand, s.box(0)), custody.ErrAlreadyCommissioned)
			})
			Convey("what was destroyed cannot be received, shipped or transferred", func() {
				s.delivered(s.d1, s.pallet(1))
				So(s.does(model.Destroy, s.d1, nobody, s.pallet(1)), ShouldBeNil)
				before = s.rows()
				refuses(s.does(model.Receive, nobody, s.d2, s.pallet(1)), custody.ErrNotShipped)
				refuses(s.does(model.Ship, s.d1, s.t1, s.pallet(1)), custody.ErrNotHeld)
				refuses(s.does(model.Transfer, s.d1, s.d2, s.pallet(1)), custody.ErrNotAssigned)
			})
			Convey("what never came into being cannot be received", func() {
				other := s.Batch("B2", 1)
				refuses(s.does(model.Receive, nobody, s.d1, testkit.Item(other, model.LevelPallet, 0)), custody.ErrNotShipped)
			})
		})
	})
}

func TestEventsThatMakeNoSense(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods at the brand", t, func() {
			s := newStory(t, e)
			pallet := testkit.Goods(s.pallet(0))
			last := testkit.Item(s.batch, model.LevelPallet, 2)
			pack := func(goods ...custody.Goods) custody.Command {
				return custody.Command{Kind: model.Pack, From: s.Brand.ID, Goods: goods}
			}
			cases := testkit.Run(s.batch, model.LevelCase, 0, 2)
			for _, bad := range []struct {
				what string
				custody.Command
			}{
				{"no goods", custody.Command{Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID}},
				{"no receiver", custody.Command{Kind: model.Ship, From: s.Brand.ID, Goods: pallet}},
				{"no sender", custody.Command{Kind: model.Ship, To: s.d1.ID, Goods: pallet}},
				{"a sender of a receipt", custody.Command{Kind: model.Receive, From: s.Brand.ID, To: s.d1.ID, Goods: pallet}},
				{"an unknown kind", custody.Command{Kind: 99, To: s.d1.ID, Goods: pallet}},
				{"a moment that is to come", custody.Command{Kind: model.Destroy, From: s.Brand.ID, Goods: pallet, At: s.Clock.Now().Add(time.Second)}},
				{"goods beyond the batch", custody.Command{Kind: model.Destroy, From: s.Brand.ID, Goods: testkit.Goods(last, last+1)}},
				{"goods of no batch", custody.Command{Kind: model.Destroy, From: s.Brand.ID, Goods: testkit.Goods(1 << 47)}},
				{"a run that ends too early", custody.Command{Kind: model.Destroy, From: s.Brand.ID, Goods: []custody.Goods{{Items: model.ItemRange{From: last, To: last}}}}},
				{"a shipment with container", custody.Command{Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, Goods: []custody.Goods{testkit.Into(cases, last, 1)}}},
				{"a pack without container", pack(cases)},
				{"a pack into a smaller one", pack(testkit.Into(testkit.Run(s.batch, model.LevelPallet, 0, 1), s.box(0), 1))},
				{"a pack none at a time", pack(testkit.Into(cases, last, 0))},
				{"a pack beyond the batch", pack(testkit.Into(cases, last, 1))},
				{"a pack into two at once", pack(testkit.Into(cases, s.pallet(0), 2), testkit.Into(cases, s.pallet(1), 2))},
				{"a transfer to a terminal", custody.Command{Kind: model.Transfer, From: s.d1.ID, To: s.t1.ID, Goods: pallet}},
			} {
				Convey(bad.what+" is a bad event, on-line and off-line", func() {
					for _, offline := range []bool{false, true} {
						bad.Offline = offline
						_, err := s.Record(bad.Command)
						So(err, ShouldWrap, custody.ErrBadEvent)
					}
				})
			}
			Convey("an event without a key is a bad event", func() {
				_, err := s.Custody.Record(s.Ctx, custody.Command{Kind: model.Destroy, From: s.Brand.ID, Goods: pallet})
				So(err, ShouldWrap, custody.ErrBadEvent)
			})
		})
	})
}

func TestGoodsThatAnotherReplicaIssued(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a second replica, and a batch that the first one issued since", t, func() {
			s := newStory(t, e)
			codes, err := code.New(s.DB, s.Clock, s.IDs, s.Keyring, s.Printing, s.Link)
			So(err, ShouldBeNil)
			So(codes.Bind(s.Ctx), ShouldBeNil)
			second := custody.New(s.DB, s.Clock, s.IDs, s.Outbox, codes, s.Channel)
			fresh := s.Batch("B2", 1)

			Convey("the second one records what happens to it", func() {
				_, err := second.Record(s.Ctx, custody.Command{
					Key: "fresh", Kind: model.Commission, To: s.Brand.ID, Goods: testkit.Goods(testkit.Item(fresh, model.LevelPallet, 0)),
				})
				So(err, ShouldBeNil)
				So(s.Trace(testkit.Item(fresh, model.LevelUnit, 0)).Holder, ShouldEqual, s.Brand.ID)
			})
		})
	})
}

package marketcode_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/marketcode"
	"channelrouter/service/testkit"
)

func TestOrder(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a batch of 10,001 units", t, func() {
			s := newShop(t, e, 10_001)

			Convey("an order of WeChat's codes for the caps is followed until all are here", func() {
				o, err := s.orders(model.FaceUnitInner)
				So(err, ShouldBeNil)
				So(o.State, ShouldEqual, model.MarketAsked)
				So(o.Count, ShouldEqual, 10_001)
				So(o.Ordered, ShouldEqual, 20_000)
				s.wechat.ready = false
				s.work()
				So(s.now(o).State, ShouldEqual, model.MarketApplied)
				So(s.now(o).Application, ShouldEqual, 1)
				So(s.wechat.counts, ShouldResemble, []int64{20_000})
				s.wechat.ready = true
				s.later(29 * time.Second)
				So(s.now(o).State, ShouldEqual, model.MarketApplied)
				s.later(time.Second)
				So(s.now(o).State, ShouldEqual, model.MarketImported)
				So(s.now(o).Imported, ShouldEqual, 10_001)
				So(s.wechat.called("fetch"), ShouldEqual, 3) // of 4,000 each, and none beyond the units

				Convey("each leads to its unit, but is not active", func() {
					for _, n := range []int64{0, 999, 1000, 4000, 10_000} {
						_, err := s.Code.ResolveMarket(s.Ctx, made(1, n).Original)
						So(err, ShouldEqual, code.ErrNotActivated)
					}
					_, err := s.Code.ResolveMarket(s.Ctx, made(1, 10_001).Original)
					So(err, ShouldEqual, code.ErrForged)
					So(s.Code.Activate(s.Ctx, s.batch.ID, code.Interval{}), ShouldBeNil)
					found, err := s.Code.ResolveCurrent(s.Ctx, made(1, 10_000).Printed)
					So(err, ShouldBeNil)
					So(found.Item, ShouldEqual, testkit.Item(s.batch, model.LevelUnit, 10_000))
					So(found.Face, ShouldEqual, model.FaceUnitInner)
				})
				Convey("and the worker has nothing left to do", func() {
					before := s.wechat.tried
					s.later(time.Hour)
					So(s.wechat.tried, ShouldEqual, before)
				})
			})
			Convey("a retry is the same order; another under its key, or for the face, is none", func() {
				wish := marketcode.Order{By: 1, Key: "k", Batch: s.batch.ID, Face: model.FaceUnitInner}
				first, err := s.Order(s.Ctx, wish)
				So(err, ShouldBeNil)
				again, err := s.Order(s.Ctx, wish)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
				other := wish
				other.Face = model.FaceUnitOuter
				_, err = s.Order(s.Ctx, other)
				So(err, ShouldWrap, marketcode.ErrKeyReused)
				wish.Key = "l"
				_, err = s.Order(s.Ctx, wish)
				So(err, ShouldWrap, marketcode.ErrOrdered)
				other.By = 2
				_, err = s.Order(s.Ctx, other) // whose keys are his own
				So(err, ShouldBeNil)
				rows, err := s.List(s.Ctx, 0, 10)
				So(err, ShouldBeNil)
				So(len(rows), ShouldEqual, 2)
				rows, err = s.List(s.Ctx, rows[0].ID, 10)
				So(err, ShouldBeNil)
				So(rows[0].ID, ShouldEqual, first.ID)
			})
			Convey("20 at once for a face are one order", func() {
				failures := testkit.Together(20, func(i int) error {
					_, err := s.Order(s.Ctx, marketcode.Order{By: 1, Key: fmt.Sprint("at once ", i), Batch: s.batch.ID, Face: model.FaceUnitInner})
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range failures {
					So(err == nil || errors.Is(err, marketcode.ErrOrdered), ShouldBeTrue)
				}
				s.work()
				So(len(s.wechat.orders), ShouldEqual, 1)
			})
			Convey("what the batch has not, or WeChat does not make, is refused", func() {
				_, err := s.orders(model.FaceCaseOuter)
				So(err, ShouldWrap, code.ErrFaceAbsent)
				_, err = s.Order(s.Ctx, marketcode.Order{By: 1, Key: "k", Batch: 4711, Face: model.FaceUnitInner})
				So(err, ShouldWrap, code.ErrUnknownBatch)
				large := s.issue("B2", 20_000_001)
				_, err = s.Order(s.Ctx, marketcode.Order{By: 1, Key: "k", Batch: large.ID, Face: model.FaceUnitInner})
				So(err, ShouldWrap, marketcode.ErrBadOrder)
				_, err = s.Market.Order(s.Ctx, marketcode.Order{By: 1, Key: "k", Batch: s.batch.ID, Face: model.FaceUnitInner})
				So(err, ShouldWrap, marketcode.ErrNotConfigured) // in a house without an official account
				_, err = s.Get(s.Ctx, 4711)
				So(err, ShouldWrap, marketcode.ErrUnknown)
			})
		})
	})
}

// What WeChat gets wrong is kept with the order, and tried again, later each time.
func TestOrdersWait(t *testing.T) {
	Convey("Given an order, and WeChat down", t, func() {
		s := newShop(t, testkit.SQLite, 10_000)
		o, err := s.orders(model.FaceUnitInner)
		So(err, ShouldBeNil)
		down := true
		s.wechat.fault = func(string, int) fault {
			if down {
				return lostBefore
			}
			return fine
		}
		s.work()
		So(s.now(o).Attempts, ShouldEqual, 1)
		So(s.now(o).Fault, ShouldEqual, "internal")
		tried := s.wechat.tried
		s.later(4 * time.Second)
		So(s.wechat.tried, ShouldEqual, tried)
		s.later(time.Second)
		So(s.wechat.tried, ShouldEqual, tried+1)
		So(s.now(o).Attempts, ShouldEqual, 2)

		Convey("it goes on when WeChat is back", func() {
			down = false
			s.later(10 * time.Second)
			So(s.now(o).State, ShouldEqual, model.MarketImported)
			So(s.now(o).Fault, ShouldBeBlank)
			So(s.now(o).Attempts, ShouldEqual, 0)
		})
	})
	Convey("Given a WeChat that gives out other ranges than it should", t, func() {
		s := newShop(t, testkit.SQLite, 10_000)
		o, err := s.orders(model.FaceUnitInner)
		So(err, ShouldBeNil)
		s.wechat.size = 0
		s.wechat.counts = nil
		holed := holedWeChat{s.wechat}
		room := marketcode.New(s.DB, s.KV, s.Clock, s.IDs, s.Identity, s.Catalog, s.Code, holed)
		for range 3 {
			_, err := room.Work(s.Ctx)
			So(err, ShouldBeNil)
		}
		So(s.now(o).State, ShouldEqual, model.MarketApplied)
		So(s.now(o).Fault, ShouldEqual, "marketcode.ranges")
	})
	Convey("Given codes of which one leads elsewhere already", t, func() {
		s := newShop(t, testkit.SQLite, 10_000)
		other := s.issue("B2", 1)
		So(s.Code.BindMarket(s.Ctx, other.ID, model.FaceUnitInner, 0, []code.MarketCode{made(1, 2500)}), ShouldBeNil)
		o, err := s.orders(model.FaceUnitInner)
		So(err, ShouldBeNil)
		s.work()

		Convey("the order stops before it, and says why", func() {
			So(s.now(o).State, ShouldEqual, model.MarketReady)
			So(s.now(o).Imported, ShouldEqual, 2000)
			So(s.now(o).Fault, ShouldEqual, "code.foreign_taken")
		})
	})
}

// holedWeChat leaves codes out.
type holedWeChat struct{ *weChat }

func (holedWeChat) Ranges(context.Context, int64) ([]marketcode.Range, bool, error) {
	return []marketcode.Range{{From: 0, To: 4000}, {From: 4001, To: 10_000}}, true, nil
}

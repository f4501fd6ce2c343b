package marketcode_test

import (
	"errors"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/marketcode"
	"channelrouter/service/testkit"
)

func TestPrint(t *testing.T) {
	Convey("Given codes for 10,001 caps, in ranges of 4,000", t, func() {
		s := newShop(t, testkit.SQLite, 10_001)
		o := s.imported()

		Convey("the printer gets one for each cap, in order, and each leads to it", func() {
			next := int64(0)
			So(s.Service.Print(s.Ctx, o, func(number int64, printed string) error {
				if number != next || printed != made(1, number).Printed {
					return errors.New(printed)
				}
				next++
				return nil
			}), ShouldBeNil)
			So(next, ShouldEqual, 10_001)
			So(s.Code.Activate(s.Ctx, s.batch.ID, code.Interval{}), ShouldBeNil)
			found, err := s.Code.ResolveCurrent(s.Ctx, made(1, 10_000).Printed)
			So(err, ShouldBeNil)
			So(found.Item, ShouldEqual, testkit.Item(s.batch, model.LevelUnit, 10_000))
		})
		Convey("it ends where WeChat or the reader does", func() {
			s.wechat.fault = func(_ string, n int) fault { return lostBefore }
			So(s.Service.Print(s.Ctx, o, func(int64, string) error { return nil }), ShouldWrap, errLost)
			s.wechat.fault = func(string, int) fault { return fine }
			gone := errors.New("gone")
			So(s.Service.Print(s.Ctx, o, func(int64, string) error { return gone }), ShouldEqual, gone)
		})
		Convey("there is nothing to print of an order that is on its way, unknown, or of a house without WeChat's codes", func() {
			early, err := s.orders(model.FaceUnitOuter)
			So(err, ShouldBeNil)
			_, err = s.Printable(s.Ctx, early.ID)
			So(err, ShouldWrap, marketcode.ErrNotImported)
			_, err = s.Printable(s.Ctx, 4711)
			So(err, ShouldWrap, marketcode.ErrUnknown)
			_, err = s.Market.Printable(s.Ctx, o.ID)
			So(err, ShouldWrap, marketcode.ErrNotConfigured)
		})
	})
}

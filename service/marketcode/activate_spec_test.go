package marketcode_test

import (
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/marketcode"
	"channelrouter/service/testkit"
)

func TestActivations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given 10,000 of WeChat's codes under caps", t, func() {
			s := newShop(t, e, 10_000)
			o := s.imported()
			leads := func(n int64) error {
				_, err := s.Code.ResolveMarket(s.Ctx, made(1, n).Original)
				return err
			}

			Convey("a run is activated at both sides", func() {
				a, err := s.Activate(s.Ctx, s.activates(o, 100, 200))
				So(err, ShouldBeNil)
				So(a.State, ShouldEqual, model.MarketActivationAsked)
				So(leads(150), ShouldEqual, code.ErrNotActivated)
				s.work()
				So(s.activation(o).State, ShouldEqual, model.MarketActivationActive)
				So(s.wechat.opened, ShouldResemble, []marketcode.Opening{{
					Application: 1, Range: marketcode.Range{From: 100, To: 200}, Activity: "spring", Brand: "B",
					Product: s.Products[0].Name, GTIN: s.Products[0].GTIN, AppID: "wx-consumer", Page: "pages/claim/index",
				}})
				for n, want := range map[int64]error{99: code.ErrNotActivated, 100: nil, 199: nil, 200: code.ErrNotActivated} {
					So(leads(n), ShouldEqual, want)
				}
				So(s.now(o).Activated, ShouldEqual, 100)
				So(s.now(o).State, ShouldEqual, model.MarketImported)

				Convey("and with the rest, the order is active", func() {
					_, err := s.Activate(s.Ctx, s.activates(o, 0, 100))
					So(err, ShouldBeNil)
					_, err = s.Activate(s.Ctx, s.activates(o, 200, 0)) // to the end
					So(err, ShouldBeNil)
					s.work()
					So(s.now(o).Activated, ShouldEqual, 10_000)
					So(s.now(o).State, ShouldEqual, model.MarketActive)
					So(leads(9_999), ShouldBeNil)
				})
			})
			Convey("what is active here already is made active at WeChat all the same", func() {
				level := model.LevelUnit
				So(s.Code.Activate(s.Ctx, s.batch.ID, code.Interval{Level: &level, From: 150, To: 160}), ShouldBeNil)
				_, err := s.Activate(s.Ctx, s.activates(o, 100, 200))
				So(err, ShouldBeNil)
				s.work()
				So(s.activation(o).State, ShouldEqual, model.MarketActivationActive)
				So(leads(199), ShouldBeNil)
			})
			Convey("a retry is the same activation, and another under its key is none", func() {
				wish := s.activates(o, 100, 200)
				first, err := s.Activate(s.Ctx, wish)
				So(err, ShouldBeNil)
				for range 2 {
					again, err := s.Activate(s.Ctx, wish)
					So(err, ShouldBeNil)
					So(again.ID, ShouldEqual, first.ID)
					s.work()
				}
				wish.To = 201
				_, err = s.Activate(s.Ctx, wish)
				So(err, ShouldWrap, marketcode.ErrKeyReused)
				So(s.wechat.called("open"), ShouldEqual, 1)
			})
			Convey("runs that overlap are refused", func() {
				_, err := s.Activate(s.Ctx, s.activates(o, 100, 200))
				So(err, ShouldBeNil)
				for _, r := range [][2]int64{{100, 200}, {0, 101}, {199, 300}, {150, 151}, {0, 0}} {
					_, err := s.Activate(s.Ctx, s.activates(o, r[0], r[1]))
					So(err, ShouldWrap, marketcode.ErrOverlap)
				}
				_, err = s.Activate(s.Ctx, s.activates(o, 200, 201))
				So(err, ShouldBeNil)
				_, err = s.Activate(s.Ctx, s.activates(o, 99, 100))
				So(err, ShouldBeNil)
			})
			Convey("of 20 at once that overlap, one is taken; 20 retries at once are one", func() {
				wishes := make([]marketcode.Activation, 20)
				for i := range wishes {
					wishes[i] = s.activates(o, int64(i), 5000)
				}
				failures := testkit.Together(20, func(i int) error {
					_, err := s.Activate(s.Ctx, wishes[i])
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range failures {
					So(err == nil || errors.Is(err, marketcode.ErrOverlap), ShouldBeTrue)
				}
				same := s.activates(o, 6000, 7000)
				ids := make([]model.MarketActivationID, 20)
				for _, err := range testkit.Together(20, func(i int) error {
					a, err := s.Activate(s.Ctx, same)
					ids[i] = a.ID
					return err
				}) {
					So(err, ShouldBeNil)
				}
				for _, id := range ids {
					So(id, ShouldEqual, ids[0])
				}
			})
			Convey("what cannot be activated is refused, and WeChat is told nothing", func() {
				for _, spoil := range []func(*marketcode.Activation){
					func(a *marketcode.Activation) { a.From = -1 },
					func(a *marketcode.Activation) { a.To = 10_001 },
					func(a *marketcode.Activation) { a.From = 100 },
					func(a *marketcode.Activation) { a.App = "terminal" },
					func(a *marketcode.Activation) { a.Page = "/pages/x" },
					func(a *marketcode.Activation) { a.Page = "pages/x?y" },
					func(a *marketcode.Activation) { a.Page = "" },
					func(a *marketcode.Activation) { a.Activity = " " },
					func(a *marketcode.Activation) { a.Brand = "" },
				} {
					a := s.activates(o, 0, 100)
					spoil(&a)
					_, err := s.Activate(s.Ctx, a)
					So(err, ShouldWrap, marketcode.ErrBadActivation)
				}
				unknown := s.activates(o, 0, 100)
				unknown.Order = 4711
				_, err := s.Activate(s.Ctx, unknown)
				So(err, ShouldWrap, marketcode.ErrUnknown)
				early, err := s.orders(model.FaceUnitOuter)
				So(err, ShouldBeNil)
				_, err = s.Activate(s.Ctx, s.activates(early, 0, 100))
				So(err, ShouldWrap, marketcode.ErrNotImported)
				s.work()
				So(s.wechat.called("open"), ShouldEqual, 0)
			})
		})
	})
}

func TestLostActivations(t *testing.T) {
	Convey("Given an activation whose answer is lost", t, func() {
		s := newShop(t, testkit.SQLite, 10_000)
		o := s.imported()
		_, err := s.Activate(s.Ctx, s.activates(o, 100, 200))
		So(err, ShouldBeNil)
		lost := fine
		s.wechat.fault = func(call string, _ int) fault {
			if call == "open" {
				return lost
			}
			return fine
		}

		Convey("after WeChat did it, WeChat is asked, and not told again", func() {
			lost = lostAfter
			s.work()
			So(s.activation(o).Fault, ShouldEqual, "internal")
			s.later(5 * time.Second)
			So(s.wechat.called("open"), ShouldEqual, 1)
			So(s.activation(o).State, ShouldEqual, model.MarketActivationActive)
		})
		Convey("before WeChat did it, WeChat is told again", func() {
			lost = lostBefore
			s.work()
			lost = fine
			s.later(5 * time.Second)
			So(s.wechat.called("open"), ShouldEqual, 1)
			So(s.activation(o).State, ShouldEqual, model.MarketActivationActive)
			So(s.activation(o).Fault, ShouldBeBlank)
		})
	})
}

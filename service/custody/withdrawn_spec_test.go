package custody_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

func TestABottleIsCalledBackByItsCap(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a bottle that is called back, whose cap's batch is not, and another", t, func() {
			b := newBottler(t, e)
			bottle := func(n int64) model.ItemID { return testkit.Item(b.line, model.LevelUnit, n) }
			cap := func(n int64) string { return b.Print(model.FaceUnitInner, b.cap(n)) }
			var pairs []custody.Pair
			for n := range int64(2) {
				pairs = append(pairs, custody.Pair{Inner: cap(n), Outer: b.Print(model.FaceUnitOuter, bottle(n))})
			}
			_, err := b.Custody.RecordPairs(b.Ctx, pairs)
			So(err, ShouldBeNil)
			So(b.Code.RecallItems(b.Ctx, []model.ItemRange{model.One(bottle(0))}, "glass"), ShouldBeNil)
			told := func(kind model.CustodyKind, n int64) error {
				c := custody.CodesCommand{Key: custody.KindName(kind), Kind: kind, Codes: []string{cap(n)}, From: b.Brand.ID, Offline: true}
				switch kind {
				case model.Ship:
					c.To = b.d1.ID
				case model.Receive:
					c.From, c.To = 0, b.d1.ID
				case model.Pack:
					c.Into = b.Print(model.FaceCaseOuter, b.carton(1))
				}
				_, err := b.Custody.RecordCodes(b.Ctx, c)
				return err
			}

			Convey("read by its cap it is handed on and packed no more, and may come back", func() {
				So(told(model.Ship, 0), ShouldWrap, code.ErrRecalled)
				So(told(model.Pack, 0), ShouldWrap, code.ErrRecalled)
				So(told(model.Receive, 0), ShouldBeNil)
				So(told(model.Destroy, 0), ShouldBeNil)
				So(told(model.Ship, 1), ShouldBeNil)
			})
			Convey("a line that sees the cap does not pack it", func() {
				into := b.Print(model.FaceCaseOuter, b.carton(0))
				for n, want := range []custody.CaptureState{custody.CaptureRefused, custody.CaptureRecorded} {
					outcomes, err := b.Custody.CaptureCodes(b.Ctx, custody.Capture{Line: "1", Org: b.Brand.ID}, []custody.CapturedCodes{
						{Packs: []custody.PackedCodes{{Into: into, Items: []string{cap(int64(n))}}}, At: b.began},
					})
					So(err, ShouldBeNil)
					So(outcomes[0].State, ShouldEqual, want)
				}
			})
			Convey("who looks into goods finds it, and who is strict is told which code it was", func() {
				found, err := b.Custody.ItemsOf(b.Ctx, []string{cap(1), cap(0), cap(2)}, code.Withdrawn)
				So(err, ShouldBeNil)
				So(found, ShouldResemble, []model.ItemID{bottle(1), bottle(0), b.cap(2)})
				_, err = b.Custody.ItemsOf(b.Ctx, []string{cap(1), cap(0)}, custody.Strict)
				So(err, ShouldWrap, code.ErrRecalled)
				So(err.Error(), ShouldContainSubstring, cap(0))
			})
		})
	})
}

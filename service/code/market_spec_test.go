package code_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// weChats is n of WeChat's codes from a number on.
func weChats(from, n int64) []code.MarketCode {
	codes := make([]code.MarketCode, n)
	for i := range codes {
		codes[i] = code.MarketCode{Original: fmt.Sprintf("04%05X*J", from+int64(i)), Printed: fmt.Sprintf("P.URL.CN/0P$/%%L:H%011X", from+int64(i))}
	}
	return codes
}

func TestWeChatsCodes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a batch whose caps bear WeChat's codes", t, func() {
			w := testkit.New(t, e)
			b := w.Batch("B1", 1) // 24 units
			codes := weChats(0, 24)
			So(w.Code.BindMarket(w.Ctx, b.ID, model.FaceUnitInner, 0, codes), ShouldBeNil)
			leads := func(found code.Resolved, err error, n int64) {
				So(err, ShouldBeNil)
				So(found.Item, ShouldEqual, testkit.Item(b, model.LevelUnit, n))
				So(found.Face, ShouldEqual, model.FaceUnitInner)
				So(found.Batch.ID, ShouldEqual, b.ID)
			}

			Convey("what is printed leads to the unit, however a scanner reads it", func() {
				printed := codes[5].Printed
				for _, text := range []string{printed, "http://" + printed, "HTTPS://" + printed, strings.ToLower(printed), " " + printed + "\n"} {
					found, err := w.Code.ResolveCurrent(w.Ctx, code.FromPrinted(text))
					leads(found, err, 5)
				}
			})
			Convey("the original leads there for who has it from WeChat, and for nobody else", func() {
				found, err := w.Code.ResolveMarket(w.Ctx, codes[23].Original)
				leads(found, err, 23)
				for _, text := range []string{codes[23].Original, "wechat\x00" + codes[23].Original} {
					_, err = w.Code.ResolveCurrent(w.Ctx, code.FromPrinted(text))
					So(err, ShouldNotBeNil)
				}
			})
			Convey("our own code on the same cap goes on leading there", func() {
				found, err := w.Code.ResolveCurrent(w.Ctx, w.Print(model.FaceUnitInner, testkit.Item(b, model.LevelUnit, 5)))
				leads(found, err, 5)
			})
			Convey("a code that nobody ordered is forged, and counts as a guess", func() {
				_, err := w.Code.ResolveCurrent(w.Ctx, weChats(99, 1)[0].Printed)
				So(err, ShouldEqual, code.ErrForged)
				_, err = w.Code.ResolveMarket(w.Ctx, weChats(99, 1)[0].Original)
				So(err, ShouldEqual, code.ErrForged)
			})
			Convey("it is revoked as any other", func() {
				So(w.Code.Revoke(w.Ctx, b.ID, part(model.LevelUnit, 5, 6), false, "lost"), ShouldBeNil)
				_, err := w.Code.ResolveMarket(w.Ctx, codes[5].Original)
				So(err, ShouldEqual, code.ErrRevoked)
			})
			Convey("bound again it is the same, also by 20 at once; to another item or face it is refused", func() {
				for _, err := range testkit.Together(20, func(int) error {
					return w.Code.BindMarket(w.Ctx, b.ID, model.FaceUnitInner, 0, codes)
				}) {
					So(err, ShouldBeNil)
				}
				So(w.Code.BindMarket(w.Ctx, b.ID, model.FaceUnitInner, 1, codes[:1]), ShouldWrap, code.ErrForeignTaken)
				So(w.Code.BindMarket(w.Ctx, b.ID, model.FaceUnitOuter, 0, codes[:1]), ShouldWrap, code.ErrForeignTaken)
				found, err := w.Code.ResolveMarket(w.Ctx, codes[0].Original)
				leads(found, err, 0)
			})
			Convey("what does not fit the batch, or is no code of WeChat's, is refused as a whole", func() {
				spoilt := func(m code.MarketCode) []code.MarketCode { return append(weChats(100, 1), m) }
				for _, c := range []struct {
					face  model.Face
					from  int64
					codes []code.MarketCode
					want  error
				}{
					{model.FaceUnitInner, 23, weChats(100, 2), code.ErrIntervalOutside},
					{model.FaceUnitInner, -1, weChats(100, 1), code.ErrIntervalOutside},
					{model.FaceBoxInner, 0, weChats(100, 1), code.ErrFaceAbsent},
					{model.FaceUnitInner, 0, spoilt(code.MarketCode{Original: "short"}), code.ErrBadForeign},
					{model.FaceUnitInner, 0, spoilt(code.MarketCode{Original: "lower!ase"}), code.ErrBadForeign},
					{model.FaceUnitInner, 0, spoilt(code.MarketCode{Original: "123456789", Printed: "Q.URL.CN/0P$M%LZ4LHSVSDCR2L2"}), code.ErrBadForeign},
					{model.FaceUnitInner, 0, spoilt(code.MarketCode{Original: "123456789", Printed: "P.URL.CN/SHORT"}), code.ErrBadForeign},
				} {
					So(w.Code.BindMarket(w.Ctx, b.ID, c.face, c.from, c.codes), ShouldWrap, c.want)
				}
				So(w.Code.BindMarket(w.Ctx, b.ID, model.FaceUnitInner, 0, nil), ShouldBeNil)
				_, err := w.Code.ResolveMarket(w.Ctx, weChats(100, 1)[0].Original)
				So(err, ShouldEqual, code.ErrForged)
			})
		})
	})
}

func TestEnsureActive(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a batch of two pallets of which a case in the middle is active", t, func() {
			w := testkit.New(t, e)
			b, err := w.Code.IssueBatch(w.Ctx, order(w, "B1"))
			So(err, ShouldBeNil)
			So(w.Code.Activate(w.Ctx, b.ID, part(model.LevelCase, 3, 4)), ShouldBeNil)
			active := func(n int64) error {
				_, err := w.Code.Resolve(w.Print(model.FaceUnitOuter, testkit.Item(b, model.LevelUnit, n)))
				return err
			}

			Convey("making all of it active, again and again or by 20 at once, fills what lacks", func() {
				for _, err := range testkit.Together(20, func(int) error { return w.Code.EnsureActive(w.Ctx, b.ID, part(model.LevelUnit, 10, 30)) }) {
					So(err, ShouldBeNil)
				}
				for n, want := range map[int64]error{9: code.ErrNotActivated, 10: nil, 18: nil, 24: nil, 29: nil, 30: code.ErrNotActivated} {
					So(active(n), ShouldEqual, want)
				}
				So(w.Code.EnsureActive(w.Ctx, b.ID, whole), ShouldBeNil)
				So(active(0), ShouldBeNil)
				So(active(47), ShouldBeNil)
			})
			Convey("what lies outside is refused", func() {
				So(w.Code.EnsureActive(w.Ctx, b.ID, part(model.LevelUnit, 40, 49)), ShouldWrap, code.ErrIntervalOutside)
			})
		})
	})
}

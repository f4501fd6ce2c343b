package code_test

import (
	"context"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

func TestResolve(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an active batch without inner codes on its cases", t, func() {
			w := testkit.New(t, e)
			p := code.FiveInOne(6, 4)
			p.Name, p.Levels[1].Inner = "no case inside", false
			b := w.BatchOf("B1", w.Products[0].ID, p, model.PreLinked, 2)
			text := w.Print(model.FaceUnitInner, testkit.Item(b, model.LevelUnit, 7))

			Convey("a code leads to its face, item and batch, however it is typed, without a query", func() {
				for _, typed := range []string{text, strings.ToLower(text), text[:6] + "-" + text[6:12] + " " + text[12:]} {
					var found code.Resolved
					var err error
					So(w.Statements(func() { found, err = w.Code.ResolveCurrent(w.Ctx, typed) }), ShouldEqual, 0)
					So(err, ShouldBeNil)
					So(found, ShouldResemble, code.Resolved{Face: model.FaceUnitInner, Item: testkit.Item(b, model.LevelUnit, 7), Batch: found.Batch})
					So(found.Batch.ID, ShouldEqual, b.ID)
				}
			})
			Convey("who may look into goods finds them by their item, too, and nobody else does", func() {
				item := testkit.Item(b, model.LevelUnit, 7)
				for _, find := range []func(context.Context, string) (code.Resolved, error){w.Code.LookUp, w.Code.LookInto} {
					found, err := find(w.Ctx, item.String())
					So(err, ShouldBeNil)
					So(found.Item, ShouldEqual, item)
					So(found.Batch.ID, ShouldEqual, b.ID)
					found, err = find(w.Ctx, text)
					So(err, ShouldBeNil)
					So(found.Item, ShouldEqual, item)
					_, err = find(w.Ctx, testkit.Item(b, model.LevelPallet, 2).String())
					So(err, ShouldEqual, code.ErrNeverIssued)
				}
				for _, refuse := range []func(context.Context, string) (code.Resolved, error){w.Code.ResolveCurrent, w.Code.ResolveIssued, w.Code.ResolveAny} {
					_, err := refuse(w.Ctx, item.String())
					So(err, ShouldEqual, code.ErrMalformed)
				}
			})
			Convey("what is no code is malformed, a slip of the finger mistyped", func() {
				_, err := w.Code.ResolveCurrent(w.Ctx, "hello")
				So(err, ShouldEqual, code.ErrMalformed)
				slip := []byte(text)
				slip[3], slip[4] = slip[4], slip[3]
				if slip[3] == slip[4] {
					slip[3] = "0123"[(strings.IndexByte("0123", slip[3])+1)%4]
				}
				_, err = w.Code.ResolveCurrent(w.Ctx, string(slip))
				So(err, ShouldEqual, code.ErrMistyped)
			})
			Convey("what cannot be a code by its shape is refused without a query", func() {
				for text, want := range map[string]error{
					"favicon.ico": code.ErrMalformed, "": code.ErrMalformed, "条码": code.ErrMalformed,
					strings.Repeat("8", 65): code.ErrMalformed, text[:6] + "-" + text[6:17] + "*": code.ErrMalformed,
				} {
					var err error
					So(w.Statements(func() { _, err = w.Code.ResolveCurrent(w.Ctx, text) }), ShouldEqual, 0)
					So(err, ShouldEqual, want)
				}
			})
			Convey("authentic codes of no batch, or of a face that it does not have, were never issued", func() {
				beyond := w.Print(model.FacePallet, testkit.Item(b, model.LevelPallet, 2))
				unprinted := w.Print(model.FaceCaseInner, testkit.Item(b, model.LevelCase, 0))
				for _, text := range []string{beyond, unprinted} {
					_, err := w.Code.ResolveCurrent(w.Ctx, text)
					So(err, ShouldEqual, code.ErrNeverIssued)
					So(code.Public(err), ShouldEqual, code.ErrForged)
				}
			})
			Convey("the public is told of other refusals as they are", func() {
				for _, err := range []error{code.ErrRevoked, code.ErrMistyped, code.ErrMalformed, code.ErrForged, nil} {
					So(code.Public(err), ShouldEqual, err)
				}
			})
		})
	})
}

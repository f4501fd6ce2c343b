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

// logistic declares a file of 14-digit numbers on cases, as logistics firms print them.
func logistic(w *testkit.World, ref string, n int64) code.NewForeign {
	return code.NewForeign{
		Ref: ref, ProductID: w.Products[0].ID, Level: model.LevelCase, Count: n, Length: 14, Charset: "digits",
	}
}

// numbers is 14-digit numbers, one a line.
func numbers(from, n int64) string {
	var file strings.Builder
	for i := from; i < from+n; i++ {
		fmt.Fprintf(&file, "%014d\r\n", 88_000_000_000_000+i)
	}
	return file.String()
}

func TestCodesPrintedByOthers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand whose old stock bears 14-digit numbers", t, func() {
			w := testkit.New(t, e)
			const number = "88000000000002" // which, read as a code of ours, is mistyped
			_, err := w.Code.ResolveCurrent(w.Ctx, number)
			So(err, ShouldEqual, code.ErrMistyped)
			empty := func() {
				var n int64
				for _, table := range []any{&model.ForeignCode{}, &model.ForeignShape{}, &model.Batch{}, &model.Activation{}} {
					So(w.DB.Conn(w.Ctx).Model(table).Count(&n).Error, ShouldBeNil)
					So(n, ShouldEqual, 0)
				}
			}

			Convey("imported, each leads to an item in the order of the file, active at once", func() {
				b, err := w.Code.ImportForeign(w.Ctx, logistic(w, "old", 2500), strings.NewReader(numbers(0, 2500)))
				So(err, ShouldBeNil)
				So(b.Level(model.LevelCase).Len(), ShouldEqual, 2500)
				for _, text := range []string{number, " " + number + "\n"} {
					found, err := w.Code.ResolveCurrent(w.Ctx, text)
					So(err, ShouldBeNil)
					So(found.Item, ShouldEqual, testkit.Item(b, model.LevelCase, 2))
					So(found.Face, ShouldEqual, model.FaceCaseOuter)
					So(found.Batch.ID, ShouldEqual, b.ID)
				}
				found, err := w.Code.ResolveCurrent(w.Ctx, "88000000002499")
				So(err, ShouldBeNil)
				So(found.Item, ShouldEqual, testkit.Item(b, model.LevelCase, 2499))

				Convey("numbers that are not among them are mistyped, or forged by chance, as before", func() {
					_, err := w.Code.ResolveCurrent(w.Ctx, "88000000002501")
					So(err, ShouldEqual, code.ErrMistyped)
					_, err = w.Code.ResolveCurrent(w.Ctx, "88000000002500")
					So(err, ShouldEqual, code.ErrForged)
				})
				Convey("it can be revoked like any other", func() {
					So(w.Code.Revoke(w.Ctx, b.ID, part(model.LevelCase, 2, 3), false, "lost"), ShouldBeNil)
					_, err := w.Code.ResolveCurrent(w.Ctx, number)
					So(err, ShouldEqual, code.ErrRevoked)
				})
				Convey("none of them can be imported again", func() {
					_, err := w.Code.ImportForeign(w.Ctx, logistic(w, "old", 1), strings.NewReader(numbers(9000, 1)))
					So(err, ShouldWrap, code.ErrBatchExists)
					_, err = w.Code.ImportForeign(w.Ctx, logistic(w, "older", 2), strings.NewReader(numbers(2499, 2)))
					So(err, ShouldWrap, code.ErrBadForeign)
					_, err = w.Code.ResolveCurrent(w.Ctx, "88000000002500")
					So(err, ShouldEqual, code.ErrForged)
				})
				Convey("codes of our own are not asked of the table", func() {
					own := w.Batch("B1", 1)
					text := w.Print(model.FacePallet, testkit.Item(own, model.LevelPallet, 0))
					So(w.Statements(func() { _, err = w.Code.ResolveCurrent(w.Ctx, text) }), ShouldEqual, 0)
					So(err, ShouldBeNil)
				})
			})
			Convey("a byte order mark and blank lines do not matter", func() {
				_, err := w.Code.ImportForeign(w.Ctx, logistic(w, "old", 2), strings.NewReader("\ufeff88000000000002\n\n88000000000003"))
				So(err, ShouldBeNil)
				_, err = w.Code.ResolveCurrent(w.Ctx, number)
				So(err, ShouldBeNil)
			})
			Convey("all of a file or nothing: it is refused when", func() {
				for _, c := range []struct{ what, file, fact string }{
					{"it holds more than declared", numbers(0, 1002), "line 1002: the file holds more than 1001 codes"},
					{"it holds less than declared", numbers(0, 1000), "holds 1000 codes, not 1001"},
					{"a code has another length", numbers(0, 1000) + "880\n", "line 1001"},
					{"a code has other characters", numbers(0, 1000) + "8800000000000A\n", "line 1001"},
					{"a code stands in it twice", numbers(0, 1000) + number + "\n", "up to line 1001 stands in the file twice"},
					{"a line never ends", numbers(0, 1000) + strings.Repeat("8", 1<<17), "line 1001 is no code"},
				} {
					Convey(c.what, func() {
						_, err := w.Code.ImportForeign(w.Ctx, logistic(w, "old", 1001), strings.NewReader(c.file))
						So(err, ShouldWrap, code.ErrBadForeign)
						So(err.Error(), ShouldContainSubstring, c.fact)
						empty()
					})
				}
			})
			Convey("a declaration that makes no sense is refused", func() {
				for _, spoil := range []func(*code.NewForeign){
					func(n *code.NewForeign) { n.Length = 3 },
					func(n *code.NewForeign) { n.Length = 65 },
					func(n *code.NewForeign) { n.Charset = "letters" },
					func(n *code.NewForeign) { n.Prefix = strings.Repeat("8", 15) },
				} {
					n := logistic(w, "old", 1)
					spoil(&n)
					_, err := w.Code.ImportForeign(w.Ctx, n, strings.NewReader(numbers(0, 1)))
					So(err, ShouldWrap, code.ErrBadForeign)
				}
				for _, spoil := range []func(*code.NewForeign){
					func(n *code.NewForeign) { n.Ref = "" },
					func(n *code.NewForeign) { n.ProductID = 0 },
					func(n *code.NewForeign) { n.Count = 0 },
					func(n *code.NewForeign) { n.Count = -1 },
				} {
					n := logistic(w, "old", 1)
					spoil(&n)
					_, err := w.Code.ImportForeign(w.Ctx, n, strings.NewReader(""))
					So(err, ShouldWrap, code.ErrBadBatch)
				}
				empty()
			})
		})
	})
}

package code_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// logistic declares 14-digit numbers on cases, as logistics firms print them.
func logistic(w *testkit.World, ref string) code.NewForeign {
	return code.NewForeign{Ref: ref, ProductID: w.Products[0].ID, Level: model.LevelCase, Length: 14, Charset: "digits"}
}

// numbers is 14-digit numbers in a row.
func numbers(from, n int64) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("%014d", 88_000_000_000_000+from+int64(i))
	}
	return texts
}

// paired gives codes the items of a range, one after the other.
func paired(items model.ItemRange, texts []string) []code.ForeignText {
	codes := make([]code.ForeignText, len(texts))
	for i, text := range texts {
		codes[i] = code.ForeignText{Text: text, Item: items.From + model.ItemID(i)}
	}
	return codes
}

// importForeign takes an import from its first step to its last.
func importForeign(w *testkit.World, n code.NewForeign, texts ...string) (*code.Batch, error) {
	items, err := w.Code.ReserveForeign(w.Ctx, n, int64(len(texts)))
	if err != nil {
		return nil, err
	}
	if taken, err := w.Code.AddForeign(w.Ctx, paired(items, texts)); err != nil || len(taken) > 0 {
		return nil, fmt.Errorf("%v: %w", taken, errors.Join(err, code.ErrForeignTaken))
	}
	id, err := w.Code.PublishForeign(w.Ctx, n, items)
	if err != nil {
		return nil, err
	}
	return w.Code.Batch(w.Ctx, id)
}

func TestCodesPrintedByOthers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand whose old stock bears 14-digit numbers", t, func() {
			w := testkit.New(t, e)
			const number = "88000000000002" // which, read as a code of ours, is mistyped
			_, err := w.Code.ResolveCurrent(w.Ctx, number)
			So(err, ShouldEqual, code.ErrMistyped)

			Convey("imported, each leads to its item, active at once", func() {
				b, err := importForeign(w, logistic(w, "old"), numbers(0, 12_500)...)
				So(err, ShouldBeNil)
				So(b.Level(model.LevelCase).Len(), ShouldEqual, 12_500)
				for _, text := range []string{number, " " + number + "\n"} {
					found, err := w.Code.ResolveCurrent(w.Ctx, text)
					So(err, ShouldBeNil)
					So(found.Item, ShouldEqual, testkit.Item(b, model.LevelCase, 2))
					So(found.Face, ShouldEqual, model.FaceCaseOuter)
					So(found.Batch.ID, ShouldEqual, b.ID)
				}
				found, err := w.Code.ResolveCurrent(w.Ctx, "88000000012499")
				So(err, ShouldBeNil)
				So(found.Item, ShouldEqual, testkit.Item(b, model.LevelCase, 12_499))

				Convey("numbers that are not among them are mistyped, or forged by chance, as before", func() {
					_, err := w.Code.ResolveCurrent(w.Ctx, "88000000012501")
					So(err, ShouldEqual, code.ErrMistyped)
				})
				Convey("it can be revoked like any other", func() {
					So(w.Code.Revoke(w.Ctx, b.ID, part(model.LevelCase, 2, 3), false, "lost"), ShouldBeNil)
					_, err := w.Code.ResolveCurrent(w.Ctx, number)
					So(err, ShouldEqual, code.ErrRevoked)
				})
				Convey("its number is taken, and of its codes none is added again", func() {
					_, err := importForeign(w, logistic(w, "old"), numbers(90_000, 1)...)
					So(err, ShouldWrap, code.ErrBatchExists)
					items, err := w.Code.ReserveForeign(w.Ctx, logistic(w, "older"), 3)
					So(err, ShouldBeNil)
					taken, err := w.Code.AddForeign(w.Ctx, paired(items, numbers(12_498, 3)))
					So(err, ShouldBeNil)
					So(taken, ShouldResemble, []code.Taken{{Index: 0, Holder: found.Item - 1}, {Index: 1, Holder: found.Item}})
				})
				Convey("codes of our own are not asked of the table", func() {
					own := w.Batch("B1", 1)
					text := w.Print(model.FacePallet, testkit.Item(own, model.LevelPallet, 0))
					So(w.Statements(func() { _, err = w.Code.ResolveCurrent(w.Ctx, text) }), ShouldEqual, 0)
					So(err, ShouldBeNil)
				})
			})
			Convey("a code that stands there twice goes to the first", func() {
				items, err := w.Code.ReserveForeign(w.Ctx, logistic(w, "old"), 4)
				So(err, ShouldBeNil)
				taken, err := w.Code.AddForeign(w.Ctx, paired(items, append(numbers(0, 2), numbers(0, 2)...)))
				So(err, ShouldBeNil)
				So(taken, ShouldResemble, []code.Taken{{Index: 2, Holder: items.From}, {Index: 3, Holder: items.From + 1}})
			})
			Convey("codes of an import that is not published lead nowhere, though another has their shape", func() {
				_, err := importForeign(w, logistic(w, "old"), numbers(0, 2)...)
				So(err, ShouldBeNil)
				half := logistic(w, "half")
				items, err := w.Code.ReserveForeign(w.Ctx, half, 3)
				So(err, ShouldBeNil)
				codes := paired(items, numbers(2, 3))
				_, err = w.Code.AddForeign(w.Ctx, codes)
				So(err, ShouldBeNil)
				_, err = w.Code.ResolveCurrent(w.Ctx, number)
				So(err, ShouldEqual, code.ErrMistyped)

				Convey("and are free again once they are removed, without those of others", func() {
					theirs := paired(items, numbers(0, 5))
					So(w.Code.RemoveForeign(w.Ctx, append(codes, theirs[:2]...)), ShouldBeNil)
					_, err := w.Code.ResolveCurrent(w.Ctx, "88000000000001")
					So(err, ShouldBeNil)
					_, err = importForeign(w, half, numbers(2, 3)...)
					So(err, ShouldBeNil)
					_, err = w.Code.ResolveCurrent(w.Ctx, number)
					So(err, ShouldBeNil)
				})
			})
			Convey("a declaration that makes no sense is refused", func() {
				for want, spoils := range map[error][]func(*code.NewForeign){
					code.ErrBadForeign: {
						func(n *code.NewForeign) { n.Length = 3 },
						func(n *code.NewForeign) { n.Length = 65 },
						func(n *code.NewForeign) { n.Charset = "letters" },
						func(n *code.NewForeign) { n.Prefix = strings.Repeat("8", 15) },
					},
					code.ErrBadBatch: {
						func(n *code.NewForeign) { n.Ref = "" },
						func(n *code.NewForeign) { n.ProductID = 0 },
					},
				} {
					for _, spoil := range spoils {
						n := logistic(w, "old")
						spoil(&n)
						_, err := importForeign(w, n, number)
						So(err, ShouldWrap, want)
					}
				}
				_, err := importForeign(w, logistic(w, "old"))
				So(err, ShouldWrap, code.ErrBadBatch)
			})
		})
	})
}

// Twenty imports bring the same codes at once: each goes to one of them, and the others are
// told.
func TestAddingTheSameCodesAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given twenty imports of the same codes", t, func() {
			const imports, codes = 20, 300
			w := testkit.New(t, e)
			added := make([]int, imports)
			faults := make([]error, imports)
			var running sync.WaitGroup
			for i := range imports {
				items, err := w.Code.ReserveForeign(w.Ctx, logistic(w, fmt.Sprint(i)), codes)
				So(err, ShouldBeNil)
				running.Go(func() {
					taken, err := w.Code.AddForeign(context.Background(), paired(items, numbers(0, codes)))
					added[i], faults[i] = codes-len(taken), err
				})
			}
			running.Wait()
			So(errors.Join(faults...), ShouldBeNil)
			sum := 0
			for _, n := range added {
				sum += n
			}
			So(sum, ShouldEqual, codes)
		})
	})
}

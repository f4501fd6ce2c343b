package code_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/link"
	"channelrouter/service/testkit"
)

// export opens an export and writes it.
func export(w *testkit.World, ctx context.Context, out io.Writer, b *code.Batch, face model.Face, i code.Interval) (int64, error) {
	opened, err := w.Code.OpenExport(ctx, b, face, i)
	if err != nil {
		return 0, err
	}
	return opened.Write(ctx, out)
}

// exported is the rows of an export, without the heading.
func exported(w *testkit.World, b *code.Batch, face model.Face, i code.Interval) [][]string {
	var file bytes.Buffer
	n, err := export(w, w.Ctx, &file, b, face, i)
	So(err, ShouldBeNil)
	rows, err := csv.NewReader(&file).ReadAll()
	So(err, ShouldBeNil)
	So(rows[0], ShouldResemble, []string{"code", "url", "parent"})
	So(rows, ShouldHaveLength, n+1)
	return rows[1:]
}

func TestExport(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an active pre-linked batch", t, func() {
			w := testkit.New(t, e)
			w.TestHosts()
			b := w.Batch("B1", 2)
			item := func(text string) model.ItemID {
				found, err := w.Code.Resolve(text)
				So(err, ShouldBeNil)
				return found.Item
			}

			Convey("every code of a face leads to its item, and its parent to the container", func() {
				for _, face := range code.StandardFaces() {
					rows := exported(w, b, face, whole)
					So(rows, ShouldHaveLength, b.Level(face.Level()).Len())
					for n, row := range rows {
						found, err := w.Code.Resolve(row[0])
						So(err, ShouldBeNil)
						So(found.Face, ShouldEqual, face)
						So(found.Item, ShouldEqual, testkit.Item(b, face.Level(), int64(n)))
						So(row[1], ShouldEqual, "https://c.brand.test/"+row[0])
						parent, packed := b.Parent(found.Item)
						So(row[2] != "", ShouldEqual, packed)
						if packed {
							So(item(row[2]), ShouldEqual, parent)
						}
					}
				}
			})
			Convey("an interval is of the face's level", func() {
				rows := exported(w, b, model.FaceUnitInner, part(model.LevelUnit, 7, 9))
				So(rows, ShouldHaveLength, 2)
				So(item(rows[0][0]), ShouldEqual, testkit.Item(b, model.LevelUnit, 7))
				So(item(rows[1][2]), ShouldEqual, testkit.Item(b, model.LevelCase, 1))
				for _, outside := range []code.Interval{
					part(model.LevelUnit, 0, 49), part(model.LevelUnit, -1, 1), part(model.LevelUnit, 3, 2), part(model.LevelCase, 0, 1),
				} {
					_, err := export(w, w.Ctx, &bytes.Buffer{}, b, model.FaceUnitInner, outside)
					So(err, ShouldWrap, code.ErrIntervalOutside)
				}
			})
			Convey("a face that the batch does not have is refused", func() {
				for _, absent := range []model.Face{model.FaceBoxOuter, model.NewFace(model.LevelPallet, model.Inner)} {
					_, err := export(w, w.Ctx, &bytes.Buffer{}, b, absent, whole)
					So(err, ShouldWrap, code.ErrFaceAbsent)
				}
			})
			Convey("containers without a visible code are nobody's parent", func() {
				p := code.FiveInOne(6, 4)
				p.Name = "plain cases"
				p.Levels[1].Outer = false
				plain := w.BatchOf("B2", w.Products[0].ID, p, model.PreLinked, 1)
				So(exported(w, plain, model.FaceUnitOuter, whole)[0][2], ShouldEqual, "")
				So(exported(w, plain, model.FaceCaseInner, whole)[0][2], ShouldNotEqual, "")
			})
			Convey("what the line links has no parent yet", func() {
				line := w.LineBatch("L1", 1)
				for _, row := range exported(w, line, model.FaceUnitOuter, whole) {
					So(row[2], ShouldEqual, "")
				}
			})
		})

		Convey("Given a batch whose host nobody has tested on a phone", t, func() {
			w := testkit.New(t, e)
			b := w.Batch("B1", 1)

			Convey("nothing of it is exported, whoever asks and however little", func() {
				for _, face := range code.StandardFaces() {
					var out bytes.Buffer
					_, err := export(w, w.Ctx, &out, b, face, part(face.Level(), 0, 1))
					So(err, ShouldWrap, link.ErrExportLocked)
					So(out.Len(), ShouldEqual, 0)
				}
			})
			Convey("a single code is printed as ever", func() {
				_, err := w.Code.Print(model.FaceUnitInner, testkit.Item(b, model.LevelUnit, 0))
				So(err, ShouldBeNil)
			})
		})

		Convey("Given a batch of half a million units", t, func() {
			w := testkit.New(t, e)
			w.TestHosts()
			big := w.BatchOf("big", w.Products[0].ID, code.FiveInOne(100, 50), model.PreLinked, 100)

			Convey("it is written in pieces, none of them large", func() {
				var pieces meter
				n, err := export(w, w.Ctx, &pieces, big, model.FaceUnitOuter, part(model.LevelUnit, 0, 50_000))
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 50_000)
				So(pieces.lines, ShouldEqual, 50_001)
				So(pieces.longest, ShouldBeLessThan, 70_000)
				So(pieces.calls, ShouldBeGreaterThan, 20)
			})
			Convey("it stops when nobody waits for it any more, or the writer fails", func() {
				ctx, cancel := context.WithCancel(w.Ctx)
				pieces := meter{after: 3, then: func() error { cancel(); return nil }}
				_, err := export(w, ctx, &pieces, big, model.FaceUnitOuter, whole)
				So(err, ShouldEqual, context.Canceled)
				So(pieces.calls, ShouldEqual, 3)

				full := errors.New("disk full")
				_, err = export(w, w.Ctx, &meter{after: 2, then: func() error { return full }}, big, model.FaceUnitOuter, whole)
				So(err, ShouldEqual, full)
			})
		})
	})
}

// meter measures what is written, and does something after some calls.
type meter struct {
	calls, lines, longest int

	after int
	then  func() error
}

func (m *meter) Write(p []byte) (int, error) {
	m.calls++
	m.lines += strings.Count(string(p), "\n")
	m.longest = max(m.longest, len(p))
	if m.calls == m.after {
		return len(p), m.then()
	}
	return len(p), nil
}

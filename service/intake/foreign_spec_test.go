package intake_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	. "github.com/smartystreets/goconvey/convey"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/intake"
	"channelrouter/service/testkit"
)

func TestImportOfCodes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand whose old stock bears 14-digit numbers", t, func() {
			d := newDesk(t, e)
			const number = "88000000000002"
			untouched := func() {
				for _, table := range []any{&model.ForeignCode{}, &model.ForeignShape{}, &model.Batch{}, &model.Activation{}} {
					So(d.count(table), ShouldEqual, 0)
				}
			}
			Convey("a file of nothing but codes becomes a batch, in its order", func() {
				i := d.take("\ufeff"+numbers(0, 1500)+"\r\n"+numbers(1500, 1000), d.logistic("old"))
				So(i.State, ShouldEqual, model.ImportDone)
				So([]int64{i.Total, i.Position, i.Accepted, i.Rejected}, ShouldResemble, []int64{2500, 2500, 2500, 0})
				So(d.report(i), ShouldBeEmpty)
				found, err := d.Code.ResolveCurrent(d.Ctx, number)
				So(err, ShouldBeNil)
				So(found.Batch.ID, ShouldEqual, i.BatchID)
				So(found.Item, ShouldEqual, testkit.Item(found.Batch, model.LevelCase, 2))

				Convey("and the same file under another number is refused, row by row, and leaves nothing", func() {
					again := d.take(numbers(0, 2500)+numbers(9000, 1), d.logistic("again"))
					So(again.State, ShouldEqual, model.ImportFailed)
					So(again.Fault, ShouldStartWith, "intake.rows_rejected")
					rows := d.report(again)
					So(rows, ShouldHaveLength, 2500)
					So(rows[2], ShouldEqual, "3,88000000000002,code.foreign_taken,a code printed by others stands for another item already (imported before),compare the two imports: one of them is of other goods")
					So(d.count(&model.ForeignCode{}), ShouldEqual, 2500)
					So(d.count(&model.Batch{}), ShouldEqual, 1)
				})
				Convey("and skipping what is bad, the rest is taken in", func() {
					n := d.logistic("more")
					n.SkipBad = true
					more := d.take(lines("编码,名称", number, "88000000009000,x", "8800000000900A", "88000000009001", "88000000009000"), n)
					So(more.State, ShouldEqual, model.ImportDone)
					So([]int64{more.Total, more.Accepted, more.Rejected}, ShouldResemble, []int64{5, 2, 3})
					rows := d.report(more)
					So(rows[0], ShouldStartWith, "2,88000000000002,code.foreign_taken,")
					So(rows[1], ShouldStartWith, "4,8800000000900A,code.bad_foreign_code,")
					So(rows[2], ShouldStartWith, "6,88000000009000,code.foreign_taken,")
					So(rows[2], ShouldContainSubstring, "row 2 of this file is the same")
					_, err := d.Code.ResolveCurrent(d.Ctx, "88000000009001")
					So(err, ShouldBeNil)
				})
				Convey("and its number is not taken twice", func() {
					_, err := d.Intake.CreateImport(d.Ctx, intake.NewImport{By: clerk, Key: "x", Upload: i.UploadID, Declaration: d.logistic("old")})
					So(err, ShouldWrap, code.ErrBatchExists)
				})
			})
			Convey("a table is read in GB18030 and as a workbook", func() {
				gb, err := simplifiedchinese.GB18030.NewEncoder().String(lines("名称,编码", "张三,"+number))
				So(err, ShouldBeNil)
				So(d.take(gb, d.logistic("gb")).Accepted, ShouldEqual, 1)
				book := excelize.NewFile()
				So(book.SetSheetRow("Sheet1", "A1", &[]any{"Code"}), ShouldBeNil)
				So(book.SetSheetRow("Sheet1", "A2", &[]any{"88000000000003"}), ShouldBeNil)
				var file bytes.Buffer
				So(book.Write(&file), ShouldBeNil)
				So(d.take(file.String(), d.logistic("book")).Accepted, ShouldEqual, 1)
			})
			Convey("the whole file is kept out, and the reason told, when", func() {
				for _, c := range []struct{ what, file, fault string }{
					{"a code has another length", numbers(0, 1000) + "880\n", "intake.rows_rejected"},
					{"a code stands in it twice", numbers(0, 1000) + number + "\n", "intake.rows_rejected"},
					{"it is empty", "\n\n", "intake.empty"},
					{"it has nothing but a heading", "编码\n", "intake.empty"},
					{"its heading is another's", "name\n" + numbers(0, 2), "intake.bad_heading"},
					{"a column is there twice", "code,编码\n1,2\n", "intake.bad_heading"},
					{"it is UTF-16", "\xff\xfe8\x008\x00", "table.encoding: the file's text is neither UTF-8 nor GB18030 (it is UTF-16"},
					{"a line never ends", numbers(0, 1000) + strings.Repeat("8", 1<<21), "table.broken"},
					{"it is no workbook after all", "PK\x03\x04", "table.broken"},
				} {
					Convey(c.what, func() {
						i := d.take(c.file, d.logistic("old"))
						So(i.State, ShouldEqual, model.ImportFailed)
						So(i.Fault, ShouldStartWith, c.fault)
						So(i.Accepted, ShouldEqual, 0)
						untouched()
					})
				}
			})
			Convey("an import that is cancelled half-way leaves nothing, wherever it stands", func() {
				for dies := 1; ; dies++ {
					i := d.declare(numbers(0, 45_000), d.logistic("old"))
					if d.Intake.Work(dying(d.Ctx, dies)) == nil {
						So(dies, ShouldBeGreaterThan, 4)
						break
					}
					_, err := d.Code.ResolveCurrent(d.Ctx, number)
					So(err, ShouldEqual, code.ErrMistyped)
					_, err = d.Intake.Cancel(d.Ctx, i.ID)
					So(err, ShouldBeNil)
					So(d.Intake.Work(d.Ctx), ShouldBeNil)
					So(d.now(i).State, ShouldEqual, model.ImportCancelled)
					untouched()
					_, err = d.Intake.Cancel(d.Ctx, i.ID)
					So(err, ShouldWrap, intake.ErrEnded)
				}
			})
			Convey("a process that dies at any commit, and comes back, takes each row in once", func() {
				i := d.declare(numbers(0, 45_000)+number+"\n", func() intake.Declaration { n := d.logistic("old"); n.SkipBad = true; return n }())
				lives := 1
				for dies := 1; d.Intake.Work(dying(d.Ctx, dies)) != nil; lives++ {
					dies = lives%2 + 1
				}
				So(lives, ShouldBeGreaterThan, 3)
				i = d.now(i)
				So(i.State, ShouldEqual, model.ImportDone)
				So([]int64{i.Total, i.Accepted, i.Rejected, d.count(&model.ForeignCode{}), d.count(&model.Batch{})}, ShouldResemble, []int64{45_001, 45_000, 1, 45_000, 1})
				So(d.report(i), ShouldHaveLength, 1)
			})
			Convey("twenty workers at once take each row in once", func() {
				n := d.logistic("old")
				n.SkipBad = true
				i := d.declare(numbers(0, 45_000)+numbers(0, 3)+"880\n", n)
				faults := make([]error, 20)
				var running sync.WaitGroup
				for n := range faults {
					running.Go(func() { faults[n] = d.Intake.Work(context.Background()) })
				}
				running.Wait()
				So(errors.Join(faults...), ShouldBeNil)
				So(d.Intake.Work(d.Ctx), ShouldBeNil)
				i = d.now(i)
				So(i.State, ShouldEqual, model.ImportDone)
				So([]int64{i.Accepted, i.Rejected, d.count(&model.ForeignCode{}), d.count(&model.Batch{})}, ShouldResemble, []int64{45_000, 4, 45_000, 1})
				So(d.report(i), ShouldHaveLength, 4)
			})
			Convey("twenty who declare one import with one key have one", func() {
				upload := d.upload(numbers(0, 3))
				ids := make([]model.ImportID, 20)
				faults := make([]error, 20)
				var running sync.WaitGroup
				for n := range ids {
					running.Go(func() {
						i, err := d.Intake.CreateImport(context.Background(), intake.NewImport{By: clerk, Key: "once", Upload: upload, Declaration: d.logistic("old")})
						ids[n], faults[n] = i.ID, err
					})
				}
				running.Wait()
				for n := range ids {
					So(faults[n], ShouldBeNil)
					So(ids[n], ShouldEqual, ids[0])
				}
				_, err := d.Intake.CreateImport(d.Ctx, intake.NewImport{By: clerk, Key: "once", Upload: upload, Declaration: d.logistic("other")})
				So(err, ShouldWrap, intake.ErrImportKeyReused)
			})
		})
	})
}

package intake_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/table"
	"channelrouter/model"
	"channelrouter/service/intake"
	"channelrouter/service/testkit"
)

// book is an import's workbook, and its rows as a reader sees them.
func (d *desk) book(i model.Import, chinese bool) (file []byte, rows [][]string) {
	r, err := d.Intake.OpenOrgReport(d.Ctx, i, chinese)
	So(err, ShouldBeNil)
	var out bytes.Buffer
	So(r.Write(d.Ctx, &out), ShouldBeNil)
	So(table.XLSX(bytes.NewReader(out.Bytes()), 1<<30, func(_ int, cells []string) error {
		rows = append(rows, slices.Clone(cells))
		return nil
	}), ShouldBeNil)
	return out.Bytes(), rows
}

func TestReportOfOrganisations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a file of organisations with a wrong row, and one that would be a formula", t, func() {
			d := newDesk(t, e)
			file := lines("类型,编码,名称,区划代码,备注", "终端,T1,街角,320102,甲", "", `终端,T2,"=HYPERLINK(""http://x"")",999999,@SUM(1)`, "终端,T3,-1+1,320102,")
			orgs := intake.Declaration{Kind: model.ImportOrgs}

			Convey("a dry run's workbook shows each row as sent, what would become of it, and what to do", func() {
				orgs.DryRun = true
				content, rows := d.book(d.take(file, orgs), true)
				So(rows, ShouldHaveLength, 4)
				So(rows[0], ShouldResemble, []string{"行号", "结果", "有误的列", "原因", "处理办法", "类型", "编码", "名称", "区划代码", "备注"})
				So(rows[1][:2], ShouldResemble, []string{"2", "将新建"})
				So(rows[1][5:], ShouldResemble, []string{"终端", "T1", "街角", "320102", "甲"})
				So(rows[2][:3], ShouldResemble, []string{"4", "有误", "区划代码"})
				So(rows[2][3], ShouldContainSubstring, "999999")
				So(rows[2][3], ShouldNotContainSubstring, "organisation")
				So(rows[2][4], ShouldNotBeEmpty)
				So(rows[2][7:], ShouldResemble, []string{`=HYPERLINK("http://x")`, "999999", "@SUM(1)"})

				Convey("and none of its cells is a formula, nor becomes one when it is edited", func() {
					archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
					So(err, ShouldBeNil)
					sheet, err := archive.Open("xl/worksheets/sheet1.xml")
					So(err, ShouldBeNil)
					xml, err := io.ReadAll(sheet)
					So(err, ShouldBeNil)
					So(string(xml), ShouldNotContainSubstring, "<f>")
					for _, cell := range strings.Split(string(xml), "<c ")[1:] {
						_, text, _ := strings.Cut(cell, `preserve">`)
						if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
							So(cell, ShouldContainSubstring, `s="3" t="inlineStr"`)
						}
					}
				})
			})
			Convey("of a file that was kept out, the good rows say so", func() {
				_, rows := d.book(d.take(file, orgs), false)
				So([]string{rows[1][1], rows[2][1], rows[3][1]}, ShouldResemble, []string{"not taken in, since other rows are wrong", "wrong", "not taken in, since other rows are wrong"})
				So(rows[2][2], ShouldEqual, "adcode")
			})
			Convey("of one that was taken in, what became of them, also after it is taken in again", func() {
				orgs.SkipBad = true
				first, again := d.take(file, orgs), d.take(file, orgs)
				_, rows := d.book(first, false)
				So([]string{rows[1][1], rows[2][1], rows[3][1]}, ShouldResemble, []string{"created", "wrong", "created"})
				_, rows = d.book(again, false)
				So([]string{rows[1][1], rows[2][1], rows[3][1]}, ShouldResemble, []string{"unchanged", "wrong", "unchanged"})
			})
			Convey("one that has not ended has none, nor one whose upload is forgotten or is no table", func() {
				i := d.declare(file, orgs)
				_, err := d.Intake.OpenOrgReport(d.Ctx, i, true)
				So(errors.Is(err, intake.ErrNotEnded), ShouldBeTrue)
				So(d.Intake.Work(d.Ctx), ShouldBeNil)
				d.Tick(30 * 24 * time.Hour)
				So(d.Intake.Tidy(d.Ctx), ShouldBeNil)
				_, err = d.Intake.OpenOrgReport(d.Ctx, d.now(i), true)
				So(errors.Is(err, intake.ErrFileGone), ShouldBeTrue)
				_, err = d.Intake.OpenOrgReport(d.Ctx, d.take("a,b\n1,2\n", orgs), true)
				So(err, ShouldNotBeNil)
				So(err.Error(), ShouldStartWith, "channel.bad_import_file")
			})
		})
	})
}

// What an import tells is told in the language of who reads it, also of rows that were written
// before facts were kept.
func TestTold(t *testing.T) {
	old := model.ImportRejection{Code: "code.foreign_taken", Reason: "a code printed by others stands for another item already (row 3 of this file is the same)"}
	if got := intake.Refusal(old).Sentence(); got != old.Reason {
		t.Errorf("%q", got)
	}
	if got := intake.Refusal(old).Chinese().Sentence(); strings.Contains(got, "stands for") || !strings.Contains(got, "row 3") {
		t.Errorf("%q", got)
	}
	if intake.Failure(model.Import{}) != nil {
		t.Error("what did not fail has a reason")
	}
	why := intake.Failure(model.Import{Fault: "intake.rows_rejected: …", Told: `{"c":"intake.rows_rejected","f":"%d of %d","a":[{"i":2},{"i":5}]}`})
	if why.Chinese().Detail != "5 中的 2" || why.Detail != "2 of 5" {
		t.Errorf("%+v", why.Chinese())
	}
}

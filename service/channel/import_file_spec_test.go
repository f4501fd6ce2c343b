package channel_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"github.com/xuri/excelize/v2"

	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

// workbook is an XLSX file with one sheet.
func workbook(rows ...[]any) *bytes.Buffer {
	book := excelize.NewFile()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		So(err, ShouldBeNil)
		So(book.SetSheetRow("Sheet1", cell, &row), ShouldBeNil)
	}
	var file bytes.Buffer
	So(book.Write(&file), ShouldBeNil)
	return &file
}

func TestImportReadsTables(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand and a distributor", t, func() {
			d := &desk{World: testkit.New(t, e)}
			d.Distributor("D1", "32")
			name := func(code string) string {
				org, err := d.Channel.GetOrgByCode(d.Ctx, code)
				So(err, ShouldBeNil)
				return org.Name
			}

			Convey("a byte order mark, blank lines, spaces and case of the heading do not matter", func() {
				report, err := d.csv("\ufeff Kind ,CODE,Name,adcode,parent", "", " terminal , T1 , One ,320102, D1 ", ",,,,")
				So(err, ShouldBeNil)
				So(statuses(report), ShouldEqual, "3 T1 created")
				So(name("T1"), ShouldEqual, "One")
			})
			Convey("columns that mean nothing are left out and reported", func() {
				report, err := d.csv("kind,电话,code,name,adcode", "terminal,13900000000,T1,One,320102")
				So(err, ShouldBeNil)
				So(report.Ignored, ShouldResemble, []string{"电话"})
			})
			Convey("what looks like a formula is a text", func() {
				for i, formula := range []string{"=1+1", "+86 25", "-1", "@SUM(A1)", "=HYPERLINK(\"\"http://x\"\")"} {
					code := string(rune('A' + i))
					_, err := d.csv("kind,code,name,adcode", "terminal,"+code+",\""+formula+"\",320102")
					So(err, ShouldBeNil)
					So(name(code), ShouldEqual, strings.ReplaceAll(formula, "\"\"", "\""))
				}
			})
			Convey("a workbook is read as it was typed: numbers as digits, days as days, formulas as text", func() {
				file := workbook(
					[]any{"类型", "编码", "名称", "区划代码", "上级编码", "生效日期"},
					[]any{"终端", 10001, "=1+1", 320102, "D1", time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)},
					[]any{},
					[]any{"终端", "T2", "二店", "320102", "D1", "2026-05-01"})
				report, err := d.Channel.Import(d.Ctx, file, "xlsx", d.opt)
				So(err, ShouldBeNil)
				So(statuses(report), ShouldEqual, "2 10001 created, 4 T2 created")
				So(name("10001"), ShouldEqual, "=1+1")
				for _, code := range []string{"10001", "T2"} {
					midnight := time.Date(2026, 4, 30, 16, 0, 0, 0, time.UTC)
					So(d.upstream(code, "", midnight), ShouldEqual, "D1")
					So(d.upstream(code, "", midnight.Add(-time.Second)), ShouldEqual, "")
				}
			})
			Convey("a file in GBK, as Excel saves it in China, is read", func() {
				report, err := d.csv("\xc0\xe0\xd0\xcd,\xb1\xe0\xc2\xeb,\xc3\xfb\xb3\xc6,\xc7\xf8\xbb\xae\xb4\xfa\xc2\xeb",
					"\xd6\xd5\xb6\xcb,T1,\xb9\xd5\xbd\xc7\xb5\xea,320102")
				So(err, ShouldBeNil)
				So(statuses(report), ShouldEqual, "2 T1 created")
				So(name("T1"), ShouldEqual, "拐角店")
			})
			Convey("what is no table of organisations is refused, and says why", func() {
				for _, bad := range []struct {
					file, format, fact string
				}{
					{"", "csv", "it is empty"},
					{"\n\n", "csv", "it is empty"},
					{"kind,code,adcode\n", "csv", "no column name (名称)"},
					{"kind,code,name,编码,adcode\n", "csv", "column \"编码\" is there twice"},
					{"\xff\xfek\x00", "csv", "it is UTF-16"},
					{"kind,code,name,adcode\nterminal,T1,\xff\xff,320102\n", "csv", "save it as \"CSV UTF-8\""},
					{"PK\x03\x04", "csv", "it is XLSX"},
					{"kind,code,name,adcode\nterminal,\"T1,One,320102\n", "csv", "line 2"},
					{"kind,code,name,adcode\n", "xlsx", "zip: not a valid zip file"},
					{"kind,code,name,adcode\n", "pdf", "format \"pdf\""},
				} {
					_, err := d.Channel.Import(d.Ctx, strings.NewReader(bad.file), bad.format, d.opt)
					So(err, ShouldWrap, channel.ErrBadImportFile)
					So(err.Error(), ShouldContainSubstring, bad.fact)
				}
			})
			Convey("a file without end is refused before it fills the memory", func() {
				_, err := d.Channel.Import(d.Ctx, endless{}, "csv", d.opt)
				So(err, ShouldWrap, channel.ErrBadImportFile)
				So(err.Error(), ShouldContainSubstring, "more than 64 MB")
			})
			Convey("a file that cannot be read is an error of its own", func() {
				_, err := d.Channel.Import(d.Ctx, io.MultiReader(strings.NewReader("kind,code,name,adcode\n"), broken{}), "csv", d.opt)
				So(err, ShouldEqual, io.ErrUnexpectedEOF)
			})
		})
	})
}

// endless is a line that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

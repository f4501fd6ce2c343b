package tax_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"github.com/xuri/excelize/v2"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

// report is the lines of a year, without the heading.
func (o office) report(year int) [][]string {
	var file bytes.Buffer
	n, _, err := o.Tax.WriteReport(o.Ctx, &file, year, tax.CSV)
	So(err, ShouldBeNil)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.String(), "\ufeff"))).ReadAll()
	So(err, ShouldBeNil)
	So(rows, ShouldHaveLength, n+1)
	return rows[1:]
}

func TestReport(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a year of incomes of one who said who he is, and one who did not", t, func() {
			o := office{testkit.New(t, e)}
			_, err := o.Tax.Enter(o.Ctx, wang, wangHimself, true)
			So(err, ShouldBeNil)
			o.taxOf(o.labour(wang, "a", 3_000_00))
			o.taxOf(o.labour(wang, "b", 3_000_00))
			o.taxOf(o.labour(wang, "returned", 3_000_00))
			So(o.Tax.Reverse(o.Ctx, "returned"), ShouldBeNil)
			o.taxOf(o.prize(wang, "c", 100_00))
			o.taxOf(o.prize(li, "d", 10_00))
			o.Tick(31 * 24 * time.Hour)
			o.taxOf(o.labour(wang, "e", 500_00))

			Convey("it has a line a month, person and item, with the table's row for the month's sum", func() {
				So(o.report(2026), ShouldResemble, [][]string{
					{"王小明", "居民身份证", "11010519491231002X", "CN", "劳务报酬所得", "2026-03", "6000.00", "1200.00", "4800.00", "20.00%", "0.00", "960.00", "71", ""},
					{"王小明", "居民身份证", "11010519491231002X", "CN", "偶然所得", "2026-03", "100.00", "0.00", "100.00", "20.00%", "0.00", "20.00", "71", ""},
					{"", "", "", "", "偶然所得", "2026-03", "10.00", "0.00", "10.00", "20.00%", "0.00", "2.00", "72", "缺少纳税人信息"},
					{"王小明", "居民身份证", "11010519491231002X", "CN", "劳务报酬所得", "2026-04", "500.00", "500.00", "0.00", "20.00%", "0.00", "0.00", "71", ""},
				})
				So(o.report(2025), ShouldBeEmpty)
			})
			Convey("as a spreadsheet it keeps the numbers of documents whole", func() {
				var file bytes.Buffer
				lines, lacking, err := o.Tax.WriteReport(o.Ctx, &file, 2026, tax.XLSX)
				So(err, ShouldBeNil)
				So([]int{lines, lacking}, ShouldResemble, []int{4, 1})
				book, err := excelize.OpenReader(&file)
				So(err, ShouldBeNil)
				rows, err := book.GetRows(book.GetSheetName(0))
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, 5)
				So(rows[1][2], ShouldEqual, "11010519491231002X")
			})
			Convey("who asks for it is written down before he has a line", func() {
				asked := db.BeforeCommit(o.Ctx, func(ctx context.Context) error {
					return o.Identity.Audit(ctx, identity.AuditRecord{UserID: 7, Action: "report"})
				})
				for _, err := range o.Tax.Year(asked, 2026) {
					So(err, ShouldBeNil)
					break
				}
				entries, err := o.Identity.ListAudit(o.Ctx, identity.AuditFilter{}, 0, 10)
				So(err, ShouldBeNil)
				So(entries, ShouldHaveLength, 1)
				So(entries[0].Target, ShouldContainSubstring, "tax report of 2026")
			})
		})
		Convey("Given a month of more incomes than a page has", t, func() {
			o := office{testkit.New(t, e)}
			rows := make([]model.TaxWithheld, 2_500)
			for i := range rows {
				rows[i] = model.TaxWithheld{
					ID: model.TaxID(i + 1), Key: fmt.Sprint(i), Month: 202603, PersonID: model.PersonID(1 + i/700),
					Kind: model.TaxPrize, Gross: 10, Taxable: 10, RateBP: 2000, Tax: 2, At: o.Clock.Now(),
				}
			}
			So(o.DB.Run(o.Ctx, func(ctx context.Context) error { return o.DB.Conn(ctx).CreateInBatches(rows, 200).Error }), ShouldBeNil)

			Convey("nobody's line is cut in two", func() {
				var sums []money.Fen
				for l, err := range o.Tax.Year(o.Ctx, 2026) {
					So(err, ShouldBeNil)
					sums = append(sums, l.Gross)
				}
				So(sums, ShouldResemble, []money.Fen{7_000, 7_000, 7_000, 4_000})
			})
		})
	})
}

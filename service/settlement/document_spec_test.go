package settlement_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	. "github.com/smartystreets/goconvey/convey"
	"github.com/xuri/excelize/v2"

	"channelrouter/internal/font"
	"channelrouter/model"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

// file is a statement's file.
func (f *fair) file(p model.SettlementPeriod, org model.Org, format settlement.Format, language settlement.Language) []byte {
	d, err := f.Settlement.OpenDocument(f.Ctx, settlement.NewDocument{Period: p.ID, Org: org.ID, Format: format, Language: language})
	So(err, ShouldBeNil)
	var out, again bytes.Buffer
	So(d.Write(f.Ctx, &out), ShouldBeNil)
	So(d.Write(f.Ctx, &again), ShouldBeNil)
	So(bytes.Equal(out.Bytes(), again.Bytes()), ShouldBeTrue)
	return out.Bytes()
}

var shownText = regexp.MustCompile(`(?s)\(((?:[^()\\]|\\.)*)\) ?Tj`)

// onPaper reads the texts of a PDF, page by page. What the typeface cannot draw would be
// read all the same, and stand empty on paper.
func onPaper(pdf []byte) (pages [][]string) {
	So(string(pdf[:5]), ShouldEqual, "%PDF-")
	for rest := pdf; ; {
		_, stream, found := bytes.Cut(rest, []byte("stream\n"))
		if !found {
			return pages
		}
		rest = stream
		z, err := zlib.NewReader(bytes.NewReader(stream))
		if err != nil {
			continue // the end of one
		}
		content, err := io.ReadAll(z)
		So(err, ShouldBeNil)
		var page []string
		for _, shown := range shownText.FindAllSubmatch(content, -1) {
			raw := regexp.MustCompile(`(?s)\\(.)`).ReplaceAllFunc(shown[1], func(b []byte) []byte {
				if b[1] == 'r' {
					return []byte{'\r'}
				}
				return b[1:]
			})
			var units []uint16
			for i := 0; i+1 < len(raw); i += 2 {
				units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
			text := string(utf16.Decode(units))
			So(font.Printable(text), ShouldEqual, text)
			page = append(page, text)
		}
		if page != nil {
			pages = append(pages, page)
		}
	}
}

// rows are those of the first sheet of a workbook, as typed.
func rows(file []byte) [][]string {
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true})
	So(err, ShouldBeNil)
	defer book.Close()
	all, err := book.GetRows(book.GetSheetName(0))
	So(err, ShouldBeNil)
	return all
}

func TestDocuments(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a statement with a rebate, a penalty and an adjustment", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			f.diverted(3)
			p := f.cut()
			f.adjust(p, f.d1, 6001)
			penalty := f.statement(p, f.d1).Lines[1].CaseID

			Convey("the workbook has its lines, yuan as numbers", func() {
				all := rows(f.file(p, f.d1, settlement.Sheet, settlement.Chinese))
				So(all[0], ShouldResemble, []string{"对账单"})
				So(all[2], ShouldResemble, []string{"渠道商", f.d1.Name + " (D1)"})
				table := all[len(all)-15:]
				So(table[1][:9], ShouldResemble, []string{"序号", "项目", "返利政策", "产品", "产品编码", "事由", "数量", "金额（元）", "答复"})
				So(table[2], ShouldResemble, []string{"", "期初余额", "", "", "", "", "", "0.00"})
				product := f.Products[0]
				So(table[3], ShouldResemble, []string{"1", "返利", "基础返利", product.Name, product.SKU, "", "1", "3.00", "未答复"})
				So(table[4], ShouldResemble, []string{"2", "窜货扣款", "", "", "", fmt.Sprint("案件 ", penalty), "6", "-120.00", "未答复"})
				So(table[5][1], ShouldEqual, "调整")
				So(table[5][7], ShouldEqual, "60.01")
				So(table[6][7], ShouldEqual, "-56.99")
				So(table[7], ShouldResemble, []string{"", "期末余额", "", "", "", "", "", "-56.99"})
				So(table[14][7], ShouldEqual, "60.01") // the account of adjustments
			})
			Convey("the paper has the same, in either language", func() {
				pages := onPaper(f.file(p, f.d1, settlement.Paper, settlement.Chinese))
				So(pages, ShouldHaveLength, 1)
				text := strings.Join(pages[0], "|")
				for _, part := range []string{"对账单|", f.d1.Name, "|1|返利|基础返利|", "|1|3.00|", "|6|-120.00|", "|60.01|", "|期末余额|-56.99|", "|第 1 页，共 1 页"} {
					So(text, ShouldContainSubstring, part)
				}
				english := strings.Join(onPaper(f.file(p, f.d1, settlement.Paper, settlement.English))[0], "|")
				So(english, ShouldContainSubstring, "|Closing balance|-56.99|")
				So(english, ShouldContainSubstring, "|Page 1 of 1")
			})
			Convey("the page has the same, in either language, and what people write is text", func() {
				says := settlement.Answer{Period: p.ID, Org: f.d1.ID, Person: 5, Lines: []int{1}, Words: "<script>alert(1)</script> & 少算"}
				So(f.Settlement.Dispute(f.Ctx, says), ShouldBeNil)
				shown := string(f.file(p, f.d1, settlement.Page, settlement.Chinese))
				for _, part := range []string{
					`<html lang="zh">`, "<h1>对账单</h1>", f.d1.Name + " (D1)", `<td class="number">3.00</td>`, `<td class="number minus">-120.00</td>`,
					"有异议<small>异议理由: &lt;script&gt;alert(1)&lt;/script&gt; &amp; 少算</small>", `期末余额</th><td class="number minus">-56.99</td>`,
				} {
					So(shown, ShouldContainSubstring, part)
				}
				english := string(f.file(p, f.d1, settlement.Page, settlement.English))
				So(english, ShouldContainSubstring, `Closing balance</th><td class="number minus">-56.99</td>`)
			})
			Convey("a period's workbook has each statement in a row", func() {
				book, err := f.Settlement.OpenWorkbook(f.Ctx, p.ID, settlement.English)
				So(err, ShouldBeNil)
				var file bytes.Buffer
				So(book.Write(f.Ctx, &file), ShouldBeNil)
				all := rows(file.Bytes())
				So(all, ShouldHaveLength, 5)
				So(all[1][:5], ShouldResemble, []string{"Code", "Organisation", "Opening balance", "Sum of lines", "Closing balance"})
				So(all[2][0], ShouldEqual, "D1")
				So(all[2][2:12], ShouldResemble, []string{"0.00", "-56.99", "-56.99", "3.00", "-120.00", "0.00", "0.00", "60.01", "To be confirmed", "2"})
				f.Settlement.Small()
				var again bytes.Buffer
				So(book.Write(f.Ctx, &again), ShouldBeNil)
				So(rows(again.Bytes()), ShouldResemble, all)
			})
			Convey("once it is closed and paid, it says so", func() {
				f.close(p)
				_, err := f.Settlement.Pay(f.Ctx, settlement.PaymentOrder{By: bert, Period: p.ID, Org: f.d2.ID, Method: model.PaidByCredit})
				So(err, ShouldBeNil)
				text := strings.Join(onPaper(f.file(p, f.d2, settlement.Paper, settlement.Chinese))[0], "|")
				So(text, ShouldContainSubstring, "|已结账|")
				So(text, ShouldContainSubstring, "|货款额度 ¥60.00, ")
				So(text, ShouldContainSubstring, "|逾期视同确认|")
			})
			Convey("the organisation gets what it sees", func() {
				policy := settlement.DefaultPolicy
				policy.Review = true
				_, err := f.Settlement.Policies.Publish(f.Ctx, policy, f.Clock.Now(), 1)
				So(err, ShouldBeNil)
				f.sell(1, f.t1)
				next := f.cut()
				own := settlement.NewDocument{Period: next.ID, Org: f.d1.ID, Own: true, Format: settlement.Paper, Language: settlement.Chinese}
				_, err = f.Settlement.OpenDocument(f.Ctx, own)
				So(err, ShouldWrap, settlement.ErrUnknownStatement)
				own.Period = p.ID
				d, err := f.Settlement.OpenDocument(f.Ctx, own)
				So(err, ShouldBeNil)
				So(d.Name(), ShouldEqual, fmt.Sprintf("statement-1-%d-zh.pdf", f.d1.ID))
			})
			Convey("one of many lines goes over many pages, all numbered and headed", func() {
				for n := range 120 {
					f.post(fmt.Sprint("odd/", n), fmt.Sprint("kind-", n), model.OrgRebate, f.d1.ID, int64(n+1))
				}
				pages := onPaper(f.file(f.cut(), f.d1, settlement.Paper, settlement.Chinese))
				So(len(pages), ShouldBeGreaterThan, 2)
				for n, page := range pages {
					So(page[len(page)-1], ShouldEqual, fmt.Sprintf("第 %d 页，共 %d 页", n+1, len(pages)))
					So(page, ShouldContain, "金额（元）")
				}
			})
		})
	})
}

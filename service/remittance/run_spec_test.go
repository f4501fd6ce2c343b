package remittance_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/remittance"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

func TestBankRuns(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a run over three who are owed something, one of whom has no account", t, func() {
			p := newPayroll(t, e)
			p.accounts(2)
			r := p.proposed()

			Convey("it lists who is paid what, and whom it leaves out", func() {
				So(r.State, ShouldEqual, model.BankRunProposed)
				So([]any{r.LineRows, int64(r.Fen), r.LeftOut}, ShouldResemble, []any{2, int64(3000), 1})
				So(p.lines(r), ShouldResemble, []string{"listed 1000", "listed 2000"})
				left, err := p.Remittance.Omissions(p.Ctx, r.ID, 0, 10)
				So(err, ShouldBeNil)
				So(left, ShouldHaveLength, 1)
				So([]any{left[0].Org.Code, int64(left[0].Fen)}, ShouldResemble, []any{"D3", int64(3000)})
			})
			Convey("nothing is posted, and there is no file, before somebody else approves it", func() {
				_, err := p.Remittance.Approve(p.Ctx, r.ID, remittance.Decision{By: anna})
				So(err, ShouldWrap, remittance.ErrFourEyes)
				p.work()
				So(p.owed(), ShouldResemble, []int64{1000, 2000, 3000})
				_, err = p.Remittance.OpenFile(p.Ctx, r.ID, remittance.UTF8)
				So(err, ShouldWrap, remittance.ErrNoFile)
				_, err = p.told(r, "1,成功,")
				So(err, ShouldWrap, remittance.ErrNoFile)
			})
			Convey("approved, it is posted, and its file is the same each time", func() {
				for range 2 {
					So(p.approve(p.Ctx, r), ShouldBeNil)
					p.work()
				}
				So(p.owed(), ShouldResemble, []int64{0, 0, 3000})
				So(p.balance(model.BrandSettled, 0), ShouldEqual, 3000)
				r = p.run(r)
				So([]any{r.State, r.Paid, int64(r.PaidFen), r.Dropped}, ShouldResemble, []any{model.BankRunSent, 2, int64(3000), 0})
				file := p.file(r, remittance.UTF8)
				So(string(file[:3]), ShouldEqual, "\ufeff")
				So(rows(file), ShouldResemble, [][]string{
					{"序号", "收款人户名", "收款账号", "开户行", "联行号", "金额(元)", "附言"},
					{"1", "上海D1商贸有限公司", numberOf(p.orgs[0]), "中国工商银行上海分行", "102290000010", "10.00", fmt.Sprintf("JS1-%d-1", r.ID)},
					{"2", "上海D2商贸有限公司", numberOf(p.orgs[1]), "中国工商银行上海分行", "102290000010", "20.00", fmt.Sprintf("JS1-%d-2", r.ID)},
				})
				gb := p.file(r, remittance.GB18030)
				So(bytes.Equal(gb, file), ShouldBeFalse)
				So(rows(decoded(gb)), ShouldResemble, rows(file))
				_, err := p.told(r, "1,成功,", "2,失败,户名不符")
				So(err, ShouldBeNil)
				So(bytes.Equal(p.file(r, remittance.UTF8), file), ShouldBeTrue)
				So(bytes.Equal(p.file(r, remittance.GB18030), gb), ShouldBeTrue)
				_, err = p.Remittance.Refuse(p.Ctx, r.ID, remittance.Decision{By: bert})
				So(err, ShouldWrap, remittance.ErrDecided)
				p.verified()
			})
			Convey("what is not owed like that any more is dropped", func() {
				So(p.credit(0), ShouldBeNil)
				So(p.approve(p.Ctx, r), ShouldBeNil)
				p.work()
				So(p.lines(r), ShouldResemble, []string{"dropped 1000 settlement.paid_otherwise", "paid 2000"})
				So(rows(p.file(r, remittance.UTF8)), ShouldHaveLength, 2)
				report, err := p.told(r, "1,成功,", "2,成功,")
				So(err, ShouldBeNil)
				So(report.First[0].Error, ShouldWrap, remittance.ErrUnknownLine)
				So(p.run(r).State, ShouldEqual, model.BankRunFinished)
				p.verified()
			})
			Convey("nor is anybody paid to another account than was approved with it", func() {
				_, err := p.Remittance.ApproveAccount(p.Ctx, p.ask(p.orgs[1]).ID, remittance.Decision{By: bert})
				So(err, ShouldBeNil)
				So(p.approve(p.Ctx, r), ShouldBeNil)
				p.work()
				So(p.lines(r), ShouldResemble, []string{"paid 1000", "dropped 2000 account_changed"})
				next := p.proposed()
				So(p.lines(next), ShouldResemble, []string{"listed 2000"})
			})
			Convey("refused, it pays nobody", func() {
				for range 2 {
					_, err := p.Remittance.Refuse(p.Ctx, r.ID, remittance.Decision{By: anna})
					So(err, ShouldBeNil)
				}
				So(p.approve(p.Ctx, r), ShouldWrap, remittance.ErrDecided)
				p.work()
				So(p.owed(), ShouldResemble, []int64{1000, 2000, 3000})
			})
			Convey("two runs over the same pay each statement once", func() {
				other := p.proposed()
				So(p.approve(p.Ctx, r), ShouldBeNil)
				So(p.approve(p.Ctx, other), ShouldBeNil)
				p.work()
				So(p.balance(model.BrandSettled, 0), ShouldEqual, 3000)
				So([]int{p.run(r).Paid, p.run(other).Paid, p.run(other).Dropped}, ShouldResemble, []int{2, 0, 2})
				So(p.run(other).State, ShouldEqual, model.BankRunFinished) // there is nothing to hear of it
			})
			Convey("a later statement that begins with what is not paid yet is not paid twice", func() {
				first := p.period
				p.earn(50, 60, 70)
				p.period = p.closed()
				later := p.proposed()
				So(p.lines(later), ShouldResemble, []string{"listed 1050", "listed 2060"})
				So(p.approve(p.Ctx, r), ShouldBeNil)
				p.work()
				So(p.approve(p.Ctx, later), ShouldBeNil)
				p.work()
				So(p.lines(later), ShouldResemble, []string{"dropped 1050 settlement.owed_other", "dropped 2060 settlement.owed_other"})
				So(p.lines(p.proposed()), ShouldResemble, []string{"listed 50", "listed 60"})
				So(first.ID, ShouldNotEqual, p.period.ID)
				p.verified()
			})
		})
		Convey("A run that pays nobody, or of a period that is open, is refused", t, func() {
			p := newPayroll(t, e)
			r := p.proposed()
			So(r.LeftOut, ShouldEqual, 3)
			So(p.approve(p.Ctx, r), ShouldWrap, remittance.ErrEmptyRun)
			p.earn(1)
			p.Settle()
			open, err := p.Settlement.Cut(p.Ctx, anna, p.key())
			So(err, ShouldBeNil)
			_, err = p.Remittance.Propose(p.Ctx, remittance.NewRun{By: anna, Key: "k", Period: open.ID})
			So(err, ShouldWrap, settlement.ErrNotClosed)
			_, err = p.Remittance.Propose(p.Ctx, remittance.NewRun{By: anna, Key: "k", Period: 9})
			So(err, ShouldWrap, settlement.ErrUnknownPeriod)
			fresh, err := p.Remittance.Propose(p.Ctx, remittance.NewRun{By: anna, Key: "k", Period: p.period.ID})
			So(err, ShouldBeNil)
			So(p.approve(p.Ctx, fresh), ShouldWrap, remittance.ErrListing)
			again, err := p.Remittance.Propose(p.Ctx, remittance.NewRun{By: anna, Key: "k", Period: p.period.ID})
			So(err, ShouldBeNil)
			So(again.ID, ShouldEqual, fresh.ID)
			_, err = p.Remittance.Run(p.Ctx, 1)
			So(err, ShouldWrap, remittance.ErrUnknownRun)
		})
	})
}

func TestResults(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a run of three lines that was sent", t, func() {
			p := newPayroll(t, e)
			p.accounts(3)
			r := p.sent()

			Convey("a line that has failed is owed again, and may be paid again", func() {
				report, err := p.told(r, "1,成功,", "2,失败,账号不存在", "3,成功,")
				So(err, ShouldBeNil)
				So([]int{report.Rows, report.Taken, report.Refused}, ShouldResemble, []int{3, 3, 0})
				So(p.lines(r), ShouldResemble, []string{"succeeded 1000", "failed 2000 账号不存在", "succeeded 3000"})
				r = p.run(r)
				So([]any{r.State, r.Succeeded, r.Failed, int64(r.FailedFen)}, ShouldResemble, []any{model.BankRunFinished, 2, 1, int64(2000)})
				So(p.owed(), ShouldResemble, []int64{0, 2000, 0})
				st, err := p.Settlement.Find(p.Ctx, p.period.ID, p.orgs[1].ID)
				So(err, ShouldBeNil)
				So(st.Payment, ShouldBeNil)
				So(st.Returns, ShouldHaveLength, 1)
				So(st.Returns[0].Reason, ShouldEqual, "账号不存在")

				again := p.sent()
				So(p.lines(again), ShouldResemble, []string{"paid 2000"})
				_, err = p.told(again, "1,失败,又")
				So(err, ShouldBeNil)
				third := p.sent()
				So(p.lines(third), ShouldResemble, []string{"paid 2000"})
				So(p.owed(), ShouldResemble, []int64{0, 0, 0})
				So(p.balance(model.BrandSettled, 0), ShouldEqual, 6000)
				p.earn(0, 5)
				p.period = p.closed()
				st, err = p.Settlement.Find(p.Ctx, p.period.ID, p.orgs[1].ID)
				So(err, ShouldBeNil)
				told := []string{}
				for _, l := range st.Lines {
					told = append(told, fmt.Sprint(settlement.LineKindName(l.Kind), " ", int64(l.Fen)))
				}
				So(told, ShouldResemble, []string{"payment -6000", "other 5", "payment_returned 4000"})
				p.verified()
			})
			Convey("what came back after the next statement was closed is owed by either, once", func() {
				p.earn(100, 0, 0)
				next := p.closed()
				_, err := p.told(r, "1,失败,")
				So(err, ShouldBeNil)
				p.Settle()
				pay := func(id model.SettlementPeriodID) (int64, error) {
					paid, err := p.Settlement.Pay(p.Ctx, settlement.PaymentOrder{By: bert, Period: id, Org: p.orgs[0].ID, Method: model.PaidByCredit})
					return int64(paid.Fen), err
				}
				fen, err := pay(next.ID)
				So(err, ShouldBeNil)
				So(fen, ShouldEqual, 1100)
				_, err = pay(p.period.ID)
				So(err, ShouldWrap, settlement.ErrNothingOwed)
				So(p.owed()[0], ShouldEqual, 0)
				p.verified()
			})
			Convey("each line has one result, whatever else is said, row by row", func() {
				_, err := p.told(r, "1,成功,", "2,失败,x")
				So(err, ShouldBeNil)
				report, err := p.told(r, "1,成功,", "2,成功,", "1,失败,", "7,成功,", "3,退回,", "x,成功,", "3,成功,")
				So(err, ShouldBeNil)
				So([]int{report.Rows, report.Taken, report.Repeated, report.Refused}, ShouldResemble, []int{7, 1, 1, 5})
				var why []string
				for _, f := range report.First {
					why = append(why, fmt.Sprint(f.Row, " ", f.Error.Code))
				}
				So(why, ShouldResemble, []string{
					"3 remittance.contradicts", "4 remittance.contradicts", "5 remittance.unknown_line", "6 remittance.bad_row", "7 remittance.bad_row",
				})
				So(p.owed(), ShouldResemble, []int64{0, 2000, 0})
				So(p.run(r).State, ShouldEqual, model.BankRunFinished)
				p.verified()
			})
			Convey("a transfer that is returned days after it succeeded is owed again, once", func() {
				_, err := p.told(r, "1,成功,", "2,成功,", "3,成功,")
				So(err, ShouldBeNil)
				So(p.run(r).State, ShouldEqual, model.BankRunFinished)
				p.Tick(72 * time.Hour)
				for again := range 2 {
					report, err := p.told(r, "1,退汇,账号已销户", "2,成功,")
					So(err, ShouldBeNil)
					So([]int{report.Taken, report.Repeated, report.Refused}, ShouldResemble, []int{1 - again, 1 + again, 0})
				}
				run := p.run(r)
				So([]int{run.Succeeded, run.Failed}, ShouldResemble, []int{2, 1})
				So(run.State, ShouldEqual, model.BankRunFinished)
				So(p.owed()[0], ShouldEqual, 1000)
				report, err := p.told(r, "1,成功,")
				So(err, ShouldBeNil)
				So(report.First[0].Error, ShouldWrap, remittance.ErrContradicts)
				p.verified()
			})
			Convey("a remark keeps another run's file out", func() {
				other := []byte(fmt.Sprintf("序号,金额(元),结果,附言\n1,10.00,失败,JS1-%d-1\n2,20.00,失败,JS1-7-2\n", r.ID))
				report, err := p.Remittance.ReadResults(p.Ctx, bert, r.ID, bytes.NewReader(other))
				So(err, ShouldBeNil)
				So([]int{report.Taken, report.Refused}, ShouldResemble, []int{1, 1})
				So(report.First[0].Error, ShouldWrap, remittance.ErrOtherRun)
			})
			Convey("what cannot be read is refused", func() {
				for _, text := range []string{"", "序号,原因\n1,x\n", "\xff\xfe1", "序号,结果\n\"1,成功"} {
					_, err := p.Remittance.ReadResults(p.Ctx, bert, r.ID, bytes.NewReader([]byte(text)))
					SoMsg(text, err, ShouldWrap, remittance.ErrBadResults)
				}
				_, err := p.Remittance.ReadResults(p.Ctx, bert, r.ID, bytes.NewReader(make([]byte, 17<<20)))
				So(err, ShouldWrap, remittance.ErrBadResults)
				_, err = p.Remittance.ReadResults(p.Ctx, bert, 1, bytes.NewReader(nil))
				So(err, ShouldWrap, remittance.ErrUnknownRun)
			})
		})
	})
}

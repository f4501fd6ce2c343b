package pay_test

import (
	"os"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/miniprogram/fake"
	"channelrouter/miniprogram/pay"
)

func TestFundFlow(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	Convey("Given a day with payments", t, func() {
		w := newWorld()
		local := clock.Local(w.clock.Now())
		noon := time.Date(local.Year(), local.Month(), local.Day()+1, 12, 0, 0, 0, local.Location())
		w.clock.Advance(noon.Sub(w.clock.Now()))
		day := w.clock.Now()
		w.bank.Fund(mchID, 1000_00)
		for _, number := range []string{"R1", "R2", "R3"} {
			w.sent(number)
		}
		w.bank.Confirm(mchID, "R1")
		_, err := w.client.Cancel(ctx, "R2")
		So(err, ShouldBeNil)
		So(w.state("R2"), ShouldEqual, pay.StateCancelled)
		read := func(day time.Time) (rows []pay.FundRow, last error) {
			for row, err := range w.client.FundFlow(ctx, day) {
				if err != nil {
					return rows, err
				}
				rows = append(rows, row)
			}
			return rows, nil
		}
		nextMorning := func() { w.clock.Advance(22 * time.Hour) }

		Reset(func() {
			left, err := os.ReadDir(folder)
			So(err, ShouldBeNil)
			So(left, ShouldBeEmpty) // every file is removed, whatever happened
		})

		Convey("its statement is there from ten o'clock of the next day", func() {
			w.clock.Advance(22*time.Hour - time.Second)
			_, err := read(day)
			So(err, ShouldWrap, pay.ErrStatementNotReady)
			w.clock.Advance(time.Second)
			_, err = read(day)
			So(err, ShouldBeNil)
		})
		Convey("it has a row for each movement, out and back", func() {
			nextMorning()
			rows, err := read(day)
			So(err, ShouldBeNil)
			So(len(rows), ShouldEqual, 4)
			cost := map[string]int64{}
			for _, row := range rows {
				if row.Direction == pay.Out {
					cost[row.OutBillNo] += row.AmountFen
				} else {
					cost[row.OutBillNo] -= row.AmountFen
				}
				So(row.Time, ShouldEqual, day.Truncate(time.Second))
			}
			So(cost, ShouldResemble, map[string]int64{"R1": 88_88, "R2": 0, "R3": 88_88})
			receipt, err := w.client.Query(ctx, "R1")
			So(err, ShouldBeNil)
			So(rows[0].TransferBillNo, ShouldEqual, receipt.TransferBillNo)
			So(rows[0].BusinessType, ShouldEqual, "商家转账")
			So([]int64{rows[0].BalanceFen, rows[3].BalanceFen}, ShouldResemble, []int64{911_12, 822_24})
		})
		Convey("a reader may stop", func() {
			nextMorning()
			for row, err := range w.client.FundFlow(ctx, day) {
				So(err, ShouldBeNil)
				So(row.OutBillNo, ShouldEqual, "R1")
				break
			}
		})
		Convey("a day without movements has none", func() {
			nextMorning()
			_, err := read(day.AddDate(0, 0, -1))
			So(err, ShouldWrap, pay.ErrNoStatement)
		})
		Convey("one that was changed on the way is refused before its first row", func() {
			nextMorning()
			w.bank.BreakStatements(1)
			rows, err := read(day)
			So(err, ShouldWrap, pay.ErrStatementBroken)
			So(rows, ShouldBeEmpty)
			_, err = read(day)
			So(err, ShouldBeNil)
		})
		Convey("outages are outages", func() {
			nextMorning()
			w.bank.Fail(1, fake.PayBroken)
			_, err := read(day)
			So(err, ShouldWrap, pay.ErrUnknown)
			w.bank.Fail(1, fake.PayRateLimited)
			_, err = read(day)
			So(err, ShouldWrap, pay.ErrRateLimited)
			_, err = read(day.AddDate(-1, 0, 0))
			So(err, ShouldWrap, pay.ErrUnknown)
		})
	})
}

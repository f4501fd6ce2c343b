package payout_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/payout"
	"channelrouter/service/testkit"
)

func TestListingEverybodysPayouts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two guides who ask for cash on three days", t, func() {
			o := newOffice(t, e)
			wang, li := o.guide("wang", 10_000), o.guide("li", 10_000)
			var all []model.PayoutID // first to last
			first := clock.BizDate(o.Clock.Now())
			for range 3 {
				for _, person := range []model.PersonID{wang, li} {
					p, err := o.wants(person, 100)
					So(err, ShouldBeNil)
					all = append(all, p.ID)
				}
				o.Tick(24 * time.Hour)
			}
			found := func(q payout.Query) (ids []model.PayoutID) {
				for after := model.PayoutID(0); ; {
					page, err := o.All(o.Ctx, q, after, 2)
					So(err, ShouldBeNil)
					for _, p := range page {
						ids, after = append(ids, p.ID), p.ID
					}
					if len(page) < 2 {
						return ids
					}
				}
			}
			of := func(payouts ...int) (ids []model.PayoutID) {
				for _, n := range payouts {
					ids = append(ids, all[n])
				}
				return ids
			}

			Convey("all are listed, the newest first or the other way round", func() {
				So(found(payout.Query{}), ShouldResemble, of(5, 4, 3, 2, 1, 0))
				So(found(payout.Query{Rising: true}), ShouldResemble, all)
			})
			Convey("they are narrowed down by person, wallet and days", func() {
				So(found(payout.Query{People: []model.PersonID{li}}), ShouldResemble, of(5, 3, 1))
				So(found(payout.Query{People: []model.PersonID{}}), ShouldBeEmpty)
				So(found(payout.Query{Wallet: model.WalletGuide}), ShouldHaveLength, 6)
				So(found(payout.Query{Wallet: model.WalletConsumer}), ShouldBeEmpty)
				So(found(payout.Query{From: first, To: first}), ShouldResemble, of(1, 0))
				So(found(payout.Query{From: first + 1, Rising: true}), ShouldResemble, of(2, 3, 4, 5))
			})
			Convey("several states are one list", func() {
				_, err := o.Work(o.Ctx, "commission")
				So(err, ShouldBeNil)
				states := []model.PayoutState{model.PayoutOwed, model.PayoutSending, model.PayoutConfirming, model.PayoutPaid, model.PayoutReturned}
				So(found(payout.Query{States: states}), ShouldResemble, of(5, 4, 3, 2, 1, 0))
				So(len(found(payout.Query{States: states[:1]}))+len(found(payout.Query{States: states[1:]})), ShouldEqual, 6)
			})
			Convey("a page behind none is refused", func() {
				_, err := o.All(o.Ctx, payout.Query{}, 404, 2)
				So(err, ShouldWrap, payout.ErrUnknown)
			})
			Convey("pages come out of indexes", func() {
				page, err := o.All(o.Ctx, payout.Query{}, 0, 1)
				So(err, ShouldBeNil)
				rows := make([]model.Payout, 600)
				for i := range rows {
					rows[i] = page[0]
					rows[i].ID, rows[i].Key, rows[i].BillNo = model.PayoutID(i+1), fmt.Sprint(i), fmt.Sprint("b", i)
					rows[i].BizDate, rows[i].State, rows[i].Name = int32(20250101+i%28), model.PayoutState(i%5+1), []byte{}
				}
				So(o.DB.Run(o.Ctx, func(ctx context.Context) error { return o.DB.Conn(ctx).CreateInBatches(rows, 200).Error }), ShouldBeNil)
				explain, used := "EXPLAIN ", "key"
				if e == testkit.SQLite {
					explain, used = "EXPLAIN QUERY PLAN ", "detail"
				} else {
					So(o.DB.Conn(o.Ctx).Exec("ANALYZE TABLE payouts").Error, ShouldBeNil)
				}
				for where, index := range map[string]string{"1 = 1": "asked", "state = 2": "stands"} {
					var plan []map[string]any
					So(o.DB.Conn(o.Ctx).Raw(explain+"SELECT * FROM payouts WHERE "+where+" ORDER BY biz_date DESC, id DESC LIMIT 10").Scan(&plan).Error, ShouldBeNil)
					So(plan, ShouldHaveLength, 1) // no other to sort by
					So(fmt.Sprintf("%s %v", plan[0][used], plan[0]["Extra"]), ShouldContainSubstring, "idx_payouts_"+index)
					So(fmt.Sprintf("%s", plan[0]["Extra"]), ShouldNotContainSubstring, "filesort")
				}
			})
		})
	})
}

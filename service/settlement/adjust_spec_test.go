package settlement_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

func TestAdjustments(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a statement, and somebody who asks to add 50 yuan to it", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			p := f.cut()
			a := f.ask(p, f.d1, 5000, 0)

			Convey("it changes nothing until another approves it", func() {
				So(told(f.statement(p, f.d1)), ShouldResemble, []string{"opening 0", "rebate 1/300", "closing 300"})
				_, err := f.Settlement.Approve(f.Ctx, settlement.Decision{By: anna, Adjustment: a.ID})
				So(err, ShouldWrap, settlement.ErrFourEyes)
				So(f.owed(f.d1.ID), ShouldEqual, 300)
				So(f.approve(f.Ctx, a), ShouldBeNil)
				st := f.statement(p, f.d1)
				So(told(st), ShouldResemble, []string{"opening 0", "rebate 1/300", "adjustment 0/5000", "closing 5300"})
				So(st.Revision, ShouldEqual, 2)
				So(f.owed(f.d1.ID), ShouldEqual, 5300)
				So(f.approve(f.Ctx, a), ShouldBeNil) // as before
				So(f.owed(f.d1.ID), ShouldEqual, 5300)
				f.verified()
			})
			Convey("it belongs to the period that it names, whichever seal covers it", func() {
				f.sell(1, f.t1)
				next := f.cut()
				So(f.approve(f.Ctx, a), ShouldBeNil)
				f.sell(2, f.t1)
				last := f.cut()
				So(told(f.statement(p, f.d1)), ShouldResemble, []string{"opening 0", "rebate 1/300", "adjustment 0/5000", "closing 5300"})
				st := f.statement(next, f.d1)
				So(told(st), ShouldResemble, []string{"opening 5300", "rebate 1/300", "closing 5600"})
				So(st.Revision, ShouldEqual, 2)
				So(told(f.statement(last, f.d1)), ShouldResemble, []string{"opening 5600", "rebate 1/300", "closing 5900"})
				f.verified()
			})
			Convey("who had no statement gets one, and all that follow", func() {
				f.sell(1, f.t1)
				next := f.cut()
				f.adjust(p, f.d2, -700)
				So(told(f.statement(p, f.d2)), ShouldResemble, []string{"opening 0", "adjustment 0/-700", "closing -700"})
				So(told(f.statement(next, f.d2)), ShouldResemble, []string{"opening -700", "closing -700"})
				f.adjust(p, f.d2, 700)
				So(told(f.statement(next, f.d2)), ShouldResemble, []string{"opening 0", "closing 0"})
				f.verified()
			})
			Convey("nothing is approved while a later period is being prepared", func() {
				f.sell(1, f.t1)
				f.cutOnly()
				So(f.approve(f.Ctx, a), ShouldWrap, settlement.ErrPreparing)
				_, err := f.Settlement.Work(f.Ctx)
				So(err, ShouldBeNil)
				So(f.approve(f.Ctx, a), ShouldBeNil)
				f.verified()
			})
			Convey("one that was refused is not approved, nor the other way round", func() {
				no := settlement.Decision{By: anna, Adjustment: a.ID, Note: "a mistake"}
				for range 2 {
					refused, err := f.Settlement.Refuse(f.Ctx, no)
					So(err, ShouldBeNil)
					So(refused.State, ShouldEqual, model.AdjustmentRefused)
				}
				So(f.approve(f.Ctx, a), ShouldWrap, settlement.ErrDecided)
				b := f.ask(p, f.d1, 1, 0)
				So(f.approve(f.Ctx, b), ShouldBeNil)
				_, err := f.Settlement.Refuse(f.Ctx, settlement.Decision{By: bert, Adjustment: b.ID})
				So(err, ShouldWrap, settlement.ErrDecided)
			})
			Convey("who may refuse only his own takes back no other's", func() {
				_, err := f.Settlement.Refuse(f.Ctx, settlement.Decision{By: bert, Adjustment: a.ID, OwnOnly: true})
				So(err, ShouldWrap, settlement.ErrNotYours)
				refused, err := f.Settlement.Refuse(f.Ctx, settlement.Decision{By: anna, Adjustment: a.ID, OwnOnly: true})
				So(err, ShouldBeNil)
				So(refused.State, ShouldEqual, model.AdjustmentRefused)
				_, err = f.Settlement.Refuse(f.Ctx, settlement.Decision{By: bert, Adjustment: a.ID, OwnOnly: true})
				So(err, ShouldWrap, settlement.ErrNotYours)
			})
			Convey("a closed period is adjusted no more, asked before or after", func() {
				_, err := f.Settlement.Refuse(f.Ctx, settlement.Decision{By: anna, Adjustment: a.ID})
				So(err, ShouldBeNil)
				f.close(p)
				_, err = f.Settlement.Adjust(f.Ctx, settlement.NewAdjustment{By: anna, Key: "late", Period: p.ID, Org: f.d1.ID, Fen: 1})
				So(err, ShouldWrap, settlement.ErrPeriodClosed)
			})
			Convey("what makes no sense is refused", func() {
				n := settlement.NewAdjustment{By: anna, Key: "x", Period: p.ID, Org: f.d1.ID, Fen: 1}
				for want, change := range map[error]func(*settlement.NewAdjustment){
					settlement.ErrBadAdjustment: func(n *settlement.NewAdjustment) { n.Fen = 0 },
					settlement.ErrUnknownPeriod: func(n *settlement.NewAdjustment) { n.Period = 9 },
					channel.ErrUnknownOrg:       func(n *settlement.NewAdjustment) { n.Org = 9 },
					settlement.ErrUnknownLine:   func(n *settlement.NewAdjustment) { n.Line = 2 },
					settlement.ErrStep:          func(n *settlement.NewAdjustment) { n.Line = 1 }, // nobody disputes it
				} {
					bad := n
					change(&bad)
					_, err := f.Settlement.Adjust(f.Ctx, bad)
					So(err, ShouldWrap, want)
				}
				for _, fen := range []money.Fen{1_000_000_001, -1_000_000_001} {
					n.Fen = fen
					_, err := f.Settlement.Adjust(f.Ctx, n)
					So(err, ShouldWrap, settlement.ErrBadAdjustment)
				}
			})
			Convey("the same key is the same wish, and not another", func() {
				n := settlement.NewAdjustment{By: anna, Key: a.Key, Period: p.ID, Org: f.d1.ID, Fen: 5000, Reason: "as agreed"}
				again, err := f.Settlement.Adjust(f.Ctx, n)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, a.ID)
				n.Fen = 5001
				_, err = f.Settlement.Adjust(f.Ctx, n)
				So(err, ShouldWrap, settlement.ErrKeyReused)
			})
		})
	})
}

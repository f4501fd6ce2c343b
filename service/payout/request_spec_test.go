package payout_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/kv"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
	"channelrouter/service/payout"
	"channelrouter/service/risk"
	"channelrouter/service/testkit"
)

func TestAskingForCash(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who has earned 100 yuan", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang", 10_000)

			Convey("what is asked for is held back from the wallet, under a number that comes from the ledger", func() {
				p, err := o.wants(wang, 3_000)
				So(err, ShouldBeNil)
				So(p.State, ShouldEqual, model.PayoutOwed)
				So(p.BillNo, ShouldStartWith, "CR")
				So(len(p.BillNo), ShouldBeLessThanOrEqualTo, 32)
				So(p.OpenID, ShouldEqual, "union-wang@guide")
				So(o.purse(wang), ShouldResemble, [3]int64{7_000, 3_000, 0})
				So(o.bank.sent, ShouldEqual, 0)
			})
			Convey("a retry is the same payout, another wish under the key is refused", func() {
				r := payout.Request{Person: wang, Wallet: model.WalletGuide, Key: "k", Fen: 3_000}
				first, err := o.Request(o.Ctx, r)
				So(err, ShouldBeNil)
				again, err := o.Request(o.Ctx, r)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
				r.Fen++
				_, err = o.Request(o.Ctx, r)
				So(err, ShouldWrap, payout.ErrKeyReused)
				So(o.purse(wang), ShouldResemble, [3]int64{7_000, 3_000, 0})
			})
			Convey("more than the wallet holds is refused, and nothing is written", func() {
				_, err := o.wants(wang, 10_001)
				So(err, ShouldWrap, ledger.ErrNotCovered)
				_, err = o.wants(wang, 10_000)
				So(err, ShouldBeNil)
				_, err = o.wants(wang, 30)
				So(err, ShouldWrap, ledger.ErrNotCovered)
				So(o.purse(wang), ShouldResemble, [3]int64{0, 10_000, 0})
				list, err := o.List(o.Ctx, wang, 0, 10)
				So(err, ShouldBeNil)
				So(list, ShouldHaveLength, 1)
			})
			Convey("less or more than one payout may be is refused", func() {
				for _, fen := range []int64{-100, 0, 29, 20_001} {
					_, err := o.Request(o.Ctx, payout.Request{Person: wang, Wallet: model.WalletGuide, Key: "k", Fen: money.Fen(fen)})
					So(err, ShouldWrap, payout.ErrAmount)
				}
				So(o.purse(wang)[0], ShouldEqual, 10_000)
			})
			Convey("a day's limits count what is not returned, and end at midnight in Shanghai", func() {
				p := payout.DefaultPolicy
				p.DailyBills, p.DailyFen = 3, 5_000
				_, err := o.Policies.Publish(o.Ctx, p, o.Clock.Now(), 1)
				So(err, ShouldBeNil)
				for range 2 {
					_, err = o.wants(wang, 2_000)
					So(err, ShouldBeNil)
				}
				_, err = o.wants(wang, 1_001)
				So(err, ShouldWrap, payout.ErrDailyLimit)
				_, err = o.wants(wang, 1_000)
				So(err, ShouldBeNil)
				_, err = o.wants(wang, 30)
				So(err, ShouldWrap, payout.ErrDailyLimit)
				So(o.purse(wang), ShouldResemble, [3]int64{5_000, 5_000, 0})
				o.Tick(24 * time.Hour)
				_, err = o.wants(wang, 1_000)
				So(err, ShouldBeNil)
			})
			Convey("while payouts are closed, nobody gets any", func() {
				p := payout.DefaultPolicy
				p.Open = false
				_, err := o.Policies.Publish(o.Ctx, p, o.Clock.Now(), 1)
				So(err, ShouldBeNil)
				_, err = o.wants(wang, 3_000)
				So(err, ShouldWrap, payout.ErrClosed)
			})
			Convey("a wallet that nobody pays, and a person whom WeChat has not named, are told so", func() {
				_, err := o.Request(o.Ctx, payout.Request{Person: wang, Wallet: model.WalletSalesperson, Key: "k", Fen: 3_000})
				So(err, ShouldWrap, payout.ErrNoMerchant)
				_, err = o.Request(o.Ctx, payout.Request{Person: o.Person(), Wallet: model.WalletGuide, Key: "k", Fen: 3_000})
				So(err, ShouldWrap, payout.ErrNoAccount)
			})
			Convey("who is not bound waits until he is", func() {
				lone := o.Enter("guide", testkit.Unnamed+"lone")
				o.gives(lone, 1_000)
				_, err := o.wants(lone, 1_000)
				So(err, ShouldWrap, identity.ErrNotBound)
				So(o.purse(lone), ShouldResemble, [3]int64{1_000, 0, 0})
				phone, err := o.Identity.AskPhone(o.Ctx, "guide", "13812345678")
				So(err, ShouldBeNil)
				_, err = o.Identity.BindPhone(o.Ctx, "guide", lone, phone, "1")
				So(err, ShouldBeNil)
				_, err = o.wants(lone, 1_000)
				So(err, ShouldBeNil)
			})
			Convey("nobody sees another's payouts", func() {
				p, err := o.wants(wang, 3_000)
				So(err, ShouldBeNil)
				_, err = o.Get(o.Ctx, o.guide("li", 0), p.ID)
				So(err, ShouldWrap, payout.ErrUnknown)
			})
		})
	})
}

func TestAskingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		const many = 20
		Convey("Given a guide with money for one payout of 20 that he asks for at once", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang", 5_000)

			Convey("one is held, the others are not covered", func() {
				failures := testkit.Together(many, func(int) error { _, err := o.wants(wang, 3_000); return err })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, ledger.ErrNotCovered)
					}
				}
				So(o.purse(wang), ShouldResemble, [3]int64{2_000, 3_000, 0})
			})
			Convey("with one key they are one payout", func() {
				ids := make([]model.PayoutID, many)
				failures := testkit.Together(many, func(i int) error {
					p, err := o.Request(o.Ctx, payout.Request{Person: wang, Wallet: model.WalletGuide, Key: "k", Fen: 3_000})
					ids[i] = p.ID
					return err
				})
				for i, err := range failures {
					So(err, ShouldBeNil)
					So(ids[i], ShouldEqual, ids[0])
				}
				So(o.purse(wang), ShouldResemble, [3]int64{2_000, 3_000, 0})
			})
		})
		Convey("Given a guide with money for many, who may have three a day", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang", 100_000)
			p := payout.DefaultPolicy
			p.DailyBills = 3
			_, err := o.Policies.Publish(o.Ctx, p, o.Clock.Now(), 1)
			So(err, ShouldBeNil)

			Convey("of 20 at once three are held", func() {
				failures := testkit.Together(many, func(int) error { _, err := o.wants(wang, 100); return err })
				So(testkit.Succeeded(failures), ShouldEqual, 3)
				So(o.purse(wang), ShouldResemble, [3]int64{99_700, 300, 0})
			})
		})
	})
}

// wary is WeChat that ranks everybody alike.
type wary struct{ rank int }

func (*wary) AppID(app string) string { return "wx-" + app }

func (w *wary) RiskRank(context.Context, string, string, risk.Scene, string) (int, error) {
	return w.rank, nil
}

func TestRiskyPeople(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide whom WeChat comes to hold to be risky", t, func() {
			o := newOffice(t, e)
			wang, we := o.guide("wang", 10_000), &wary{}
			o.risk = risk.New(o.DB, o.Clock, kv.NewMemory(o.Clock.Now), o.Identity, we)
			o.open()
			o.Ctx = risk.WithClientIP(o.Ctx, "203.0.113.7")
			r := payout.Request{Person: wang, Wallet: model.WalletGuide, Key: "k", Fen: 3_000}
			first, err := o.Request(o.Ctx, r)
			So(err, ShouldBeNil)
			we.rank = 4
			o.Tick(time.Hour)

			Convey("he is refused more, and nothing is written; a retry is still the first payout", func() {
				_, err := o.wants(wang, 3_000)
				So(err, ShouldWrap, risk.ErrRefused)
				So(o.purse(wang), ShouldResemble, [3]int64{7_000, 3_000, 0})
				again, err := o.Request(o.Ctx, r)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
			})
		})
	})
}

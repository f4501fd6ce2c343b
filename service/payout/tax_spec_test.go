package payout_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/payout"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

func (o *office) allows(change func(*payout.Policy)) {
	p := payout.DefaultPolicy
	change(&p)
	_, err := o.Policies.Publish(o.Ctx, p, o.Clock.Now(), 1)
	So(err, ShouldBeNil)
}

// large lets one payout be as much as WeChat pays a person in a day.
func large(p *payout.Policy) { p.MostFen, p.DailyFen = 2_000_000, 10_000_000 }

func TestTaxOnLabour(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who has earned 3,000 yuan and asks for 1,000", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang", 300_000)
			o.allows(large)
			p, err := o.wants(wang, 100_000)
			So(err, ShouldBeNil)

			Convey("the tax leaves with it, and he is to get the rest", func() {
				So([]money.Fen{p.Fen, p.TaxFen, p.Net()}, ShouldResemble, []money.Fen{100_000, 4_000, 96_000})
				So(o.purse(wang), ShouldResemble, [3]int64{200_000, 96_000, 0})
				So(o.withheld(), ShouldEqual, 4_000)
				o.work()
				So(o.bank.paid[p.BillNo], ShouldEqual, 96_000)
				So(o.purse(wang), ShouldResemble, [3]int64{200_000, 0, 96_000})
				So(o.withheld(), ShouldEqual, 4_000)
			})
			Convey("the month's next is taxed for the month's sum", func() {
				second, err := o.wants(wang, 100_000)
				So(err, ShouldBeNil)
				So(second.TaxFen, ShouldEqual, 24_000-4_000)
			})
			Convey("a returned one gives all of it back, the month too", func() {
				o.bank.fault = func(string) fault { return refusesBill }
				o.work()
				So(o.now(p).State, ShouldEqual, model.PayoutReturned)
				So(o.purse(wang), ShouldResemble, [3]int64{300_000, 0, 0})
				So(o.withheld(), ShouldEqual, 0)
				again, err := o.wants(wang, 100_000)
				So(err, ShouldBeNil)
				So(again.TaxFen, ShouldEqual, 4_000)
			})
			Convey("a notice is held against what was to be paid, not against what left the wallet", func() {
				o.bank.stands = func(string) payout.Standing { return payout.Confirming }
				o.work()
				So(o.Notice(o.Ctx, "commission", p.BillNo, payout.Result{Standing: payout.Paid, Fen: 100_000}), ShouldWrap, payout.ErrUnknown)
				So(o.Notice(o.Ctx, "commission", p.BillNo, payout.Result{Standing: payout.Paid, Fen: 96_000}), ShouldBeNil)
				So(o.now(p).State, ShouldEqual, model.PayoutPaid)
			})
		})
		Convey("Given a guide with money for one of 20 large payouts that he asks for at once", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang", 250_000)
			o.allows(large)

			Convey("one is held and taxed", func() {
				failures := testkit.Together(20, func(int) error { _, err := o.wants(wang, 150_000); return err })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				So(o.purse(wang), ShouldResemble, [3]int64{100_000, 136_000, 0})
				So(o.withheld(), ShouldEqual, 14_000)
			})
		})
		Convey("Given a consumer, whose prizes were taxed when he won them", t, func() {
			o := newOffice(t, e)
			o.allows(large)
			tokens, err := o.Identity.Login(o.Ctx, "consumer", "union-li")
			So(err, ShouldBeNil)
			li, err := o.Identity.Authenticate(o.Ctx, "consumer", tokens.Access)
			So(err, ShouldBeNil)
			wallet := model.Account{Kind: model.WalletConsumer, Owner: int64(li.PersonID), Asset: model.CNY}
			_, err = o.Ledger.Post(o.Ctx, ledger.Move("won", "reward", o.Clock.Now(), model.Account{Kind: model.BrandReward, Asset: model.CNY}, wallet, 150_000))
			So(err, ShouldBeNil)

			Convey("his cash leaves whole", func() {
				p, err := o.Request(o.Ctx, payout.Request{Person: li.PersonID, Wallet: model.WalletConsumer, Key: "k", Fen: 150_000})
				So(err, ShouldBeNil)
				So(p.TaxFen, ShouldEqual, 0)
				o.work()
				So(o.bank.paid[p.BillNo], ShouldEqual, 150_000)
			})
		})
	})
}

func TestRealNames(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who asks for more than 2,000 yuan", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang", 1_000_000)
			o.allows(large)
			li := tax.Particulars{Name: "王小明", IDType: tax.ResidentID, Number: "11010519491231002X"}

			Convey("without his name he is told, and nothing is written", func() {
				_, err := o.wants(wang, 300_000)
				So(err, ShouldWrap, payout.ErrNameNeeded)
				So(o.purse(wang), ShouldResemble, [3]int64{1_000_000, 0, 0})
				So(o.withheld(), ShouldEqual, 0)
				// What counts is what WeChat is to pay: 2,200 yuan are 1,920 after tax.
				_, err = o.wants(wang, 220_000)
				So(err, ShouldBeNil)
			})
			Convey("his name goes with the bill, the same however often it is sent", func() {
				_, err := o.Tax.Enter(o.Ctx, wang, li, true)
				So(err, ShouldBeNil)
				p, err := o.wants(wang, 300_000)
				So(err, ShouldBeNil)
				So(string(p.Name), ShouldNotContainSubstring, "王")
				li.Name = "王大明"
				_, err = o.Tax.Enter(o.Ctx, wang, li, true)
				So(err, ShouldBeNil)
				o.work()
				So([]any{o.bank.last.Name, o.bank.last.Fen}, ShouldResemble, []any{"王小明", money.Fen(256_000)})
			})
			Convey("smaller bills carry none", func() {
				_, err := o.Tax.Enter(o.Ctx, wang, li, true)
				So(err, ShouldBeNil)
				_, err = o.wants(wang, 10_000)
				So(err, ShouldBeNil)
				o.work()
				So(o.bank.last.Name, ShouldBeEmpty)
			})
			Convey("more than WeChat lets the merchant pay is refused as such, and nothing is written", func() {
				for _, till := range []payout.Till{
					{Merchant: "commission", AppID: guideApp, MostFen: 50_000},
					{Merchant: "commission", AppID: guideApp, DailyFen: 50_000},
				} {
					o.Service = o.serviceWith(till)
					_, err := o.wants(wang, 60_000)
					So(err, ShouldWrap, payout.ErrOverLimit)
				}
				So(o.purse(wang), ShouldResemble, [3]int64{1_000_000, 0, 0})
			})
			Convey("bills carry the words that were in force when they were asked for", func() {
				p, err := o.wants(wang, 10_000)
				So(err, ShouldBeNil)
				o.Tick(time.Second)
				o.allows(func(p *payout.Policy) { p.Words = map[string]payout.Words{"commission": {Remark: "三月佣金"}} })
				o.work()
				So(o.bank.last, ShouldResemble, payout.Bill{
					Merchant: "commission", Number: p.BillNo, AppID: guideApp, OpenID: p.OpenID, Fen: 10_000,
					Words: payout.Words{Remark: "推广佣金", Subject: "导购推广", Reason: "推广佣金"},
				})
				_, err = o.wants(wang, 10_000)
				So(err, ShouldBeNil)
				o.work()
				So(o.bank.last.Words, ShouldResemble, payout.Words{Remark: "三月佣金", Subject: "导购推广", Reason: "推广佣金"})
			})
		})
	})
}

package ledger_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/testkit"
)

func TestBrowsingTheLedger(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given rewards of two persons, one of whom has nothing left, and a rebate that is not sealed yet", t, func() {
			w := testkit.New(t, e)
			wallet := func(owner int64) model.Account {
				return model.Account{Kind: model.WalletConsumer, Owner: owner, Asset: model.CNY}
			}
			brand := model.Account{Kind: model.BrandReward, Asset: model.CNY}
			post := func(p ledger.Posting) model.TxnID {
				ids, err := w.Ledger.Post(w.Ctx, p)
				So(err, ShouldBeNil)
				return ids[0]
			}
			for n := range 5 {
				post(ledger.Move(fmt.Sprint("grant/", n, "/1"), "reward", w.Clock.Now(), brand, wallet(1), int64(100+n)))
			}
			second := post(ledger.Move("grant/9/1", "reward", w.Clock.Now(), brand, wallet(2), 50))
			w.Tick(time.Hour)
			for more := true; more; {
				n, err := w.Ledger.Seal(w.Ctx)
				So(err, ShouldBeNil)
				more = n > 0
			}
			w.Tick(24 * time.Hour)
			back, err := w.Ledger.Reverse(w.Ctx, second, "grant/9/1/reversal", w.Clock.Now())
			So(err, ShouldBeNil)

			accounts := func(q ledger.AccountQuery, limit int) (all []model.LedgerBalance) {
				for after := (model.Account{}); ; {
					page, next, err := w.Ledger.Accounts(w.Ctx, q, after, limit)
					So(err, ShouldBeNil)
					if all = append(all, page...); next == nil {
						return all
					}
					after = *next
				}
			}
			history := func(q ledger.HistoryQuery) (all []ledger.HistoryEntry) {
				for q.Limit = 2; ; {
					page, err := w.Ledger.History(w.Ctx, q)
					So(err, ShouldBeNil)
					if all = append(all, page...); len(page) < q.Limit {
						return all
					}
					last := page[len(page)-1]
					before := *last.Balance - last.Amount
					q.After = ledger.Place{Txn: last.Txn, N: last.N, Balance: &before}
				}
			}

			Convey("accounts are listed page by page, with what is not sealed", func() {
				all := accounts(ledger.AccountQuery{}, 2)
				So(all, ShouldHaveLength, 3)
				So(all[0].AccountKind, ShouldEqual, model.BrandReward)
				So(all[0].Amount, ShouldEqual, -510)
				So(all[1].Amount, ShouldEqual, 510)
				So(all[2].Amount, ShouldEqual, 0)
				So(accounts(ledger.AccountQuery{Full: true}, 1), ShouldResemble, all[:2])
				So(accounts(ledger.AccountQuery{Person: 2}, 1), ShouldResemble, all[2:])
				So(accounts(ledger.AccountQuery{Kind: model.BrandReward}, 1), ShouldResemble, all[:1])
				So(accounts(ledger.AccountQuery{Org: 1}, 1), ShouldBeEmpty)
			})
			Convey("an account's entries tell its balance after each, back to nothing", func() {
				for _, a := range []model.Account{wallet(1), wallet(2), brand} {
					entries := history(ledger.HistoryQuery{Account: a})
					now, err := w.Ledger.Balance(w.Ctx, a)
					So(err, ShouldBeNil)
					So(*entries[0].Balance, ShouldEqual, now)
					for i, e := range entries[1:] {
						So(*e.Balance, ShouldEqual, *entries[i].Balance-entries[i].Amount)
					}
					first := entries[len(entries)-1]
					So(*first.Balance, ShouldEqual, first.Amount)
				}
			})
			Convey("a range of time leaves out what came after it, and before", func() {
				yesterday := w.Clock.Now().Add(-12 * time.Hour)
				before := history(ledger.HistoryQuery{Account: wallet(2), To: yesterday})
				So(before, ShouldHaveLength, 1)
				So(*before[0].Balance, ShouldEqual, 50)
				since := history(ledger.HistoryQuery{Account: wallet(2), From: yesterday})
				So(since, ShouldHaveLength, 1)
				So(since[0].Txn, ShouldEqual, back)
				So(history(ledger.HistoryQuery{Account: wallet(2), To: yesterday.AddDate(-1, 0, 0)}), ShouldBeEmpty)
			})
			Convey("a transaction has both its sides, and says what took it back", func() {
				txn, err := w.Ledger.GetTransaction(w.Ctx, second)
				So(err, ShouldBeNil)
				So(txn.Entries, ShouldHaveLength, 2)
				So(txn.ReversedBy, ShouldEqual, back)
				_, err = w.Ledger.GetTransaction(w.Ctx, 1)
				So(err, ShouldWrap, ledger.ErrUnknownTransaction)
			})
		})
	})
}

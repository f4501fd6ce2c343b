package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/testkit"
)

func TestUnbalancedPostings(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a ledger", t, func() {
			b := newBooks(t, e)
			for name, entries := range map[string][]ledger.Entry{
				"nothing":                       {},
				"one side only":                 {{wang, 5}},
				"one side of nothing":           {{wang, 0}},
				"more than was taken":           {{rewardCost, -5}, {wang, 6}},
				"points for money":              {{rewardCost, -5}, {li, 5}},
				"two wrong assets that cancel":  {{rewardCost, -5}, {wang, 6}, {pointsCost, -5}, {li, 4}},
				"a sum that wraps around to 0":  {{wang, math.MaxInt64}, {d1, math.MaxInt64}, {rewardCost, 2}},
				"an amount beyond all business": {{rewardCost, -1<<50 - 1}, {wang, 1<<50 + 1}},
			} {
				Convey("it refuses to post "+name, func() {
					_, err := b.Post(b.ctx, ledger.Move("good", "reward", monday, rewardCost, wang, 1),
						ledger.Posting{Key: "bad", Kind: "reward", At: monday, Entries: entries})
					So(err, ShouldWrap, ledger.ErrUnbalanced)
					So(b.count(&model.LedgerTransaction{}), ShouldEqual, 0)
				})
			}
			Convey("it refuses a posting without a key", func() {
				_, err := b.Post(b.ctx, ledger.Move("", "reward", monday, rewardCost, wang, 1))
				So(err, ShouldWrap, ledger.ErrUnbalanced)
			})
			Convey("several assets, each balanced, make one transaction", func() {
				b.post(ledger.Posting{Key: "k", Kind: "reward", At: monday, Entries: []ledger.Entry{
					{rewardCost, -5}, {pointsCost, -7}, {wang, 5}, {li, 7},
				}})
				So(b.balance(wang), ShouldEqual, 5)
				So(b.balance(li), ShouldEqual, 7)
				So(b.balance(rewardCost), ShouldEqual, -5)
				So(b.count(&model.LedgerTransaction{}), ShouldEqual, 1)
			})
		})
	})
}

func TestPosting(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a posting", t, func() {
			b := newBooks(t, e)
			reward := ledger.Move("grant/1", "reward", monday.Add(-time.Minute), rewardCost, wang, 200)
			first := b.post(reward)

			Convey("it is stored as it was posted", func() {
				row, err := db.First[model.LedgerTransaction](b.db.Conn(b.ctx))
				So(err, ShouldBeNil)
				So(row.InputHash, ShouldHaveLength, 64)
				row.InputHash = ""
				So(*row, ShouldResemble, model.LedgerTransaction{
					ID: first, Key: "grant/1", Kind: "reward", OccurredAt: monday.Add(-time.Minute), RecordedAt: monday, BizDate: 20260302,
				})
				entries, err := b.Entries(b.ctx, wang, 0, 10)
				So(err, ShouldBeNil)
				So(entries, ShouldResemble, []model.LedgerEntry{
					{TxnID: first, N: 1, AccountKind: wang.Kind, Owner: wang.Owner, Asset: wang.Asset, Amount: 200},
				})
			})
			Convey("the same again is the first one", func() {
				b.clock.Advance(time.Hour)
				So(b.post(reward), ShouldEqual, first)
				So(b.balance(wang), ShouldEqual, 200)
				So(b.count(&model.LedgerEntry{}), ShouldEqual, 2)
			})
			Convey("the same moment in another zone, with nanoseconds, is the same content", func() {
				reward.At = reward.At.In(time.FixedZone("", 8*60*60)).Add(999 * time.Nanosecond)
				So(b.post(reward), ShouldEqual, first)
			})
			for name, change := range map[string]func(*ledger.Posting){
				"another amount":         func(p *ledger.Posting) { p.Entries[0].Amount, p.Entries[1].Amount = -201, 201 },
				"another account":        func(p *ledger.Posting) { p.Entries[1].Account.Owner++ },
				"another kind":           func(p *ledger.Posting) { p.Kind = "gift" },
				"another time":           func(p *ledger.Posting) { p.At = p.At.Add(time.Microsecond) },
				"another order":          func(p *ledger.Posting) { p.Entries[0], p.Entries[1] = p.Entries[1], p.Entries[0] },
				"something it reverses":  func(p *ledger.Posting) { p.Reverses = first },
				"one more pair of sides": func(p *ledger.Posting) { p.Entries = append(p.Entries, p.Entries...) },
			} {
				Convey("its key with "+name+" is refused, with all that was to be posted beside it", func() {
					change(&reward)
					_, err := b.Post(b.ctx, ledger.Move("grant/2", "reward", monday, rewardCost, wang, 1), reward)
					So(err, ShouldWrap, ledger.ErrKeyReused)
					So(b.balance(wang), ShouldEqual, 200)
					So(b.count(&model.LedgerTransaction{}), ShouldEqual, 1)
				})
			}
			Convey("keys are told apart by case", func() {
				So(b.post(ledger.Move("Grant/1", "reward", monday, rewardCost, wang, 1)), ShouldNotEqual, first)
			})
			Convey("what a failing transaction posted was never posted", func() {
				second := errors.New("second thoughts")
				So(b.db.Run(b.ctx, func(ctx context.Context) error {
					_, err := b.Post(ctx, ledger.Move("grant/2", "reward", monday, rewardCost, wang, 1))
					So(err, ShouldBeNil)
					return second
				}), ShouldEqual, second)
				So(b.balance(wang), ShouldEqual, 200)
				So(b.verify().OK(), ShouldBeTrue)
			})
		})
		Convey("Given 450 postings in one call, of which some were posted before and some are there twice", t, func() {
			b := newBooks(t, e)
			postings := make([]ledger.Posting, 450)
			for i := range postings {
				postings[i] = ledger.Move(fmt.Sprint("grant/", i%440), "reward", monday, rewardCost, wang, int64(1+i%440))
			}
			early := map[int]model.TxnID{}
			for _, i := range []int{0, 199, 200, 333} {
				early[i] = b.post(postings[i])
			}
			ids, err := b.Post(b.ctx, postings...)
			So(err, ShouldBeNil)

			Convey("each has the id of its own first posting", func() {
				So(ids, ShouldHaveLength, 450)
				distinct := map[model.TxnID]bool{}
				for i, id := range ids {
					distinct[id] = true
					if i >= 440 {
						So(id, ShouldEqual, ids[i-440])
					}
				}
				So(distinct, ShouldHaveLength, 440)
				for i, id := range early {
					So(ids[i], ShouldEqual, id)
				}
			})
			Convey("and counts once", func() {
				So(b.balance(wang), ShouldEqual, 440*441/2)
				So(b.balance(rewardCost), ShouldEqual, -440*441/2)
				So(b.count(&model.LedgerEntry{}), ShouldEqual, 880)
			})
		})
		Convey("Given nothing to post, nothing happens", t, func() {
			ids, err := newBooks(t, e).Post(t.Context())
			So(err, ShouldBeNil)
			So(ids, ShouldBeEmpty)
		})
	})
}

func TestReversing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a rebate", t, func() {
			b := newBooks(t, e)
			rebate := b.post(ledger.Posting{Key: "rebate/1", Kind: "rebate", At: monday, Entries: []ledger.Entry{
				{rebateCost, -300}, {d1, 200}, {wang, 100},
			}})
			later := monday.Add(24 * time.Hour)
			reverse := func() (model.TxnID, error) { return b.Reverse(b.ctx, rebate, "rebate/1/reversal", later) }

			Convey("its reversal is its opposite, and says what it reverses", func() {
				reversal, err := reverse()
				So(err, ShouldBeNil)
				for _, a := range accounts {
					So(b.balance(a), ShouldEqual, 0)
				}
				row, err := db.First[model.LedgerTransaction](b.db.Conn(b.ctx).Where("id = ?", reversal))
				So(err, ShouldBeNil)
				So([]any{row.Reverses, row.Kind, row.OccurredAt, row.BizDate}, ShouldResemble,
					[]any{rebate, "rebate.reversal", later, int32(20260303)})
				So(b.count(&model.LedgerEntry{}), ShouldEqual, 6) // nothing was edited
			})
			Convey("the same reversal again is the first one, sealed or not", func() {
				reversal, err := reverse()
				So(err, ShouldBeNil)
				b.seal()
				again, err := reverse()
				So(err, ShouldBeNil)
				So(again, ShouldEqual, reversal)
				So(b.balance(d1), ShouldEqual, 0)
			})
			Convey("20 at once make one", func() {
				for _, err := range atOnce(20, func(int) error { _, err := reverse(); return err }) {
					So(err, ShouldBeNil)
				}
				So(b.balance(wang), ShouldEqual, 0)
				So(b.count(&model.LedgerTransaction{}), ShouldEqual, 2)
			})
			Convey("a transaction that does not exist cannot be reversed", func() {
				_, err := b.Reverse(b.ctx, rebate+1, "x", later)
				So(err, ShouldWrap, ledger.ErrUnknownTransaction)
			})
		})
	})
}

func TestEntries(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an account with five transactions, of which the third has three entries", t, func() {
			b := newBooks(t, e)
			var ids []model.TxnID
			for n := 1; n <= 5; n++ {
				p := ledger.Move(fmt.Sprint(n), "reward", monday, rewardCost, wang, int64(n))
				if n == 3 {
					p.Entries = append(p.Entries, ledger.Entry{Account: wang, Amount: 30}, ledger.Entry{Account: wang, Amount: -30})
				}
				ids = append(ids, b.post(p))
			}
			page := func(before model.TxnID, limit int) (amounts []int64) {
				entries, err := b.Entries(b.ctx, wang, before, limit)
				So(err, ShouldBeNil)
				for _, e := range entries {
					amounts = append(amounts, e.Amount)
				}
				return amounts
			}

			Convey("they are paged through, newest first, and no page ends within a transaction", func() {
				So(page(0, 2), ShouldResemble, []int64{5, 4})
				So(page(ids[3], 2), ShouldResemble, []int64{3, 30, -30})
				So(page(ids[2], 2), ShouldResemble, []int64{2, 1})
				So(page(ids[0], 2), ShouldBeEmpty)
			})
			Convey("those of other accounts are not among them", func() {
				entries, err := b.Entries(b.ctx, d1, 0, 10)
				So(err, ShouldBeNil)
				So(entries, ShouldBeEmpty)
			})
		})
	})
}

func TestPostingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given 20 who post the same", t, func() {
			b := newBooks(t, e)
			ids := make([]model.TxnID, 20)
			failures := atOnce(20, func(i int) error {
				got, err := b.Post(b.ctx, ledger.Move("grant/1", "reward", monday, rewardCost, wang, 200))
				if err == nil {
					ids[i] = got[0]
				}
				return err
			})

			Convey("there is one transaction, and all are told its id", func() {
				So(failures, ShouldResemble, make([]error, 20))
				for _, id := range ids {
					So(id, ShouldEqual, ids[0])
				}
				So(b.count(&model.LedgerTransaction{}), ShouldEqual, 1)
				So(b.balance(wang), ShouldEqual, 200)
				So(b.verify().OK(), ShouldBeTrue)
			})
		})
		Convey("Given 20 who post different things under one key", t, func() {
			b := newBooks(t, e)
			failures := atOnce(20, func(i int) error {
				_, err := b.Post(b.ctx, ledger.Move("grant/1", "reward", monday, rewardCost, wang, int64(i+1)))
				return err
			})

			Convey("one is posted, the others are refused", func() {
				winners := 0
				for i, err := range failures {
					if err == nil {
						winners++
						So(b.balance(wang), ShouldEqual, i+1)
						continue
					}
					So(err, ShouldWrap, ledger.ErrKeyReused)
				}
				So(winners, ShouldEqual, 1)
			})
		})
		Convey("Given 20 who post 25 times each to the same persons, in all orders, while the sealer works", t, func() {
			b := newBooks(t, e)
			const writers, each, persons = 20, 25, 5
			person := func(n int) model.Account {
				return model.Account{Kind: model.WalletGuide, Owner: int64(n%persons + 1), Asset: model.CNY}
			}
			sealing, stop := context.WithCancel(b.ctx)
			sealed := make(chan error)
			go func() {
				for sealing.Err() == nil {
					if _, err := b.Seal(b.ctx); err != nil {
						sealed <- err
						return
					}
				}
				sealed <- nil
			}()
			failures := atOnce(writers, func(i int) error {
				for n := range each {
					from, to := person(i*n), person(i+n)
					_, err := b.Post(b.ctx,
						ledger.Move(fmt.Sprintf("a/%d/%d", i, n), "test", monday, rewardCost, to, int64(i+n)),
						ledger.Move(fmt.Sprintf("b/%d/%d", i, n), "test", monday, from, to, 7),
						ledger.Move(fmt.Sprintf("c/%d/%d", i, n), "test", monday, to, d1, int64(n)),
					)
					if err != nil {
						return err
					}
				}
				return nil
			})
			stop()

			Convey("every balance is the sum of its entries, and all together are zero", func() {
				So(<-sealed, ShouldBeNil)
				So(failures, ShouldResemble, make([]error, writers))
				want := map[model.Account]int64{}
				for i := range writers {
					for n := range each {
						from, to := person(i*n), person(i+n)
						want[rewardCost] -= int64(i + n)
						want[to] += int64(i + n)
						want[from] -= 7
						want[to] += 7 - int64(n)
						want[d1] += int64(n)
					}
				}
				var sum int64
				for account, amount := range want {
					So(fmt.Sprint(account, b.balance(account)), ShouldEqual, fmt.Sprint(account, amount))
					sum += amount
				}
				So(sum, ShouldEqual, 0)
				report := b.verify()
				So(report.Chain, ShouldEqual, "ok")
				So(report.OK(), ShouldBeTrue)
				So(report.Transactions, ShouldEqual, 3*writers*each)
			})
		})
	})
}

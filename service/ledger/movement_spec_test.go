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

func TestSealsByTime(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a seal every minute, ten in all", t, func() {
			b := newBooks(t, e)
			before := func(after int64, at time.Duration) int64 {
				seal, err := b.LastSealBefore(b.ctx, after, monday.Add(at))
				So(err, ShouldBeNil)
				if seal == nil {
					return 0
				}
				return seal.ID
			}
			So(before(0, time.Hour), ShouldEqual, 0) // there is none yet
			for n := range 10 {
				b.post(ledger.Move(fmt.Sprint("m", n), "rebate", monday, rebateCost, d1, 1))
				b.seal()
				b.clock.Advance(time.Minute)
			}

			Convey("the last before a time is found, after another", func() {
				for n := range int64(10) {
					at := time.Duration(n) * time.Minute
					So([]int64{before(0, at), before(0, at+time.Second)}, ShouldResemble, []int64{n, n + 1})
				}
				So([]int64{before(3, 4*time.Minute), before(3, 3*time.Minute), before(9, time.Hour), before(10, time.Hour)}, ShouldResemble, []int64{4, 0, 10, 0})
			})
			Convey("whether all that was recorded before a time is sealed", func() {
				b.post(ledger.Move("tail", "rebate", monday, rebateCost, d1, 1)) // at ten minutes past
				for at, want := range map[time.Duration]bool{10 * time.Minute: true, 10*time.Minute + 1000: false} {
					sealed, err := b.SealedBefore(b.ctx, monday.Add(at))
					So(err, ShouldBeNil)
					So(sealed, ShouldEqual, want)
				}
			})
		})
	})
}

func TestMovementsOfOrganisations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given transactions of two entries for D1 in two seals, and one that is not sealed", t, func() {
			b := newBooks(t, e)
			var txns []model.TxnID
			post := func(n int) {
				txns = append(txns, b.post(ledger.Posting{Key: fmt.Sprint("t", n), Kind: "rebate", At: monday, Entries: []ledger.Entry{
					{Account: d1, Amount: 1}, {Account: d1, Amount: 2}, {Account: rebateCost, Amount: -3},
				}}))
			}
			for n := range 5 {
				post(n)
				if n == 1 || n == 3 {
					b.seal()
				}
			}
			kinds := model.Settled()
			sealed := func(run ledger.Seals) int {
				all, err := b.Sealed(b.ctx, run, kinds)
				So(err, ShouldBeNil)
				for _, m := range all {
					So([]any{m.Kind, m.Account, m.Org, m.At}, ShouldResemble, []any{"rebate", model.OrgRebate, model.OrgID(3), monday})
				}
				return len(all)
			}

			Convey("a run of seals has what they cover, and the tail the rest", func() {
				So([]int{sealed(ledger.Seals{Last: 1}), sealed(ledger.Seals{After: 1, Last: 2}), sealed(ledger.Seals{Last: 2}), sealed(ledger.Tail)},
					ShouldResemble, []int{4, 4, 8, 2})
			})
			Convey("pages of an organisation cut no transaction, and end with the run", func() {
				q := ledger.MovementsOf{Org: 3, Kinds: kinds, Seals: ledger.Seals{Last: 2}, From: txns[0], To: txns[3]}
				var pages [][]model.TxnID
				for after := model.TxnID(0); ; {
					page, err := b.OrgMovements(b.ctx, q, after, 3)
					So(err, ShouldBeNil)
					if len(page) == 0 {
						break
					}
					var of []model.TxnID
					for _, m := range page {
						of = append(of, m.Txn)
					}
					pages, after = append(pages, of), of[len(of)-1]
				}
				So(pages, ShouldResemble, [][]model.TxnID{{txns[0], txns[0], txns[1], txns[1]}, {txns[2], txns[2], txns[3], txns[3]}})
			})
			Convey("each transaction says which seal covers it", func() {
				seals, err := b.SealsOf(b.ctx, txns)
				So(err, ShouldBeNil)
				So([]int64{seals[txns[0]], seals[txns[3]], seals[txns[4]]}, ShouldResemble, []int64{1, 2, 0})
			})
		})
	})
}

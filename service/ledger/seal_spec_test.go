package ledger_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/testkit"
)

func TestSealing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an empty ledger", t, func() {
			b := newBooks(t, e)

			Convey("there is nothing to seal", func() {
				So(b.seal(), ShouldEqual, 0)
				So(b.seals(), ShouldBeEmpty)
			})
		})
		Convey("Given transactions", t, func() {
			b := newBooks(t, e)
			b.many(3, rebateCost, d1, 100)

			Convey("an organisation's balance is exact before the seal, after it, and with a new tail", func() {
				So(b.balance(d1), ShouldEqual, 300)
				So(b.balance(rebateCost), ShouldEqual, -300)
				So(b.seal(), ShouldEqual, 3)
				So(b.balance(d1), ShouldEqual, 300)
				b.many(2, d1, rewardCost, 1)
				So(b.balance(d1), ShouldEqual, 298)
				So(b.seal(), ShouldEqual, 2)
				So(b.balance(d1), ShouldEqual, 298)
				So(b.balance(rewardCost), ShouldEqual, 2)
			})
			Convey("a second Seal finds nothing more", func() {
				So(b.seal(), ShouldEqual, 3)
				So(b.seal(), ShouldEqual, 0)
				So(b.seals(), ShouldHaveLength, 1)
			})
			Convey("each seal carries its number, its size and its time, and differs from the one before", func() {
				b.seal()
				b.clock.Advance(time.Minute)
				b.many(2, d1, rewardCost, 1)
				b.seal()
				seals := b.seals()
				So(seals, ShouldHaveLength, 2)
				So(seals[0].Hash, ShouldNotEqual, seals[1].Hash)
				for i := range seals {
					So(seals[i].Hash, ShouldHaveLength, 64)
					So(seals[i].Signature, ShouldHaveLength, 128)
					seals[i].Hash, seals[i].Signature = "", ""
				}
				So(seals, ShouldResemble, []model.LedgerSeal{
					{ID: 1, Count: 3, At: monday}, {ID: 2, Count: 2, At: monday.Add(time.Minute)},
				})
			})
			Convey("a transaction with an older id that commits late is sealed later", func() {
				b.seal()
				b.post(ledger.Move("new", "test", monday, rebateCost, d1, 1))
				So(b.db.Migration(b.ctx).Exec("UPDATE ledger_transactions SET id = 1 WHERE idempotency_key = 'new'").Error, ShouldBeNil)
				So(b.db.Migration(b.ctx).Exec("UPDATE ledger_entries SET txn_id = 1 WHERE amount IN (1, -1)").Error, ShouldBeNil)
				So(b.seal(), ShouldEqual, 1)
				So(b.verify().Chain, ShouldEqual, "ok")
				So(b.balance(d1), ShouldEqual, 301)
			})
		})
		Convey("Given 1,000 transactions", t, func() {
			b := newBooks(t, e)
			b.many(1000, rebateCost, d1, 1)

			Convey("they take two seals of 500, and one more transaction a third", func() {
				So(b.seal(), ShouldEqual, 1000)
				So(b.seals(), ShouldHaveLength, 2)
				b.many(1, d1, rewardCost, 1)
				So(b.seal(), ShouldEqual, 1)
				So(b.seals(), ShouldHaveLength, 3)
				So(b.balance(d1), ShouldEqual, 999)
				So(b.verify().Chain, ShouldEqual, "ok")
			})
			Convey("whoever reads an organisation's balance while they are sealed sees the same all the time", func() {
				done := make(chan error)
				go func() {
					_, err := b.Seal(b.ctx)
					done <- err
				}()
				readings := map[int64]int{}
				for sealed := false; !sealed; {
					select {
					case err := <-done:
						So(err, ShouldBeNil)
						sealed = true
					default:
						balance, err := b.Balance(b.ctx, d1)
						So(err, ShouldBeNil)
						readings[balance]++
					}
				}
				So(readings, ShouldHaveLength, 1)
				So(readings[1000], ShouldBeGreaterThan, 0)
			})
		})
		Convey("Given four sealers at once, and others who post", t, func() {
			b := newBooks(t, e)
			failures := atOnce(8, func(i int) error {
				for n := range 30 {
					if i%2 == 0 {
						_, _ = b.Seal(b.ctx) // all but one may be turned away
						continue
					}
					p := ledger.Move(time.Duration(i*100+n).String(), "test", monday, rebateCost, d1, 1)
					if _, err := b.Post(b.ctx, p, ledger.Move(p.Key+"/wang", "test", monday, rewardCost, wang, 1)); err != nil {
						return err
					}
				}
				return nil
			})

			Convey("every transaction is in one seal, netted once, and the chain holds", func() {
				So(failures, ShouldResemble, make([]error, 8))
				b.seal()
				report := b.verify()
				So(report.Chain, ShouldEqual, "ok")
				So(report.Unsealed, ShouldEqual, 0)
				So(report.Transactions, ShouldEqual, 240)
				So(b.balance(d1), ShouldEqual, 120)
				So(b.balance(wang), ShouldEqual, 120)
			})
		})
	})
}

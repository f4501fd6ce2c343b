package ledger_test

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/testkit"
)

// vault is a ledger of three seals and a tail, and a thief who may write to the database.
type vault struct {
	*books
	sealed []model.TxnID // one of each seal: D1's rebate, Wang's reward, Li's points
	tail   model.TxnID   // a rebate of D1
	toWang model.TxnID   // a reward in the tail
}

func newVault(t *testing.T, e testkit.Engine) *vault {
	v := &vault{books: newBooks(t, e)}
	seal := func(p ledger.Posting) {
		v.sealed = append(v.sealed, v.post(p))
		v.many(2, rewardCost, p.Entries[1].Account, 0)
		v.seal()
	}
	seal(ledger.Move("rebate/1", "rebate", monday, rebateCost, d1, 300))
	seal(ledger.Move("grant/1", "reward", monday, rewardCost, wang, 200))
	seal(ledger.Move("grant/2", "reward", monday, pointsCost, li, 108))
	v.tail = v.post(ledger.Move("rebate/2", "rebate", monday, rebateCost, d1, 40))
	v.toWang = v.post(ledger.Move("grant/3", "reward", monday, rewardCost, wang, 50))
	return v
}

func (v *vault) sql(statement string, args ...any) {
	So(v.db.Migration(v.ctx).Exec(statement, args...).Error, ShouldBeNil)
}

// named is how Verify names a transaction that was changed.
func (v *vault) named(id model.TxnID) string {
	return fmt.Sprintf("transaction %d is not what was posted", id)
}

// forge rewrites everything from a seal on as the page says, with a key of the thief's own.
func (v *vault) forge(from int64) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	previous := ""
	for _, seal := range v.seals() {
		if seal.ID >= from {
			statements := v.statements(seal.ID)
			for i, s := range statements {
				statements[i].InputHash = documentedInputHash(s)
				v.sql("UPDATE ledger_transactions SET input_hash = ? WHERE id = ?", statements[i].InputHash, s.ID)
			}
			head := documentedHead(previous, seal, statements)
			seal.Hash = hex.EncodeToString(head)
			v.sql("UPDATE ledger_seals SET hash = ?, signature = ? WHERE id = ?",
				seal.Hash, hex.EncodeToString(ed25519.Sign(key, head)), seal.ID)
		}
		previous = seal.Hash
	}
}

// enrich doubles both sides of a transaction and the balances they lead to.
func (v *vault) enrich(id model.TxnID, accounts ...model.Account) {
	v.sql("UPDATE ledger_entries SET amount = 2 * amount WHERE txn_id = ?", id)
	for _, a := range accounts {
		v.sql(`UPDATE ledger_balances SET amount = (SELECT SUM(amount) FROM ledger_entries
			WHERE account_kind = ? AND owner = ? AND asset = ?) WHERE account_kind = ? AND owner = ? AND asset = ?`,
			a.Kind, a.Owner, a.Asset, a.Kind, a.Owner, a.Asset)
	}
}

func TestVerifying(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an empty ledger, nothing is wrong", t, func() {
			b := newBooks(t, e)
			So(b.verify(), ShouldResemble, ledger.Report{Chain: "ok", PublicKey: b.verify().PublicKey})
			So(b.verify().OK(), ShouldBeTrue)
		})
		Convey("Given three seals and a tail", t, func() {
			v := newVault(t, e)

			Convey("nothing is wrong, and all is counted", func() {
				report := v.verify()
				So(report.OK(), ShouldBeTrue)
				So(report, ShouldResemble, ledger.Report{
					Transactions: 11, Entries: 22, Unsealed: 2, Chain: "ok", Seals: 3,
					Head: v.seals()[2].Hash, PublicKey: report.PublicKey,
				})
			})
			Convey("another keyring's program finds the signatures foreign", func() {
				other := *v.books
				other.Service = ledger.New(v.db, v.clock, nil, [32]byte{8})
				So(other.verify().Chain, ShouldEqual, "seal 1: the signature is not ours")
			})
		})
	})
}

func TestTampering(t *testing.T) {
	const posted = "not what was posted: " // and which transaction
	thefts := []struct {
		what string
		do   func(v *vault)
		says string // what Verify finds first
	}{
		{"an amount is changed in a sealed transaction", func(v *vault) {
			v.sql("UPDATE ledger_entries SET amount = 301 WHERE txn_id = ? AND n = 1", v.sealed[0])
		}, posted + "first"},
		{"an amount is changed in the tail", func(v *vault) {
			v.sql("UPDATE ledger_entries SET amount = 41 WHERE txn_id = ? AND n = 1", v.tail)
		}, posted + "in the tail"},
		{"both amounts are doubled, with the balances", func(v *vault) {
			v.enrich(v.sealed[1], wang, rewardCost)
		}, posted + "second"},
		{"both amounts are doubled in the tail", func(v *vault) {
			v.enrich(v.tail)
		}, posted + "in the tail"},
		{"a reward goes to another account", func(v *vault) {
			v.sql("UPDATE ledger_entries SET owner = 99 WHERE txn_id = ? AND n = 1", v.sealed[1])
		}, posted + "second"},
		{"points are made money", func(v *vault) {
			v.sql("UPDATE ledger_entries SET asset = 1 WHERE txn_id = ?", v.sealed[2])
		}, posted + "third"},
		{"a transaction's entries are deleted", func(v *vault) {
			v.sql("DELETE FROM ledger_entries WHERE txn_id = ?", v.tail)
		}, posted + "in the tail"},
		{"one entry of a sealed transaction is deleted", func(v *vault) {
			v.sql("DELETE FROM ledger_entries WHERE txn_id = ? AND n = 0", v.sealed[0])
		}, posted + "first"},
		{"a pair of entries that cancel is added", func(v *vault) {
			v.sql("INSERT INTO ledger_entries VALUES (?, 2, 40, 3, 1, 9), (?, 3, 2, 0, 1, -9)", v.sealed[0], v.sealed[0])
		}, posted + "first"},
		{"a key is changed", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET idempotency_key = 'rebate/9' WHERE id = ?", v.sealed[0])
		}, posted + "first"},
		{"a key is changed in the tail", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET idempotency_key = 'rebate/9' WHERE id = ?", v.tail)
		}, posted + "in the tail"},
		{"a kind is changed", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET kind = 'gift' WHERE id = ?", v.sealed[0])
		}, posted + "first"},
		{"a transaction says that it reverses another", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET reverses = ? WHERE id = ?", v.sealed[0], v.sealed[1])
		}, posted + "second"},
		{"a time is changed", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET occurred_at = ? WHERE id = ?", monday.AddDate(0, 0, 1), v.sealed[0])
		}, posted + "first"},
		{"an input hash is changed", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET input_hash = 'x' WHERE id = ?", v.sealed[0])
		}, posted + "first"},
		{"the time of recording is changed", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET recorded_at = ? WHERE id = ?", monday.AddDate(0, 0, 1), v.sealed[0])
		}, "seal 1: it or its transactions are not what was sealed"},
		{"the business day is changed", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET biz_date = 20260401 WHERE id = ?", v.sealed[1])
		}, "seal 2: it or its transactions are not what was sealed"},
		{"a sealed transaction is deleted", func(v *vault) {
			v.sql("DELETE FROM ledger_entries WHERE txn_id = ?", v.sealed[0])
			v.sql("DELETE FROM ledger_transactions WHERE id = ?", v.sealed[0])
		}, "seal 1 covers 3 transactions, 2 are there"},
		{"a person's transaction is deleted from the tail", func(v *vault) {
			v.sql("DELETE FROM ledger_entries WHERE txn_id = ?", v.toWang)
			v.sql("DELETE FROM ledger_transactions WHERE id = ?", v.toWang)
		}, "account 21/2/1 holds 250, its entries sum to 200"},
		{"a transaction is deleted from the tail, not its entries", func(v *vault) {
			v.sql("DELETE FROM ledger_transactions WHERE id = ?", v.toWang)
		}, "2 entries belong to none of the transactions"},
		{"entries are added that belong to no transaction, with the balance", func(v *vault) {
			v.sql("INSERT INTO ledger_entries VALUES (1, 0, 21, 2, 1, 1000)")
			v.sql("UPDATE ledger_balances SET amount = amount + 1000 WHERE account_kind = 21 AND owner = 2")
		}, "1 entries belong to none of the transactions"},
		{"a transaction is moved to another seal", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET seal_id = 2 WHERE id = ?", v.sealed[0])
		}, "seal 1 covers 3 transactions, 2 are there"},
		{"a transaction of the tail is smuggled into a seal", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET seal_id = 3 WHERE id = ?", v.tail)
		}, "seal 3 covers 3 transactions, 4 are there"},
		{"a transaction of the tail is hidden behind a seal that does not exist", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET seal_id = 99 WHERE id = ?", v.tail)
		}, "1 transactions are in no seal and not in the tail"},
		{"a transaction is hidden under an id below zero", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET id = -1 WHERE id = ?", v.tail)
			v.sql("UPDATE ledger_entries SET txn_id = -1 WHERE txn_id = ?", v.tail)
		}, "1 transactions are in no seal and not in the tail"},
		{"a sealed transaction is put back into the tail", func(v *vault) {
			v.sql("UPDATE ledger_transactions SET seal_id = 0 WHERE id = ?", v.sealed[0])
		}, "seal 1 covers 3 transactions, 2 are there"},
		{"the first seal is deleted", func(v *vault) {
			v.sql("DELETE FROM ledger_seals WHERE id = 1")
		}, "seals 1 to 1 are missing"},
		{"a seal in the middle is deleted", func(v *vault) {
			v.sql("DELETE FROM ledger_seals WHERE id = 2")
		}, "seals 2 to 2 are missing"},
		{"the last seal is deleted", func(v *vault) {
			v.sql("DELETE FROM ledger_seals WHERE id = 3")
		}, "3 transactions are in no seal and not in the tail"},
		{"a seal's time is changed", func(v *vault) {
			v.sql("UPDATE ledger_seals SET at = ? WHERE id = 2", monday.AddDate(0, 0, 1))
		}, "seal 2: it or its transactions are not what was sealed"},
		{"a seal's count is changed", func(v *vault) {
			v.sql("UPDATE ledger_seals SET count = 2 WHERE id = 2")
		}, "seal 2 covers 2 transactions, 3 are there"},
		{"a seal's hash is changed", func(v *vault) {
			v.sql("UPDATE ledger_seals SET hash = ? WHERE id = 2", fmt.Sprintf("%064d", 0))
		}, "seal 2: it or its transactions are not what was sealed"},
		{"a seal's signature is changed", func(v *vault) {
			v.sql("UPDATE ledger_seals SET signature = ? WHERE id = 2", fmt.Sprintf("%0128d", 0))
		}, "seal 2: the signature is not ours"},
		{"a signature is no signature", func(v *vault) {
			v.sql("UPDATE ledger_seals SET signature = 'signed' WHERE id = 2")
		}, "seal 2: the signature is not ours"},
		{"a signature is another seal's", func(v *vault) {
			v.sql("UPDATE ledger_seals SET signature = ? WHERE id = 2", v.seals()[0].Signature)
		}, "seal 2: the signature is not ours"},
		{"amounts, balances, input hash and all heads are forged consistently", func(v *vault) {
			v.enrich(v.sealed[1], wang, rewardCost)
			v.forge(2)
		}, "seal 2: the signature is not ours"},
		{"a person's balance is changed", func(v *vault) {
			v.sql("UPDATE ledger_balances SET amount = 251 WHERE account_kind = 21")
		}, "account 21/2/1 holds 251, its entries sum to 250"},
		{"an organisation's balance is changed", func(v *vault) {
			v.sql("UPDATE ledger_balances SET amount = 0 WHERE account_kind = 40")
		}, "account 40/3/1 holds 0, its entries sum to 300"},
		{"a balance is deleted", func(v *vault) {
			v.sql("DELETE FROM ledger_balances WHERE account_kind = 20")
		}, "account 20/1/2 has entries and no balance"},
		{"a balance is invented", func(v *vault) {
			v.sql("INSERT INTO ledger_balances VALUES (21, 77, 1, 1000)")
		}, "account 21/77/1 holds 1000, its entries sum to 0"},
	}
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given three seals and a tail", t, func() {
			v := newVault(t, e)
			name := strings.NewReplacer(
				v.named(v.sealed[0]), posted+"first", v.named(v.sealed[1]), posted+"second",
				v.named(v.sealed[2]), posted+"third", v.named(v.tail), posted+"in the tail")
			for _, theft := range thefts {
				Convey("Verify notices when "+theft.what, func() {
					theft.do(v)
					report := v.verify()
					So(report.OK(), ShouldBeFalse)
					So(name.Replace(report.Chain), ShouldEqual, theft.says)
				})
			}
		})
	})
}

func TestImbalance(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given transactions that do not sum to zero, as no Post writes them", t, func() {
			v := newVault(t, e)
			v.sql("UPDATE ledger_entries SET amount = amount + 5 WHERE txn_id = ? AND n = 1", v.sealed[0])
			v.sql("UPDATE ledger_entries SET amount = amount - 7 WHERE txn_id = ? AND n = 1", v.tail)
			v.sql("UPDATE ledger_entries SET amount = amount - 11 WHERE txn_id = ? AND n = 1", v.sealed[2])

			Convey("the imbalances are reported for each asset and do not cancel", func() {
				report := v.verify()
				So([]int64{report.ImbalanceFen, report.ImbalancePoints}, ShouldResemble, []int64{12, 11})
				report.Chain = "ok"
				So(report.OK(), ShouldBeFalse)
			})
		})
	})
}

func TestVerifyingMeanwhile(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given others who post and seal all the time", t, func() {
			b := newBooks(t, e)
			others, stop := context.WithCancel(b.ctx)
			done := make(chan error)
			go func() {
				var err error
				for n := 0; err == nil && others.Err() == nil; n++ {
					_, err = b.Post(b.ctx,
						ledger.Move(fmt.Sprint("a", n), "test", monday, rewardCost, wang, 1),
						ledger.Move(fmt.Sprint("b", n), "test", monday, rebateCost, d1, 1))
					if err == nil && n%3 == 0 {
						_, err = b.Seal(b.ctx)
					}
				}
				done <- err
			}()

			Convey("Verify finds nothing wrong at any moment", func() {
				var reports []ledger.Report
				last := func() ledger.Report { return reports[len(reports)-1] }
				// At least eight, and on until the others have been seen at work.
				for n := 0; n < 8 || (last().Transactions == reports[0].Transactions && n < 5000); n++ {
					reports = append(reports, b.verify())
				}
				stop()
				So(<-done, ShouldBeNil)
				for _, r := range reports {
					So(r.Chain, ShouldEqual, "ok")
					So(r.OK(), ShouldBeTrue)
				}
				So(slices.IsSortedFunc(reports, func(a, b ledger.Report) int { return int(a.Transactions - b.Transactions) }), ShouldBeTrue)
				So(last().Transactions, ShouldBeGreaterThan, reports[0].Transactions)
			})
		})
	})
}

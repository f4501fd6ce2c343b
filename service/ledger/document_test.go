package ledger_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/testkit"
)

// What follows is written from docs/ledger.md and shares nothing with the program.

type statement struct {
	model.LedgerTransaction
	entries []model.LedgerEntry
}

func text(s string) []byte { return append([]byte{0, 0, 0, byte(len(s))}, s...) }

func number(n int64) []byte {
	twosComplement := new(big.Int).And(big.NewInt(n), new(big.Int).SetUint64(1<<64-1))
	return twosComplement.FillBytes(make([]byte, 8))
}

func documentedInputHash(t statement) string {
	lines := fmt.Sprintln(t.Key) + fmt.Sprintln(t.Kind) + fmt.Sprintln(t.OccurredAt.UnixMicro()) + fmt.Sprintln(t.Reverses)
	for _, e := range t.entries {
		lines += fmt.Sprintln(e.AccountKind, e.Owner, e.Asset, e.Amount)
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(lines)))
}

func documentedTransaction(t statement) (b []byte) {
	b = append(append(append(b, text(t.Key)...), text(t.InputHash)...), text(t.Kind)...)
	for _, n := range []int64{
		int64(t.ID), t.OccurredAt.UnixMicro(), t.RecordedAt.UnixMicro(), int64(t.BizDate), int64(t.Reverses), int64(len(t.entries)),
	} {
		b = append(b, number(n)...)
	}
	for _, e := range t.entries {
		for _, n := range []int64{int64(e.AccountKind), e.Owner, int64(e.Asset), e.Amount} {
			b = append(b, number(n)...)
		}
	}
	return b
}

func documentedHead(previous string, seal model.LedgerSeal, statements []statement) []byte {
	b := text(previous)
	for _, n := range []int64{seal.ID, seal.At.UnixMicro(), int64(len(statements))} {
		b = append(b, number(n)...)
	}
	for _, t := range statements {
		b = append(b, documentedTransaction(t)...)
	}
	head := sha256.Sum256(b)
	return head[:]
}

// statements reads what a seal covers, in the order of the page.
func (b *books) statements(seal int64) []statement {
	var all []statement
	So(b.db.Conn(b.ctx).Table("ledger_transactions").Where("seal_id = ?", seal).Order("id").Find(&all).Error, ShouldBeNil)
	for i := range all {
		So(b.db.Conn(b.ctx).Where("txn_id = ?", all[i].ID).Order("n").Find(&all[i].entries).Error, ShouldBeNil)
	}
	return all
}

// page is the document with its worked example.
type page string

func readPage() page {
	content, err := os.ReadFile("../../docs/ledger.md")
	So(err, ShouldBeNil)
	return page(content)
}

// value is what the example's table says of something.
func (p page) value(name string) string {
	row := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(name) + " \\| `([^`]*)` \\|$").FindStringSubmatch(string(p))
	So(row, ShouldHaveLength, 2)
	return strings.ReplaceAll(row[1], " ", "")
}

// example are the rows of the worked example.
func example() []statement {
	at := func(second int) time.Time { return time.Date(2026, 3, 2, 1, 0, second, 123456000, time.UTC) }
	row := func(id model.TxnID, key, kind string, reverses model.TxnID, second int, entries ...ledger.Entry) statement {
		s := statement{LedgerTransaction: model.LedgerTransaction{
			ID: id, Key: key, Kind: kind, Reverses: reverses,
			OccurredAt: at(second), RecordedAt: at(second + 1), BizDate: 20260302,
		}}
		for n, e := range entries {
			s.entries = append(s.entries, model.LedgerEntry{
				TxnID: id, N: n, AccountKind: e.Account.Kind, Owner: e.Account.Owner, Asset: e.Account.Asset, Amount: e.Amount,
			})
		}
		s.InputHash = documentedInputHash(s)
		return s
	}
	consumer := model.Account{Kind: model.WalletConsumer, Owner: 7, Asset: model.Points}
	distributor := model.Account{Kind: model.OrgRebate, Owner: 3, Asset: model.CNY}
	return []statement{
		row(1001, "grant/5/1", "reward", 0, 0, ledger.Entry{Account: pointsCost, Amount: -108}, ledger.Entry{Account: consumer, Amount: 108}),
		row(1002, "rebate/5/1", "rebate", 0, 1, ledger.Entry{Account: distributor, Amount: 300}, ledger.Entry{Account: rebateCost, Amount: -300}),
		row(1003, "rebate/5/1/reversal", "rebate.reversal", 1002, 10, ledger.Entry{Account: distributor, Amount: -300}, ledger.Entry{Account: rebateCost, Amount: 300}),
	}
}

func (b *books) store(statements ...statement) {
	for _, s := range statements {
		So(b.db.Migration(b.ctx).Create(&s.LedgerTransaction).Error, ShouldBeNil)
		So(b.db.Migration(b.ctx).Create(&s.entries).Error, ShouldBeNil)
	}
}

func TestTheDocument(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given the worked example of docs/ledger.md in a database", t, func() {
			p := readPage()
			b := newBooks(t, e)
			b.clock = clock.NewManual(time.Date(2026, 3, 2, 1, 0, 5, 0, time.UTC))
			secret, err := hex.DecodeString(p.value("seed"))
			So(err, ShouldBeNil)
			b.Service = ledger.New(b.db, b.clock, id.NewGenerator(1), [32]byte(secret))
			all := example()
			b.store(all[:2]...)
			b.seal()
			b.clock.Advance(10 * time.Second)
			b.store(all[2:]...)
			b.seal()
			seals := b.seals()

			Convey("the sealer makes the seals of the page", func() {
				So(seals, ShouldHaveLength, 2)
				for i, seal := range seals {
					So(seal.Hash, ShouldEqual, p.value(fmt.Sprintf("head %d", i+1)))
					So(seal.Signature, ShouldEqual, p.value(fmt.Sprintf("signature %d", i+1)))
				}
				So(b.verify().PublicKey, ShouldEqual, p.value("public key"))
			})
			Convey("an auditor who follows the page comes to the same", func() {
				for _, s := range all {
					So(documentedInputHash(s), ShouldEqual, p.value(fmt.Sprintf("input hash of %d", s.ID)))
				}
				So(hex.EncodeToString(documentedTransaction(all[0])), ShouldEqual, p.value("bytes of 1001"))
				first := documentedHead("", seals[0], b.statements(1))
				So(hex.EncodeToString(first), ShouldEqual, p.value("head 1"))
				So(hex.EncodeToString(documentedHead(seals[0].Hash, seals[1], b.statements(2))), ShouldEqual, p.value("head 2"))
				key, err := hex.DecodeString(p.value("public key"))
				So(err, ShouldBeNil)
				signature, err := hex.DecodeString(p.value("signature 1"))
				So(err, ShouldBeNil)
				So(ed25519.Verify(key, first, signature), ShouldBeTrue)
			})
			Convey("so does Verify", func() {
				So(b.verify().Head, ShouldEqual, p.value("head 2"))
				// The page's rows were stored without Post, which keeps the balances of persons.
				So(b.verify().Chain, ShouldEqual, "account 20/7/2 has entries and no balance")
			})
		})
		Convey("Given a ledger that was posted and sealed", t, func() {
			b := newBooks(t, e)
			b.many(7, rebateCost, d1, 5)
			b.seal()
			b.many(3, rewardCost, wang, 5)
			b.post(ledger.Move("奖励/1", "reward", monday, pointsCost, li, 12))
			b.seal()

			Convey("an auditor who follows the page finds every seal and every input hash right", func() {
				previous := ""
				for _, seal := range b.seals() {
					statements := b.statements(seal.ID)
					So(statements, ShouldHaveLength, seal.Count)
					for _, s := range statements {
						So(documentedInputHash(s), ShouldEqual, s.InputHash)
					}
					So(hex.EncodeToString(documentedHead(previous, seal, statements)), ShouldEqual, seal.Hash)
					previous = seal.Hash
				}
			})
		})
	})
}

package ledger_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/testkit"
)

// sheet is what a ledger should hold, kept beside it on paper.
type sheet struct {
	books    *books
	postings map[string]ledger.Posting
	ids      map[string]model.TxnID
	order    []string // keys, as they were posted
	unsealed int
}

func (s *sheet) note(p ledger.Posting, id model.TxnID) {
	s.postings[p.Key], s.ids[p.Key] = p, id
	s.order = append(s.order, p.Key)
	s.unsealed++
}

var entries = rapid.Custom(func(t *rapid.T) []ledger.Entry {
	amounts := rapid.SliceOfN(rapid.Int64Range(-1000, 1000), 1, 5).Draw(t, "amounts")
	var all []ledger.Entry
	sums := map[model.Asset]int64{}
	for _, amount := range amounts {
		account := rapid.SampledFrom(accounts).Draw(t, "account")
		all = append(all, ledger.Entry{Account: account, Amount: amount})
		sums[account.Asset] += amount
	}
	for _, rest := range []model.Account{rewardCost, pointsCost} { // the brand pays for all
		if sum, used := sums[rest.Asset]; used {
			all = append(all, ledger.Entry{Account: rest, Amount: -sum})
		}
	}
	return all
})

// post posts something new, or under a used key the same again or something else.
func (s *sheet) post(t *rapid.T) {
	p := ledger.Posting{Key: fmt.Sprint("key ", len(s.order)), Kind: "test", At: monday, Entries: entries.Draw(t, "entries")}
	if len(s.order) > 0 && rapid.IntRange(0, 3).Draw(t, "used key") == 0 {
		first := s.postings[rapid.SampledFrom(s.order).Draw(t, "key")]
		if p.Key = first.Key; rapid.Bool().Draw(t, "same content") {
			p = first
		}
	}
	ids, err := s.books.Post(s.books.ctx, p)
	first, used := s.postings[p.Key]
	switch {
	case !used && err == nil:
		s.note(p, ids[0])
	case used && same(first, p):
		if err != nil || ids[0] != s.ids[p.Key] {
			t.Fatalf("%s again: %v, %v; first it was %d", p.Key, ids, err, s.ids[p.Key])
		}
	case !used || !errors.Is(err, ledger.ErrKeyReused):
		t.Fatalf("%s: %v, %v", p.Key, ids, err)
	}
}

func same(a, b ledger.Posting) bool {
	return a.Kind == b.Kind && a.At.Equal(b.At) && a.Reverses == b.Reverses && slices.Equal(a.Entries, b.Entries)
}

// reverse reverses something, which may be a reversal.
func (s *sheet) reverse(t *rapid.T) {
	if len(s.order) == 0 {
		return
	}
	key := rapid.SampledFrom(s.order).Draw(t, "reversed")
	p := s.postings[key]
	if len(p.Kind) > 20 {
		return // twice is enough
	}
	p.Entries = slices.Clone(p.Entries)
	p.Key, p.Kind, p.Reverses = fmt.Sprint("key ", len(s.order)), p.Kind+".reversal", s.ids[key]
	for i := range p.Entries {
		p.Entries[i].Amount *= -1
	}
	id, err := s.books.Reverse(s.books.ctx, s.ids[key], p.Key, p.At)
	if err != nil {
		t.Fatal(err)
	}
	s.note(p, id)
}

func (s *sheet) seal(t *rapid.T) {
	s.books.clock.Advance(time.Second)
	n, err := s.books.Seal(s.books.ctx)
	if err != nil || n != s.unsealed {
		t.Fatalf("sealed %d of %d: %v", n, s.unsealed, err)
	}
	s.unsealed = 0
}

// check holds the balances against the sheet.
func (s *sheet) check(t *rapid.T) {
	want := map[model.Account]int64{}
	for _, p := range s.postings {
		for _, e := range p.Entries {
			want[e.Account] += e.Amount
		}
	}
	sums := map[model.Asset]int64{}
	for _, a := range accounts {
		got, err := s.books.Balance(s.books.ctx, a)
		if err != nil || got != want[a] {
			t.Fatalf("%v holds %d, not %d: %v", a, got, want[a], err)
		}
		sums[a.Asset] += got
	}
	for asset, sum := range sums {
		if sum != 0 {
			t.Fatalf("asset %d sums to %d", asset, sum)
		}
	}
}

func (s *sheet) verify(t *rapid.T) {
	report, err := s.books.Verify(s.books.ctx)
	if err != nil || !report.OK() || int(report.Unsealed) != s.unsealed || int(report.Transactions) != len(s.order) {
		t.Fatalf("%+v, %v", report, err)
	}
}

// Whatever is posted, reversed and sealed in whatever order: every balance is the sum
// of what was posted, every asset sums to zero, and Verify finds nothing wrong.
func TestAnyHistoryIsSound(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		rapid.Check(t, func(rt *rapid.T) {
			s := &sheet{books: newBooks(t, e), postings: map[string]ledger.Posting{}, ids: map[string]model.TxnID{}}
			rt.Repeat(map[string]func(*rapid.T){
				"post": s.post, "reverse": s.reverse, "seal": s.seal, "verify": s.verify, "": s.check,
			})
			s.verify(rt)
		})
	})
}

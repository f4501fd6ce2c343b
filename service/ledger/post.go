package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// Entry moves an amount into an account, or out of it when negative.
type Entry struct {
	Account model.Account
	Amount  int64
}

// Posting is a transaction to write. Key names the fact it stands for.
type Posting struct {
	Key      string
	Kind     string
	At       time.Time
	Entries  []Entry
	Reverses model.TxnID
	// Covered refuses the posting where it would leave a person's account below zero.
	// It is no part of the content.
	Covered bool
}

// Move is the plain posting: amount of an asset from one account to another.
func Move(key, kind string, at time.Time, from, to model.Account, amount int64) Posting {
	return Posting{Key: key, Kind: kind, At: at, Entries: []Entry{{from, -amount}, {to, amount}}}
}

// postingOf is what a stored transaction was posted as.
func postingOf(t model.LedgerTransaction, entries []model.LedgerEntry) Posting {
	p := Posting{Key: t.Key, Kind: t.Kind, At: t.OccurredAt, Reverses: t.Reverses}
	for _, e := range entries {
		p.Entries = append(p.Entries, Entry{model.Account{Kind: e.AccountKind, Owner: e.Owner, Asset: e.Asset}, e.Amount})
	}
	return p
}

// hash covers all that a posting says.
func (p Posting) hash() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%d\n%d\n", p.Key, p.Kind, clock.Normal(p.At).UnixMicro(), p.Reverses)
	for _, e := range p.Entries {
		fmt.Fprintf(h, "%d %d %d %d\n", e.Account.Kind, e.Account.Owner, e.Account.Asset, e.Amount)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// maxAmount keeps sums far from the end of int64, where wrong ones wrap around to zero.
const maxAmount = 1 << 50

// check makes sure that every asset sums to zero.
func (p Posting) check() error {
	sums := map[model.Asset]int64{}
	for _, e := range p.Entries {
		if e.Amount > maxAmount || e.Amount < -maxAmount {
			return ErrUnbalanced.With("%s: no entry moves %d", p.Key, e.Amount)
		}
		sums[e.Account.Asset] += e.Amount
	}
	for asset, sum := range sums {
		if sum != 0 {
			return ErrUnbalanced.With("%s: asset %d sums to %d", p.Key, asset, sum)
		}
	}
	if len(p.Entries) < 2 || p.Key == "" {
		return ErrUnbalanced.With("%q has %d entries", p.Key, len(p.Entries))
	}
	return nil
}

// Post writes postings in the transaction of ctx, or one of its own, in three
// statements however many there are, and returns their transaction ids in order. A
// posting whose key was posted before with the same content is not posted again: its
// first id is returned.
func (s *Service) Post(ctx context.Context, postings ...Posting) ([]model.TxnID, error) {
	if len(postings) == 0 {
		return nil, nil
	}
	now := s.clock.Now()
	rows := make([]model.LedgerTransaction, len(postings))
	for i, p := range postings {
		if err := p.check(); err != nil {
			return nil, err
		}
		rows[i] = model.LedgerTransaction{
			ID: model.TxnID(s.ids.Next()), Key: p.Key, InputHash: p.hash(), Kind: p.Kind,
			OccurredAt: clock.Normal(p.At), RecordedAt: now, BizDate: clock.BizDate(p.At), Reverses: p.Reverses,
		}
	}
	ids := make([]model.TxnID, len(rows))
	err := s.db.Run(ctx, func(ctx context.Context) error {
		earlier, err := s.store.insertTransactions(ctx, rows)
		if err != nil {
			return err
		}
		var entries []model.LedgerEntry
		covered := map[model.Account]bool{}
		for i, row := range rows {
			ids[i] = row.ID
			if first, again := earlier[row.Key]; again && first.ID != row.ID {
				if first.InputHash != row.InputHash {
					return ErrKeyReused.With("key %q", row.Key)
				}
				ids[i] = first.ID
				continue
			}
			entries = append(entries, entriesOf(row.ID, postings[i].Entries)...)
			for _, e := range postings[i].Entries {
				covered[e.Account] = covered[e.Account] || postings[i].Covered && e.Amount < 0 && e.Account.Kind.OfPerson()
			}
		}
		if err := s.store.insertEntries(ctx, entries); err != nil {
			return err
		}
		if err := s.store.addBalances(ctx, net(entries, model.AccountKind.OfPerson)); err != nil {
			return err
		}
		return s.checkCovered(ctx, covered)
	})
	return ids, err
}

// checkCovered refuses a transaction that has overdrawn an account. Its balances have
// been written by then, so that nobody else changes them until it ends.
func (s *Service) checkCovered(ctx context.Context, covered map[model.Account]bool) error {
	for account, must := range covered {
		if !must {
			continue
		}
		balance, err := s.store.balance(ctx, account)
		if err != nil {
			return err
		}
		if balance < 0 {
			return ErrNotCovered.With("%d are lacking", -balance)
		}
	}
	return nil
}

func entriesOf(id model.TxnID, entries []Entry) []model.LedgerEntry {
	rows := make([]model.LedgerEntry, len(entries))
	for n, e := range entries {
		rows[n] = model.LedgerEntry{
			TxnID: id, N: n, AccountKind: e.Account.Kind, Owner: e.Account.Owner, Asset: e.Account.Asset, Amount: e.Amount,
		}
	}
	return rows
}

// net sums entries by account, of the kinds that are wanted.
func net(entries []model.LedgerEntry, wanted func(model.AccountKind) bool) map[model.Account]int64 {
	sums := map[model.Account]int64{}
	for _, e := range entries {
		if wanted(e.AccountKind) {
			sums[model.Account{Kind: e.AccountKind, Owner: e.Owner, Asset: e.Asset}] += e.Amount
		}
	}
	return sums
}

// Reverse posts the opposite of a transaction under a key of its own.
func (s *Service) Reverse(ctx context.Context, id model.TxnID, key string, at time.Time) (model.TxnID, error) {
	row, err := s.store.transaction(ctx, id)
	if err != nil {
		return 0, err
	}
	if row == nil {
		return 0, ErrUnknownTransaction.With("id %d", id)
	}
	entries, err := s.store.entriesOf(ctx, []model.TxnID{id})
	if err != nil {
		return 0, err
	}
	reversal := postingOf(*row, entries)
	reversal.Key, reversal.Kind, reversal.At, reversal.Reverses = key, row.Kind+".reversal", at, id
	for i := range reversal.Entries {
		reversal.Entries[i].Amount *= -1
	}
	ids, err := s.Post(ctx, reversal)
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}

// Balance is an account's exact sum: what is kept, and for organisations and the
// brand what the sealer has not netted yet.
func (s *Service) Balance(ctx context.Context, a model.Account) (int64, error) {
	if a.Kind.OfPerson() {
		return s.store.balance(ctx, a)
	}
	return s.store.balanceWithTail(ctx, a)
}

// Entries pages through an account's entries, newest first, before a transaction id
// (0: from the newest). A page ends with a whole transaction, so it may exceed limit.
func (s *Service) Entries(ctx context.Context, a model.Account, before model.TxnID, limit int) ([]model.LedgerEntry, error) {
	return s.store.accountEntries(ctx, a, before, limit)
}

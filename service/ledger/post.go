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
}

// Move is the plain posting: amount of an asset from one account to another.
func Move(key, kind string, at time.Time, from, to model.Account, amount int64) Posting {
	return Posting{Key: key, Kind: kind, At: at, Entries: []Entry{{from, -amount}, {to, amount}}}
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

// check makes sure that every asset sums to zero.
func (p Posting) check() error {
	sums := map[model.Asset]int64{}
	for _, e := range p.Entries {
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
		}
		if err := s.store.insertEntries(ctx, entries); err != nil {
			return err
		}
		return s.store.addBalances(ctx, net(entries, model.AccountKind.OfPerson))
	})
	return ids, err
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
	reversal := Posting{Key: key, Kind: row.Kind + ".reversal", At: at, Reverses: id}
	for _, e := range entries {
		reversal.Entries = append(reversal.Entries, Entry{
			Account: model.Account{Kind: e.AccountKind, Owner: e.Owner, Asset: e.Asset}, Amount: -e.Amount,
		})
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
	kept, err := s.store.balance(ctx, a)
	if err != nil || a.Kind.OfPerson() {
		return kept, err
	}
	tail, err := s.store.unsealedSum(ctx, a)
	return kept + tail, err
}

// Entries pages through an account's entries, newest first, before a transaction id
// (0: from the newest).
func (s *Service) Entries(ctx context.Context, a model.Account, before model.TxnID, limit int) ([]model.LedgerEntry, error) {
	return s.store.accountEntries(ctx, a, before, limit)
}

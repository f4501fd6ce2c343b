package ledger

import (
	"context"
	"fmt"

	"channelrouter/model"
	"channelrouter/model/event"
)

// OnPersonUnited moves what is in the wallets of persons who turned out to be others to
// those they are. Cash in flight stays: whoever settles it asks who the person is by then.
func (s *Service) OnPersonUnited(ctx context.Context, facts []event.PersonUnited) error {
	for _, f := range facts { // one after the other: one's heir may be the next one's
		if err := s.inherit(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// inherit posts one transaction for each wallet that holds something. Its key names the
// last transaction of the wallet it empties, so that the same balance is moved once, and
// what comes later moves when it is told of again.
func (s *Service) inherit(ctx context.Context, f event.PersonUnited) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		full, err := s.store.wallets(ctx, int64(f.From))
		if err != nil {
			return err
		}
		postings := make([]Posting, len(full))
		for i, b := range full {
			from := model.Account{Kind: b.AccountKind, Owner: b.Owner, Asset: b.Asset}
			last, err := s.store.accountEntries(ctx, from, 0, 1)
			if err != nil {
				return err
			}
			to := from
			to.Owner = int64(f.To)
			key := fmt.Sprintf("united/%d/%d.%d/%d", f.From, b.AccountKind, b.Asset, last[0].TxnID)
			postings[i] = Move(key, "person.united", f.At, from, to, b.Amount)
			postings[i].Covered = true
		}
		_, err = s.Post(ctx, postings...)
		return err
	})
}

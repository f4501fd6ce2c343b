package ledger

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"

	"channelrouter/model"
)

// Report is what Verify found. Imbalances are absolute sums over transactions; Chain
// is "ok", or says where and why the ledger is not what was written. Who keeps Head
// elsewhere can tell later that the chain was not cut back and written anew.
type Report struct {
	Transactions    int64  `json:"transactions"`
	Entries         int64  `json:"entries"`
	Unsealed        int64  `json:"unsealed"`
	ImbalanceFen    int64  `json:"imbalance_fen"`
	ImbalancePoints int64  `json:"imbalance_points"`
	Chain           string `json:"chain"`
	Seals           int64  `json:"seals"`
	Head            string `json:"head"`       // hash of the last seal
	PublicKey       string `json:"public_key"` // of the seals' signatures, Ed25519
}

// OK tells whether nothing is wrong.
func (r Report) OK() bool { return r.Chain == "ok" && r.ImbalanceFen == 0 && r.ImbalancePoints == 0 }

// Verify recomputes everything: each transaction's sum, each seal's hash and signature,
// the unsealed tail, and every balance from its entries, all as of one moment. Streams
// by pages.
func (s *Service) Verify(ctx context.Context) (Report, error) {
	report := Report{Chain: "ok", PublicKey: hex.EncodeToString(s.publicKey())}
	err := s.db.Snapshot(ctx, func(ctx context.Context) error {
		if err := s.verifyChain(ctx, &report); err != nil {
			return err
		}
		if err := s.verifyTail(ctx, &report); err != nil {
			return err
		}
		if err := s.verifySize(ctx, &report); err != nil {
			return err
		}
		return s.verifyBalances(ctx, &report)
	})
	return report, err
}

func (s *Service) verifyChain(ctx context.Context, report *Report) error {
	for last := int64(0); ; {
		seals, err := s.store.sealsAfter(ctx, last, 100)
		if err != nil || len(seals) == 0 {
			return err
		}
		for _, seal := range seals {
			if err := s.verifySeal(ctx, report, seal, last); err != nil {
				return err
			}
			last = seal.ID
			report.Seals, report.Head = report.Seals+1, seal.Hash
		}
	}
}

func (s *Service) verifySeal(ctx context.Context, report *Report, seal model.LedgerSeal, last int64) error {
	transactions, err := s.store.sealed(ctx, seal.ID, 0, seal.Count+1)
	if err != nil {
		return err
	}
	entries, err := s.store.entriesOf(ctx, idsOf(transactions))
	if err != nil {
		return err
	}
	report.count(transactions, entries)
	head := chain(report.Head, seal, transactions, entries)
	signature, _ := hex.DecodeString(seal.Signature)
	switch {
	case seal.ID != last+1:
		report.broken("seals %d to %d are missing", last+1, seal.ID-1)
	case seal.Count != len(transactions):
		report.broken("seal %d covers %d transactions, %d are there", seal.ID, seal.Count, len(transactions))
	case hex.EncodeToString(head) != seal.Hash:
		report.broken("seal %d: it or its transactions are not what was sealed", seal.ID)
	case !ed25519.Verify(s.publicKey(), head, signature):
		report.broken("seal %d: the signature is not ours", seal.ID)
	}
	return nil
}

func (s *Service) publicKey() ed25519.PublicKey { return s.key.Public().(ed25519.PublicKey) }

func (s *Service) verifyTail(ctx context.Context, report *Report) error {
	for last := model.TxnID(0); ; {
		transactions, err := s.store.sealed(ctx, 0, last, sealSize)
		if err != nil || len(transactions) == 0 {
			return err
		}
		last = transactions[len(transactions)-1].ID
		entries, err := s.store.entriesOf(ctx, idsOf(transactions))
		if err != nil {
			return err
		}
		report.Unsealed += int64(len(transactions))
		report.count(transactions, entries)
	}
}

// verifySize makes sure that chain and tail are all there is: nothing that a seal took
// hangs in the air because the seal is gone, and no entry lacks its transaction.
func (s *Service) verifySize(ctx context.Context, report *Report) error {
	transactions, entries, err := s.store.size(ctx)
	if err != nil {
		return err
	}
	if n := transactions - report.Transactions; n != 0 {
		report.broken("%d transactions are in no seal and not in the tail", n)
	}
	if n := entries - report.Entries; n != 0 {
		report.broken("%d entries belong to none of the transactions", n)
	}
	return nil
}

func (s *Service) verifyBalances(ctx context.Context, report *Report) error {
	kept, err := s.store.balances(ctx)
	if err != nil {
		return err
	}
	want := map[model.Account]int64{}
	for _, persons := range []bool{true, false} {
		sums, err := s.store.sums(ctx, persons)
		if err != nil {
			return err
		}
		for _, b := range sums {
			want[model.Account{Kind: b.AccountKind, Owner: b.Owner, Asset: b.Asset}] = b.Amount
		}
	}
	for _, b := range kept {
		account := model.Account{Kind: b.AccountKind, Owner: b.Owner, Asset: b.Asset}
		if want[account] != b.Amount {
			report.broken("account %d/%d/%d holds %d, its entries sum to %d", b.AccountKind, b.Owner, b.Asset, b.Amount, want[account])
		}
		delete(want, account)
	}
	for account, sum := range want {
		if sum != 0 {
			report.broken("account %d/%d/%d has entries and no balance", account.Kind, account.Owner, account.Asset)
		}
	}
	return nil
}

// count adds transactions up and checks that each is balanced and what was posted.
func (r *Report) count(transactions []model.LedgerTransaction, entries []model.LedgerEntry) {
	r.Transactions += int64(len(transactions))
	r.Entries += int64(len(entries))
	for t, own := range grouped(transactions, entries) {
		sums := map[model.Asset]int64{}
		for _, e := range own {
			sums[e.Asset] += e.Amount
		}
		r.ImbalanceFen += abs(sums[model.CNY])
		r.ImbalancePoints += abs(sums[model.Points])
		if postingOf(t, own).hash() != t.InputHash {
			r.broken("transaction %d is not what was posted", t.ID)
		}
	}
}

// broken keeps the first fault: later ones follow from it.
func (r *Report) broken(format string, args ...any) {
	if r.Chain == "ok" {
		r.Chain = fmt.Sprintf(format, args...)
	}
}

func abs(n int64) int64 { return max(n, -n) }

package ledger

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"

	"channelrouter/model"
)

// Report is what Verify found. Imbalances are absolute sums over transactions; Chain
// is "ok", or says where and why the ledger is not what was written.
type Report struct {
	Transactions    int64  `json:"transactions"`
	Entries         int64  `json:"entries"`
	Unsealed        int64  `json:"unsealed"`
	ImbalanceFen    int64  `json:"imbalance_fen"`
	ImbalancePoints int64  `json:"imbalance_points"`
	Chain           string `json:"chain"`
}

// OK tells whether nothing is wrong.
func (r Report) OK() bool { return r.Chain == "ok" && r.ImbalanceFen == 0 && r.ImbalancePoints == 0 }

// Verify recomputes everything: each transaction's sum, each seal's hash and signature,
// the unsealed tail, and every balance from its entries, all as of one moment. Streams
// by pages.
func (s *Service) Verify(ctx context.Context) (Report, error) {
	report := Report{Chain: "ok"}
	err := s.db.Snapshot(ctx, func(ctx context.Context) error {
		if err := s.verifyChain(ctx, &report); err != nil {
			return err
		}
		if err := s.verifyTail(ctx, &report); err != nil {
			return err
		}
		return s.verifyBalances(ctx, &report)
	})
	return report, err
}

func (s *Service) verifyChain(ctx context.Context, report *Report) error {
	previous, last := "", int64(0)
	for {
		seals, err := s.store.sealsAfter(ctx, last, 100)
		if err != nil || len(seals) == 0 {
			return err
		}
		for _, seal := range seals {
			if err := s.verifySeal(ctx, report, seal, previous, last); err != nil {
				return err
			}
			previous, last = seal.Hash, seal.ID
		}
	}
}

func (s *Service) verifySeal(ctx context.Context, report *Report, seal model.LedgerSeal, previous string, last int64) error {
	transactions, err := s.store.sealed(ctx, seal.ID, 0, sealSize+1)
	if err != nil {
		return err
	}
	entries, err := s.store.entriesOf(ctx, idsOf(transactions))
	if err != nil {
		return err
	}
	report.count(transactions, entries)
	head := chain(previous, transactions, entries)
	signature, _ := hex.DecodeString(seal.Signature)
	switch {
	case seal.ID != last+1:
		report.broken("seals %d to %d are missing", last+1, seal.ID-1)
	case seal.Count != len(transactions):
		report.broken("seal %d covers %d transactions, %d are there", seal.ID, seal.Count, len(transactions))
	case hex.EncodeToString(head) != seal.Hash:
		report.broken("seal %d: the transactions are not what was sealed", seal.ID)
	case !ed25519.Verify(s.key.Public().(ed25519.PublicKey), head, signature):
		report.broken("seal %d: the signature is not ours", seal.ID)
	}
	return nil
}

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

// count adds transactions up and checks that each is balanced.
func (r *Report) count(transactions []model.LedgerTransaction, entries []model.LedgerEntry) {
	r.Transactions += int64(len(transactions))
	r.Entries += int64(len(entries))
	sums := map[model.TxnID]map[model.Asset]int64{}
	for _, e := range entries {
		if sums[e.TxnID] == nil {
			sums[e.TxnID] = map[model.Asset]int64{}
		}
		sums[e.TxnID][e.Asset] += e.Amount
	}
	for _, t := range transactions {
		if sums[t.ID] == nil {
			r.broken("transaction %d has no entries", t.ID)
		}
		r.ImbalanceFen += abs(sums[t.ID][model.CNY])
		r.ImbalancePoints += abs(sums[t.ID][model.Points])
	}
}

// broken keeps the first fault: later ones follow from it.
func (r *Report) broken(format string, args ...any) {
	if r.Chain == "ok" {
		r.Chain = fmt.Sprintf(format, args...)
	}
}

func abs(n int64) int64 { return max(n, -n) }

package ledger

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"

	"channelrouter/model"
)

// sealSize is how many transactions one seal covers at most.
const sealSize = 500

// Seal hashes committed transactions onto the chain, nets organisations' and the
// brand's balances, and says how many transactions it took. Run by one replica at a
// time; a second one would be stopped by the seal's primary key.
func (s *Service) Seal(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := s.sealOnce(ctx)
		total += n
		if err != nil || n < sealSize {
			return total, err
		}
	}
}

func (s *Service) sealOnce(ctx context.Context) (int, error) {
	var n int
	err := s.db.Run(ctx, func(ctx context.Context) error {
		last, err := s.store.lastSeal(ctx)
		if err != nil {
			return err
		}
		transactions, err := s.store.sealed(ctx, 0, 0, sealSize)
		if err != nil || len(transactions) == 0 {
			return err
		}
		ids := idsOf(transactions)
		entries, err := s.store.entriesOf(ctx, ids)
		if err != nil {
			return err
		}
		seal := model.LedgerSeal{ID: 1, Count: len(transactions), At: s.clock.Now()}
		previous := ""
		if last != nil {
			seal.ID, previous = last.ID+1, last.Hash
		}
		head := chain(previous, seal, transactions, entries)
		seal.Hash = hex.EncodeToString(head)
		seal.Signature = hex.EncodeToString(ed25519.Sign(s.key, head))
		if err := s.store.insertSeal(ctx, seal); err != nil {
			return err
		}
		marked, err := s.store.markSealed(ctx, ids, seal.ID)
		if err != nil {
			return err
		}
		if marked != int64(len(ids)) {
			return fmt.Errorf("ledger: %d of %d transactions were sealed by another", int64(len(ids))-marked, len(ids))
		}
		n = len(transactions)
		return s.store.addBalances(ctx, net(entries, func(k model.AccountKind) bool { return !k.OfPerson() }))
	})
	return n, err
}

// chain is SHA-256 over the previous head, the seal and its transactions in id order,
// each as key, kind, times and entries in a fixed binary form. docs/ledger.md has it
// to the byte.
func chain(previous string, seal model.LedgerSeal, transactions []model.LedgerTransaction, entries []model.LedgerEntry) []byte {
	buffer := appendText(make([]byte, 0, 512), previous)
	buffer = appendInts(buffer, seal.ID, seal.At.UnixMicro(), int64(len(transactions)))
	h := sha256.New()
	h.Write(buffer)
	for t, own := range grouped(transactions, entries) {
		buffer = appendText(buffer[:0], t.Key)
		buffer = appendText(buffer, t.InputHash)
		buffer = appendText(buffer, t.Kind)
		buffer = appendInts(buffer, int64(t.ID), t.OccurredAt.UnixMicro(), t.RecordedAt.UnixMicro(), int64(t.BizDate), int64(t.Reverses))
		buffer = appendInts(buffer, int64(len(own)))
		for _, e := range own {
			buffer = appendInts(buffer, int64(e.AccountKind), e.Owner, int64(e.Asset), e.Amount)
		}
		h.Write(buffer)
	}
	return h.Sum(nil)
}

// grouped pairs transactions with their entries; both are in id order.
func grouped(transactions []model.LedgerTransaction, entries []model.LedgerEntry) iter.Seq2[model.LedgerTransaction, []model.LedgerEntry] {
	return func(yield func(model.LedgerTransaction, []model.LedgerEntry) bool) {
		for _, t := range transactions {
			n := 0
			for n < len(entries) && entries[n].TxnID == t.ID {
				n++
			}
			if !yield(t, entries[:n]) {
				return
			}
			entries = entries[n:]
		}
	}
}

func appendText(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(s))), s...)
}

func appendInts(b []byte, values ...int64) []byte {
	for _, v := range values {
		b = binary.BigEndian.AppendUint64(b, uint64(v))
	}
	return b
}

func idsOf(transactions []model.LedgerTransaction) []model.TxnID {
	ids := make([]model.TxnID, len(transactions))
	for i, t := range transactions {
		ids[i] = t.ID
	}
	return ids
}

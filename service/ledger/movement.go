package ledger

import (
	"context"
	"sort"
	"time"

	"channelrouter/model"
)

// Movement is an entry of an organisation's account in fen, with the transaction that it is
// part of.
type Movement struct {
	Txn     model.TxnID
	N       int
	Key     string
	Kind    string
	At      time.Time // when what it stands for happened
	Account model.AccountKind
	Org     model.OrgID
	Fen     int64
}

// Seals is a run of seals: those after one, up to another.
type Seals struct{ After, Last int64 }

// LastSeal is the newest seal; nil while there is none.
func (s *Service) LastSeal(ctx context.Context) (*model.LedgerSeal, error) {
	return s.store.lastSeal(ctx)
}

// LastSealBefore is the last seal after one that was made before a time; nil while there is
// none. Seals follow each other without gaps, so it halves their numbers.
func (s *Service) LastSealBefore(ctx context.Context, after int64, at time.Time) (*model.LedgerSeal, error) {
	last, err := s.store.lastSeal(ctx)
	if err != nil || last == nil || last.ID <= after {
		return nil, err
	}
	n := sort.Search(int(last.ID-after), func(i int) bool {
		seal, asked := s.store.seal(ctx, after+1+int64(i))
		if asked != nil {
			err = asked
		}
		return err != nil || seal != nil && !seal.At.Before(at)
	})
	if err != nil || n == 0 {
		return nil, err
	}
	return s.store.seal(ctx, after+int64(n))
}

// SealedBefore tells whether all that was recorded before a time is sealed.
func (s *Service) SealedBefore(ctx context.Context, at time.Time) (bool, error) {
	first, err := s.store.firstUnsealed(ctx)
	return first == nil || !first.RecordedAt.Before(at), err
}

// GetSeal is the seal of a number; nil when there is none.
func (s *Service) GetSeal(ctx context.Context, id int64) (*model.LedgerSeal, error) {
	return s.store.seal(ctx, id)
}

// Sealed are the movements of some accounts in a run of seals, in no order. A seal covers 500
// transactions at most; the caller asks for as many seals as it has room for.
func (s *Service) Sealed(ctx context.Context, run Seals, kinds []model.AccountKind) ([]Movement, error) {
	return s.store.sealedMovements(ctx, run, kinds)
}

// MovementsOf asks for the movements of an organisation's accounts in a run of seals.
type MovementsOf struct {
	Org      model.OrgID
	Kinds    []model.AccountKind
	Seals    Seals
	From, To model.TxnID // between which the run's transactions lie, both included
}

// OrgMovements pages through an organisation's movements in the order of transactions, after
// one. A page ends with a whole transaction, so it may exceed limit.
func (s *Service) OrgMovements(ctx context.Context, q MovementsOf, after model.TxnID, limit int) ([]Movement, error) {
	page, err := s.store.orgMovements(ctx, q, max(after+1, q.From), limit)
	if err != nil || len(page) < limit {
		return page, err
	}
	last := page[len(page)-1].Txn
	whole, err := s.store.orgMovements(ctx, MovementsOf{Org: q.Org, Kinds: q.Kinds, Seals: q.Seals, To: last}, last, wholeTransaction)
	for len(page) > 0 && page[len(page)-1].Txn == last {
		page = page[:len(page)-1]
	}
	return append(page, whole...), err
}

// wholeTransaction is more entries than one organisation has in any transaction.
const wholeTransaction = 10_000

// NettedBalances are the balances of some kinds of accounts in fen as the last seal has left
// them, by account.
func (s *Service) NettedBalances(ctx context.Context, kinds []model.AccountKind) ([]model.LedgerBalance, error) {
	return s.store.nettedBalances(ctx, kinds)
}

// NettedPage are the balances of one kind of accounts in fen as the last seal has left them, by
// owner, after one.
func (s *Service) NettedPage(ctx context.Context, kind model.AccountKind, after int64, limit int) ([]model.LedgerBalance, error) {
	return s.store.nettedPage(ctx, kind, after, limit)
}

// Tail stands for what is not sealed yet.
var Tail = Seals{After: -1, Last: 0}

// SealsOf is which seal covers each of some transactions; 0 none yet.
func (s *Service) SealsOf(ctx context.Context, txns []model.TxnID) (map[model.TxnID]int64, error) {
	return s.store.sealsOf(ctx, txns)
}

// MovementsIn are the movements of some accounts in some transactions, sealed or not.
func (s *Service) MovementsIn(ctx context.Context, txns []model.TxnID, kinds []model.AccountKind) (map[model.TxnID][]Movement, error) {
	all, err := s.store.movementsIn(ctx, txns, kinds)
	byTxn := make(map[model.TxnID][]Movement, len(txns))
	for _, m := range all {
		byTxn[m.Txn] = append(byTxn[m.Txn], m)
	}
	return byTxn, err
}

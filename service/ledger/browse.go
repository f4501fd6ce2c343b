package ledger

import (
	"context"
	"maps"
	"slices"
	"time"

	"channelrouter/internal/word"
	"channelrouter/model"
)

var kindNames = map[model.AccountKind]string{
	model.BrandReward: "brand_reward", model.BrandRebate: "brand_rebate", model.BrandPenalty: "brand_penalty", model.BrandPaidOut: "brand_paid_out",
	model.BrandTax: "brand_tax", model.BrandAdjustment: "brand_adjustment", model.BrandSettled: "brand_settled", model.BrandOrders: "brand_orders",
	model.WalletConsumer: "wallet_consumer", model.WalletGuide: "wallet_guide", model.WalletSalesperson: "wallet_salesperson", model.InFlight: "in_flight",
	model.OrgRebate: "org_rebate", model.OrgPenalty: "org_penalty", model.OrgReward: "org_reward", model.OrgCompensation: "org_compensation",
	model.OrgAdjustment: "org_adjustment", model.OrgCredit: "org_credit",
}

// allKinds are in the order in which accounts are listed: the brand's, people's, organisations'.
var allKinds = slices.Sorted(maps.Keys(kindNames))

// KindName is what people and programs call a kind of accounts: "org_rebate".
func KindName(k model.AccountKind) string { return kindNames[k] }

// ParseKind reads what KindName writes; anything else is 0.
func ParseKind(name string) model.AccountKind { return word.KeyOf(kindNames, name) }

// AccountQuery narrows accounts down.
type AccountQuery struct {
	Kind   model.AccountKind // 0: all
	Org    model.OrgID
	Person model.PersonID
	Full   bool // only those whose balance is not zero
}

// asks tells whether a query is about a kind.
func (q AccountQuery) asks(k model.AccountKind) bool {
	ofOrg := k >= model.OrgRebate
	return (q.Kind == 0 || q.Kind == k) && (q.Org == 0 || ofOrg) && (q.Person == 0 || k.OfPerson())
}

func (q AccountQuery) owner() int64 { return max(int64(q.Org), int64(q.Person)) }

const (
	looks    = 4   // at so many pages of accounts for one that is answered
	lookedAt = 500 // accounts at once
)

// Accounts pages through accounts that have a balance of their own, by kind, owner and asset,
// behind one (the zero account: from the first). Where most are empty, a page may be short,
// or have none: some thousand are looked at, not all that there are. next is the account behind
// which the next page begins; nil on the last.
func (s *Service) Accounts(ctx context.Context, q AccountQuery, after model.Account, limit int) (page []model.LedgerBalance, next *model.Account, err error) {
	// A seal moves amounts from the tail to the balances: both are read as of one moment.
	err = s.db.Snapshot(ctx, func(ctx context.Context) error {
		page, next, err = s.accounts(ctx, q, after, limit)
		return err
	})
	return page, next, err
}

func (s *Service) accounts(ctx context.Context, q AccountQuery, after model.Account, limit int) (page []model.LedgerBalance, next *model.Account, err error) {
	looked := 0
	for _, kind := range allKinds {
		if kind < after.Kind || !q.asks(kind) {
			continue
		}
		from := model.Account{Kind: kind}
		if kind == after.Kind {
			from = after
		}
		for more := true; more; {
			most := lookedAt
			if !q.Full {
				most = limit - len(page)
			}
			rows, err := s.store.accounts(ctx, q.owner(), from, most)
			if err == nil {
				err = s.addTails(ctx, kind, rows) // before it is known whether an account is empty
			}
			if err != nil {
				return nil, nil, err
			}
			more = len(rows) == most
			for _, row := range rows {
				from = accountOf(row)
				if q.Full && row.Amount == 0 {
					continue
				}
				if page = append(page, row); len(page) == limit {
					return page, &from, nil
				}
			}
			if looked++; more && looked >= looks {
				return page, &from, nil
			}
		}
	}
	return page, nil, nil
}

func accountOf(b model.LedgerBalance) model.Account {
	return model.Account{Kind: b.AccountKind, Owner: b.Owner, Asset: b.Asset}
}

// addTails adds what is not netted yet to balances of a kind.
func (s *Service) addTails(ctx context.Context, kind model.AccountKind, rows []model.LedgerBalance) error {
	if kind.OfPerson() {
		return nil
	}
	owners := make([]int64, len(rows))
	for i, b := range rows {
		owners[i] = b.Owner
	}
	tails, err := s.store.tails(ctx, kind, owners)
	for i, b := range rows {
		rows[i].Amount += tails[accountOf(b)]
	}
	return err
}

// HistoryQuery is a part of an account's entries.
type HistoryQuery struct {
	Account  model.Account
	From, To time.Time // sealed from one moment on, and before another; zero: at any time
	After    Place     // the entry behind which to go on; zero: from the newest
	Limit    int
}

// Place is an entry of an account, with the account's balance before it.
type Place struct {
	Txn     model.TxnID
	N       int
	Balance *int64 // nil: not known
}

// HistoryEntry is an entry with its transaction, and the account's balance after it.
type HistoryEntry struct {
	Txn        model.TxnID
	N          int
	Key, Kind  string
	OccurredAt time.Time
	RecordedAt time.Time
	Reverses   model.TxnID
	SealID     int64
	Amount     int64
	Balance    *int64 `gorm:"-"` // nil: not known, because too much was entered since
}

// mostSummed is how many entries are summed up to know a balance of the past.
const mostSummed = 10_000

// History pages through an account's entries, the newest first, with the balance after each. A
// range of time is by when entries were sealed, which is moments after they were recorded.
func (s *Service) History(ctx context.Context, q HistoryQuery) (page []HistoryEntry, err error) {
	first, last, err := s.between(ctx, q.From, q.To)
	if err != nil || last == 0 {
		return nil, err
	}
	err = s.db.Snapshot(ctx, func(ctx context.Context) error {
		if page, err = s.store.history(ctx, q, first, last); err != nil || len(page) == 0 {
			return err
		}
		balance := q.After.Balance
		if q.After.Txn == 0 {
			if balance, err = s.balanceAt(ctx, q.Account, page[0]); err != nil {
				return err
			}
		}
		for i := range page {
			if page[i].Balance = balance; balance != nil {
				before := *balance - page[i].Amount
				balance = &before
			}
		}
		return nil
	})
	return page, err
}

// balanceAt is an account's balance after an entry; nil where too many came since.
func (s *Service) balanceAt(ctx context.Context, a model.Account, e HistoryEntry) (*int64, error) {
	since, n, err := s.store.sumSince(ctx, a, e, mostSummed+1)
	if err != nil || n > mostSummed {
		return nil, err
	}
	now, err := s.Balance(ctx, a)
	now -= since
	return &now, err
}

// everything is above all transactions.
const everything = model.TxnID(1<<63 - 1)

// between are the first and last transactions of a range of time; last is 0 where there is none.
func (s *Service) between(ctx context.Context, from, to time.Time) (first, last model.TxnID, err error) {
	last = everything
	now := s.clock.Now()
	if from.After(now) {
		return 0, 0, nil
	}
	if !to.IsZero() && to.Before(now) { // else what is not sealed yet belongs to it
		if last, err = s.lastBefore(ctx, to); err != nil || last == 0 {
			return 0, 0, err
		}
	}
	if !from.IsZero() {
		first, err = s.lastBefore(ctx, from)
	}
	return first + 1, last, err
}

// lastBefore is the last transaction that was sealed before a time; 0 where there is none.
func (s *Service) lastBefore(ctx context.Context, at time.Time) (model.TxnID, error) {
	seal, err := s.LastSealBefore(ctx, 0, at)
	if err != nil || seal == nil {
		return 0, err
	}
	return s.store.lastOf(ctx, seal.ID)
}

// Transaction is one with its entries, in their order.
type Transaction struct {
	model.LedgerTransaction
	Entries    []model.LedgerEntry
	ReversedBy model.TxnID // 0: it stands
}

// GetTransaction returns a transaction. Error: ErrUnknownTransaction.
func (s *Service) GetTransaction(ctx context.Context, id model.TxnID) (t Transaction, err error) {
	row, err := s.store.transaction(ctx, id)
	if err != nil {
		return t, err
	}
	if row == nil {
		return t, ErrUnknownTransaction.With("id %d", id)
	}
	t.LedgerTransaction = *row
	if t.Entries, err = s.store.entriesOf(ctx, []model.TxnID{id}); err != nil {
		return t, err
	}
	t.ReversedBy, err = s.store.reversalOf(ctx, id)
	return t, err
}

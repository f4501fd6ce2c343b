package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/ledger"
	"channelrouter/service/settlement"
)

// LedgerHandler lets accounts be browsed: from a balance to its entries, their transactions, and
// what these stand for.
type LedgerHandler struct {
	ledger     *ledger.Service
	channel    *channel.Service
	settlement *settlement.Service
}

// NewLedgerHandler makes the handler.
func NewLedgerHandler(l *ledger.Service, ch *channel.Service, s *settlement.Service) *LedgerHandler {
	return &LedgerHandler{ledger: l, channel: ch, settlement: s}
}

// LedgerAccountName says whose an account is, and of what.
type LedgerAccountName struct {
	ID     string    `json:"id" doc:"kind, owner and asset" example:"40-7301442983428096-1"`
	Kind   string    `json:"kind" enum:"brand_reward,brand_rebate,brand_penalty,brand_paid_out,brand_tax,brand_adjustment,brand_settled,brand_orders,wallet_consumer,wallet_guide,wallet_salesperson,in_flight,org_rebate,org_penalty,org_reward,org_compensation,org_adjustment,org_credit"`
	Asset  string    `json:"asset" enum:"fen,points"`
	Org    *NamedOrg `json:"org,omitempty" doc:"whose it is"`
	Person httpx.ID  `json:"person_id,omitempty"`
}

// LedgerAccount is an account with what it holds.
type LedgerAccount struct {
	LedgerAccountName
	Balance int64 `json:"balance" doc:"in fen, or points; what is not sealed yet included"`
}

// LedgerAccounts is a page of accounts.
type LedgerAccounts struct {
	Items     []LedgerAccount `json:"items"`
	NextAfter string          `json:"next_after,omitempty" doc:"pass as after for the next page"`
}

// ListAccountsInput narrows accounts down.
type ListAccountsInput struct {
	After  string    `query:"after" pattern:"^([0-9]{1,2}-[0-9]{1,19}-[12])?$" doc:"the next_after of the page before"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Kind   string    `query:"kind" enum:"brand_reward,brand_rebate,brand_penalty,brand_paid_out,brand_tax,brand_adjustment,brand_settled,brand_orders,wallet_consumer,wallet_guide,wallet_salesperson,in_flight,org_rebate,org_penalty,org_reward,org_compensation,org_adjustment,org_credit"`
	Org    httpx.Ref `query:"org_id"`
	Person httpx.Ref `query:"person_id"`
	Full   bool      `query:"not_empty" doc:"only accounts that hold, or owe, something; pages may then be short"`
}

// Accounts pages through accounts, by kind and owner.
func (h *LedgerHandler) Accounts(ctx context.Context, in *ListAccountsInput) (*httpx.Out[LedgerAccounts], error) {
	after, err := accountOfID(in.After)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	q := ledger.AccountQuery{Kind: ledger.ParseKind(in.Kind), Org: model.OrgID(in.Org.N), Person: model.PersonID(in.Person.N), Full: in.Full}
	rows, next, err := h.ledger.Accounts(ctx, q, after, in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	accounts := make([]model.Account, len(rows))
	for i, r := range rows {
		accounts[i] = model.Account{Kind: r.AccountKind, Owner: r.Owner, Asset: r.Asset}
	}
	named, err := accountNames(ctx, h.channel, accounts)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := LedgerAccounts{Items: make([]LedgerAccount, len(rows))}
	for i, r := range rows {
		out.Items[i] = LedgerAccount{LedgerAccountName: named(accounts[i]), Balance: r.Amount}
	}
	if next != nil {
		out.NextAfter = idOfAccount(*next)
	}
	return httpx.Answer(out), nil
}

// LedgerEntry is what a transaction did to an account.
type LedgerEntry struct {
	ID          string    `json:"id" doc:"of the entry: its transaction's, and its number in it"`
	Transaction httpx.ID  `json:"transaction_id"`
	Kind        string    `json:"kind" doc:"of the transaction" example:"penalty"`
	Amount      int64     `json:"amount" doc:"in fen, or points: what the account gained, or lost where it is negative"`
	Balance     *int64    `json:"balance,omitempty" doc:"after it; left out where too much was entered since to tell"`
	Reversal    bool      `json:"reversal,omitempty" doc:"it takes another transaction back"`
	Sealed      bool      `json:"sealed"`
	At          time.Time `json:"at" doc:"when what it stands for happened"`
	RecordedAt  time.Time `json:"recorded_at"`
}

// LedgerHistory is a page of an account's entries.
type LedgerHistory struct {
	Account   LedgerAccount `json:"account"`
	Items     []LedgerEntry `json:"items"`
	NextAfter string        `json:"next_after,omitempty" doc:"pass as after for the next page"`
}

// AccountEntriesInput asks for a part of an account's entries.
type AccountEntriesInput struct {
	ID    string `path:"id" pattern:"^[0-9]{1,2}-[0-9]{1,19}-[12]$" doc:"the account's id: kind, owner and asset"`
	After string `query:"after" pattern:"^([0-9]{1,19}:[0-9]{1,9}:(-?[0-9]{1,19})?)?$" doc:"the next_after of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	From  int32  `query:"from" minimum:"20000101" maximum:"99991231" doc:"recorded on this business day, yyyymmdd, or later"`
	To    int32  `query:"to" minimum:"20000101" maximum:"99991231" doc:"or earlier"`
}

// Entries pages through an account's entries, the newest first, with the balance after each.
func (h *LedgerHandler) Entries(ctx context.Context, in *AccountEntriesInput) (*httpx.Out[LedgerHistory], error) {
	account, err := accountOfID(in.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	q := ledger.HistoryQuery{Account: account, Limit: in.Limit}
	q.From, q.To = days(in.From, in.To)
	if q.After, err = placeOf(in.After); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.ledger.History(ctx, q)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	named, err := accountNames(ctx, h.channel, []model.Account{account})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := LedgerHistory{Account: LedgerAccount{LedgerAccountName: named(account)}, Items: make([]LedgerEntry, len(rows))}
	if out.Account.Balance, err = h.ledger.Balance(ctx, account); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	for i, r := range rows {
		out.Items[i] = newLedgerEntry(r)
	}
	if n := len(rows); n == in.Limit {
		out.NextAfter = placeAfter(rows[n-1])
	}
	return httpx.Answer(out), nil
}

func newLedgerEntry(r ledger.HistoryEntry) LedgerEntry {
	return LedgerEntry{
		ID: entryID(r.Txn, r.N), Transaction: httpx.ID(r.Txn), Kind: r.Kind, Amount: r.Amount, Balance: r.Balance, Reversal: r.Reverses != 0,
		Sealed: r.SealID != 0, At: r.OccurredAt, RecordedAt: r.RecordedAt,
	}
}

// accountNames asks once for the names of accounts' owners.
func accountNames(ctx context.Context, ch *channel.Service, accounts []model.Account) (func(model.Account) LedgerAccountName, error) {
	var ids []model.OrgID
	for _, a := range accounts {
		if a.Owner != 0 && !a.Kind.OfPerson() {
			ids = append(ids, model.OrgID(a.Owner))
		}
	}
	orgs, err := ch.Orgs(ctx, ids)
	return func(a model.Account) LedgerAccountName {
		out := LedgerAccountName{ID: idOfAccount(a), Kind: ledger.KindName(a.Kind), Asset: "fen"}
		if a.Asset == model.Points {
			out.Asset = "points"
		}
		switch {
		case a.Owner == 0:
		case a.Kind.OfPerson():
			out.Person = httpx.ID(a.Owner)
		default:
			org := newNamedOrg(orgs[model.OrgID(a.Owner)])
			out.Org = &org
		}
		return out
	}, err
}

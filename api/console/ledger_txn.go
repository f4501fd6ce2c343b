package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/settlement"
)

// LedgerPosting is one side of a transaction.
type LedgerPosting struct {
	Account LedgerAccountName `json:"account"`
	Amount  int64             `json:"amount" doc:"in fen, or points: what the account gained, or lost where it is negative"`
}

// LedgerCause is what a transaction stands for; what is left out it has nothing to do with.
type LedgerCause struct {
	Case       httpx.ID              `json:"case_id,omitempty"`
	Payout     httpx.ID              `json:"payout_id,omitempty"`
	Period     httpx.ID              `json:"period_id,omitempty" doc:"of the statement that was paid, of org_id"`
	Org        httpx.ID              `json:"org_id,omitempty"`
	Adjustment httpx.ID              `json:"adjustment_id,omitempty"`
	Programme  httpx.ID              `json:"programme_id,omitempty" doc:"of rebates, by which a period of org_id was reckoned"`
	Campaign   httpx.ID              `json:"campaign_id,omitempty"`
	Item       string                `json:"item,omitempty" doc:"the goods whose scan it stands for"`
	Scans      []httpx.StatementScan `json:"scans,omitempty"`
}

// LedgerTransaction is a transaction: its entries sum to zero for each asset.
type LedgerTransaction struct {
	ID         httpx.ID        `json:"id"`
	Key        string          `json:"key" doc:"names the fact that it stands for"`
	Kind       string          `json:"kind"`
	At         time.Time       `json:"at" doc:"when what it stands for happened"`
	RecordedAt time.Time       `json:"recorded_at"`
	Day        int32           `json:"day" doc:"business day yyyymmdd"`
	Seal       httpx.ID        `json:"seal_id,omitempty" doc:"the link of the chain that covers it; none yet when left out"`
	Reverses   httpx.ID        `json:"reverses_id,omitempty" doc:"the transaction that it takes back"`
	ReversedBy httpx.ID        `json:"reversed_by_id,omitempty" doc:"the one that takes it back"`
	Entries    []LedgerPosting `json:"entries"`
	Cause      LedgerCause     `json:"cause"`
}

// Transaction shows a transaction, and what it stands for.
func (h *LedgerHandler) Transaction(ctx context.Context, in *IDInput) (*httpx.Out[LedgerTransaction], error) {
	t, err := h.ledger.GetTransaction(ctx, model.TxnID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	cause, err := h.settlement.CauseOf(ctx, t.Key)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	accounts := make([]model.Account, len(t.Entries))
	for i, e := range t.Entries {
		accounts[i] = model.Account{Kind: e.AccountKind, Owner: e.Owner, Asset: e.Asset}
	}
	named, err := accountNames(ctx, h.channel, accounts)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := newLedgerTransaction(t, cause)
	for i, e := range t.Entries {
		out.Entries = append(out.Entries, LedgerPosting{Account: named(accounts[i]), Amount: e.Amount})
	}
	return httpx.Answer(out), nil
}

func newLedgerTransaction(t ledger.Transaction, c settlement.Cause) LedgerTransaction {
	out := LedgerTransaction{
		ID: httpx.ID(t.ID), Key: t.Key, Kind: t.Kind, At: t.OccurredAt, RecordedAt: t.RecordedAt, Day: t.BizDate, Seal: httpx.ID(t.SealID),
		Reverses: httpx.ID(t.Reverses), ReversedBy: httpx.ID(t.ReversedBy),
		Cause: LedgerCause{
			Case: httpx.ID(c.Case), Payout: httpx.ID(c.Payout), Period: httpx.ID(c.Period), Org: httpx.ID(c.Org), Adjustment: httpx.ID(c.Adjustment),
			Programme: httpx.ID(c.Programme), Campaign: httpx.ID(c.Campaign), Scans: httpx.NewStatementScans(c.Scans),
		},
	}
	if c.Item != 0 {
		out.Cause.Item = c.Item.String()
	}
	return out
}

package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/ledger"
	"channelrouter/service/rebate"
)

// MoneyHandler serves rebates, the ledger and the outbox.
type MoneyHandler struct {
	channel *channel.Service
	rebate  *rebate.Service
	ledger  *ledger.Service
	outbox  *outbox.Outbox
}

// NewMoneyHandler makes the handler.
func NewMoneyHandler(ch *channel.Service, r *rebate.Service, l *ledger.Service, o *outbox.Outbox) *MoneyHandler {
	return &MoneyHandler{channel: ch, rebate: r, ledger: l, outbox: o}
}

// RebateTotal is what an organisation accrued.
type RebateTotal struct {
	Org      httpx.ID `json:"org_id"`
	Tier     string   `json:"tier" enum:"regional,distributor,wholesaler,terminal"`
	Diverted bool     `json:"diverted"`
	Fen      int64    `json:"fen"`
	Units    int64    `json:"units"`
}

// RebatesInput is a range of business days.
type RebatesInput struct {
	From int32 `query:"from" minimum:"20000101" maximum:"99991231" doc:"business day yyyymmdd, inclusive" default:"20000101"`
	To   int32 `query:"to" minimum:"20000101" maximum:"99991231" default:"99991231"`
}

// Rebates sums accruals by organisation.
func (h *MoneyHandler) Rebates(ctx context.Context, in *RebatesInput) (*httpx.Out[[]RebateTotal], error) {
	rows, err := h.rebate.Totals(ctx, in.From, in.To)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	totals := make([]RebateTotal, len(rows))
	for i, r := range rows {
		totals[i] = RebateTotal{Org: httpx.ID(r.OrgID), Tier: channel.KindName(r.Tier), Diverted: r.Diverted, Fen: int64(r.Fen), Units: r.Units}
	}
	return httpx.Answer(totals), nil
}

// Verify recomputes the whole ledger.
func (h *MoneyHandler) Verify(ctx context.Context, _ *httpx.Empty) (*httpx.Out[ledger.Report], error) {
	report, err := h.ledger.Verify(ctx)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(report), nil
}

// OrgBalances is what an organisation has earned and owes.
type OrgBalances struct {
	RebateFen       int64 `json:"rebate_fen"`
	PenaltyFen      int64 `json:"penalty_fen" doc:"negative: owed to the brand"`
	RewardFen       int64 `json:"reward_fen"`
	CompensationFen int64 `json:"compensation_fen" doc:"of penalties for goods that were diverted into its part of the channel"`
	AdjustmentFen   int64 `json:"adjustment_fen" doc:"of its statements"`
	CreditFen       int64 `json:"credit_fen" doc:"that it was paid in, against orders, and has not used; not owed any more"`
}

// Balances reads an organisation's accounts.
func (h *MoneyHandler) Balances(ctx context.Context, in *IDInput) (*httpx.Out[OrgBalances], error) {
	org, err := h.channel.GetOrg(ctx, model.OrgID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	var b OrgBalances
	for kind, sum := range map[model.AccountKind]*int64{
		model.OrgRebate: &b.RebateFen, model.OrgPenalty: &b.PenaltyFen, model.OrgReward: &b.RewardFen,
		model.OrgCompensation: &b.CompensationFen, model.OrgAdjustment: &b.AdjustmentFen, model.OrgCredit: &b.CreditFen,
	} {
		balance, err := h.ledger.Balance(ctx, model.Account{Kind: kind, Owner: int64(org.ID), Asset: model.CNY})
		if err != nil {
			return nil, httpx.Problem(ctx, err)
		}
		*sum = balance
	}
	return httpx.Answer(b), nil
}

// DeadMessage is a fact that could not be delivered.
type DeadMessage struct {
	ID        httpx.ID  `json:"id"`
	Type      string    `json:"type"`
	Key       string    `json:"key"`
	Attempts  int       `json:"attempts"`
	LastError string    `json:"last_error"`
	CreatedAt time.Time `json:"created_at"`
}

// DeadMessages pages through what the outbox gave up on.
func (h *MoneyHandler) DeadMessages(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[DeadMessage]], error) {
	rows, err := h.outbox.ListDead(ctx, in.After.N, in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(m outbox.Message) int64 { return m.ID }, func(m outbox.Message) DeadMessage {
		return DeadMessage{ID: httpx.ID(m.ID), Type: m.Type, Key: m.Key, Attempts: m.Attempts, LastError: m.LastError, CreatedAt: m.CreatedAt}
	})), nil
}

// ReplayInput names dead messages.
type ReplayInput struct {
	Body struct {
		IDs []httpx.ID `json:"ids" minItems:"1" maxItems:"200"`
	}
}

// Replayed counts the messages that live again.
type Replayed struct {
	Replayed int64 `json:"replayed"`
}

// Replay gives dead messages a new life.
func (h *MoneyHandler) Replay(ctx context.Context, in *ReplayInput) (*httpx.Out[Replayed], error) {
	ids := make([]int64, len(in.Body.IDs))
	for i, id := range in.Body.IDs {
		ids[i] = int64(id)
	}
	n, err := h.outbox.Replay(ctx, ids)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(Replayed{Replayed: n}), nil
}

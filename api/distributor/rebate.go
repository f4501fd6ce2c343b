package distributor

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/rebate"
)

// RebateHandler shows a distributor what it has earned.
type RebateHandler struct {
	rebate  *rebate.Service
	channel *channel.Service
}

// NewRebateHandler makes the handler.
func NewRebateHandler(r *rebate.Service, ch *channel.Service) *RebateHandler {
	return &RebateHandler{rebate: r, channel: ch}
}

// List pages through the caller's organisation's own accruals.
func (h *RebateHandler) List(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[httpx.RebateLine]], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.rebate.OrgAccruals(ctx, org, model.TxnID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.RebatePage(rows, in.Limit)), nil
}

// Progress is how the caller's organisation stands with a programme in the period that it is.
type Progress struct {
	Programme string       `json:"programme" doc:"its code"`
	Name      string       `json:"name"`
	Kind      string       `json:"kind" enum:"per_unit,tiered,retrospective,growth,mix,new_terminal,display,target"`
	From      int32        `json:"from" doc:"the version's first business day, yyyymmdd"`
	To        int32        `json:"to" doc:"the first day on which it is over; 99991231: none"`
	Terms     rebate.Terms `json:"terms"`
	Period    int32        `json:"period" doc:"its first month, yyyymm"`
	Facts     rebate.Facts `json:"facts"`
	EarnedFen money.Fen    `json:"earned_fen" doc:"by the terms"`
	PostedFen money.Fen    `json:"posted_fen" doc:"within cap and budget"`
	Reasons   string       `json:"reasons,omitempty" doc:"cap_reached, budget_exhausted"`
	Next      *NextStep    `json:"next,omitempty" doc:"the step that comes next"`
}

// NextStep is how far it is.
type NextStep struct {
	From     int64     `json:"from" doc:"units, products, or basis points of growth or of the target"`
	Missing  int64     `json:"missing" doc:"units, or products of a mix"`
	Fen      money.Fen `json:"fen,omitempty" doc:"its rate for a unit"`
	BonusFen money.Fen `json:"bonus_fen,omitempty" doc:"what it pays at once"`
}

func newProgress(p rebate.Progress) Progress {
	terms := p.Terms
	terms.Scope.Organisations, terms.BudgetFen = nil, 0 // who else takes part, and for how much, is the brand's to know
	out := Progress{
		Programme: p.Programme.Code, Name: p.Programme.Name, Kind: rebate.KindName(p.Programme.Kind), From: p.From, To: p.To, Terms: terms,
		Period: p.Period, Facts: p.Facts, EarnedFen: p.EarnedFen, PostedFen: p.PostedFen, Reasons: p.Reasons,
	}
	if p.Next != nil {
		out.Next = &NextStep{From: p.Next.From, Missing: p.Next.Missing, Fen: p.Next.Fen, BonusFen: p.Next.Bonus}
	}
	return out
}

// Programmes shows the programmes that the caller's organisation takes part in, and how far
// it has come.
func (h *RebateHandler) Programmes(ctx context.Context, _ *httpx.Empty) (*httpx.Out[[]Progress], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	all, err := h.rebate.ProgressOf(ctx, org)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := make([]Progress, len(all))
	for i, p := range all {
		out[i] = newProgress(p)
	}
	return httpx.Answer(out), nil
}

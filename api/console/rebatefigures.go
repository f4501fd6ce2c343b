package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/rebate"
)

// WhatIfInput names a version and past days.
type WhatIfInput struct {
	ID     httpx.Ref `path:"id" doc:"the programme's id"`
	Number int       `path:"number" minimum:"1" maximum:"1000000" doc:"the version, a draft or one that is published"`
	From   int32     `query:"from" required:"true" minimum:"20000101" maximum:"99991231" doc:"the first business day, yyyymmdd"`
	To     int32     `query:"to" required:"true" minimum:"20000101" maximum:"99991231" doc:"the last one, which is over; at most 400 days"`
	Limit  int       `query:"limit" minimum:"1" maximum:"2000" default:"200" doc:"organisations, those that gain or lose most"`
}

// WhatIf is what a version would have paid, against what its programme paid.
type WhatIf struct {
	To              int32        `json:"to" doc:"the last of the days that were looked at"`
	Cut             bool         `json:"cut" doc:"to look at all days would have taken too long"`
	Periods         []int32      `json:"periods,omitempty" doc:"that lie within the days, by their first months; none for per_unit"`
	WouldFen        money.Fen    `json:"would_fen"`
	PaidFen         money.Fen    `json:"paid_fen"`
	CappedFen       money.Fen    `json:"capped_fen" doc:"what cap and budget would have kept back"`
	BudgetExhausted bool         `json:"budget_exhausted"`
	Total           int          `json:"organisations_total"`
	Organisations   []WhatIfLine `json:"organisations"`
}

// WhatIfLine is one organisation's part.
type WhatIfLine struct {
	Org      httpx.ID  `json:"org_id"`
	Tier     string    `json:"tier" enum:"regional,distributor,wholesaler,terminal"`
	WouldFen money.Fen `json:"would_fen"`
	PaidFen  money.Fen `json:"paid_fen"`
}

// WhatIf runs a version over past sales, and writes nothing.
func (h *RebateHandler) WhatIf(ctx context.Context, in *WhatIfInput) (*httpx.Out[WhatIf], error) {
	w, err := h.rebate.WhatIf(ctx, model.ProgrammeID(in.ID.N), in.Number, in.From, in.To)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := WhatIf{
		To: w.To, Cut: w.Cut,
		Periods: w.Periods, WouldFen: w.WouldFen, PaidFen: w.PaidFen, CappedFen: w.CappedFen, BudgetExhausted: w.BudgetExhausted,
		Total: len(w.Organisations), Organisations: []WhatIfLine{},
	}
	for _, line := range w.Organisations[:min(len(w.Organisations), in.Limit)] {
		out.Organisations = append(out.Organisations, WhatIfLine{httpx.ID(line.Org), channel.KindName(line.Tier), line.WouldFen, line.PaidFen})
	}
	return httpx.Answer(out), nil
}

// PeriodInput is a period of a programme.
type PeriodInput struct {
	ID httpx.Ref `path:"id" doc:"the programme's id"`
	httpx.PageInput
	Period int32 `query:"period" required:"true" minimum:"200001" maximum:"999912" doc:"its first month, yyyymm"`
}

// RebateStanding is how an organisation stands with a programme in a period.
type RebateStanding struct {
	Org       httpx.ID     `json:"org_id"`
	Tier      string       `json:"tier" enum:"regional,distributor,wholesaler,terminal"`
	Facts     rebate.Facts `json:"facts"`
	EarnedFen money.Fen    `json:"earned_fen" doc:"by the terms"`
	PostedFen money.Fen    `json:"posted_fen" doc:"within cap and budget"`
	Reasons   string       `json:"reasons,omitempty" doc:"cap_reached, budget_exhausted"`
	Revision  int          `json:"revision" doc:"counts what was posted"`
	Due       bool         `json:"due" doc:"facts have come that are not worked out yet"`
}

func newRebateStanding(s rebate.Standing) RebateStanding {
	return RebateStanding{
		Org: httpx.ID(s.OrgID), Tier: channel.KindName(s.Tier), Facts: s.Facts, EarnedFen: s.EarnedFen, PostedFen: s.PostedFen,
		Reasons: s.Reasons, Revision: s.Revision, Due: s.Due > 0,
	}
}

// Standings pages through how organisations stand with a programme in a period.
func (h *RebateHandler) Standings(ctx context.Context, in *PeriodInput) (*httpx.Out[httpx.Page[RebateStanding]], error) {
	rows, err := h.rebate.Standings(ctx, model.ProgrammeID(in.ID.N), in.Period, model.OrgID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(s rebate.Standing) int64 { return int64(s.OrgID) }, newRebateStanding)), nil
}

// CountedInput is an organisation's part of a period of a programme.
type CountedInput struct {
	PeriodInput
	Org httpx.Ref `query:"org_id" required:"true"`
}

// CountedTerminal is a terminal that counts for an organisation.
type CountedTerminal struct {
	Terminal httpx.ID `json:"terminal_id"`
}

// Terminals pages through the terminals that count for an organisation: new ones, or those
// with a display.
func (h *RebateHandler) Terminals(ctx context.Context, in *CountedInput) (*httpx.Out[httpx.Page[CountedTerminal]], error) {
	rows, err := h.rebate.Terminals(ctx, model.ProgrammeID(in.ID.N), model.OrgID(in.Org.N), in.Period, model.OrgID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(t model.RebateTerminal) int64 { return int64(t.Terminal) },
		func(t model.RebateTerminal) CountedTerminal { return CountedTerminal{httpx.ID(t.Terminal)} })), nil
}

// SalesInput is months of an organisation.
type SalesInput struct {
	ID httpx.Ref `path:"id" doc:"the organisation's id"`
	httpx.PageInput
	From int32 `query:"from" required:"true" minimum:"200001" maximum:"999912" doc:"month yyyymm"`
	To   int32 `query:"to" required:"true" minimum:"200001" maximum:"999911" doc:"the last one"`
}

// CountedSale is a unit that counted for an organisation.
type CountedSale struct {
	Item     string    `json:"item"`
	Product  httpx.ID  `json:"product_id"`
	Terminal httpx.ID  `json:"terminal_id"`
	Matched  bool      `json:"matched"`
	SoldAt   time.Time `json:"sold_at"`
}

// Sales pages through the units that counted for an organisation, in order of time.
func (h *RebateHandler) Sales(ctx context.Context, in *SalesInput) (*httpx.Out[httpx.Page[CountedSale]], error) {
	rows, err := h.rebate.Sales(ctx, model.OrgID(in.ID.N), in.From, in.To, clock.Normal(time.UnixMicro(in.After.N)), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(s model.RebateSale) int64 { return s.SoldAt.UnixMicro() }, func(s model.RebateSale) CountedSale {
		return CountedSale{Item: s.Item.String(), Product: httpx.ID(s.ProductID), Terminal: httpx.ID(s.Terminal), Matched: s.Matched, SoldAt: s.SoldAt}
	})), nil
}

// OrgRebatesInput is a programme and a period of an organisation.
type OrgRebatesInput struct {
	ID httpx.Ref `path:"id" doc:"the organisation's id"`
	httpx.PageInput
	Programme httpx.Ref `query:"programme_id" doc:"left out: the basic rates"`
	Period    int32     `query:"period" minimum:"200001" maximum:"999912" doc:"its first month, yyyymm; left out for the basic rates"`
}

// OrgRebates pages through what an organisation got by a programme in a period, each amount
// with what it rests on.
func (h *RebateHandler) OrgRebates(ctx context.Context, in *OrgRebatesInput) (*httpx.Out[httpx.Page[httpx.RebateLine]], error) {
	rows, err := h.rebate.Accruals(ctx, model.OrgID(in.ID.N), model.ProgrammeID(in.Programme.N), in.Period, model.TxnID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.RebatePage(rows, in.Limit)), nil
}

package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/identity"
	"channelrouter/service/insight"
)

// InsightHandler shows figures and what happens.
type InsightHandler struct {
	insight  *insight.Service
	identity *identity.Service
	code     *code.Service
}

// NewInsightHandler makes the handler.
func NewInsightHandler(s *insight.Service, ids *identity.Service, codes *code.Service) *InsightHandler {
	return &InsightHandler{s, ids, codes}
}

// DaysInput is business days.
type DaysInput struct {
	From int32 `query:"from" minimum:"20000101" maximum:"99991231" doc:"the first business day, yyyymmdd; none: 29 days before the last"`
	To   int32 `query:"to" minimum:"20000101" maximum:"99991231" doc:"the last one; none: today"`
}

// OverviewInput says of which days and where.
type OverviewInput struct {
	DaysInput
	Area string `query:"area" pattern:"^([0-9]{2}|[0-9]{4}|[0-9]{6})$" doc:"a province or a city; none: China" example:"330000"`
}

// FiguresDay is a day's figures.
type FiguresDay struct {
	Day int32 `json:"day" doc:"yyyymmdd, in China"`
	insight.Figures
}

// Overview is what the home page shows.
type Overview struct {
	From        int32           `json:"from"`
	To          int32           `json:"to"`
	Complete    bool            `json:"complete" doc:"false while figures are counted anew"`
	Today       insight.Figures `json:"today"`
	Period      insight.Figures `json:"period"`
	Before      insight.Figures `json:"before" doc:"of the period before, as long"`
	Days        []FiguresDay    `json:"days"`
	OpenCases   int64           `json:"open_cases" doc:"diversion cases without a verdict, of the whole brand"`
	MoreCases   bool            `json:"more_cases" doc:"there are more than that"`
	Payouts     int64           `json:"payouts_waiting" doc:"of the whole brand"`
	PayoutsFen  money.Fen       `json:"payouts_waiting_fen"`
	MorePayouts bool            `json:"more_payouts" doc:"there are more than that"`
}

// Overview shows figures of days, against those before.
func (h *InsightHandler) Overview(ctx context.Context, in *OverviewInput) (*httpx.Out[Overview], error) {
	o, err := h.insight.Overview(ctx, in.From, in.To, in.Area)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := Overview{
		From: o.Period.From, To: o.Period.To, Complete: o.Complete, Today: o.Today, Period: o.Now, Before: o.Then, Days: []FiguresDay{},
		OpenCases: o.OpenCases, MoreCases: o.ManyCases, Payouts: o.Waiting.Payouts, PayoutsFen: o.Waiting.Fen, MorePayouts: o.ManyWaits,
	}
	for _, d := range o.Days {
		out.Days = append(out.Days, FiguresDay{d.Date, d.Figures})
	}
	return httpx.Answer(out), nil
}

// AreasInput says of which days and where.
type AreasInput struct {
	DaysInput
	Within string `query:"within" pattern:"^([0-9]{2}|[0-9]{6})$" doc:"a province, for its cities; none: the provinces" example:"330000"`
}

// AreaFigures are those of a province or a city.
type AreaFigures struct {
	Adcode string `json:"adcode" doc:"six digits; empty for what has no known place"`
	insight.Figures
}

// Areas are the figures of a period by place.
type Areas struct {
	From  int32         `json:"from"`
	To    int32         `json:"to"`
	Areas []AreaFigures `json:"areas"`
}

// Areas shows figures by province or city, those that have any.
func (h *InsightHandler) Areas(ctx context.Context, in *AreasInput) (*httpx.Out[Areas], error) {
	p, areas, err := h.insight.Areas(ctx, in.From, in.To, in.Within)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := Areas{From: p.From, To: p.To, Areas: []AreaFigures{}}
	for _, a := range areas {
		out.Areas = append(out.Areas, AreaFigures{a.Adcode, a.Figures})
	}
	return httpx.Answer(out), nil
}

// OrgFiguresInput says of whom and of which days.
type OrgFiguresInput struct {
	ID httpx.Ref `path:"id" doc:"the organisation's id"`
	DaysInput
}

// OrgFiguresDay is an organisation's day.
type OrgFiguresDay struct {
	Day       int32     `json:"day" doc:"yyyymmdd, in China"`
	Scans     int64     `json:"scans" doc:"by its people, or as far as is known in its shops"`
	Claims    int64     `json:"claims"`
	Sold      int64     `json:"sold" doc:"units that count for it"`
	RebateFen money.Fen `json:"rebate_fen" doc:"accrued, less what was taken back"`
}

// OrgFigures are an organisation's figures by day.
type OrgFigures struct {
	From int32           `json:"from"`
	To   int32           `json:"to"`
	Days []OrgFiguresDay `json:"days"`
}

// Org shows an organisation's figures by day.
func (h *InsightHandler) Org(ctx context.Context, in *OrgFiguresInput) (*httpx.Out[OrgFigures], error) {
	p, days, err := h.insight.Org(ctx, model.OrgID(in.ID.N), in.From, in.To)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := OrgFigures{From: p.From, To: p.To, Days: []OrgFiguresDay{}}
	for _, d := range days {
		out.Days = append(out.Days, OrgFiguresDay{d.Date, d.Scans, d.Claims, d.Sold, d.RebateFen})
	}
	return httpx.Answer(out), nil
}

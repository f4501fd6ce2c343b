package consumer

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/campaign"
)

// CampaignHandler shows campaigns, which are everybody's to know.
type CampaignHandler struct{ campaigns *campaign.Service }

// NewCampaignHandler makes the handler.
func NewCampaignHandler(s *campaign.Service) *CampaignHandler { return &CampaignHandler{campaigns: s} }

// PublicCampaign is a published campaign.
type PublicCampaign struct {
	ID         httpx.ID        `json:"id"`
	State      string          `json:"state" enum:"running,stopped,ended"`
	Name       string          `json:"name" doc:"in Chinese; the terms have both languages"`
	StartsAt   time.Time       `json:"starts_at"`
	EndsAt     time.Time       `json:"ends_at"`
	Commitment string          `json:"commitment" doc:"SHA-256 of terms_text and seed, in hexadecimal, as published before the first draw"`
	Terms      *campaign.Terms `json:"terms,omitempty" doc:"of one campaign: pool, odds, rules"`
	TermsText  string          `json:"terms_text,omitempty" doc:"of one campaign: the text that the commitment covers, byte for byte"`
	Seed       string          `json:"seed,omitempty" doc:"of one campaign that is over: 32 bytes in hexadecimal"`
}

func newPublicCampaign(c model.Campaign) PublicCampaign {
	return PublicCampaign{
		ID: httpx.ID(c.ID), State: campaign.StateName(c.State), Name: c.Name,
		StartsAt: c.StartsAt, EndsAt: c.EndsAt, Commitment: c.Commitment,
	}
}

// List shows campaigns, newest first.
func (h *CampaignHandler) List(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[PublicCampaign]], error) {
	rows, err := h.campaigns.ListPublic(ctx, model.CampaignID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(c model.Campaign) int64 { return int64(c.ID) }, newPublicCampaign)), nil
}

// CampaignRef names a campaign.
type CampaignRef struct {
	ID httpx.Ref `path:"id" doc:"the campaign's id"`
}

// Get shows all that a campaign says, and when it is over its seed.
func (h *CampaignHandler) Get(ctx context.Context, in *CampaignRef) (*httpx.Out[PublicCampaign], error) {
	c, err := h.campaigns.GetPublic(ctx, model.CampaignID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	terms, err := campaign.TermsOf(c)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := newPublicCampaign(c)
	out.Terms, out.TermsText = &terms, string(c.Terms)
	if out.Seed, err = h.campaigns.SeedOf(c); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(out), nil
}

// Winner is somebody who has won a prize that the law wants public.
type Winner struct {
	Winner string    `json:"winner" doc:"masked" example:"****6148"`
	Prize  string    `json:"prize"`
	At     time.Time `json:"at"`
}

// WinnersInput asks for a page of a campaign's winners.
type WinnersInput struct {
	httpx.PageInput
	ID httpx.Ref `path:"id" doc:"the campaign's id"`
}

// Winners shows who has won the high prizes, newest first.
func (h *CampaignHandler) Winners(ctx context.Context, in *WinnersInput) (*httpx.Out[httpx.Page[Winner]], error) {
	rows, err := h.campaigns.PublicWins(ctx, model.CampaignID(in.ID.N), model.WinID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(w model.CampaignWin) int64 { return int64(w.ID) }, newWinner)), nil
}

func newWinner(w model.CampaignWin) Winner {
	return Winner{Winner: campaign.MaskPerson(w.PersonID), Prize: w.Name, At: w.At}
}

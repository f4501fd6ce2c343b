package console

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/identity"
)

// CampaignHandler serves prize draws.
type CampaignHandler struct{ campaigns *campaign.Service }

// NewCampaignHandler makes the handler.
func NewCampaignHandler(s *campaign.Service) *CampaignHandler { return &CampaignHandler{campaigns: s} }

// Campaign is a prize draw.
type Campaign struct {
	ID          httpx.ID        `json:"id"`
	State       string          `json:"state" enum:"draft,running,stopped,ended"`
	Version     int             `json:"version" doc:"of the draft; an edit and publishing name the one they read"`
	Name        string          `json:"name"`
	StartsAt    time.Time       `json:"starts_at"`
	EndsAt      time.Time       `json:"ends_at"`
	Commitment  string          `json:"commitment,omitempty" doc:"SHA-256 of terms and seed, once it is published"`
	PublicFen   int64           `json:"public_above_fen,omitempty" doc:"winners of prizes worth more are listed publicly"`
	PublishedAt *time.Time      `json:"published_at,omitempty"`
	OverAt      *time.Time      `json:"over_at,omitempty" doc:"when it was stopped, or ended"`
	Terms       *campaign.Terms `json:"terms,omitempty" doc:"of one campaign"`
	Standing    *Standing       `json:"standing,omitempty" doc:"of one campaign that is published: what has become of it by now"`
}

// Standing is what a campaign has given, and has left.
type Standing struct {
	Draws     int64            `json:"draws"`
	BudgetFen int64            `json:"budget_left_fen"`
	WorthFen  int64            `json:"spent_prizes_fen" doc:"of the budget, on cash and on the value of gifts"`
	TaxFen    *money.Fen       `json:"spent_tax_fen,omitempty" doc:"of the budget, on tax that the brand bears; left out where the terms do not count it"`
	Given     map[string]int64 `json:"given" doc:"by code of prize"`
	Left      map[string]int64 `json:"left" doc:"by code of prize"`
}

func newCampaign(c model.Campaign) Campaign {
	return Campaign{
		ID: httpx.ID(c.ID), State: campaign.StateName(c.State), Version: c.Version, Name: c.Name, StartsAt: c.StartsAt, EndsAt: c.EndsAt,
		Commitment: c.Commitment, PublicFen: int64(c.PublicFen), PublishedAt: c.PublishedAt, OverAt: c.OverAt,
	}
}

// answer shows one campaign with its terms.
func (h *CampaignHandler) answer(ctx context.Context, c model.Campaign, err error) (*httpx.Out[Campaign], error) {
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	terms, err := campaign.TermsOf(c)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := newCampaign(c)
	out.Terms = &terms
	return httpx.Answer(out), nil
}

// ListCampaignsInput narrows to a state.
type ListCampaignsInput struct {
	httpx.PageInput
	State string `query:"state" enum:"draft,running,stopped,ended"`
}

// List pages through campaigns, newest first.
func (h *CampaignHandler) List(ctx context.Context, in *ListCampaignsInput) (*httpx.Out[httpx.Page[Campaign]], error) {
	rows, err := h.campaigns.List(ctx, campaign.ParseState(in.State), model.CampaignID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(c model.Campaign) int64 { return int64(c.ID) }, newCampaign)), nil
}

// Get shows a campaign with its terms, and what has become of it.
func (h *CampaignHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[Campaign], error) {
	c, err := h.campaigns.Get(ctx, model.CampaignID(in.ID.N))
	out, err := h.answer(ctx, c, err)
	if err != nil || c.State == model.CampaignDraft {
		return out, err
	}
	standing, err := h.campaigns.Standing(ctx, c.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out.Body.Standing = &Standing{
		Draws: standing.Draws, BudgetFen: int64(standing.BudgetFen), WorthFen: int64(standing.WorthFen), TaxFen: standing.TaxFen,
		Given: standing.Given, Left: standing.Left,
	}
	return out, nil
}

// NewCampaignInput is a draft.
type NewCampaignInput struct{ Body campaign.Terms }

// Create stores a draft.
func (h *CampaignHandler) Create(ctx context.Context, in *NewCampaignInput) (*httpx.Out[Campaign], error) {
	actor, _ := identity.ActorFrom(ctx)
	c, err := h.campaigns.Create(ctx, in.Body, actor.UserID)
	return h.answer(ctx, c, err)
}

// EditCampaignInput replaces what a draft says.
type EditCampaignInput struct {
	ID   httpx.Ref `path:"id" doc:"the campaign's id"`
	Body struct {
		Version int            `json:"version" minimum:"1" doc:"the draft that was read"`
		Terms   campaign.Terms `json:"terms"`
	}
}

// Edit replaces what a draft says.
func (h *CampaignHandler) Edit(ctx context.Context, in *EditCampaignInput) (*httpx.Out[Campaign], error) {
	c, err := h.campaigns.Edit(ctx, model.CampaignID(in.ID.N), in.Body.Version, in.Body.Terms)
	return h.answer(ctx, c, err)
}

// PublishCampaignInput names the draft that is published.
type PublishCampaignInput struct {
	ID   httpx.Ref `path:"id" doc:"the campaign's id"`
	Body struct {
		Version int `json:"version" minimum:"1" doc:"the draft that was read"`
	}
}

// Publish freezes a draft, and commits to it.
func (h *CampaignHandler) Publish(ctx context.Context, in *PublishCampaignInput) (*httpx.Out[Campaign], error) {
	actor, _ := identity.ActorFrom(ctx)
	c, err := h.campaigns.Publish(ctx, model.CampaignID(in.ID.N), in.Body.Version, actor.UserID)
	return h.answer(ctx, c, err)
}

// Stop ends a campaign at once, and for good.
func (h *CampaignHandler) Stop(ctx context.Context, in *IDInput) (*httpx.Out[Campaign], error) {
	c, err := h.campaigns.Stop(ctx, model.CampaignID(in.ID.N))
	return h.answer(ctx, c, err)
}

// Archive streams all draws of a campaign that is over, as JSON lines that "channelrouter
// campaign verify" recomputes.
func (h *CampaignHandler) Archive(ctx context.Context, in *IDInput) (*huma.StreamResponse, error) {
	c, err := h.campaigns.Archivable(ctx, model.CampaignID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{
		Name: fmt.Sprintf("campaign-%d.jsonl", c.ID), Type: "application/jsonl",
		Write: func(ctx context.Context, w io.Writer) error { return h.campaigns.Archive(ctx, w, c) },
	}), nil
}

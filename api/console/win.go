package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/campaign"
)

// CampaignWin is a prize that somebody has won.
type CampaignWin struct {
	ID       httpx.ID  `json:"id"`
	Person   httpx.ID  `json:"person_id"`
	Item     string    `json:"item"`
	Prize    string    `json:"prize" doc:"its code"`
	Name     string    `json:"name"`
	Kind     string    `json:"kind" enum:"cash,points,gift"`
	Fen      int64     `json:"fen,omitempty" doc:"of cash before tax; a gift's market value"`
	TaxFen   int64     `json:"tax_fen,omitempty"`
	NetFen   int64     `json:"net_fen,omitempty" doc:"what came to the wallet"`
	Points   int64     `json:"points,omitempty"`
	State    string    `json:"state" enum:"credited,waiting,addressed,sent"`
	Public   bool      `json:"public" doc:"the winner is listed publicly"`
	Carrier  string    `json:"carrier,omitempty"`
	Tracking string    `json:"tracking,omitempty"`
	At       time.Time `json:"at"`
}

func newCampaignWin(w model.CampaignWin) CampaignWin {
	return CampaignWin{
		ID: httpx.ID(w.ID), Person: httpx.ID(w.PersonID), Item: w.Item.String(), Prize: w.Prize, Name: w.Name,
		Kind: campaign.KindName(w.Kind), Fen: int64(w.Fen), TaxFen: int64(w.TaxFen), NetFen: int64(w.NetFen), Points: int64(w.Points),
		State: campaign.WinStateName(w.State), Public: w.Public, Carrier: w.Carrier, Tracking: w.Tracking, At: w.At,
	}
}

// ListWinsInput narrows to where the prizes stand.
type ListWinsInput struct {
	httpx.PageInput
	ID    httpx.Ref `path:"id" doc:"the campaign's id"`
	State string    `query:"state" enum:"credited,waiting,addressed,sent" doc:"addressed: gifts to be sent"`
}

// Wins pages through what was won in a campaign, newest first.
func (h *CampaignHandler) Wins(ctx context.Context, in *ListWinsInput) (*httpx.Out[httpx.Page[CampaignWin]], error) {
	rows, err := h.campaigns.Wins(ctx, model.CampaignID(in.ID.N), campaign.ParseWinState(in.State), model.WinID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(w model.CampaignWin) int64 { return int64(w.ID) }, newCampaignWin)), nil
}

// GiftAddress is where a gift is to be sent, in clear.
type GiftAddress struct {
	Name   string `json:"name"`
	Phone  string `json:"phone"`
	Adcode string `json:"adcode"`
	Street string `json:"street"`
}

// Disclose shows where a gift is to be sent, and has the audit log keep that it did.
func (h *CampaignHandler) Disclose(ctx context.Context, in *IDInput) (*httpx.Out[GiftAddress], error) {
	a, err := h.campaigns.Disclose(ctx, model.WinID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(GiftAddress(a)), nil
}

// SentInput says how a gift was sent.
type SentInput struct {
	ID   httpx.Ref `path:"id" doc:"the win's id"`
	Body struct {
		Carrier  string `json:"carrier" minLength:"1" maxLength:"40"`
		Tracking string `json:"tracking,omitempty" maxLength:"64"`
	}
}

// Sent records that a gift is on its way.
func (h *CampaignHandler) Sent(ctx context.Context, in *SentInput) (*httpx.Out[CampaignWin], error) {
	w, err := h.campaigns.Send(ctx, model.WinID(in.ID.N), in.Body.Carrier, in.Body.Tracking)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newCampaignWin(w)), nil
}

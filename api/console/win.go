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

// WonPrize is a prize that somebody has won, with what it came of.
type WonPrize struct {
	CampaignWin
	Campaign NamedCampaign `json:"campaign"`
	Scan     httpx.ID      `json:"scan_id" doc:"that it was drawn for"`
	Txn      httpx.ID      `json:"transaction_id,omitempty" doc:"of the ledger, by which it came to the wallet; of cash and points"`
}

// NamedCampaign names a campaign.
type NamedCampaign struct {
	ID   httpx.ID `json:"id"`
	Name string   `json:"name"`
}

func newWonPrize(w campaign.Won) WonPrize {
	return WonPrize{
		CampaignWin: newCampaignWin(w.CampaignWin), Campaign: NamedCampaign{ID: httpx.ID(w.CampaignID), Name: w.Campaign},
		Scan: httpx.ID(w.Scan), Txn: httpx.ID(w.TxnID),
	}
}

// WinQuery narrows wins down, and sorts them.
type WinQuery struct {
	httpx.PageInput
	Prize string `query:"prize" maxLength:"16" doc:"its code, of a campaign that is named"`
	State string `query:"state" enum:"credited,waiting,addressed,sent" doc:"addressed: gifts to be sent"`
	From  int32  `query:"from" minimum:"20000101" maximum:"99991231" doc:"won on this business day, yyyymmdd, or later"`
	To    int32  `query:"to" minimum:"20000101" maximum:"99991231" doc:"or earlier"`
	Sort  string `query:"sort" enum:"at,-at" doc:"the newest first when left out"`
}

// ListWinsInput narrows to what was won in a campaign.
type ListWinsInput struct {
	ID httpx.Ref `path:"id" doc:"the campaign's id"`
	WinQuery
}

// Wins pages through what was won in a campaign.
func (h *CampaignHandler) Wins(ctx context.Context, in *ListWinsInput) (*httpx.Out[httpx.Page[WonPrize]], error) {
	return h.won(ctx, in.ID, in.WinQuery)
}

// AllWinsInput narrows wins down, to those of a campaign, too.
type AllWinsInput struct {
	Campaign httpx.Ref `query:"campaign_id"`
	WinQuery
}

// AllWins pages through what was won in all campaigns.
func (h *CampaignHandler) AllWins(ctx context.Context, in *AllWinsInput) (*httpx.Out[httpx.Page[WonPrize]], error) {
	return h.won(ctx, in.Campaign, in.WinQuery)
}

func (h *CampaignHandler) won(ctx context.Context, of httpx.Ref, in WinQuery) (*httpx.Out[httpx.Page[WonPrize]], error) {
	q := campaign.WinQuery{Campaign: model.CampaignID(of.N), Prize: in.Prize, State: campaign.ParseWinState(in.State), Sort: in.Sort}
	q.From, q.To = days(in.From, in.To)
	rows, err := h.campaigns.Wins(ctx, q, model.WinID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(w campaign.Won) int64 { return int64(w.ID) }, newWonPrize)), nil
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

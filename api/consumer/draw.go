package consumer

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/identity"
)

// DrawHandler lets the caller draw, and have what he has won.
type DrawHandler struct{ campaigns *campaign.Service }

// NewDrawHandler makes the handler.
func NewDrawHandler(s *campaign.Service) *DrawHandler { return &DrawHandler{campaigns: s} }

// DrawInput is a wish to draw for a claimed unit.
type DrawInput struct {
	Key    string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same draw"`
	Device string `header:"X-Device" maxLength:"200" doc:"opaque, as for scans; some campaigns count draws by it"`
	Body   struct {
		Campaign httpx.ID `json:"campaign_id"`
		Scan     httpx.ID `json:"scan_id" doc:"the scan by which the caller claimed the unit"`
	}
}

// Draw is what a unit has drawn.
type Draw struct {
	Campaign httpx.ID `json:"campaign_id"`
	Item     httpx.ID `json:"item" doc:"the unit's number in the formula"`
	Number   int64    `json:"number" doc:"what it drew"`
	Drawn    string   `json:"drawn,omitempty" doc:"code of the prize of that number"`
	Reason   string   `json:"reason,omitempty" enum:"out_of_stock,out_of_budget" doc:"why that was not given"`
	Won      *MyWin   `json:"won,omitempty" doc:"what was given"`
}

// MyWin is a prize that the caller has won.
type MyWin struct {
	ID       httpx.ID   `json:"id"`
	Campaign httpx.ID   `json:"campaign_id"`
	Prize    string     `json:"prize" doc:"its code"`
	Name     string     `json:"name"`
	Kind     string     `json:"kind" enum:"cash,points,gift"`
	Fen      int64      `json:"fen,omitempty" doc:"of cash before tax; a gift's market value"`
	TaxFen   int64      `json:"tax_fen,omitempty" doc:"withheld; of a gift the brand's"`
	NetFen   int64      `json:"net_fen,omitempty" doc:"what came to the wallet"`
	Points   int64      `json:"points,omitempty"`
	State    string     `json:"state" enum:"credited,waiting,addressed,sent" doc:"waiting: a gift wants an address"`
	Address  *MyAddress `json:"address,omitempty"`
	Carrier  string     `json:"carrier,omitempty"`
	Tracking string     `json:"tracking,omitempty"`
	At       time.Time  `json:"at"`
}

// MyAddress is where a gift is sent, masked.
type MyAddress struct {
	Name   string `json:"name" example:"张**"`
	Phone  string `json:"phone" example:"****5678"`
	Adcode string `json:"adcode"`
}

func (h *DrawHandler) newWin(w model.CampaignWin) (MyWin, error) {
	out := MyWin{
		ID: httpx.ID(w.ID), Campaign: httpx.ID(w.CampaignID), Prize: w.Prize, Name: w.Name, Kind: campaign.KindName(w.Kind),
		Fen: int64(w.Fen), TaxFen: int64(w.TaxFen), NetFen: int64(w.NetFen), Points: int64(w.Points),
		State: campaign.WinStateName(w.State), Carrier: w.Carrier, Tracking: w.Tracking, At: w.At,
	}
	if len(w.SealedAddress) == 0 {
		return out, nil
	}
	address, err := h.campaigns.AddressOf(w)
	masked := address.Masked()
	out.Address = &MyAddress{Name: masked.Name, Phone: masked.Phone, Adcode: masked.Adcode}
	return out, err
}

// Create draws.
func (h *DrawHandler) Create(ctx context.Context, in *DrawInput) (*httpx.Out[Draw], error) {
	actor, _ := identity.ActorFrom(ctx)
	d, err := h.campaigns.Draw(ctx, campaign.Try{
		Person: actor.PersonID, Campaign: model.CampaignID(in.Body.Campaign), Scan: model.ScanID(in.Body.Scan), Key: in.Key, Device: in.Device,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out, err := h.newDraw(d)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(out), nil
}

func (h *DrawHandler) newDraw(d campaign.Drawn) (Draw, error) {
	out := Draw{
		Campaign: httpx.ID(d.CampaignID), Item: httpx.ID(d.Item), Number: d.Number, Drawn: d.Drawn, Reason: campaign.ReasonName(d.Reason),
	}
	if d.Win == nil {
		return out, nil
	}
	won, err := h.newWin(*d.Win)
	out.Won = &won
	return out, err
}

// Wins shows what the caller has won, newest first.
func (h *DrawHandler) Wins(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[MyWin]], error) {
	actor, _ := identity.ActorFrom(ctx)
	rows, err := h.campaigns.WinsOf(ctx, actor.PersonID, model.WinID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	page := httpx.NewPage(rows, in.Limit, func(w model.CampaignWin) int64 { return int64(w.ID) }, func(w model.CampaignWin) (win MyWin) {
		if err == nil {
			win, err = h.newWin(w)
		}
		return win
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(page), nil
}

// AddressInput says where a gift is to be sent.
type AddressInput struct {
	ID   httpx.Ref `path:"id" doc:"the win's id"`
	Body struct {
		Name   string `json:"name" minLength:"1" maxLength:"40"`
		Phone  string `json:"phone" minLength:"6" maxLength:"21"`
		Adcode string `json:"adcode" pattern:"^[0-9]{6}$" doc:"district, GB/T 2260"`
		Street string `json:"street" minLength:"2" maxLength:"200"`
	}
}

// SetAddress says where a gift of the caller's is to be sent, until it is.
func (h *DrawHandler) SetAddress(ctx context.Context, in *AddressInput) (*httpx.Out[MyWin], error) {
	actor, _ := identity.ActorFrom(ctx)
	w, err := h.campaigns.SetAddress(ctx, actor.PersonID, model.WinID(in.ID.N), campaign.Address{
		Name: in.Body.Name, Phone: in.Body.Phone, Adcode: in.Body.Adcode, Street: in.Body.Street,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	win, err := h.newWin(w)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(win), nil
}

package httpx

import (
	"context"

	"channelrouter/internal/money"
	"channelrouter/internal/word"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/payout"
)

// Payout is cash on its way to the caller's WeChat.
type Payout struct {
	ID       ID     `json:"id"`
	Fen      int64  `json:"fen" doc:"off the wallet, in fen"`
	TaxFen   int64  `json:"tax_fen" doc:"of it withheld for the tax office"`
	NetFen   int64  `json:"net_fen" doc:"what reaches the person"`
	State    string `json:"state" enum:"owed,sending,confirming,paid,returned" doc:"confirming: the person accepts it by wx.requestMerchantTransfer"`
	Package  string `json:"package,omitempty" doc:"while confirming: what the app hands to WeChat, good for 24 hours"`
	MchID    string `json:"mch_id,omitempty" doc:"while confirming: the merchant, for the same call"`
	AppID    string `json:"app_id,omitempty" doc:"while confirming: the app that makes it"`
	FailCode string `json:"fail_code,omitempty" doc:"WeChat's word for why it was returned"`
	AskedAt  Time   `json:"asked_at"`
}

var payoutStates = map[model.PayoutState]string{
	model.PayoutOwed: "owed", model.PayoutSending: "sending", model.PayoutConfirming: "confirming",
	model.PayoutPaid: "paid", model.PayoutReturned: "returned",
}

// PayoutState is a state by its name; 0 of any other text.
func PayoutState(name string) model.PayoutState {
	return word.KeyOf(payoutStates, name)
}

// NewPayout maps a payout.
func NewPayout(p model.Payout) Payout {
	out := Payout{
		ID: ID(p.ID), Fen: int64(p.Fen), TaxFen: int64(p.TaxFen), NetFen: int64(p.Net()),
		State: payoutStates[p.State], FailCode: p.FailCode, AskedAt: Time{p.CreatedAt},
	}
	if p.State == model.PayoutConfirming {
		out.Package = p.Package
	}
	return out
}

// Payouts pays the caller's own role account out.
type Payouts struct {
	payouts *payout.Service
	wallet  model.AccountKind
}

// NewPayouts makes the handler of a role's wallet.
func NewPayouts(p *payout.Service, wallet model.AccountKind) *Payouts {
	return &Payouts{payouts: p, wallet: wallet}
}

// show adds what the app needs to have its person accept the payout.
func (h *Payouts) show(p model.Payout) Payout {
	out := NewPayout(p)
	if p.State == model.PayoutConfirming {
		out.MchID, out.AppID = h.payouts.MchID(p.Wallet), p.AppID
	}
	return out
}

// PayoutInput is a wish for cash.
type PayoutInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same payout"`
	Body struct {
		Fen int64 `json:"fen" minimum:"1" doc:"how much, in fen"`
	}
}

// Create asks for cash.
func (h *Payouts) Create(ctx context.Context, in *PayoutInput) (*Out[Payout], error) {
	actor, _ := identity.ActorFrom(ctx)
	p, err := h.payouts.Request(ctx, payout.Request{Person: actor.PersonID, Wallet: h.wallet, Key: in.Key, Fen: money.Fen(in.Body.Fen)})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(h.show(p)), nil
}

// PayoutRef names one payout.
type PayoutRef struct {
	ID Ref `path:"id" doc:"the payout's id"`
}

// Get shows where a payout of the caller's stands.
func (h *Payouts) Get(ctx context.Context, in *PayoutRef) (*Out[Payout], error) {
	actor, _ := identity.ActorFrom(ctx)
	p, err := h.payouts.Get(ctx, actor.PersonID, model.PayoutID(in.ID.N))
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(h.show(p)), nil
}

// Cancel asks WeChat to take back a payout that waits for the caller to accept it.
func (h *Payouts) Cancel(ctx context.Context, in *PayoutRef) (*Out[Payout], error) {
	actor, _ := identity.ActorFrom(ctx)
	p, err := h.payouts.Cancel(ctx, actor.PersonID, model.PayoutID(in.ID.N))
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(h.show(p)), nil
}

// List shows the caller's payouts, newest first.
func (h *Payouts) List(ctx context.Context, in *PageInput) (*Out[Page[Payout]], error) {
	actor, _ := identity.ActorFrom(ctx)
	rows, err := h.payouts.List(ctx, actor.PersonID, model.PayoutID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(p model.Payout) int64 { return int64(p.ID) }, h.show)), nil
}

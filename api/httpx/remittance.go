package httpx

import (
	"context"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/remittance"
)

// MaskedAccount is an account's number but for what is hidden.
func MaskedAccount(a model.BankAccount) string { return "**** " + a.Tail }

// CreditUse is credit that an order has used.
type CreditUse struct {
	ID          ID         `json:"id"`
	Order       string     `json:"order"`
	Fen         money.Fen  `json:"fen"`
	UsedAt      time.Time  `json:"used_at"`
	GivenBackAt *time.Time `json:"given_back_at,omitempty"`
	Reason      string     `json:"reason,omitempty" doc:"why it was given back"`
}

// NewCreditUse shows a use of credit.
func NewCreditUse(u model.CreditUse) CreditUse {
	return CreditUse{ID: ID(u.ID), Order: u.OrderRef, Fen: u.Fen, UsedAt: u.UsedAt, GivenBackAt: u.GivenBackAt, Reason: u.Reason}
}

// CreditUses shows a page of uses.
func CreditUses(rows []model.CreditUse, limit int) Page[CreditUse] {
	return NewPage(rows, limit, func(u model.CreditUse) int64 { return int64(u.ID) }, NewCreditUse)
}

// Remittances serve an organisation in its app: where it is paid to, and its credit.
type Remittances struct {
	remittance *remittance.Service
	channel    *channel.Service
	role       model.Role
}

// NewRemittances makes the handler of a role's app.
func NewRemittances(r *remittance.Service, ch *channel.Service, role model.Role) *Remittances {
	return &Remittances{remittance: r, channel: ch, role: role}
}

// OwnAccount is the bank account that the caller's organisation is paid to.
type OwnAccount struct {
	Name   string     `json:"name" doc:"whose account it is"`
	Number string     `json:"number" doc:"but for the last four digits hidden"`
	Bank   string     `json:"bank"`
	CNAPS  string     `json:"cnaps,omitempty"`
	Since  *time.Time `json:"since" doc:"when it was approved"`
}

// Account shows where the caller's organisation is paid to.
func (h *Remittances) Account(ctx context.Context, _ *Empty) (*Out[OwnAccount], error) {
	_, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	a, err := h.remittance.Account(ctx, org)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(OwnAccount{Name: a.Name, Number: MaskedAccount(a), Bank: a.Bank, CNAPS: a.CNAPS, Since: a.DecidedAt}), nil
}

// OwnCredit is what the caller's organisation has of credit.
type OwnCredit struct {
	Fen  money.Fen       `json:"credit_fen" doc:"that it has and has not used"`
	Uses Page[CreditUse] `json:"uses" doc:"newest first"`
}

// Credit shows the credit of the caller's organisation, and pages through what it was used for.
func (h *Remittances) Credit(ctx context.Context, in *PageInput) (*Out[OwnCredit], error) {
	_, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	fen, err := h.remittance.Credit(ctx, org)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	rows, err := h.remittance.Uses(ctx, org, model.CreditUseID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(OwnCredit{Fen: fen, Uses: CreditUses(rows, in.Limit)}), nil
}

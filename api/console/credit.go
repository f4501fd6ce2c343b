package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/remittance"
	"channelrouter/service/settlement"
)

// OrgCredit is an organisation's credit against orders.
type OrgCredit struct {
	Org     httpx.ID  `json:"org_id"`
	OrgCode string    `json:"org_code"`
	OrgName string    `json:"org_name"`
	Fen     money.Fen `json:"credit_fen" doc:"that it has and has not used"`
}

// Credits pages through organisations that have, or had, credit.
func (h *RemittanceHandler) Credits(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[OrgCredit]], error) {
	rows, err := h.remittance.Credits(ctx, model.OrgID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	org := func(c remittance.OrgCredit) int64 { return int64(c.Org.ID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, org, func(c remittance.OrgCredit) OrgCredit {
		return OrgCredit{Org: httpx.ID(c.Org.ID), OrgCode: c.Org.Code, OrgName: c.Org.Name, Fen: c.Fen}
	})), nil
}

// CreditStatement pays a closed statement in credit against orders.
func (h *RemittanceHandler) CreditStatement(ctx context.Context, in *StatementRef) (*httpx.Out[httpx.Statement], error) {
	actor, _ := identity.ActorFrom(ctx)
	o := settlement.PaymentOrder{By: actor.UserID, Period: model.SettlementPeriodID(in.ID.N), Org: model.OrgID(in.Org.N), Method: model.PaidByCredit}
	if _, err := h.settlement.Pay(ctx, o); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	st, err := h.settlement.Find(ctx, o.Period, o.Org)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewStatement(st)), nil
}

// CreditUsesInput names an organisation, and a page of its uses of credit.
type CreditUsesInput struct {
	Org httpx.Ref `path:"org" doc:"the organisation's id"`
	httpx.PageInput
}

// Uses pages through an organisation's uses of credit.
func (h *RemittanceHandler) Uses(ctx context.Context, in *CreditUsesInput) (*httpx.Out[httpx.Page[httpx.CreditUse]], error) {
	rows, err := h.remittance.Uses(ctx, model.OrgID(in.Org.N), model.CreditUseID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.CreditUses(rows, in.Limit)), nil
}

// UseCreditInput is an order that uses credit.
type UseCreditInput struct {
	Key  string    `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same use"`
	Org  httpx.Ref `path:"org" doc:"the organisation's id"`
	Body struct {
		Order string `json:"order" minLength:"1" maxLength:"64" doc:"the brand's number of the order"`
		Fen   int64  `json:"fen" minimum:"1" maximum:"10000000000"`
	}
}

// Use takes credit for an order.
func (h *RemittanceHandler) Use(ctx context.Context, in *UseCreditInput) (*httpx.Out[httpx.CreditUse], error) {
	actor, _ := identity.ActorFrom(ctx)
	u, err := h.remittance.Use(ctx, remittance.NewUse{
		By: actor.UserID, Key: in.Key, Org: model.OrgID(in.Org.N), Order: in.Body.Order, Fen: money.Fen(in.Body.Fen),
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewCreditUse(u)), nil
}

// GiveBackInput says why an order gives back what it has used.
type GiveBackInput struct {
	Org  httpx.Ref `path:"org" doc:"the organisation's id"`
	ID   httpx.Ref `path:"id" doc:"the use's id"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

// GiveBack gives back what an order has used, once.
func (h *RemittanceHandler) GiveBack(ctx context.Context, in *GiveBackInput) (*httpx.Out[httpx.CreditUse], error) {
	actor, _ := identity.ActorFrom(ctx)
	u, err := h.remittance.GiveBack(ctx, actor.UserID, model.OrgID(in.Org.N), model.CreditUseID(in.ID.N), in.Body.Reason)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewCreditUse(u)), nil
}

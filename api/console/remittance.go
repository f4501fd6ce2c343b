package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/remittance"
	"channelrouter/service/settlement"
)

// RemittanceHandler serves how organisations are paid.
type RemittanceHandler struct {
	remittance *remittance.Service
	settlement *settlement.Service
}

// NewRemittanceHandler makes the handler.
func NewRemittanceHandler(r *remittance.Service, s *settlement.Service) *RemittanceHandler {
	return &RemittanceHandler{remittance: r, settlement: s}
}

// BankAccount is an account that an organisation is, was, or may be paid to.
type BankAccount struct {
	ID        httpx.ID   `json:"id"`
	State     string     `json:"state" enum:"asked,approved,refused,ended" doc:"approved: the one that is paid to; ended: another took its place, or it was withdrawn"`
	Org       httpx.ID   `json:"org_id"`
	Name      string     `json:"name" doc:"whose account it is"`
	Number    string     `json:"number" doc:"but for the last four digits hidden; the file for the bank has it whole"`
	Bank      string     `json:"bank"`
	CNAPS     string     `json:"cnaps,omitempty"`
	AskedBy   httpx.ID   `json:"asked_by"`
	AskedAt   time.Time  `json:"asked_at"`
	DecidedBy httpx.ID   `json:"decided_by,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	Note      string     `json:"note,omitempty" doc:"of who decided"`
	EndedBy   httpx.ID   `json:"ended_by,omitempty"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	EndNote   string     `json:"end_note,omitempty"`
}

func newBankAccount(a model.BankAccount) BankAccount {
	return BankAccount{
		ID: httpx.ID(a.ID), State: remittance.AccountStateName(a.State), Org: httpx.ID(a.OrgID), Name: a.Name, Number: httpx.MaskedAccount(a),
		Bank: a.Bank, CNAPS: a.CNAPS, AskedBy: httpx.ID(a.UserID), AskedAt: a.AskedAt, DecidedBy: httpx.ID(a.DecidedBy), DecidedAt: a.DecidedAt,
		Note: a.Note, EndedBy: httpx.ID(a.EndedBy), EndedAt: a.EndedAt, EndNote: a.EndNote,
	}
}

// bankAccount answers with one that a room returned.
func bankAccount(ctx context.Context, a model.BankAccount, err error) (*httpx.Out[BankAccount], error) {
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newBankAccount(a)), nil
}

// BankAccountsInput narrows to an organisation, or a state.
type BankAccountsInput struct {
	httpx.PageInput
	Org   httpx.Ref `query:"org_id"`
	State string    `query:"state" enum:"asked,approved,refused,ended"`
}

// Accounts pages through bank accounts, all that ever were, newest first.
func (h *RemittanceHandler) Accounts(ctx context.Context, in *BankAccountsInput) (*httpx.Out[httpx.Page[BankAccount]], error) {
	rows, err := h.remittance.Accounts(ctx, model.OrgID(in.Org.N), remittance.ParseAccountState(in.State), model.BankAccountID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(a model.BankAccount) int64 { return int64(a.ID) }, newBankAccount)), nil
}

// AskAccountInput is an account that somebody wants an organisation to be paid to.
type AskAccountInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same account"`
	Body struct {
		Org    httpx.ID `json:"org_id"`
		Name   string   `json:"name" minLength:"1" maxLength:"60" doc:"whose account it is, as the bank knows him"`
		Number string   `json:"number" minLength:"8" maxLength:"60" doc:"8 to 30 digits; spaces and hyphens are left out"`
		Bank   string   `json:"bank" minLength:"1" maxLength:"60"`
		CNAPS  string   `json:"cnaps,omitempty" pattern:"^([0-9]{12})?$" doc:"the bank's number in China's payment system"`
	}
}

// AskAccount asks for an account, which waits for somebody else.
func (h *RemittanceHandler) AskAccount(ctx context.Context, in *AskAccountInput) (*httpx.Out[BankAccount], error) {
	actor, _ := identity.ActorFrom(ctx)
	a, err := h.remittance.AskAccount(ctx, remittance.NewAccount{
		By: actor.UserID, Key: in.Key, Org: model.OrgID(in.Body.Org), Name: in.Body.Name, Number: in.Body.Number, Bank: in.Body.Bank, CNAPS: in.Body.CNAPS,
	})
	return bankAccount(ctx, a, err)
}

// remit is a decision about what has to do with payments.
func (in *DecideInput) remit(ctx context.Context) remittance.Decision {
	actor, _ := identity.ActorFrom(ctx)
	return remittance.Decision{By: actor.UserID, Note: in.Body.Note}
}

// ApproveAccount has an organisation paid to an account that somebody else asked for.
func (h *RemittanceHandler) ApproveAccount(ctx context.Context, in *DecideInput) (*httpx.Out[BankAccount], error) {
	a, err := h.remittance.ApproveAccount(ctx, model.BankAccountID(in.ID.N), in.remit(ctx))
	return bankAccount(ctx, a, err)
}

// RefuseAccount turns an account down.
func (h *RemittanceHandler) RefuseAccount(ctx context.Context, in *DecideInput) (*httpx.Out[BankAccount], error) {
	a, err := h.remittance.RefuseAccount(ctx, model.BankAccountID(in.ID.N), in.remit(ctx))
	return bankAccount(ctx, a, err)
}

// WithdrawAccount ends an account at once.
func (h *RemittanceHandler) WithdrawAccount(ctx context.Context, in *DecideInput) (*httpx.Out[BankAccount], error) {
	a, err := h.remittance.WithdrawAccount(ctx, model.BankAccountID(in.ID.N), in.remit(ctx))
	return bankAccount(ctx, a, err)
}

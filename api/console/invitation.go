package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/staff"
)

// InvitationHandler invites people into organisations, and shows who is there.
type InvitationHandler struct{ staff *staff.Service }

// NewInvitationHandler makes the handler.
func NewInvitationHandler(s *staff.Service) *InvitationHandler { return &InvitationHandler{staff: s} }

func sponsor(ctx context.Context) staff.Sponsor {
	actor, _ := identity.ActorFrom(ctx)
	return staff.Sponsor{User: actor.UserID}
}

// InviteInput is an invitation to make.
type InviteInput struct {
	ID   httpx.Ref `path:"id" doc:"the organisation's id"`
	Body httpx.InvitationBody
}

// Create invites.
func (h *InvitationHandler) Create(ctx context.Context, in *InviteInput) (*httpx.Out[httpx.Invited], error) {
	inv, code, err := h.staff.Invite(ctx, sponsor(ctx), in.Body.Into(model.OrgID(in.ID.N)))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.Invited{Invitation: httpx.NewInvitation(inv), Code: code}), nil
}

// OfOrgInput asks for a page of what belongs to an organisation.
type OfOrgInput struct {
	httpx.PageInput
	ID httpx.Ref `path:"id" doc:"the organisation's id"`
}

// List shows the invitations into an organisation, newest first.
func (h *InvitationHandler) List(ctx context.Context, in *OfOrgInput) (*httpx.Out[httpx.Page[httpx.Invitation]], error) {
	rows, err := h.staff.Invitations(ctx, sponsor(ctx), model.OrgID(in.ID.N), model.InvitationID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(i model.Invitation) int64 { return int64(i.ID) }, httpx.NewInvitation)), nil
}

// Withdraw ends an invitation; who has taken it up stays.
func (h *InvitationHandler) Withdraw(ctx context.Context, in *IDInput) (*httpx.Empty, error) {
	if err := h.staff.Withdraw(ctx, sponsor(ctx), model.InvitationID(in.ID.N)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// Members shows who acts for an organisation now.
func (h *InvitationHandler) Members(ctx context.Context, in *OfOrgInput) (*httpx.Out[httpx.Page[httpx.Member]], error) {
	rows, err := h.staff.Members(ctx, sponsor(ctx), model.OrgID(in.ID.N), in.After.N, in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewMembers(rows, in.Limit)), nil
}

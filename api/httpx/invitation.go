package httpx

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
	"channelrouter/service/staff"
)

// Invitation lets people take up a membership.
type Invitation struct {
	ID        ID     `json:"id"`
	Org       ID     `json:"org_id"`
	Role      string `json:"role" enum:"guide,terminal,salesperson,distributor"`
	Phone     string `json:"phone,omitempty" doc:"whose phone it is for, masked; empty for whoever has the code"`
	Uses      int    `json:"uses" doc:"how many people may take it up"`
	Used      int    `json:"used"`
	CreatedAt Time   `json:"created_at"`
	ExpiresAt Time   `json:"expires_at"`
	Withdrawn bool   `json:"withdrawn"`
	Declined  bool   `json:"declined" doc:"whose phone it is for has said no"`
}

// NewInvitation shows an invitation to who looks after the organisation.
func NewInvitation(i model.Invitation) Invitation {
	return Invitation{
		ID: ID(i.ID), Org: ID(i.OrgID), Role: channel.RoleName(i.Role), Phone: i.PhoneMask, Uses: i.Uses, Used: i.Used,
		CreatedAt: Time{i.CreatedAt}, ExpiresAt: Time{i.ExpiresAt}, Withdrawn: i.WithdrawnAt != nil,
		Declined: i.DeclinedAt != nil,
	}
}

// Invited is an invitation with its code, which is shown this once.
type Invited struct {
	Invitation
	Code string `json:"code" doc:"shown once; to be entered in the role's app" example:"7KQ3-9XZM-4"`
}

// InvitationBody describes an invitation to make.
type InvitationBody struct {
	Role  string `json:"role" enum:"guide,terminal,salesperson,distributor"`
	Phone string `json:"phone,omitempty" maxLength:"24" doc:"whose it is for: whoever verifies this number in the role's app takes the membership up at once, without the code; who has verified it already, or is a guide elsewhere, is asked at GET /me" example:"13812345678"`
	Days  int    `json:"days,omitempty" minimum:"0" maximum:"90" doc:"how long it is good; 7 when left out"`
	Uses  int    `json:"uses,omitempty" minimum:"0" maximum:"500" doc:"for how many people it is; 1 when left out"`
}

// Into is the invitation into an organisation, 0 for the sponsor's own.
func (b InvitationBody) Into(org model.OrgID) staff.NewInvitation {
	role, _ := channel.ParseRole(b.Role) // the schema lets known roles through
	return staff.NewInvitation{Org: org, Role: role, Phone: b.Phone, Days: b.Days, Uses: b.Uses}
}

// Member is one who acts for an organisation.
type Member struct {
	Person ID     `json:"person_id"`
	Role   string `json:"role" enum:"guide,terminal,salesperson,distributor,warehouse"`
	Phone  string `json:"phone,omitempty" doc:"masked" example:"138****5678"`
	Since  Time   `json:"since"`
}

// NewMembers is a page of members; it goes on after a membership's id.
func NewMembers(rows []staff.Member, limit int) Page[Member] {
	return NewPage(rows, limit, func(m staff.Member) int64 { return m.ID }, func(m staff.Member) Member {
		return Member{Person: ID(m.PersonID), Role: channel.RoleName(m.Role), Phone: m.Phone, Since: Time{m.ValidFrom}}
	})
}

// Invitations lets people in the app of a role look after those of organisations.
type Invitations struct {
	staff *staff.Service
	role  model.Role
}

// NewInvitations makes the handler of a role's app.
func NewInvitations(s *staff.Service, role model.Role) *Invitations {
	return &Invitations{staff: s, role: role}
}

func (h *Invitations) sponsor(ctx context.Context) staff.Sponsor {
	actor, _ := identity.ActorFrom(ctx)
	return staff.Sponsor{Person: actor.PersonID, Role: h.role}
}

// InviteInput is an invitation to make, into the caller's organisation or one below it.
type InviteInput struct {
	Body struct {
		InvitationBody
		Org ID `json:"org_id,omitempty" doc:"the organisation; the caller's own when left out"`
	}
}

// Create invites.
func (h *Invitations) Create(ctx context.Context, in *InviteInput) (*Out[Invited], error) {
	inv, code, err := h.staff.Invite(ctx, h.sponsor(ctx), in.Body.Into(model.OrgID(in.Body.Org)))
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(Invited{Invitation: NewInvitation(inv), Code: code}), nil
}

// OfOrgInput asks for a page of what belongs to an organisation.
type OfOrgInput struct {
	PageInput
	Org Ref `query:"org_id" doc:"the organisation; the caller's own when left out"`
}

// List shows invitations, newest first.
func (h *Invitations) List(ctx context.Context, in *OfOrgInput) (*Out[Page[Invitation]], error) {
	rows, err := h.staff.Invitations(ctx, h.sponsor(ctx), model.OrgID(in.Org.N), model.InvitationID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(i model.Invitation) int64 { return int64(i.ID) }, NewInvitation)), nil
}

// InvitationRef names an invitation.
type InvitationRef struct {
	ID Ref `path:"id" doc:"the invitation's id"`
}

// Withdraw ends an invitation; who has taken it up stays.
func (h *Invitations) Withdraw(ctx context.Context, in *InvitationRef) (*Empty, error) {
	if err := h.staff.Withdraw(ctx, h.sponsor(ctx), model.InvitationID(in.ID.N)); err != nil {
		return nil, Problem(ctx, err)
	}
	return &Empty{}, nil
}

// Members shows who acts for an organisation now.
func (h *Invitations) Members(ctx context.Context, in *OfOrgInput) (*Out[Page[Member]], error) {
	rows, err := h.staff.Members(ctx, h.sponsor(ctx), model.OrgID(in.Org.N), in.After.N, in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewMembers(rows, in.Limit)), nil
}

// RemoveInput names a membership.
type RemoveInput struct {
	Person Ref    `path:"person" doc:"the person's id"`
	Role   string `query:"role" required:"true" enum:"guide,terminal,salesperson,distributor,warehouse"`
	Org    Ref    `query:"org_id" doc:"the organisation; the caller's own when left out"`
}

// Remove ends what a person does for an organisation, from now on.
func (h *Invitations) Remove(ctx context.Context, in *RemoveInput) (*Empty, error) {
	role, err := channel.ParseRole(in.Role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	if err := h.staff.Remove(ctx, h.sponsor(ctx), model.OrgID(in.Org.N), model.PersonID(in.Person.N), role); err != nil {
		return nil, Problem(ctx, err)
	}
	return &Empty{}, nil
}

package httpx

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
	"channelrouter/service/staff"
)

// Me is who the caller is in the channel.
type Me struct {
	PersonID    ID           `json:"person_id"`
	Bound       bool         `json:"bound" doc:"it is known who the caller is beyond this app; until then memberships and payouts wait"`
	Phone       string       `json:"phone,omitempty" doc:"the verified number, masked" example:"138****5678"`
	Memberships []Membership `json:"memberships"`
	Choice      *Choice      `json:"choice,omitempty" doc:"what was chosen in this app"`
	Offers      []Offer      `json:"offers" doc:"memberships offered to the verified number, in any role, newest first: each waits for a yes or a no"`
}

// Membership is an organisation that a person acts for in a role.
type Membership struct {
	Role   string `json:"role" enum:"guide,terminal,salesperson,distributor,warehouse"`
	Org    ID     `json:"org_id"`
	Code   string `json:"org_code"`
	Name   string `json:"org_name"`
	Acting bool   `json:"acting" doc:"of several in this role, the one that the person acts for"`
}

// Choice is which of several roles or organisations a person acts in.
type Choice struct {
	Role string `json:"role" enum:"consumer,guide,terminal,salesperson,distributor,warehouse" doc:"in a role's app that role; in the consumer's app the one whose page comes first, or consumer for none"`
	Org  ID     `json:"org_id,omitempty" doc:"the organisation to act for; may be left out in the consumer's app"`
}

// People shows callers of one app who they are, and lets them say so.
type People struct {
	staff   *staff.Service
	channel *channel.Service
	app     string
	role    model.Role
}

// NewPeople makes the handler of a role's app.
func NewPeople(s *staff.Service, ch *channel.Service, app string) *People {
	role, _ := channel.ParseRole(app) // an app is called after its role
	return &People{staff: s, channel: ch, app: app, role: role}
}

// Me answers with the caller's memberships of now, and what he chose.
func (h *People) Me(ctx context.Context, _ *Empty) (*Out[Me], error) {
	actor, _ := identity.ActorFrom(ctx)
	who, err := h.staff.Me(ctx, h.role, actor.PersonID)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newMe(who)), nil
}

func newMe(who staff.Me) Me {
	me := Me{PersonID: ID(who.Person), Bound: who.Bound, Phone: who.Phone, Memberships: []Membership{}, Offers: newOffers(who.Offers)}
	for _, p := range who.Posts {
		me.Memberships = append(me.Memberships, Membership{
			Role: channel.RoleName(p.Role), Org: ID(p.Org.ID), Code: p.Org.Code, Name: p.Org.Name, Acting: p.Acting,
		})
	}
	if who.Choice.Role != 0 {
		me.Choice = &Choice{Role: channel.RoleName(who.Choice.Role), Org: ID(who.Choice.OrgID)}
	}
	return me
}

// ChoiceInput is a choice.
type ChoiceInput struct{ Body Choice }

// Choose keeps what the caller chose in this app.
func (h *People) Choose(ctx context.Context, in *ChoiceInput) (*Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	role, err := channel.ParseRole(in.Body.Role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	if err := h.channel.Choose(ctx, actor.PersonID, h.role, role, model.OrgID(in.Body.Org)); err != nil {
		return nil, Problem(ctx, err)
	}
	return &Empty{}, nil
}

// Joined is a membership that was taken up.
type Joined struct {
	Role string `json:"role" enum:"guide,terminal,salesperson,distributor"`
	Org  ID     `json:"org_id"`
	Code string `json:"org_code"`
	Name string `json:"org_name"`
	Left []Left `json:"left" doc:"what ended at that moment: a guide has one shop at a time"`
}

// Left is an organisation that a person acts for no more.
type Left struct {
	Org  ID     `json:"org_id"`
	Name string `json:"org_name"`
}

func newJoined(j staff.Joined) Joined {
	return Joined{Role: channel.RoleName(j.Role), Org: ID(j.Org.ID), Code: j.Org.Code, Name: j.Org.Name, Left: newLeft(j.Left)}
}

func newLeft(orgs []model.Org) []Left {
	left := make([]Left, len(orgs))
	for i, o := range orgs {
		left[i] = Left{Org: ID(o.ID), Name: o.Name}
	}
	return left
}

// TakeUpInput is an invitation's code.
type TakeUpInput struct {
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"40" doc:"of the invitation; case, spaces and hyphens do not matter" example:"7KQ3-9XZM-4"`
	}
}

// TakeUp takes up a membership by an invitation. The same again is answered alike.
func (h *People) TakeUp(ctx context.Context, in *TakeUpInput) (*Out[Joined], error) {
	actor, _ := identity.ActorFrom(ctx)
	joined, err := h.staff.TakeUp(ctx, staff.Code{App: h.role, Person: actor.PersonID, Text: in.Body.Code, IP: ClientIP(ctx)})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(newJoined(joined)), nil
}

// OrgRef names an organisation.
type OrgRef struct {
	Org Ref `path:"org" doc:"the organisation's id"`
}

// Leave ends what the caller does for an organisation in this app's role.
func (h *People) Leave(ctx context.Context, in *OrgRef) (*Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.staff.Leave(ctx, actor.PersonID, h.role, model.OrgID(in.Org.N)); err != nil {
		return nil, Problem(ctx, err)
	}
	return &Empty{}, nil
}

// PhoneInput is what the phone number button gave.
type PhoneInput struct {
	Body struct {
		Code    string `json:"code" minLength:"1" maxLength:"128" doc:"of open-type getPhoneNumber; it is not wx.login's"`
		Consent string `json:"consent" minLength:"1" maxLength:"32" pattern:"^[!-~]+$" doc:"version of the text about phone numbers that the person has agreed to" example:"2026-01"`
	}
}

// Verified is what came of verifying a phone.
type Verified struct {
	Phone  string   `json:"phone" doc:"the number, masked" example:"138****5678"`
	Joined []Joined `json:"joined" doc:"what organisations had offered to this number in this app's role, now taken up; a guide who has a shop finds the offers of others at GET /me"`
}

// VerifyPhone binds the caller's phone.
func (h *People) VerifyPhone(ctx context.Context, in *PhoneInput) (*Out[Verified], error) {
	actor, _ := identity.ActorFrom(ctx)
	v, err := h.staff.VerifyPhone(ctx, staff.PhoneCode{App: h.app, Person: actor.PersonID, Code: in.Body.Code, Version: in.Body.Consent})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	out := Verified{Phone: v.Phone.Masked(), Joined: []Joined{}}
	for _, j := range v.Joined {
		out.Joined = append(out.Joined, newJoined(j))
	}
	return Answer(out), nil
}

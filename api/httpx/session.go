package httpx

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
)

// Session is a pair of tokens.
type Session struct {
	AccessToken    string    `json:"access_token" doc:"send as Authorization: Bearer"`
	AccessExpires  time.Time `json:"access_expires"`
	RefreshToken   string    `json:"refresh_token" doc:"exchange once for the next pair; used twice, it ends the session"`
	RefreshExpires time.Time `json:"refresh_expires"`
}

// NewSession shows tokens to their owner.
func NewSession(t identity.Tokens) Session {
	return Session{AccessToken: t.Access, AccessExpires: t.AccessExpires, RefreshToken: t.Refresh, RefreshExpires: t.RefreshExpires}
}

// Sessions are the sessions of one app.
type Sessions struct {
	identity *identity.Service
	app      string
}

// NewSessions makes the handler of an app's sessions.
func NewSessions(s *identity.Service, app string) *Sessions { return &Sessions{identity: s, app: app} }

// LoginInput is what wx.login gave.
type LoginInput struct {
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"128" doc:"the code of wx.login"`
	}
}

// Login begins a session from WeChat's login code.
func (h *Sessions) Login(ctx context.Context, in *LoginInput) (*Out[Session], error) {
	tokens, err := h.identity.Login(ctx, h.app, in.Body.Code)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewSession(tokens)), nil
}

// RefreshInput is a refresh token.
type RefreshInput struct {
	Body struct {
		RefreshToken string `json:"refresh_token" minLength:"1" maxLength:"128"`
	}
}

// Refresh exchanges a refresh token for the next pair.
func (h *Sessions) Refresh(ctx context.Context, in *RefreshInput) (*Out[Session], error) {
	tokens, err := h.identity.Refresh(ctx, h.app, in.Body.RefreshToken)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewSession(tokens)), nil
}

// Logout ends the caller's session.
func (h *Sessions) Logout(ctx context.Context, _ *Empty) (*Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.identity.Logout(ctx, actor.FamilyID); err != nil {
		return nil, Problem(ctx, err)
	}
	return &Empty{}, nil
}

// Me is who the caller is in the channel.
type Me struct {
	PersonID    ID           `json:"person_id"`
	Memberships []Membership `json:"memberships"`
}

// Membership is an organisation that a person acts for in a role.
type Membership struct {
	Role string `json:"role" enum:"guide,terminal,salesperson,distributor,warehouse"`
	Org  ID     `json:"org_id"`
}

// People shows callers who they are.
type People struct {
	channel *channel.Service
	clock   clock.Clock
}

// NewPeople makes the handler.
func NewPeople(s *channel.Service, c clock.Clock) *People { return &People{channel: s, clock: c} }

// Me answers with the caller's memberships of now.
func (h *People) Me(ctx context.Context, _ *Empty) (*Out[Me], error) {
	actor, _ := identity.ActorFrom(ctx)
	memberships, err := h.channel.Memberships(ctx, []model.PersonID{actor.PersonID}, h.clock.Now())
	if err != nil {
		return nil, Problem(ctx, err)
	}
	me := Me{PersonID: ID(actor.PersonID), Memberships: []Membership{}}
	for _, m := range memberships[actor.PersonID] {
		me.Memberships = append(me.Memberships, Membership{Role: channel.RoleName(m.Role), Org: ID(m.OrgID)})
	}
	return Answer(me), nil
}

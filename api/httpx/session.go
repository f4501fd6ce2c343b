package httpx

import (
	"context"
	"time"

	"channelrouter/service/identity"
)

// Session is a pair of tokens.
type Session struct {
	AccessToken    string    `json:"access_token" doc:"send as Authorization: Bearer"`
	AccessExpires  time.Time `json:"access_expires"`
	RefreshToken   string    `json:"refresh_token,omitempty" doc:"exchange once for the next pair; used twice, it ends the session; a browser has it as a cookie instead"`
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
	tokens, err := h.identity.Refresh(ctx, h.app, in.Body.RefreshToken, identity.Device{})
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

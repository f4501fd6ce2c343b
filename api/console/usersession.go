package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// UserSession is a session that has not ended.
type UserSession struct {
	ID       httpx.ID   `json:"id"`
	Agent    string     `json:"agent" doc:"what the client calls itself"`
	Address  string     `json:"address" doc:"where it was used last"`
	Browser  bool       `json:"browser"`
	Since    time.Time  `json:"since"`
	LastUsed *time.Time `json:"last_used,omitempty" doc:"the last refresh, which clients do every quarter of an hour"`
	Ends     time.Time  `json:"ends"`
	Current  bool       `json:"current" doc:"the one that asks"`
}

func newUserSession(ctx context.Context) func(model.SessionFamily) UserSession {
	actor, _ := identity.ActorFrom(ctx)
	return func(f model.SessionFamily) UserSession {
		return UserSession{
			ID: httpx.ID(f.ID), Agent: f.Agent, Address: f.Address, Browser: f.Browser, Since: f.CreatedAt, LastUsed: f.LastUsedAt,
			Ends: f.ExpiresAt, Current: f.ID == actor.FamilyID,
		}
	}
}

func (h *UserHandler) sessions(ctx context.Context, user model.UserID, in httpx.PageInput) (*httpx.Out[httpx.Page[UserSession]], error) {
	rows, err := h.identity.ListSessions(ctx, user, in.After.N, in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(f model.SessionFamily) int64 { return f.ID }, newUserSession(ctx))), nil
}

// MySessions pages through the caller's sessions, the newest first.
func (h *UserHandler) MySessions(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[UserSession]], error) {
	actor, _ := identity.ActorFrom(ctx)
	return h.sessions(ctx, actor.UserID, *in)
}

// SessionRef names a session of the caller's.
type SessionRef struct {
	ID httpx.Ref `path:"id" doc:"the session's id"`
}

// EndMySession ends a session of the caller's.
func (h *UserHandler) EndMySession(ctx context.Context, in *SessionRef) (*httpx.Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.identity.EndSession(ctx, actor.UserID, in.ID.N); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// EndMyOthers ends all sessions of the caller but the one that asks.
func (h *UserHandler) EndMyOthers(ctx context.Context, _ *httpx.Empty) (*httpx.Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.identity.EndOtherSessions(ctx, actor); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// UserSessionsInput asks for a user's sessions.
type UserSessionsInput struct {
	ID httpx.Ref `path:"id" doc:"the user's id"`
	httpx.PageInput
}

// UserSessions pages through another user's sessions.
func (h *UserHandler) UserSessions(ctx context.Context, in *UserSessionsInput) (*httpx.Out[httpx.Page[UserSession]], error) {
	return h.sessions(ctx, model.UserID(in.ID.N), in.PageInput)
}

// UserRef names a user.
type UserRef struct {
	ID httpx.Ref `path:"id" doc:"the user's id"`
}

// EndUserSessions ends all sessions of a user.
func (h *UserHandler) EndUserSessions(ctx context.Context, in *UserRef) (*httpx.Empty, error) {
	if _, err := h.identity.GetUser(ctx, model.UserID(in.ID.N)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	if err := h.identity.RevokeAll(ctx, identity.AppConsole, in.ID.N); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// UserSessionRef names a session of a user.
type UserSessionRef struct {
	ID      httpx.Ref `path:"id" doc:"the user's id"`
	Session httpx.Ref `path:"session" doc:"the session's id"`
}

// EndUserSession ends one session of a user.
func (h *UserHandler) EndUserSession(ctx context.Context, in *UserSessionRef) (*httpx.Empty, error) {
	if err := h.identity.EndSession(ctx, model.UserID(in.ID.N), in.Session.N); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

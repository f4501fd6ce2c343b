package console

import (
	"context"
	"net/http"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
	"channelrouter/service/identity"
)

const (
	refreshCookie = "channelrouter_refresh"
	sessionsPath  = "/api/v1/console/sessions"
)

var (
	// ErrNotOurPage: a cookie goes with requests that another site brings about, a header of our own does not.
	ErrNotOurPage = errs.New(errs.Forbidden, "request.not_our_page", "a session of a browser needs the header X-Console", "send X-Console: 1, which a page of another site cannot")
	// ErrNoRefreshToken: neither the body nor a cookie has one.
	ErrNoRefreshToken = errs.New(errs.Unauthorized, "request.no_refresh_token", "there is no refresh token", "log in, or send refresh_token in the body")
)

// FromPage tells requests of the console's own pages from those of other sites.
type FromPage struct {
	Console string `header:"X-Console" enum:"1" doc:"1 of a page of the console, where the session is a cookie"`
}

func (p FromPage) ours() bool { return p.Console == "1" }

// SessionOutput is a session, of which a browser gets the refresh token as a cookie.
type SessionOutput struct {
	Cookie string `header:"Set-Cookie"`
	Body   httpx.Session
}

func newSessionOutput(ctx context.Context, t identity.Tokens, browser bool) *SessionOutput {
	out := &SessionOutput{Body: httpx.NewSession(t)}
	if browser {
		out.Body.RefreshToken = ""
		c := cookie(ctx, t.Refresh)
		c.Expires = t.RefreshExpires
		out.Cookie = c.String()
	}
	return out
}

func cookie(ctx context.Context, value string) http.Cookie {
	return http.Cookie{
		Name: refreshCookie, Value: value, Path: sessionsPath,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: httpx.ClientOf(ctx).HTTPS,
	}
}

// device is what the caller comes from.
func device(ctx context.Context) identity.Device {
	client := httpx.ClientOf(ctx)
	return identity.Device{Address: client.IP, Agent: client.Agent}
}

// ConsoleRefreshInput is a refresh token, in the body or as a browser's cookie.
type ConsoleRefreshInput struct {
	FromPage
	Cookie string `cookie:"channelrouter_refresh" maxLength:"128"`
	Body   *struct {
		RefreshToken string `json:"refresh_token,omitempty" maxLength:"128" doc:"of a session that is no browser's"`
	}
}

// Refresh exchanges a refresh token for the next.
func (h *UserHandler) Refresh(ctx context.Context, in *ConsoleRefreshInput) (*SessionOutput, error) {
	token, browser := in.Cookie, true
	if in.Body != nil && in.Body.RefreshToken != "" {
		token, browser = in.Body.RefreshToken, false
	}
	switch {
	case token == "":
		return nil, httpx.Problem(ctx, ErrNoRefreshToken)
	case browser && !in.ours():
		return nil, httpx.Problem(ctx, ErrNotOurPage)
	}
	tokens, err := h.identity.Refresh(ctx, identity.AppConsole, token, device(ctx))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return newSessionOutput(ctx, tokens, browser), nil
}

// LogoutOutput takes a browser's cookie away.
type LogoutOutput struct {
	Cookie string `header:"Set-Cookie"`
}

// Logout ends the caller's session.
func (h *UserHandler) Logout(ctx context.Context, _ *httpx.Empty) (*LogoutOutput, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.identity.Logout(ctx, actor.FamilyID); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	gone := cookie(ctx, "")
	gone.MaxAge = -1
	return &LogoutOutput{Cookie: gone.String()}, nil
}

package miniprogram

import (
	"context"
	"errors"
	"log/slog"
	"net/url"

	"channelrouter/internal/errs"
)

// Identity is who WeChat says has logged in.
type Identity struct {
	AppID      string
	OpenID     string // the person within this app
	UnionID    string // the person across apps; empty when the app is not bound to an Open Platform account
	SessionKey Secret // decrypts what the app's front end hands over; never leaves the server
}

// LogValue keeps the person out of the logs.
func (i Identity) LogValue() slog.Value {
	return slog.GroupValue(slog.String("app_id", i.AppID), slog.String("person", hidden))
}

// Login exchanges the code that wx.login gave to the role's app for the identity
// behind it. A code works once. Errors: ErrAppNotConfigured, ErrLoginCodeRefused,
// ErrLoginBlocked, ErrTooManyLogins, and the common ones.
func (c *Client) Login(ctx context.Context, role, jsCode string) (Identity, error) {
	app, err := c.app(role)
	if err != nil {
		return Identity{}, err
	}
	ctx, cancel := c.outbound(ctx)
	defer cancel()
	// The library pastes the code into the URL as it is; unescaped, a code of
	// "x&appid=…" would choose its own credentials.
	session, err := c.logins[app.AppID].Code2SessionContext(ctx, url.QueryEscape(jsCode))
	if err == nil && session.OpenID == "" {
		err = errors.New("an answer without an openid")
	}
	if err != nil {
		return Identity{}, c.failure(ctx, app, "/sns/jscode2session", loginErrors, session.ErrCode, err)
	}
	return Identity{
		AppID:      app.AppID,
		OpenID:     session.OpenID,
		UnionID:    session.UnionID,
		SessionKey: NewSecret(session.SessionKey),
	}, nil
}

// loginErrors are the errcodes of a login. 45011 is about one person's logins here,
// not about the app.
var loginErrors = map[int64]*errs.Error{
	40029: ErrLoginCodeRefused, // invalid code: unknown, expired, or another app's
	40163: ErrLoginCodeRefused, // code been used
	41008: ErrLoginCodeRefused, // missing code
	40226: ErrLoginBlocked,
	45011: ErrTooManyLogins,
}

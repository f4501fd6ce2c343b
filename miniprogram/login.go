package miniprogram

import (
	"context"
	"errors"
	"fmt"
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
// ErrLoginBlocked, ErrTooManyLogins, ErrCredentialsRefused, ErrUnavailable.
func (c *Client) Login(ctx context.Context, role, jsCode string) (Identity, error) {
	app, found := c.apps.Find(role)
	if !found {
		return Identity{}, ErrAppNotConfigured.With("role %q", role)
	}
	ctx, cancel := c.outbound(ctx)
	defer cancel()
	// The library pastes the code into the URL as it is; unescaped, a code of
	// "x&appid=…" would choose its own credentials.
	session, err := c.programs[app.AppID].GetAuth().Code2SessionContext(ctx, url.QueryEscape(jsCode))
	if err == nil && session.OpenID == "" {
		err = errors.New("an answer without an openid")
	}
	if err != nil {
		return Identity{}, c.loginFailure(ctx, app, session.ErrCode, err)
	}
	return Identity{
		AppID:      app.AppID,
		OpenID:     session.OpenID,
		UnionID:    session.UnionID,
		SessionKey: NewSecret(session.SessionKey),
	}, nil
}

// loginErrors maps WeChat's errcodes. Any other, and no answer at all, is
// ErrUnavailable: the person can do nothing but try again.
var loginErrors = map[int64]*errs.Error{
	40029: ErrLoginCodeRefused, // invalid code: unknown, expired, or another app's
	40163: ErrLoginCodeRefused, // code been used
	41008: ErrLoginCodeRefused, // missing code
	40226: ErrLoginBlocked,
	45011: ErrTooManyLogins,
	40013: ErrCredentialsRefused, // invalid appid
	40125: ErrCredentialsRefused, // invalid appsecret
}

// loginFailure turns what the library reported into a declared error, with what
// WeChat said in the text, and logs what an operator should see. A caller who hung
// up is not news.
func (c *Client) loginFailure(ctx context.Context, app App, errcode int64, cause error) error {
	declared, known := loginErrors[errcode]
	if !known {
		declared = ErrUnavailable
	}
	said := scrub(cause)
	if declared.Kind == errs.Unavailable && !errors.Is(ctx.Err(), context.Canceled) {
		c.log.ErrorContext(ctx, "wechat login failed", "code", declared.Code,
			"role", app.Role, "app_id", app.AppID, "errcode", errcode, "error", said)
	}
	return fmt.Errorf("%w: %s", declared, said)
}

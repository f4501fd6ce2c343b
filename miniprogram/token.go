package miniprogram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/singleflight"

	"channelrouter/internal/errs"
)

// tokens hands out one app's access token: the one that the replicas share while it
// is good, else a new one, which one replica fetches for all and, inside it, one
// goroutine for all.
type tokens struct {
	shelf
	timeout time.Duration // of a renewal, whoever waits for it
	fetch   func(ctx context.Context, force bool) (token, error)
	flights singleflight.Group
}

// get returns a token other than the refused one, which WeChat did not accept; "" is
// none. Those who ask together share one renewal, and none of them ends it by
// hanging up.
func (t *tokens) get(ctx context.Context, refused string) (string, error) {
	if known, good := t.find(ctx); good && known.text != refused {
		return known.text, nil
	}
	renewal := t.flights.DoChan(refused, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), t.timeout)
		defer cancel()
		return t.renew(ctx, refused)
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case done := <-renewal:
		text, _ := done.Val.(string)
		return text, done.Err
	}
}

// waitForToken is how often a replica looks whether another has brought the token.
const waitForToken = 20 * time.Millisecond

func (t *tokens) renew(ctx context.Context, refused string) (string, error) {
	for {
		release, locked := t.lock(ctx)
		// The other replica may have finished just before the lock was taken.
		if known, good := t.find(ctx); good && known.text != refused {
			release()
			return known.text, nil
		}
		if locked {
			defer release()
			fresh, err := t.fetchOther(ctx, refused)
			if err != nil {
				return "", err
			}
			t.keep(ctx, fresh)
			return fresh.text, nil
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(waitForToken):
		}
	}
}

// fetchOther asks WeChat for a token. A stable token comes back the same until
// WeChat renews it; if that is the very one that was refused, it must be forced. The
// days' allowance is small (see mayForce): without it the old one is tried again.
func (t *tokens) fetchOther(ctx context.Context, refused string) (token, error) {
	fresh, err := t.fetch(ctx, false)
	if err != nil || fresh.text != refused || !t.mayForce(ctx) {
		return fresh, err
	}
	t.log.WarnContext(ctx, "wechat refuses its current access token: forcing a new one", "app_id", t.appID)
	return t.fetch(ctx, true)
}

// tokenErrors are the errcodes of stable_token, whose 40001 is about the secret.
var tokenErrors = map[int64]*errs.Error{
	40001: ErrCredentialsRefused,
	41002: ErrCredentialsRefused,
	41004: ErrCredentialsRefused,
	50004: ErrNotPermitted, // the app must not fetch tokens
}

// fetchToken asks for the app's stable access token. Forcing ends the token that
// WeChat gave out before.
func (c *Client) fetchToken(ctx context.Context, app App, now func() time.Time, force bool) (token, error) {
	const path = "/cgi-bin/stable_token"
	asked := now()
	body, errcode, err := send(ctx, path, map[string]any{
		"grant_type":    "client_credential",
		"appid":         app.AppID,
		"secret":        app.Secret.Reveal(),
		"force_refresh": force,
	}, false)
	var answer struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int64  `json:"expires_in"` // seconds
	}
	if err == nil {
		err = json.Unmarshal(body, &answer)
	}
	if err == nil && (answer.AccessToken == "" || answer.ExpiresIn <= 0) {
		err = errors.New("an answer without a token")
	}
	if err != nil {
		return token{}, c.failure(ctx, app, path, tokenErrors, errcode, err)
	}
	return token{answer.AccessToken, asked.Add(time.Duration(answer.ExpiresIn) * time.Second)}, nil
}

// token is an access token. No printer shows it.
type token struct {
	text    string
	expires time.Time
}

func (token) Format(out fmt.State, verb rune) { Secret{}.Format(out, verb) }

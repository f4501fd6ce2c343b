package miniprogram

import (
	"context"
	"strings"

	"channelrouter/internal/errs"
)

// MaxLinkDays is how long WeChat lets a link live.
const MaxLinkDays = 30

// linkErrors are the errcodes of links and codes. 40002 and 40013 speak of the right
// to make them here, not of the request and the appid.
var linkErrors = map[int64]*errs.Error{
	40002: ErrNotPermitted, // the app's owner may not make links
	40013: ErrNotPermitted, // that right is blocked
	85079: ErrNotPermitted, // the app was never published
	40097: ErrLinkRefused,  // wrong arguments
	40129: ErrLinkRefused,  // scene
	40165: ErrLinkRefused,  // path
	40169: ErrLinkRefused,  // length of the scene
	40212: ErrLinkRefused,  // query
	41030: ErrLinkRefused,  // no such page in the published app
	47001: ErrLinkRefused,  // not of the right shape
	85401: ErrLinkRefused,  // time of expiry
	45029: ErrQuota,        // codes there can ever be
	85400: ErrQuota,        // lasting links there can ever be
}

// URLLink makes an https link that opens the role's app on the page (path without
// "/" in front, "" for the home page; query without "?") in the version that the
// registry names. It ends after days of 24 hours; 0 sets no end, which WeChat takes
// for MaxLinkDays. WeChat makes 500,000 links and schemes an app a day, so links are
// worth keeping. Errors: ErrLinkRefused, ErrQuota, and the common ones.
func (c *Client) URLLink(ctx context.Context, role, path, query string, days int) (string, error) {
	if err := checkLink(path, query, days); err != nil {
		return "", err
	}
	type target struct {
		Path       string `json:"path"`
		Query      string `json:"query"`
		EnvVersion string `json:"env_version"`
		expiry
	}
	type made struct {
		Link string `json:"url_link"`
	}
	answer, err := ask(ctx, c, role, question{
		path:  "/wxa/generate_urllink",
		body:  target{path, query, c.envVersion(role), newExpiry(days)},
		means: linkErrors,
	}, func(a made) string { return missing(a.Link, "a link") })
	return answer.Link, err
}

// URLScheme makes a weixin:// link for where https links open no apps. Its
// parameters, limits and errors are URLLink's.
func (c *Client) URLScheme(ctx context.Context, role, path, query string, days int) (string, error) {
	if err := checkLink(path, query, days); err != nil {
		return "", err
	}
	type target struct {
		Jump map[string]string `json:"jump_wxa"`
		expiry
	}
	type made struct {
		Link string `json:"openlink"`
	}
	answer, err := ask(ctx, c, role, question{
		path:  "/wxa/generatescheme",
		body:  target{map[string]string{"path": path, "query": query, "env_version": c.envVersion(role)}, newExpiry(days)},
		means: linkErrors,
	}, func(a made) string { return missing(a.Link, "a link") })
	return answer.Link, err
}

// expiry is when a link ends, in WeChat's words: type 1 counts days.
type expiry struct {
	IsExpire bool `json:"is_expire"`
	Type     int  `json:"expire_type"`
	Interval int  `json:"expire_interval,omitempty"`
}

func newExpiry(days int) expiry {
	if days == 0 {
		return expiry{}
	}
	return expiry{IsExpire: true, Type: 1, Interval: days}
}

const (
	maxQuery = 1024
	maxScene = 32
)

// checkLink spares WeChat, and the app's quota, what it would refuse.
func checkLink(path, query string, days int) error {
	switch {
	case !plainPage(path):
		return ErrLinkRefused.With("page %q", path)
	case len(query) > maxQuery || !plain(query, "%"):
		return ErrLinkRefused.With("a query of %d characters", len(query))
	case days < 0 || days > MaxLinkDays:
		return ErrLinkRefused.With("%d days", days)
	}
	return nil
}

func plainPage(page string) bool {
	return !strings.HasPrefix(page, "/") && !strings.ContainsAny(page, "?#") && plain(page, "")
}

// plain tells whether s has only characters that WeChat takes into links and scenes.
func plain(s, more string) bool {
	for _, r := range s {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		if !letter && !strings.ContainsRune("!#$&'()*+,/:;=?@-._~"+more, r) {
			return false
		}
	}
	return true
}

// envVersion is the version that the role's app opens; ask reports an unknown role.
func (c *Client) envVersion(role string) string {
	app, _ := c.apps.Find(role)
	return app.EnvVersion
}

// missing names what is empty.
func missing(value, what string) string {
	if value == "" {
		return what
	}
	return ""
}

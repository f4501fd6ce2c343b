package miniprogram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"time"

	"github.com/silenceper/wechat/v2/miniprogram/auth"
	"github.com/silenceper/wechat/v2/miniprogram/config"
	library "github.com/silenceper/wechat/v2/miniprogram/context"

	"channelrouter/internal/kv"
)

// Options of a Client; the zero value talks to WeChat.
type Options struct {
	BaseURL string           // http(s)://host[:port][/path] of a stand-in; empty means WeChat
	Timeout time.Duration    // of one call, on top of the caller's deadline; 0 means DefaultTimeout
	Log     *slog.Logger     // nil means slog.Default()
	Now     func() time.Time // when a token is over; nil means time.Now
}

// DefaultTimeout is what a person waits for a login at most. WeChat usually takes a
// tenth of a second.
const DefaultTimeout = 5 * time.Second

// Client calls WeChat for every app of a registry. It is safe for concurrent use.
type Client struct {
	apps    *Registry
	logins  map[string]*auth.Auth // by appid
	tokens  map[string]*tokens    // by appid
	to      destination
	timeout time.Duration
	log     *slog.Logger
}

// Format keeps the tokens, which fmt would reach through verbs that do not suit a
// client, out of what is printed.
func (Client) Format(out fmt.State, _ rune) { _, _ = io.WriteString(out, "wechat client") }

// NewClient makes a client that keeps WeChat's access tokens in store. It fails on a
// base URL that is no absolute http(s) URL.
func NewClient(apps *Registry, store kv.Store, options Options) (*Client, error) {
	return newClient(apps, apps.Apps(), store, options)
}

// newClient is a client that has the tokens of the accounts, which need not be apps.
func newClient(apps *Registry, accounts []App, store kv.Store, options Options) (*Client, error) {
	to, err := parseDestination(options.BaseURL)
	if err != nil {
		return nil, err
	}
	c := &Client{
		apps:    apps,
		logins:  map[string]*auth.Auth{},
		tokens:  map[string]*tokens{},
		to:      to,
		timeout: options.Timeout,
		log:     options.Log,
	}
	if c.timeout <= 0 {
		c.timeout = DefaultTimeout
	}
	if c.log == nil {
		c.log = slog.Default()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	install()
	for _, app := range accounts {
		c.logins[app.AppID] = auth.NewAuth(&library.Context{
			Config: &config.Config{AppID: app.AppID, AppSecret: app.Secret.Reveal()},
		})
		c.tokens[app.AppID] = &tokens{
			shelf:   shelf{appID: app.AppID, store: store, now: options.Now, log: c.log},
			timeout: c.timeout,
			fetch: func(ctx context.Context, force bool) (token, error) {
				return c.fetchToken(ctx, app, options.Now, force)
			},
		}
	}
	return c, nil
}

func parseDestination(baseURL string) (destination, error) {
	if baseURL == "" {
		return destination{}, nil
	}
	base, err := url.Parse(baseURL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return destination{}, errors.New("wechat: the base URL must be http(s)://host[:port][/path]")
	}
	if base.Path == "" {
		base.Path = "/" // JoinPath makes a relative path of nothing
	}
	return destination{base}, nil
}

// outbound is the context that a call of the library must be given: it carries the
// destination and ends at the client's timeout or the caller's deadline.
func (c *Client) outbound(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(c.to.into(ctx), c.timeout)
}

package miniprogram

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/silenceper/wechat/v2/officialaccount/config"
	library "github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/oauth"

	"channelrouter/internal/errs"
	"channelrouter/internal/kv"
)

// Official names the brand's service account, which is bound to the same Open Platform
// account as the apps, and its credentials from WeChat's console.
type Official struct {
	AppID  string
	Secret Secret
	// CodeKey opens the codes of one item one code that are downloaded: 16 characters
	// that WeChat sends when it grants the service. May be empty.
	CodeKey Secret
}

// OfficialAccount makes the calls that WeChat allows a service account and no app: web
// authorisation, and one item one code. It is safe for concurrent use.
type OfficialAccount struct {
	client *Client
	app    App
	oauth  *oauth.Oauth
	pages  *url.URL // where browsers are sent
	key    []byte   // nil: codes cannot be opened
}

// officialRole stands in logs where a role's app has its role.
const officialRole = "official"

// NewOfficialAccount makes the account's client, whose access token is kept in store as
// the apps' are. The error names every fault and quotes no secret.
func NewOfficialAccount(o Official, store kv.Store, options Options) (*OfficialAccount, error) {
	var faults []error
	if !credential.MatchString(o.AppID) {
		faults = append(faults, fmt.Errorf("%q is not an appid", o.AppID))
	}
	if !credential.MatchString(o.Secret.Reveal()) {
		faults = append(faults, errors.New("the secret is empty or has characters that no secret has"))
	}
	key := []byte(o.CodeKey.Reveal())
	if len(key) != 0 && len(key) != codeKeySize {
		faults = append(faults, fmt.Errorf("the key of codes has %d characters, not %d", len(key), codeKeySize))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	app := App{Role: officialRole, AppID: o.AppID, Secret: o.Secret}
	none, err := NewRegistry()
	if err != nil {
		return nil, err
	}
	client, err := newClient(none, []App{app}, store, options)
	if err != nil {
		return nil, err
	}
	pages := client.to.base
	if pages == nil {
		pages = &url.URL{Scheme: "https", Host: "open.weixin.qq.com", Path: "/"}
	}
	return &OfficialAccount{
		client: client, app: app, pages: pages, key: key,
		oauth: oauth.NewOauth(&library.Context{Config: &config.Config{AppID: o.AppID, AppSecret: o.Secret.Reveal()}}),
	}, nil
}

// What a web authorisation asks for.
const (
	ScopeBase     = "snsapi_base"     // who it is, without asking him
	ScopeUserInfo = "snsapi_userinfo" // his unionid, too; WeChat wants this after a tap
)

// AuthorizeURL is where a browser inside WeChat is sent, to come back to an address on
// the account's authorised domain with code and state. The state is at most 128 letters
// and digits.
func (a *OfficialAccount) AuthorizeURL(back, scope, state string) string {
	target := a.pages.JoinPath("connect/oauth2/authorize")
	// WeChat's page wants the parameters in this order, and this fragment.
	target.RawQuery = "appid=" + url.QueryEscape(a.app.AppID) + "&redirect_uri=" + url.QueryEscape(back) +
		"&response_type=code&scope=" + url.QueryEscape(scope) + "&state=" + url.QueryEscape(state)
	target.Fragment = "wechat_redirect"
	return target.String()
}

// webErrors are the errcodes of a web authorisation's code.
var webErrors = map[int64]*errs.Error{
	40029: ErrWebCodeRefused, // invalid: unknown, expired, or another account's
	40163: ErrWebCodeRefused, // used
	41008: ErrWebCodeRefused, // missing
	42003: ErrWebCodeRefused, // expired
	45011: ErrTooManyLogins,
}

// Visitor exchanges the code that a browser came back with for who is behind it. A code
// works once, for five minutes. The unionid is empty unless WeChat tells it: its documents
// promise it for ScopeUserInfo only. Errors: ErrWebCodeRefused, ErrSnapshotPage,
// ErrTooManyLogins, and the common ones.
func (a *OfficialAccount) Visitor(ctx context.Context, code string) (Identity, error) {
	const call = "/sns/oauth2/access_token"
	if code == "" {
		return Identity{}, ErrWebCodeRefused.With("no code")
	}
	ctx, cancel := a.client.outbound(ctx)
	defer cancel()
	// Escaped, because the library pastes it into the URL as it is.
	said, err := a.oauth.GetUserAccessTokenContext(ctx, url.QueryEscape(code))
	if err == nil && said.OpenID == "" {
		err = errors.New("an answer without an openid")
	}
	if err != nil {
		return Identity{}, a.client.failure(ctx, a.app, call, webErrors, said.ErrCode, err)
	}
	if said.IsSnapShotUser != 0 {
		return Identity{}, ErrSnapshotPage
	}
	return Identity{AppID: a.app.AppID, OpenID: said.OpenID, UnionID: said.UnionID}, nil
}

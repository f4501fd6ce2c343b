package miniprogram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/silenceper/wechat/v2/util"

	"channelrouter/internal/errs"
)

// question is one call that needs the app's access token. The library's own methods
// for these calls mostly take no context, so only its HTTP client is used, and with
// it the transport, whose destination comes with the context.
type question struct {
	path  string // below https://api.weixin.qq.com
	body  any    // sent as JSON
	image bool   // the proper answer is a picture, not JSON
	means map[int64]*errs.Error
}

// app finds the role's app, or ErrAppNotConfigured.
func (c *Client) app(role string) (App, error) {
	app, found := c.apps.Find(role)
	if !found {
		return App{}, ErrAppNotConfigured.With("role %q", role)
	}
	return app, nil
}

// ask puts the question to WeChat on behalf of the role's app and decodes the answer.
// lacks names what a useful answer has and this one has not; "" is nothing.
func ask[A any](ctx context.Context, c *Client, role string, q question, lacks func(A) string) (A, error) {
	var answer A
	app, err := c.app(role)
	if err != nil {
		return answer, err
	}
	return askAs(ctx, c, app, q, lacks)
}

// askAs is ask on behalf of an account that need not be a role's app.
func askAs[A any](ctx context.Context, c *Client, app App, q question, lacks func(A) string) (A, error) {
	var answer A
	body, err := c.post(ctx, app, q)
	if err != nil {
		return answer, err
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return answer, c.failure(ctx, app, q.path, nil, 0, err)
	}
	if missing := lacks(answer); missing != "" {
		return answer, c.failure(ctx, app, q.path, nil, 0, errors.New("an answer without "+missing))
	}
	return answer, nil
}

// post sends the question with the app's token. When WeChat says that the token is
// over, it did nothing else: the token is dropped and the question put once more.
func (c *Client) post(ctx context.Context, app App, q question) ([]byte, error) {
	ctx, cancel := c.outbound(ctx)
	defer cancel()
	ctx, left := watch(ctx)
	refused := ""
	for {
		text, err := c.tokens[app.AppID].get(ctx, refused)
		if err != nil {
			return nil, c.failure(ctx, app, q.path, nil, 0, err)
		}
		left.Store(false)
		answer, errcode, err := send(ctx, q.path+"?access_token="+url.QueryEscape(text), q.body, q.image)
		if err == nil {
			return answer, nil
		}
		if !tokenOver(errcode) || refused != "" {
			return nil, &told{c.failure(ctx, app, q.path, q.means, errcode, err), errcode, errcode == 0 && left.Load()}
		}
		c.tokens[app.AppID].drop(ctx, text)
		refused = text
	}
}

// told is a failure of a call with what WeChat's answer was.
type told struct {
	error
	errcode int64
	unseen  bool
}

func (t *told) Unwrap() error { return t.error }

// Errcode is WeChat's errcode in the answer that err is about; 0 when it gave none.
func Errcode(err error) int64 {
	var t *told
	if errors.As(err, &t) {
		return t.errcode
	}
	return 0
}

// Unseen tells that the request of a failed call left for WeChat and nobody saw an answer of
// its: what was asked for may have happened. Else it has not.
func Unseen(err error) bool {
	var t *told
	return errors.As(err, &t) && t.unseen
}

// watch tells whether the last request of ctx has left, or has begun to.
func watch(ctx context.Context) (context.Context, *atomic.Bool) {
	left := new(atomic.Bool)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { left.Store(true) },
	}), left
}

// tokenOver tells whether WeChat refuses the token: 40001 replaced by a newer one,
// 40014 no token at all, 42001 past its time.
func tokenOver(errcode int64) bool { return errcode == 40001 || errcode == 40014 || errcode == 42001 }

// send posts JSON and returns the answer, or WeChat's errcode with an error. The
// error names the whole URL: it must pass through failure.
func send(ctx context.Context, pathAndQuery string, body any, image bool) (answer []byte, errcode int64, err error) {
	answer, err = util.PostJSONContext(ctx, "https://api.weixin.qq.com"+pathAndQuery, body)
	if err != nil {
		return nil, 0, err
	}
	if image && !bytes.HasPrefix(bytes.TrimSpace(answer), []byte("{")) {
		if kind := http.DetectContentType(answer); !strings.HasPrefix(kind, "image/") {
			return nil, 0, fmt.Errorf("an answer of %s in place of a picture", kind)
		}
		return answer, 0, nil
	}
	var said struct {
		Errcode int64  `json:"errcode"`
		Errmsg  string `json:"errmsg"`
	}
	switch err := json.Unmarshal(answer, &said); {
	case err != nil:
		return nil, 0, err
	case said.Errcode != 0:
		return nil, said.Errcode, fmt.Errorf("errcode=%d, errmsg=%s", said.Errcode, said.Errmsg)
	case image:
		return nil, 0, errors.New("an answer without a picture")
	}
	return answer, 0, nil
}

// anyOther stands in a call's table for the errcodes that no table names: of some calls
// WeChat documents hardly one.
const anyOther = math.MinInt64

// commonErrors are the errcodes that mean the same in every call. Any other, and no
// answer at all, is ErrUnavailable: nobody can do more than try again.
var commonErrors = map[int64]*errs.Error{
	40013: ErrCredentialsRefused, // invalid appid
	40125: ErrCredentialsRefused, // invalid appsecret
	40164: ErrNotPermitted,       // the server's address is not on the app's list
	48001: ErrNotPermitted,       // the app was not granted this call
	48004: ErrNotPermitted,       // the call is withdrawn for abuse
	50002: ErrNotPermitted,       // the app is restricted
	50007: ErrNotPermitted,       // the app is frozen
	44990: ErrQuota,              // per second
	44991: ErrQuota,              // per minute, of the checks
	45009: ErrQuota,              // per minute or per day: WeChat does not tell which
	45011: ErrQuota,              // per minute
}

// failure turns what went wrong into a declared error with what WeChat said in its
// text, scrubbed, and logs what an operator should see. What is declared already
// stays as it is. A caller who hung up is not news.
func (c *Client) failure(ctx context.Context, app App, call string, means map[int64]*errs.Error, errcode int64, cause error) error {
	if errs.As(cause) != nil {
		return cause
	}
	declared, known := means[errcode]
	if !known {
		declared, known = commonErrors[errcode]
	}
	if !known && errcode > 0 {
		declared, known = means[anyOther]
	}
	if !known {
		declared = ErrUnavailable
	}
	said := scrub(cause)
	operators := declared.Kind == errs.Unavailable || declared == ErrQuota
	if operators && !errors.Is(ctx.Err(), context.Canceled) {
		c.log.ErrorContext(ctx, "wechat call failed", "code", declared.Code, "call", call,
			"role", app.Role, "app_id", app.AppID, "errcode", errcode, "error", said)
	}
	return fmt.Errorf("%w: %s", declared, said)
}

package pay

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth/validators"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth/verifiers"
	"github.com/wechatpay-apiv3/wechatpay-go/core/consts"
	"github.com/wechatpay-apiv3/wechatpay-go/core/notify"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
)

// Options of a Client; the zero value talks to WeChat.
type Options struct {
	BaseURL string        // http(s)://host[:port][/path] of a stand-in; empty means WeChat
	Timeout time.Duration // of one call, on top of the caller's deadline; 0 means DefaultTimeout

	// SceneCaps is the most fen that one transfer of a scene may be, by scene id, as
	// the merchant's console shows it. A scene that is not here has DefaultCapFen.
	SceneCaps map[string]int64

	// Account is the account that transfers are paid from and FundFlow reports on;
	// empty means OPERATION (运营账户). BASIC and FEES are the others.
	Account string
}

const (
	// DefaultTimeout of a call. A worker waits, not a person: an answer that is given
	// up costs a query.
	DefaultTimeout = 10 * time.Second
	// DefaultCapFen is what a merchant may transfer at once before WeChat has raised it.
	DefaultCapFen = 200_00

	operatingAccount = "OPERATION"
)

// Client calls WeChat Pay for one merchant. It is safe for concurrent use.
type Client struct {
	mchID       string
	publicKeyID string
	api         *core.Client // verifies its answers
	files       *core.Client // of bills, whose answers WeChat does not sign
	answers     auth.Validator
	notices     *notify.Handler
	timeout     time.Duration
	caps        map[string]int64
	account     string
	standIn     bool
}

// NewClient makes the merchant's client. It fails on a merchant that NewMerchant did
// not make and on a base URL that is no absolute http(s) URL; it calls nobody.
func NewClient(merchant Merchant, options Options) (*Client, error) {
	if merchant.keys == nil {
		return nil, errors.New("wechatpay: the merchant has no keys")
	}
	base, err := parseBase(options.BaseURL)
	if err != nil {
		return nil, err
	}
	c := &Client{
		mchID:       merchant.MchID,
		publicKeyID: merchant.PublicKeyID,
		timeout:     options.Timeout,
		caps:        maps.Clone(options.SceneCaps),
		account:     options.Account,
		standIn:     base != nil,
	}
	if c.timeout <= 0 {
		c.timeout = DefaultTimeout
	}
	if c.account == "" {
		c.account = operatingAccount
	}
	verifier := verifiers.NewSHA256WithRSAPubkeyVerifier(merchant.PublicKeyID, *merchant.keys.platform)
	c.answers = validators.NewWechatPayResponseValidator(verifier)
	if c.notices, err = notify.NewRSANotifyHandler(*merchant.keys.apiV3, verifier); err != nil {
		return nil, errors.New("wechatpay: the APIv3 key cannot be used")
	}
	if c.api, err = newCore(merchant, newHTTPClient(base, maxAnswer)); err != nil {
		return nil, err
	}
	files, err := newCore(merchant, newHTTPClient(base, maxStatement))
	if err != nil {
		return nil, err
	}
	c.files = core.NewClientWithValidator(files, &validators.NullValidator{})
	return c, nil
}

func newCore(merchant Merchant, client *http.Client) (*core.Client, error) {
	return core.NewClient(context.Background(),
		option.WithWechatPayPublicKeyAuthCipher(merchant.MchID, merchant.SerialNo, merchant.keys.private,
			merchant.PublicKeyID, merchant.keys.platform),
		option.WithHTTPClient(client))
}

// call sends a request and reads its verified answer into out. The error is declared.
// What is private (openids, names) is kept out of it.
func (c *Client) call(ctx context.Context, method, path string, query url.Values, in, out any, private ...string) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	var headers http.Header
	if in != nil {
		serial, err := c.api.EncryptRequest(ctx, in)
		if err != nil {
			return ErrBadBill.With("the name cannot be encrypted")
		}
		headers = http.Header{consts.WechatPaySerial: {serial}}
	}
	result, err := c.api.Request(ctx, method, consts.WechatPayAPIServer+path, headers, query, in, consts.ApplicationJSON)
	if result != nil {
		defer drained(result.Response)
	}
	if err != nil {
		return c.failure(ctx, result, err, private...)
	}
	if err := core.UnMarshalResponse(result.Response, out); err != nil {
		return ErrUnknown.With("an answer that cannot be read")
	}
	return nil
}

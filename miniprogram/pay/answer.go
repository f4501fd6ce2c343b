package pay

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/consts"

	"channelrouter/internal/errs"
)

// Answer is WeChat's own word on why it did not do as asked. It is in the chain of
// the errors that rest on it; CodeOf finds its code.
type Answer struct {
	Status  int    // of HTTP
	Code    string // such as INVALID_REQUEST; programs decide by the declared error instead
	Message string // for people, in Chinese; openids and names are taken out
}

func (a *Answer) Error() string { return fmt.Sprintf("HTTP %d %s %s", a.Status, a.Code, a.Message) }

// CodeOf is the code that WeChat gave with the error, or "".
func CodeOf(err error) string {
	var answer *Answer
	if errors.As(err, &answer) {
		return answer.Code
	}
	return ""
}

// failure turns what core.Client returned into a declared error. An error that
// carries a signature has it verified, which the library does for successes only: a
// proxy's forged refusal must not make a paid person lose his claim. One without is
// believed when it has a listed code; TLS vouches for its sender.
func (c *Client) failure(ctx context.Context, result *core.APIResult, cause error, private ...string) error {
	var api *core.APIError
	if !errors.As(cause, &api) {
		return ErrUnknown.With("%s", plain(cause))
	}
	answer := &Answer{Status: api.StatusCode, Code: api.Code, Message: scrub(api.Message, private...)}
	declared := meaning(api.StatusCode, api.Code)
	if declared != ErrUnknown && api.Header.Get(consts.WechatPaySignature) != "" {
		if err := c.answers.Validate(ctx, result.Response); err != nil {
			return fmt.Errorf("%w: %w", ErrUnknown.With("its refusal has a wrong signature"), answer)
		}
	}
	return because(declared, answer)
}

func because(declared *errs.Error, answer *Answer) error {
	return fmt.Errorf("%w: %w", declared.With("%s", answer.Code), answer)
}

// plain is the text of an error of the library or of net/http, without the URL
// (a download's has a token) and without headers. The error itself must not be
// wrapped: it holds the request.
func plain(err error) string {
	var transport *url.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.Is(err, context.Canceled):
		return "the caller gave up"
	case errors.As(err, &transport):
		return scrub(transport.Err.Error())
	}
	if text := err.Error(); strings.Contains(text, "verif") || strings.Contains(text, "timestamp") || strings.Contains(text, "in header") {
		return "the answer's signature is wrong"
	}
	return "an answer that cannot be read"
}

// personal finds openids, which are 28 characters beginning with o.
var personal = regexp.MustCompile(`\bo[0-9A-Za-z_-]{27}`)

func scrub(text string, private ...string) string {
	const hidden = "[hidden]"
	for _, p := range private {
		if p != "" {
			text = strings.ReplaceAll(text, p, hidden)
		}
	}
	return personal.ReplaceAllString(text, hidden)
}

// drained reads nothing more of an answer and lets its connection go.
func drained(response *http.Response) {
	if response != nil && response.Body != nil {
		_ = response.Body.Close()
	}
}

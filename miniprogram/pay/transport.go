package pay

import (
	"errors"
	"net/http"
	"net/url"
)

const (
	maxAnswer    = 1 << 20 // of the API; a transfer's is under 1 KiB
	maxStatement = 1 << 30 // of a day, as it comes over the wire
)

// parseBase is the stand-in's address, or nil for WeChat itself.
func parseBase(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	base, err := url.Parse(text)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, errors.New("wechatpay: the base URL must be http(s)://host[:port][/path]")
	}
	if base.Path == "" {
		base.Path = "/" // JoinPath makes a relative path of nothing
	}
	return base, nil
}

// newHTTPClient has no timeout of its own: each call's context has one.
func newHTTPClient(base *url.URL, limit int64) *http.Client {
	wire := http.DefaultTransport.(*http.Transport).Clone()
	wire.MaxIdleConnsPerHost = 64 // all calls go to one host; the default of 2 reconnects under load
	return &http.Client{
		Transport: redirector{wire, base, limit},
		// WeChat redirects nobody: who does is not WeChat.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// redirector sends requests to the stand-in, if there is one. That happens below the
// signature, which covers path and query as WeChat knows them.
type redirector struct {
	wire  http.RoundTripper
	base  *url.URL
	limit int64 // of an answer, in bytes
}

func (r redirector) RoundTrip(request *http.Request) (*http.Response, error) {
	if r.base != nil {
		request = request.Clone(request.Context()) // a transport must not change the original
		target := r.base.JoinPath(request.URL.Path)
		target.RawQuery = request.URL.RawQuery
		request.URL, request.Host = target, target.Host
	}
	response, err := r.wire.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	response.Body = http.MaxBytesReader(nil, response.Body, r.limit)
	return response, nil
}

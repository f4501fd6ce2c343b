package miniprogram

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

// destination is where a Client's requests go. A nil base leaves them addressed to
// WeChat, as the library wrote them; otherwise base takes the place of the host.
type destination struct{ base *url.URL }

type destinationKey struct{}

func (d destination) into(ctx context.Context) context.Context {
	return context.WithValue(ctx, destinationKey{}, d)
}

// errNoDestination meets calls of the library that were not given a Client's
// context. They are not sent to WeChat by default: a forgotten context in a demo or
// a test must not carry a credential out of the machine. Some rooms of the library
// (subscribe, qrcode, shipping) have no methods with a context: call.go makes their
// calls.
var errNoDestination = errors.New("wechat: a call outside any client; use the library's method that takes a context")

const (
	// ceiling ends the calls whose context has no deadline of its own.
	ceiling = 15 * time.Second
	// maxAnswer bounds what the library reads into memory.
	maxAnswer = 16 << 20
)

// dispatcher is the transport behind the library's process-wide HTTP client. It
// sends each request to the destination in the request's context.
type dispatcher struct{ wire http.RoundTripper }

func (d dispatcher) RoundTrip(request *http.Request) (*http.Response, error) {
	to, ok := request.Context().Value(destinationKey{}).(destination)
	if !ok {
		if request.Body != nil {
			_ = request.Body.Close() // a transport closes the body even when it fails
		}
		return nil, errNoDestination
	}
	response, err := d.wire.RoundTrip(to.address(request))
	if err != nil {
		return nil, err
	}
	response.Body = http.MaxBytesReader(nil, response.Body, maxAnswer)
	return response, nil
}

// address returns the request as it goes out; a transport must not change the original.
func (d destination) address(request *http.Request) *http.Request {
	if d.base == nil {
		return request
	}
	out := request.Clone(request.Context())
	target := d.base.JoinPath(request.URL.Path)
	target.RawQuery = request.URL.RawQuery
	out.URL, out.Host = target, target.Host
	return out
}

var installOnce sync.Once

// install puts the dispatcher into the library. Once and before the first Client
// exists, so nothing reads the variable while it is written.
func install() {
	installOnce.Do(func() {
		wire := http.DefaultTransport.(*http.Transport).Clone()
		wire.MaxIdleConnsPerHost = 64 // all calls go to one host; the default of 2 reconnects under load
		util.DefaultHTTPClient = &http.Client{
			Transport: dispatcher{wire},
			Timeout:   ceiling,
			// Following a redirect would send the URL, secret included, as the Referer.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	})
}

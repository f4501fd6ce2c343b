package landing

import (
	"net"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
	"channelrouter/internal/gs1"
	"channelrouter/service/code"
)

// Of GS1 Digital Links.
var (
	// ErrLink: an address below /01/ that is no link.
	ErrLink = errs.New(errs.Invalid, "landing.bad_link", "this is no GS1 Digital Link", "scan the code on the goods again")
	// ErrNoSerial: a link of all goods of a kind.
	ErrNoSerial = errs.New(errs.NotFound, "landing.no_serial", "this link names a kind of goods and no single item: it has no serial number (21)", "scan the code on the item")
	// ErrLinkType: a resolver's answer where there is nothing to answer with.
	ErrLinkType = errs.New(errs.NotFound, "landing.no_link_of_type", "there is no link of this type", "ask for linkType=linkset, which tells all there are")
)

// OpenLink answers GS1 Digital Links: /01/{gtin}/21/{code} with whatever other qualifiers,
// attributes and slash at the end. Without a linkType it is as good as the printed URL; with
// one, or asked for a linkset, it is a resolver (GS1-Conformant Resolver Standard).
func (h *Handler) OpenLink(c *gin.Context) {
	share(c)
	link, printed, err := readLink(c)
	if err != nil {
		h.refuse(c, err)
		return
	}
	anchor := link.String()
	c.Header("Link", "<"+anchor+"?linkType=linkset>; rel=\"linkset\"; type=\""+linksetType+"\"")
	switch relation, all := requested(c); {
	case all:
		h.showLinkset(c, printed, anchor)
	case relation == defaultLink:
		h.open(c, printed)
	default:
		h.follow(c, printed, relation)
	}
}

// readLink takes the address apart. The GTIN is held against the code's product, not
// against its own check digit: a wrong one is another product's.
func readLink(c *gin.Context) (gs1.Link, code.Printed, error) {
	link, err := gs1.ParsePath(origin(c.Request.Host) + c.Request.URL.EscapedPath())
	if err != nil {
		return link, code.Printed{}, ErrLink.With("%v", err)
	}
	serial, ok := link.Value("21")
	if !ok {
		return link, code.Printed{}, ErrNoSerial
	}
	return link, code.Printed{Code: serial, GTIN: link.Key().Value}, nil
}

// origin is what addresses on a host begin with. TLS ends before us; only on the loopback
// there is none.
func origin(host string) string {
	name := host
	if bare, _, err := net.SplitHostPort(host); err == nil {
		name = bare
	}
	if ip := net.ParseIP(name); name == "localhost" || ip != nil && ip.IsLoopback() {
		return "http://" + host
	}
	return "https://" + strings.ToLower(host)
}

// requested is the type of link that is asked for, without GS1's namespace; all when it is
// the set of all.
func requested(c *gin.Context) (relation string, all bool) {
	asked := c.Query("linkType")
	for _, prefix := range []string{"gs1:", vocabulary, "https://gs1.org/voc/"} {
		if rest, ok := strings.CutPrefix(asked, prefix); ok {
			return rest, false
		}
	}
	switch asked {
	case "linkset", "all":
		return "", true
	case "":
		return defaultLink, wantsLinkset(c)
	}
	return asked, false
}

func wantsLinkset(c *gin.Context) bool { return httpx.Prefers(c.GetHeader("Accept"), linksetType) }

// share lets pages of everybody read the answer: it holds nothing of who asks.
func share(c *gin.Context) {
	c.Header("Access-Control-Allow-Origin", "*")
	c.Header("Access-Control-Expose-Headers", "Link, Location, "+problemCode+", "+httpx.RequestIDHeader)
}

// Preflight answers a browser that asks whether a page of somebody else's may ask.
func Preflight(c *gin.Context) {
	share(c)
	c.Header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	c.Header("Access-Control-Allow-Headers", "*")
	c.Header("Access-Control-Max-Age", "86400")
	c.Status(http.StatusNoContent)
}

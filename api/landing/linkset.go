package landing

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"channelrouter/service/code"
	"channelrouter/service/scan"
)

const (
	linksetType = "application/linkset+json" // RFC 9264
	// vocabulary is the namespace of GS1's types of links.
	vocabulary  = "https://ref.gs1.org/voc/"
	defaultLink = "defaultLink"
	// contextLocation makes JSON-LD of a linkset.
	contextLocation = "https://ref.gs1.org/standards/resolver/linkset-context"
)

// target is where a link leads.
type target struct {
	Href     string   `json:"href"`
	Title    string   `json:"title"`
	Type     string   `json:"type,omitempty"`
	Hreflang []string `json:"hreflang,omitempty"`
}

// leads are an item's links by their type.
type leads map[string][]target

// leads are where an item's code leads: the page, which tells of the product and whether
// the item is genuine, and the app in WeChat, where its points are, if there is one.
func (h *Handler) leads(ctx context.Context, c *gin.Context, found scan.Authenticity, text string) (leads, error) {
	words := linkWords[language(c)]
	page := target{
		Href: origin(c.Request.Host) + "/" + url.PathEscape(text), Title: found.Product.Name + words.page,
		Type: "text/html", Hreflang: []string{"zh", "en"},
	}
	all := leads{defaultLink: {page}, "pip": {page}, "verificationService": {page}}
	d := h.door(c.Request.Host)
	if d.scheme == "" {
		return all, nil
	}
	inApp, err := h.page(ctx, d, found.Face)
	if err != nil {
		return nil, err
	}
	all["loyaltyProgram"] = []target{{
		Href: d.scheme + inApp + codeQuery + url.QueryEscape(url.QueryEscape(text)), Title: found.Product.Name + words.app,
	}}
	return all, nil
}

// linkWords are the titles of links behind the product's name.
var linkWords = map[string]struct{ page, app string }{
	"zh": {"：真伪查询", "：微信小程序"},
	"en": {": is it genuine?", ": WeChat mini-program"},
}

// lookUp is an item's links, for who may ask for them.
func (h *Handler) lookUp(c *gin.Context, p code.Printed) (all leads, name string, ok bool) {
	if !h.admit(c, p.Code) {
		return nil, "", false
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), h.timeout)
	defer cancel()
	found, err := h.scans.Verify(ctx, p)
	if err != nil {
		h.refuse(c, h.count(c, err))
		return nil, "", false
	}
	if all, err = h.leads(ctx, c, found, p.Code); err != nil {
		h.refuse(c, err)
	}
	return all, found.Product.Name, err == nil
}

// showLinkset answers with all links of an item.
func (h *Handler) showLinkset(c *gin.Context, p code.Printed, anchor string) {
	all, name, ok := h.lookUp(c, p)
	if !ok {
		return
	}
	item := map[string]any{"anchor": anchor, "itemDescription": name, "description": name}
	for relation, targets := range all {
		item[vocabulary+relation] = targets
	}
	body, err := json.Marshal(map[string]any{"linkset": []any{item}})
	if err != nil {
		h.refuse(c, err)
		return
	}
	identify(c)
	head := c.Writer.Header()
	head["Cache-Control"], head["X-Content-Type-Options"] = noStore, noSniff
	head.Add("Link", "<"+contextLocation+`>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`)
	c.Data(http.StatusOK, linksetType, body)
}

// follow sends to an item's link of one type. Errors: ErrLinkType.
func (h *Handler) follow(c *gin.Context, p code.Printed, relation string) {
	all, _, ok := h.lookUp(c, p)
	if !ok {
		return
	}
	targets := all[relation]
	if len(targets) == 0 {
		h.refuse(c, ErrLinkType.With("%.60q", relation))
		return
	}
	identify(c)
	h.goTo(c, http.StatusTemporaryRedirect, targets[0].Href)
}

// Describe answers /.well-known/gs1resolver: what this resolver can do.
func Describe(c *gin.Context) {
	share(c)
	c.Header("Cache-Control", "public, max-age=3600")
	c.JSON(http.StatusOK, gin.H{
		"name":                        "channelrouter",
		"resolverRoot":                origin(c.Request.Host),
		"supportedPrimaryKeys":        []string{"01"},
		"supportedLinkType":           []gin.H{{"namespace": vocabulary, "prefix": "gs1:"}},
		"linkTypeDefaultCanBeLinkset": false,
		"jsonLdContextLocation":       contextLocation,
	})
}

package router_test

import (
	"encoding/json"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/service/testkit"
)

const (
	linksetType = "application/linkset+json"
	vocabulary  = "https://ref.gs1.org/voc/"
)

// linkset is as much of RFC 9264 as is read here.
type linkset struct {
	Linkset []map[string]json.RawMessage
}

// hrefs are where an item's links of a type lead.
func (l linkset) hrefs(relation string) (hrefs []string) {
	var targets []struct{ Href, Title string }
	if raw := l.Linkset[0][vocabulary+relation]; raw != nil {
		So(json.Unmarshal(raw, &targets), ShouldBeNil)
	}
	for _, t := range targets {
		So(t.Title, ShouldNotBeBlank)
		hrefs = append(hrefs, t.Href)
	}
	return hrefs
}

// asks gets a path with an Accept header, as a browser's script would.
func (h *house) asks(path, accept, agent string) answer {
	h.T.Helper()
	return h.do(request{method: "GET", path: path, header: map[string]string{"Accept": accept, "User-Agent": agent}})
}

func TestDigitalLinks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given the code under a cap, and its GS1 Digital Link", t, func() {
			s := newStory(t, e)
			text, gtin := s.cap(0), s.Products[0].GTIN
			link := "/01/" + gtin + "/21/" + text
			page := string(s.visit("/"+text, visitor{}).body)

			Convey("a slash at the end, more qualifiers and attributes change nothing", func() {
				for _, more := range []string{
					link + "/", "/01/" + gtin + "/22/V1/10/L%2F1/21/" + text, "/01/" + gtin + "/10/L1/21/" + text + "/?17=271231&utm=x",
					link + "?17=999999&linkType=", link + "?linkType=gs1:defaultLink", link + "?linkType=https://gs1.org/voc/defaultLink",
				} {
					a := s.visit(more, visitor{})
					So(a.status, ShouldEqual, 200)
					So(string(a.body), ShouldEqual, page)
					So(a.header.Get("Access-Control-Allow-Origin"), ShouldEqual, "*")
					So(a.header.Get("Link"), ShouldContainSubstring, `?linkType=linkset>; rel="linkset"`)
					So(s.visit(more, visitor{agent: weChat}).status, ShouldEqual, 302)
				}
			})
			Convey("what it is not says why", func() {
				for path, want := range map[string]struct {
					status int
					code   string
				}{
					"/01/" + s.Products[1].GTIN + "/10/x/21/" + text: {400, "scan.other_product"},
					"/01/" + gtin[:13] + "x/21/" + text:              {400, "scan.other_product"},
					"/01/" + gtin + "/21/" + text + "/10/L":          {400, "landing.bad_link"},
					"/01/" + gtin + "/99/x/21/" + text:               {400, "landing.bad_link"},
					"/01/":                                           {400, "landing.bad_link"},
					"/01/" + gtin:                                    {404, "landing.no_serial"},
					"/01/" + gtin + "/10/L/":                         {404, "landing.no_serial"},
					"/01/" + gtin + "/21/" + s.forged():              {404, "code.unknown"},
					"/01/" + gtin + "/21/x":                          {400, "code.malformed"},
					link + "?linkType=gs1:recipeInfo":                {404, "landing.no_link_of_type"},
					"/01/" + gtin + "/21/x?linkType=linkset":         {400, "code.malformed"},
				} {
					shown := s.visit(path, visitor{})
					So(shown.status, ShouldEqual, want.status)
					So(shown.header.Get("X-Problem-Code"), ShouldEqual, want.code)
					for _, accept := range []string{"application/json", linksetType} {
						a := s.asks(path, accept, "")
						So(a.status, ShouldEqual, want.status)
						So(a.code(), ShouldEqual, want.code)
						So(a.header.Get("Access-Control-Allow-Origin"), ShouldEqual, "*")
					}
				}
			})
			Convey("a resolver tells all links, and sends to one of them", func() {
				a := s.asks(link+"/", linksetType, "")
				So(a.status, ShouldEqual, 200)
				So(a.header.Get("Content-Type"), ShouldEqual, linksetType)
				So(a.header.Get("Cache-Control"), ShouldEqual, "no-store")
				So(strings.Join(a.header.Values("Link"), " "), ShouldContainSubstring, "http://www.w3.org/ns/json-ld#context")
				set := read[linkset](s.house, a)
				So(set.Linkset, ShouldHaveLength, 1)
				So(string(set.Linkset[0]["anchor"]), ShouldEqual, `"`+s.server.URL+link+`"`)
				So(string(set.Linkset[0]["description"]), ShouldEqual, `"`+s.Products[0].Name+`"`)
				for _, asked := range []string{"linkset", "all"} {
					So(string(s.asks(link+"?linkType="+asked, "", "").body), ShouldEqual, string(a.body))
				}
				for _, relation := range []string{"defaultLink", "pip", "verificationService"} {
					So(set.hrefs(relation), ShouldResemble, []string{s.server.URL + "/" + text})
				}
				So(set.hrefs("loyaltyProgram")[0], ShouldStartWith, "weixin://dl/business/?appid=wx-consumer")
				So(set.hrefs("loyaltyProgram")[0], ShouldEndWith, text)

				for _, relation := range []string{"pip", "verificationService", "loyaltyProgram"} {
					for _, prefix := range []string{"gs1:", vocabulary, ""} {
						to := s.visit(link+"?linkType="+prefix+relation, visitor{})
						So(to.status, ShouldEqual, 307)
						So(to.header.Get("Location"), ShouldEqual, set.hrefs(relation)[0])
					}
				}
				So(string(s.visit("/"+text, visitor{}).body), ShouldEqual, page)
			})
			Convey("a browser gets the page, whatever else it would take", func() {
				So(string(s.asks(link, "text/html, "+linksetType+";q=0.8", "").body), ShouldEqual, page)
			})
			Convey("who guesses serial numbers is blocked, as at the printed URL", func() {
				for range 11 {
					s.asks("/01/"+gtin+"/21/"+s.forged()+"?linkType=linkset", linksetType, "")
				}
				So(s.asks(link, linksetType, "").code(), ShouldEqual, "scan.too_many_guesses")
				So(s.visit("/"+text, visitor{}).status, ShouldEqual, 429)
			})
			Convey("pages of others may ask, and read what it can do", func() {
				for _, path := range []string{link, "/.well-known/gs1resolver"} {
					a := s.do(request{method: "OPTIONS", path: path, header: map[string]string{"Origin": "https://else.test", "Access-Control-Request-Method": "GET"}})
					So(a.status, ShouldEqual, 204)
					So(a.header.Get("Access-Control-Allow-Methods"), ShouldContainSubstring, "GET")
				}
				a := s.asks("/.well-known/gs1resolver", "", "")
				So(a.status, ShouldEqual, 200)
				So(a.header.Get("Access-Control-Allow-Origin"), ShouldEqual, "*")
				described := read[struct {
					ResolverRoot         string
					SupportedPrimaryKeys []string
				}](s.house, a)
				So(described.ResolverRoot, ShouldEqual, s.server.URL)
				So(described.SupportedPrimaryKeys, ShouldResemble, []string{"01"})
			})
		})
	})
}

func TestDigitalLinkOnThePage(t *testing.T) {
	Convey("Given a brand without an app, whose page opens inside WeChat", t, func() {
		s := newWebStory(t, testkit.SQLite, noApps)
		link := func(gtin string) answer {
			return s.visit("/01/"+gtin+"/10/L/21/"+s.cap(0)+"/", visitor{agent: weChat})
		}
		Convey("a link leads there, and one of another product does not", func() {
			So(link(s.Products[0].GTIN).header.Get("Location"), ShouldEqual, webOrigin+"/h5/"+s.cap(0))
			So(s.visit("/"+s.forged(), visitor{agent: weChat}).header.Get("X-Problem-Code"), ShouldEqual, "code.unknown") // and goes nowhere
			So(link(s.Products[1].GTIN).header.Get("X-Problem-Code"), ShouldEqual, "scan.other_product")
		})
		Convey("and there is no link to an app", func() {
			set := read[linkset](s.house, s.asks("/01/"+s.Products[0].GTIN+"/21/"+s.cap(0), linksetType, ""))
			So(set.hrefs("loyaltyProgram"), ShouldBeEmpty)
			So(set.hrefs("pip"), ShouldHaveLength, 1)
		})
	})
}

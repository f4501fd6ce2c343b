package router_test

import (
	"net/url"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"
	"golang.org/x/net/html"

	"channelrouter/internal/errs"
	"channelrouter/service/testkit"
)

// page is what a browser finds in a page: where it leads and loads from, and its anchors.
type page struct {
	title   string
	links   []string // src, href, action and their like
	anchors map[string]bool
	classes map[string]bool
}

func parse(a answer) page {
	root, err := html.Parse(strings.NewReader(string(a.body)))
	So(err, ShouldBeNil)
	p := page{anchors: map[string]bool{}, classes: map[string]bool{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "title" && n.FirstChild != nil {
			p.title = n.FirstChild.Data
		}
		for _, attribute := range n.Attr {
			switch attribute.Key {
			case "src", "href", "action", "data", "poster", "srcset":
				p.links = append(p.links, attribute.Val)
			case "id":
				p.anchors[attribute.Val] = true
			case "class":
				p.classes[attribute.Val] = true
			}
		}
	}
	return p
}

// staysHere is whether all links of a page lead to this host, and its style loads nothing.
func (p page) staysHere(a answer) bool {
	for _, link := range p.links {
		if target, err := url.Parse(link); err != nil || target.Host != "" || target.Scheme != "" {
			return false
		}
	}
	return !strings.Contains(string(a.body), "@import") && !strings.Contains(string(a.body), "url(")
}

func TestDocs(t *testing.T) {
	Convey("Given the documentation", t, func() {
		h := newHouse(t, testkit.SQLite)

		Convey("/docs loads nothing from outside and may not", func() {
			a := h.get("/docs", "")
			So(a.status, ShouldEqual, 200)
			So(a.header.Get("Content-Type"), ShouldEqual, "text/html; charset=utf-8")
			p := parse(a)
			So(p.links, ShouldContain, "/openapi.json")
			So(p.staysHere(a), ShouldBeTrue)
			policy := a.header.Get("Content-Security-Policy")
			So(policy, ShouldStartWith, "default-src 'none';")
			So(policy, ShouldNotContainSubstring, "http")
			So(policy, ShouldNotContainSubstring, "*")
		})
		Convey("/docs/errors explains every code where problems point", func() {
			a := h.get("/docs/errors", "")
			So(a.status, ShouldEqual, 200)
			p := parse(a)
			So(p.staysHere(a), ShouldBeTrue)
			for _, e := range errs.Declared() {
				So(p.anchors[e.Code], ShouldBeTrue)
			}
			problem := h.get("/api/v1/consumer/wallet", "")
			kind, anchor, _ := strings.Cut(read[struct{ Type string }](h, problem).Type, "#")
			So(kind, ShouldEqual, "/docs/errors")
			So(p.anchors[anchor], ShouldBeTrue)
		})
	})
}

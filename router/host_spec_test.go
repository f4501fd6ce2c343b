package router_test

import (
	"io"
	"net/http"
	"net/url"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/link"
	"channelrouter/service/testkit"
)

// on asks a host for a path, as WeChat's or another browser.
func (h *house) on(host, method, path, agent string) answer {
	h.T.Helper()
	req, err := http.NewRequestWithContext(h.Ctx, method, h.server.URL+path, nil)
	h.check(err)
	req.Host = host
	req.Header.Set("User-Agent", agent)
	res, err := noRedirect.Do(req)
	h.check(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	h.check(err)
	return answer{res.StatusCode, res.Header, body}
}

// guidesHost gives the labels of units, and the guide's app, a host of their own.
func guidesHost(g *service.Ground) {
	app := g.Apps["guide"]
	app.Host = "g.brand.test"
	g.Apps["guide"] = app
	g.Printing.Hosts = map[model.Face]string{model.FaceUnitOuter: "g.brand.test"}
}

func TestHostsOpenTheirApps(t *testing.T) {
	Convey("Given labels with a host of the guide's app", t, func() {
		s := newStory(t, testkit.SQLite, guidesHost)
		opens := func(host, text string) url.Values {
			a := s.on(host, "GET", "/"+text, weChat)
			So(a.status, ShouldEqual, 302)
			target, err := url.Parse(a.header.Get("Location"))
			So(err, ShouldBeNil)
			So(target.Query().Get("query"), ShouldEqual, "code="+text)
			return target.Query()
		}

		Convey("that host opens the guide's app, at the page of its face and in its version", func() {
			q := opens("g.brand.test", s.label(0))
			So([]string{q.Get("appid"), q.Get("path"), q.Get("env_version")}, ShouldResemble, []string{"wx-guide", "pages/reward/index", "trial"})
			So(opens("g.brand.test", s.cap(0)).Get("path"), ShouldEqual, "pages/trace/index")
		})
		Convey("every other opens the consumer's", func() {
			for _, host := range []string{"c.brand.test", "127.0.0.1", "unknown.test", "g.brand.test.evil.test"} {
				q := opens(host, s.label(0))
				So([]string{q.Get("appid"), q.Get("path"), q.Get("env_version")}, ShouldResemble, []string{"wx-consumer", "pages/verify/index", ""})
			}
		})
		Convey("case and port do not matter", func() {
			for _, host := range []string{"G.BRAND.TEST", "g.brand.test:443", "G.brand.test:8080"} {
				So(opens(host, s.label(0)).Get("appid"), ShouldEqual, "wx-guide")
			}
		})
		Convey("a code that leads nowhere opens nothing on any host", func() {
			So(s.on("g.brand.test", "GET", "/"+s.forged(), weChat).status, ShouldEqual, 404)
		})
		Convey("a face that the role has nothing to do with opens the app's home page", func() {
			owner := s.console(model.UserOwner)
			policy := object{"rules": []object{{"face": "*", "role": "consumer", "app": "consumer", "page": "pages/verify/index", "action": "verify"}}}
			So(s.post("/api/v1/console/policies/routing", owner, object{"policy": policy}).status, ShouldEqual, 200)
			q := opens("g.brand.test", s.label(0))
			So(q.Has("path"), ShouldBeTrue)
			So(q.Get("path"), ShouldBeEmpty)
		})
		Convey("a browser is shown the page, as everywhere", func() {
			So(parse(s.on("g.brand.test", "GET", "/"+s.label(0), "")).classes["genuine"], ShouldBeTrue)
		})
		Convey("q of its URLs is taken", func() {
			gu := s.member("gu", "guide", model.RoleGuide, s.t1)
			So(s.post("/api/v1/guide/scans", gu, s.scanned("https://g.brand.test/"+s.label(0), 0)).status, ShouldEqual, 200)
		})
	})

	Convey("Given a host of an app that is not registered yet", t, func() {
		s := newStory(t, testkit.SQLite, guidesHost, func(g *service.Ground) { g.Apps["guide"] = link.App{Host: "g.brand.test"} })
		Convey("WeChat is shown the page there, and the consumer's app elsewhere", func() {
			So(parse(s.on("g.brand.test", "GET", "/"+s.label(0), weChat)).classes["genuine"], ShouldBeTrue)
			So(s.on("c.brand.test", "GET", "/"+s.label(0), weChat).status, ShouldEqual, 302)
		})
	})
}

func TestVerifyFiles(t *testing.T) {
	Convey("Given WeChat's verification files", t, func() {
		const content = "0123456789abcdef%s"
		s := newStory(t, testkit.SQLite, func(g *service.Ground) {
			g.VerifyFiles = map[string]string{"9Ab12XyZ3.txt": content, "MP_verify_x.txt": "other"}
		})
		Convey("they are at the root of every host, for everyone", func() {
			for _, host := range []string{"c.brand.test", "g.brand.test", "127.0.0.1"} {
				for _, agent := range []string{"", weChat} {
					a := s.on(host, "GET", "/9Ab12XyZ3.txt", agent)
					So(a.status, ShouldEqual, 200)
					So(string(a.body), ShouldEqual, content)
					So(a.header.Get("Content-Type"), ShouldEqual, "text/plain; charset=utf-8")
				}
			}
			So(string(s.on("c.brand.test", "GET", "/MP_verify_x.txt", "").body), ShouldEqual, "other")
		})
		Convey("HEAD has their head", func() {
			a := s.on("c.brand.test", "HEAD", "/9Ab12XyZ3.txt", "")
			So(a.status, ShouldEqual, 200)
			So(a.body, ShouldBeEmpty)
			So(a.header.Get("Content-Type"), ShouldStartWith, "text/plain")
		})
		Convey("another name is a code that is none, and codes stay codes", func() {
			for _, path := range []string{"/9ab12xyz3.txt", "/9Ab12XyZ3.txt.", "/9Ab12XyZ3", "/9Ab12XyZ3.txt%20", "/MP_verify_y.txt"} {
				So(s.on("c.brand.test", "GET", path, "").header.Get("X-Problem-Code"), ShouldStartWith, "code.")
			}
			So(s.on("c.brand.test", "GET", "/9Ab12XyZ3.txt/x", "").status, ShouldEqual, 404)
			So(s.on("c.brand.test", "GET", "/"+s.cap(0), "").status, ShouldEqual, 200)
			So(s.on("c.brand.test", "POST", "/9Ab12XyZ3.txt", "").status, ShouldEqual, 405)
		})
	})
}

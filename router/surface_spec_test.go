package router_test

import (
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/router"
	"channelrouter/service/testkit"
)

func TestSurface(t *testing.T) {
	Convey("Given a server", t, func() {
		h := newHouse(t, testkit.SQLite)
		li := h.token("consumer", "li")

		Convey("every refusal is a problem with a code, and carries the request's id", func() {
			for _, c := range []struct {
				request
				status int
				code   string
			}{
				{request{method: "GET", path: "/api/v1/nothing"}, 404, "request.no_such_route"},
				{request{method: "GET", path: "/nothing/at/all"}, 404, "request.no_such_route"},
				{request{method: "PUT", path: "/api/v1/consumer/scans"}, 405, "request.method_not_allowed"},
				{request{method: "GET", path: "/api/v1/console/organisations?after=%ff"}, 400, "request.invalid"},
				{request{method: "BREW", path: "/healthz"}, 405, "request.method_not_allowed"},
				{request{method: "GET", path: "/api/v1/consumer/wallet"}, 401, "request.no_session"},
				{request{method: "GET", path: "/api/v1/guide/wallet", token: li}, 403, "identity.token_of_another_app"},
				{request{method: "POST", path: "/api/v1/consumer/scans", token: li, body: "{"}, 400, "request.invalid"},
				{request{method: "POST", path: "/api/v1/consumer/scans", token: li, body: scans("12345")}, 400, "code.malformed"},
				{request{method: "POST", path: "/api/v1/consumer/scans", token: li, body: strings.Repeat(" ", bodyLimit+1)}, 413, "request.too_large"},
			} {
				c.header = map[string]string{"X-Request-Id": "mine", "Accept": "text/html"}
				a := h.do(c.request)
				So(a.status, ShouldEqual, c.status)
				So(a.code(), ShouldEqual, c.code)
				So(a.header.Get("Content-Type"), ShouldEqual, "application/problem+json")
				So(a.header.Get("X-Request-Id"), ShouldEqual, "mine")
				So(read[struct{ Status int }](h, a).Status, ShouldEqual, c.status)
			}
		})
		Convey("a refusal of the method says which ones there are", func() {
			a := h.do(request{method: "PUT", path: "/api/v1/consumer/scans"})
			So(a.header.Get("Allow"), ShouldEqual, "POST")
		})
		Convey("who is not known is told how to become so", func() {
			So(h.get("/api/v1/consumer/wallet", "").header.Get("WWW-Authenticate"), ShouldEqual, "Bearer")
		})
		Convey("a refusal names the field, and never its value", func() {
			a := h.post("/api/v1/console/sessions", "", object{"login": "li", "password": strings.Repeat("secret", 30)})
			So(a.code(), ShouldEqual, "request.invalid")
			So(string(a.body), ShouldContainSubstring, "body.password")
			So(string(a.body), ShouldNotContainSubstring, "secret")
		})
		Convey("metrics are by route: no code and no id is in them", func() {
			h.get("/SOMEBODYSCODE", "")
			h.get("/api/v1/console/batches/4711", "")
			h.do(request{method: "BREW", path: "/healthz"})
			metrics := string(h.get("/metrics", "").body)
			So(metrics, ShouldContainSubstring, `channelrouter_http_requests_total{method="GET",route="/:code",status="400"} 1`)
			So(metrics, ShouldContainSubstring, `route="/api/v1/console/batches/:id",status="401"`)
			for _, secret := range []string{"SOMEBODYSCODE", "4711", "BREW"} {
				So(metrics, ShouldNotContainSubstring, secret)
			}
		})
		Convey("it says that it lives, and that it is ready as long as its database is", func() {
			So(h.get("/healthz", "").status, ShouldEqual, 200)
			So(h.get("/readyz", "").status, ShouldEqual, 200)
			So(h.KV.Close(), ShouldBeNil)
			ready := h.get("/readyz", "")
			So(ready.status, ShouldEqual, 200)
			So(string(ready.body), ShouldContainSubstring, "key-value store does not answer")
			So(h.get("/healthz", "").status, ShouldEqual, 200)
		})
	})
	Convey("Given a server whose scans are written by nobody", t, func() {
		h := openHouse(t, testkit.SQLite, 0, router.Options{BodyBytes: bodyLimit, RequestTimeout: 200 * time.Millisecond})
		li, err := h.Identity.Login(h.Ctx, "consumer", "li")
		So(err, ShouldBeNil)
		pallet := h.Print(model.FacePallet, h.Batch("B1", 1).Level(model.LevelPallet).From)

		Convey("a scan ends when its time is over", func() {
			begin := time.Now()
			a := h.post("/api/v1/consumer/scans", li.Access, scans(pallet))
			So(time.Since(begin), ShouldBeLessThan, 30*time.Second)
			So(a.status, ShouldEqual, 503)
			So(a.code(), ShouldEqual, "request.timeout")
		})
	})
}

// Nobody says who he is but a proxy that is trusted.
func TestForgedAddress(t *testing.T) {
	Convey("Given a server behind no proxy", t, func() {
		s := &story{house: openHouse(t, testkit.SQLite, 1, router.Options{RequestTimeout: time.Minute})}
		s.batch = s.Batch("B1", 1)
		forged := s.forged()

		Convey("a guesser who claims another address for each guess is stopped", func() {
			for n := range allowance {
				So(s.visit("/"+forged, visitor{from: "203.0.113." + string(rune('0'+n%10))}).status, ShouldEqual, 404)
			}
			So(s.visit("/"+s.cap(0), visitor{from: "198.51.100.1"}).status, ShouldEqual, 429)
		})
	})
}

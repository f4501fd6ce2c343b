package router_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/testkit"
)

const consoleSessions = "/api/v1/console/sessions"

// A browser's session is a cookie that no script reads and no other site uses.
func TestBrowserSessions(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given somebody who logs in from a page of the console", t, func() {
			s := newStory(t, e)
			owner := s.console(model.UserOwner)
			page := map[string]string{"X-Console": "1"}
			login := func(header map[string]string) answer {
				return s.do(request{method: "POST", path: consoleSessions, header: header, body: object{"login": "owner", "password": password, "browser": true}})
			}
			cookieOf := func(a answer) *http.Cookie {
				cookies := (&http.Response{Header: a.header}).Cookies()
				So(cookies, ShouldHaveLength, 1)
				return cookies[0]
			}
			with := func(c *http.Cookie, header map[string]string) map[string]string {
				all := map[string]string{"Cookie": c.Name + "=" + c.Value}
				for name, value := range header {
					all[name] = value
				}
				return all
			}
			refresh := func(header map[string]string) answer {
				return s.do(request{method: "POST", path: consoleSessions + "/refresh", header: header, body: object{}})
			}

			Convey("the refresh token is a cookie for nothing but sessions, and not shown", func() {
				a := login(page)
				So(a.status, ShouldEqual, 200)
				c := cookieOf(a)
				So([]any{c.HttpOnly, c.SameSite, c.Path}, ShouldResemble, []any{true, http.SameSiteStrictMode, consoleSessions})
				So(c.Value, ShouldNotBeEmpty)
				So(read[session](s.house, a).Refresh, ShouldBeEmpty)
				So(string(a.body), ShouldNotContainSubstring, c.Value)
			})
			Convey("behind a proxy that speaks HTTPS it goes by HTTPS alone", func() {
				So(cookieOf(login(page)).Secure, ShouldBeFalse)
				So(cookieOf(login(map[string]string{"X-Console": "1", "X-Forwarded-Proto": "https"})).Secure, ShouldBeTrue)
			})
			Convey("another site cannot bring a login about, nor a refresh, though the cookie comes along", func() {
				foreign := login(nil)
				So([]any{foreign.status, foreign.code()}, ShouldResemble, []any{403, "request.not_our_page"})
				So(foreign.header.Get("Set-Cookie"), ShouldBeEmpty)
				c := cookieOf(login(page))
				So(refresh(with(c, nil)).code(), ShouldEqual, "request.not_our_page")
				So(refresh(with(c, page)).status, ShouldEqual, 200)
			})
			Convey("a refresh gives the next cookie, and the one before ends the session", func() {
				first := cookieOf(login(page))
				second := cookieOf(refresh(with(first, page)))
				So(second.Value, ShouldNotEqual, first.Value)
				s.Tick(time.Minute)
				So(refresh(with(first, page)).code(), ShouldEqual, "identity.session_replayed")
				So(refresh(with(second, page)).status, ShouldEqual, 401)
				So(refresh(page).code(), ShouldEqual, "request.no_refresh_token")
			})
			Convey("the cookie alone opens nothing", func() {
				c := cookieOf(login(page))
				a := s.do(request{method: "GET", path: "/api/v1/console/me", header: with(c, page)})
				So(a.status, ShouldEqual, 401)
			})
			Convey("an owner ends one of a user's sessions, and the others stay", func() {
				finance := s.console(model.UserFinance)
				s.enter(model.UserFinance, password)
				me := read[struct{ ID string }](s.house, s.get("/api/v1/console/me", finance))
				path := "/api/v1/console/users/" + me.ID + "/sessions"
				list := func() []struct{ ID string } {
					return read[struct{ Items []struct{ ID string } }](s.house, s.get(path, owner)).Items
				}
				sessions := list()
				So(sessions, ShouldHaveLength, 2)
				end := func(token, user, id string) answer {
					return s.do(request{method: "DELETE", path: fmt.Sprintf("/api/v1/console/users/%s/sessions/%s", user, id), token: token})
				}
				mine := read[struct{ ID string }](s.house, s.get("/api/v1/console/me", owner))
				So(end(finance, me.ID, sessions[0].ID).status, ShouldEqual, 403)
				So(end(owner, mine.ID, sessions[0].ID).code(), ShouldEqual, "identity.unknown_session")
				So(end(owner, me.ID, sessions[0].ID).status, ShouldEqual, 204)
				So(end(owner, me.ID, sessions[0].ID).code(), ShouldEqual, "identity.unknown_session")
				So(list(), ShouldHaveLength, 1)
			})
			Convey("the audit log is narrowed to days of Shanghai, with the last", func() {
				So(s.post("/api/v1/console/users", owner, object{"login": "new", "name": "x", "role": "auditor", "password": password}).status, ShouldEqual, 200)
				entries := func(query string) int {
					return len(read[struct{ Items []auditEntry }](s.house, s.get("/api/v1/console/audit?"+query, owner)).Items)
				}
				day := int(clock.BizDate(s.Clock.Now()))
				all := entries("")
				So(all, ShouldBeGreaterThan, 0)
				So(entries(fmt.Sprintf("from_day=%d&to_day=%d", day, day)), ShouldEqual, all)
				So(entries(fmt.Sprintf("to_day=%d", day-1)), ShouldEqual, 0)
				So(entries("from_day=20991231"), ShouldEqual, 0)
			})
		})
	})
}

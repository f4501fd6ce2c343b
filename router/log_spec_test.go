package router_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/router"
	"channelrouter/service/testkit"
)

// captureLog keeps everything that is logged until the scope ends.
func captureLog() *bytes.Buffer {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	Reset(func() { slog.SetDefault(before) })
	return &log
}

// tableGone hides a table from the server while ask runs, so that ask fails inside.
func (h *house) tableGone(table string, ask func() answer) answer {
	h.T.Helper()
	rename := func(from, to string) {
		h.check(h.DB.Run(h.Ctx, func(ctx context.Context) error {
			return h.DB.Conn(ctx).Exec("ALTER TABLE " + from + " RENAME TO " + to).Error
		}))
	}
	rename(table, "hidden")
	defer rename("hidden", table)
	return ask()
}

func TestLog(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a log that is watched", t, func() {
			s := newStory(t, e)
			log := captureLog()
			first := read[session](s.house, s.post("/api/v1/consumer/sessions", "", map[string]string{"code": "li-in-wechat"}))
			guide := s.member("gu-in-wechat", "guide", model.RoleGuide, s.t1)
			owner := s.console(model.UserOwner)

			Convey("each request is a line with its route and its id, and no more of it", func() {
				log.Reset()
				s.do(request{method: "GET", path: "/api/v1/console/me?from=somebody", token: owner, header: map[string]string{"X-Request-Id": "my-request"}})
				line := log.String()
				So(strings.Count(line, "\n"), ShouldEqual, 1)
				for _, part := range []string{`"method":"GET"`, `"route":"/api/v1/console/me"`, `"status":200`, `"request_id":"my-request"`} {
					So(line, ShouldContainSubstring, part)
				}
				So(line, ShouldNotContainSubstring, "somebody")
			})
			Convey("a refused one names who tried and what he was told", func() {
				log.Reset()
				s.post("/api/v1/consumer/scans", first.Access, scans(s.forged()))
				So(log.String(), ShouldContainSubstring, `"caller":"person/`)
				So(log.String(), ShouldContainSubstring, `"code":"code.unknown"`)

				log.Reset()
				s.post("/api/v1/consumer/scans", first.Access, `{"code": 7}`)
				So(log.String(), ShouldContainSubstring, `"code":"request.invalid"`)
			})
			Convey("no code, openid, token, password or device is ever in it", func() {
				claim := request{method: "POST", path: "/api/v1/consumer/scans", token: first.Access, body: scans(s.cap(0)),
					header: map[string]string{"X-Device": "my-device", "Idempotency-Key": "my-key"}}
				s.do(claim)
				s.do(claim)
				s.post("/api/v1/guide/scans", guide, scans(s.label(0)))
				s.post("/api/v1/guide/scans", first.Access, scans(s.label(0)))
				s.post("/api/v1/consumer/scans", first.Access, scans(s.forged()))
				s.post("/api/v1/consumer/scans", first.Access, `{"code": "`+s.cap(1))
				s.post("/api/v1/consumer/sessions/refresh", "", map[string]string{"refresh_token": first.Refresh})
				s.post("/api/v1/consumer/sessions/refresh", "", map[string]string{"refresh_token": first.Refresh})
				s.get("/api/v1/console/codes?code="+s.cap(0), owner)
				s.get("/"+s.cap(0), "")
				s.get("/01/06901234567892/21/"+s.cap(0), "")
				s.get("/nothing/"+s.cap(0), "")
				s.post("/api/v1/console/me/password", owner, map[string]string{"old": "not my password", "new": "short"})
				broken := s.tableGone("scans", func() answer {
					return s.post("/api/v1/consumer/scans", s.token("consumer", "wu-in-wechat"), scans(s.cap(2)))
				})
				So(broken.status, ShouldEqual, 500)
				So(log.String(), ShouldContainSubstring, `"level":"ERROR"`)
				for _, secret := range []string{
					s.cap(0), s.cap(1), s.cap(2), s.label(0), "in-wechat", "my-device", "my-key",
					first.Access, first.Refresh, guide, owner, password, "not my password",
				} {
					So(log.String(), ShouldNotContainSubstring, secret)
				}
			})
		})
	})
}

// A panic is a refusal like any other to the caller, and an error with its cause in the log.
func TestPanic(t *testing.T) {
	Convey("Given a server that lacks its ledger", t, func() {
		w := testkit.New(t, testkit.SQLite)
		w.Ledger = nil
		h := serve(w, 1, router.Options{RequestTimeout: time.Minute})
		li := h.token("consumer", "li")
		log := captureLog()
		a := h.do(request{method: "GET", path: "/api/v1/consumer/wallet", token: li, header: map[string]string{"X-Request-Id": "mine"}})

		Convey("the answer is internal", func() {
			So(a.status, ShouldEqual, 500)
			So(a.code(), ShouldEqual, "internal")
			So(a.header.Get("X-Request-Id"), ShouldEqual, "mine")
			So(string(a.body), ShouldNotContainSubstring, "nil pointer")
		})
		Convey("the log has the cause, and the request's line its status", func() {
			So(log.String(), ShouldContainSubstring, "nil pointer")
			So(log.String(), ShouldContainSubstring, `"route":"/api/v1/consumer/wallet","status":500`)
			So(string(h.get("/metrics", "").body), ShouldContainSubstring, `route="/api/v1/consumer/wallet",status="500"} 1`)
		})
	})
}

// What breaks inside is told to nobody outside.
func TestInternalErrors(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a database that lost a table", t, func() {
			s := newStory(t, e)
			li := s.token("consumer", "li")
			a := s.tableGone("scans", func() answer { return s.post("/api/v1/consumer/scans", li, scans(s.cap(0))) })

			Convey("the answer is internal, without a detail", func() {
				So(a.status, ShouldEqual, 500)
				So(a.code(), ShouldEqual, "internal")
				So(a.header.Get("Content-Type"), ShouldEqual, "application/problem+json")
				So(strings.ToLower(string(a.body)), ShouldNotContainSubstring, "scans")
				So(string(a.body), ShouldNotContainSubstring, `"detail"`)
			})
		})
	})
}

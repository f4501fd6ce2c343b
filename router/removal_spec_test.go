package router_test

import (
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestRemoving(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide at T1, and an owner and an auditor at the console", t, func() {
			s := newStory(t, e)
			owner, auditor := s.console(model.UserOwner), s.console(model.UserAuditor)
			guide := s.member("gu", "guide", model.RoleGuide, s.t1)
			remove := func(org model.Org, person any, role string) answer {
				path := fmt.Sprintf("/api/v1/console/organisations/%d/members/%v?role=%s", org.ID, person, role)
				return s.do(request{method: "DELETE", path: path, token: owner})
			}
			change := func(id any, body any) answer {
				return s.do(request{method: "PATCH", path: fmt.Sprintf("/api/v1/console/users/%v", id), token: owner, body: body})
			}
			idOf := func(token string) string {
				return read[struct{ ID string }](s.house, s.get("/api/v1/console/me", token)).ID
			}
			refused := func(a answer, status int, code string) {
				So(a.status, ShouldEqual, status)
				So(a.code(), ShouldEqual, code)
			}

			Convey("removed, the guide is nobody's at once, and that is audited", func() {
				So(remove(s.t1, s.person("gu"), "guide").status, ShouldEqual, 204)
				So(read[me](s.house, s.get("/api/v1/guide/me", guide)).Memberships, ShouldBeEmpty)
				So(s.post("/api/v1/guide/scans", guide, scans(s.label(0))).code(), ShouldEqual, "scan.wrong_app")
				So(s.audited(), ShouldEqual, 1)
			})
			Convey("removing him where he is not writes nothing", func() {
				gu := s.person("gu")
				before := s.facts()
				refused(remove(s.tw, gu, "guide"), 404, "channel.unknown_membership")
				refused(remove(s.t1, gu, "terminal"), 404, "channel.unknown_membership")
				refused(remove(s.t1, 1, "guide"), 404, "channel.unknown_membership")
				refused(remove(model.Org{ID: 1}, gu, "guide"), 404, "channel.unknown_organisation")
				refused(remove(s.t1, gu, "consumer"), 400, "request.invalid")
				refused(remove(s.t1, gu, ""), 400, "request.invalid")
				So(s.facts().since(before), ShouldBeEmpty)
				So(s.audited(), ShouldEqual, 0)
			})
			Convey("a user who is disabled is out at once, until he is enabled", func() {
				id := idOf(auditor)
				So(change(id, object{"disabled": true}).status, ShouldEqual, 200)
				refused(s.get("/api/v1/console/me", auditor), 401, "identity.session_expired")
				login := object{"login": "auditor", "password": password}
				refused(s.post("/api/v1/console/sessions", "", login), 403, "identity.user_disabled")
				So(change(id, object{"disabled": false, "role": "finance"}).status, ShouldEqual, 200)
				again := read[session](s.house, s.post("/api/v1/console/sessions", "", login)).Access
				So(read[struct{ Role string }](s.house, s.get("/api/v1/console/me", again)).Role, ShouldEqual, "finance")
				So(s.audited(), ShouldEqual, 2)
			})
			Convey("the last owner can neither be disabled nor demoted", func() {
				id := idOf(owner)
				before := s.facts()
				refused(change(id, object{"disabled": true}), 409, "identity.last_owner")
				refused(change(id, object{"role": "auditor"}), 409, "identity.last_owner")
				refused(change(id, object{"role": "emperor"}), 400, "request.invalid")
				refused(change(1, object{"disabled": true}), 404, "identity.unknown_user")
				So(s.facts().since(before), ShouldBeEmpty)
				So(s.audited(), ShouldEqual, 0)
				So(s.get("/api/v1/console/me", owner).status, ShouldEqual, 200)
			})
		})
	})
}

package router_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestAuditOutcomes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel manager and an auditor", t, func() {
			s := newStory(t, e)
			manager, auditor, owner := s.console(model.UserChannelManager), s.console(model.UserAuditor), s.console(model.UserOwner)
			const orgs = "/api/v1/console/organisations"
			org := object{"code": "D9", "kind": "distributor", "name": "secret-name", "adcode": "310115"}
			how := func(log []auditEntry) (all []string) {
				for _, e := range log {
					all = append(all, fmt.Sprintf("%s %s %s %d", e.Action, e.Outcome, e.Code, e.Times))
				}
				return all
			}
			narrowed := func(outcome string) []string {
				page := read[struct{ Items []auditEntry }](s.house, s.get("/api/v1/console/audit?outcome="+outcome, auditor))
				return how(page.Items)
			}

			Convey("each way in which a request can end is told, with the code of its error", func() {
				So(s.post(orgs, manager, org).status, ShouldEqual, 200)
				So(s.post(orgs, manager, org.with("name", "other")).status, ShouldEqual, 409)
				So(s.post(orgs, auditor, org).status, ShouldEqual, 403)
				So(s.post(orgs, manager, object{"code": 7}).status, ShouldEqual, 400)
				So(s.post("/api/v1/console/batches/1/activations", manager, object{"level": "unit", "from": 0, "to": 1}).status, ShouldEqual, 404)
				failed := s.tableGone("orgs", func() answer { return s.post(orgs, manager, org.with("code", "D10")) })
				So(failed.status, ShouldEqual, 500)
				So(s.post("/api/v1/console/routing/dry-run", auditor, object{}).status, ShouldEqual, 200)

				log := s.auditLog()
				So(how(log), ShouldResemble, []string{
					"POST /api/v1/console/routing/dry-run done  1",
					"POST /api/v1/console/organisations failed internal 1",
					"POST /api/v1/console/batches/{id}/activations invalid code.unknown_batch 1",
					"POST /api/v1/console/organisations invalid request.invalid 1",
					"POST /api/v1/console/organisations refused request.not_permitted 1",
					"POST /api/v1/console/organisations conflict channel.organisation_exists 1",
					"POST /api/v1/console/organisations done  1",
				})
				So(narrowed("refused"), ShouldResemble, []string{"POST /api/v1/console/organisations refused request.not_permitted 1"})
				So(narrowed("conflict"), ShouldResemble, []string{"POST /api/v1/console/organisations conflict channel.organisation_exists 1"})
				So(narrowed("done"), ShouldHaveLength, 2)
				So(s.get("/api/v1/console/audit?outcome=maybe", auditor).status, ShouldEqual, 400)
				So(fmt.Sprint(log), ShouldNotContainSubstring, "secret-name")
			})
			Convey("a change of what somebody else has changed is a conflict", func() {
				path := fmt.Sprintf("%s/%d", orgs, s.d1.ID)
				rename := func(name string) int {
					return s.do(request{method: "PATCH", path: path, token: manager, header: map[string]string{"If-Match": `"1"`}, body: object{"name": name}}).status
				}
				So([]int{rename("first"), rename("second")}, ShouldResemble, []int{200, http.StatusPreconditionFailed})
				So(how(s.auditLog()), ShouldResemble, []string{
					"PATCH /api/v1/console/organisations/{id} conflict channel.changed 1", "PATCH /api/v1/console/organisations/{id} done  1",
				})
			})
			Convey("who is refused again and again fills a row a minute, and another answer is another row", func() {
				s.Tick(time.Minute - s.Clock.Now().Sub(s.Clock.Now().Truncate(time.Minute)))
				for range 7 {
					So(s.post(orgs, auditor, org).status, ShouldEqual, 403)
				}
				So(s.post(orgs, manager, object{}).status, ShouldEqual, 400)
				s.Tick(time.Minute)
				So(s.post(orgs, auditor, org).status, ShouldEqual, 403)
				So(how(s.auditLog()), ShouldResemble, []string{
					"POST /api/v1/console/organisations refused request.not_permitted 1",
					"POST /api/v1/console/organisations invalid request.invalid 1",
					"POST /api/v1/console/organisations refused request.not_permitted 7",
				})
			})
			Convey("who reads personal data without leave is told of", func() {
				So(s.get("/api/v1/console/tax/reports/2025", manager).status, ShouldEqual, 403)
				So(how(s.auditLog()), ShouldResemble, []string{"GET /api/v1/console/tax/reports/{year} refused request.not_permitted 1"})
			})
			Convey("a login that fails is told of, whether or not there is such a user, and without what was typed", func() {
				enter := func(login, typed string) answer {
					return s.post("/api/v1/console/sessions", "", object{"login": login, "password": typed})
				}
				So(read[struct{ ID string }](s.house, s.post("/api/v1/console/users", owner, object{"login": "li", "name": "Li", "role": "auditor", "password": password})).ID, ShouldNotBeEmpty)
				So(enter("li", "wrong-typed").status, ShouldEqual, 401)
				So(enter("nobody-typed", "wrong-typed").status, ShouldEqual, 401)
				log := s.auditLog()[:2]
				So(how(log), ShouldResemble, []string{
					"POST /api/v1/console/sessions refused identity.bad_credentials 1", "POST /api/v1/console/sessions refused identity.bad_credentials 1",
				})
				So(log[0].UserID, ShouldEqual, "0")
				So(log[1].UserID, ShouldNotEqual, "0")
				So(log[0].Target, ShouldStartWith, "/api/v1/console/sessions, from ")
				So(fmt.Sprint(log), ShouldNotContainSubstring, "typed")
				So(enter("li", password).status, ShouldEqual, 200)
				So(s.auditLog()[:2], ShouldResemble, log)
			})
		})
	})
}

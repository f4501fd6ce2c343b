package router_test

import (
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

type auditEntry struct {
	UserID    string `json:"user_id"`
	Action    string
	Target    string
	RequestID string `json:"request_id"`
	Outcome   string
	Code      string
	Times     int
}

func (s *story) auditLog() []auditEntry {
	return read[struct{ Items []auditEntry }](s.house, s.get("/api/v1/console/audit", s.console(model.UserAuditor))).Items
}

func TestAudit(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel manager", t, func() {
			s := newStory(t, e)
			manager := s.console(model.UserChannelManager)
			users := read[struct{ Items []struct{ ID, Role string } }](s.house, s.get("/api/v1/console/users", manager))
			activate := func(id model.BatchID) answer {
				return s.do(request{method: "POST", path: fmt.Sprintf("/api/v1/console/batches/%d/activations", id), token: manager,
					header: map[string]string{"X-Request-Id": "the-request"}, body: object{"level": "unit", "from": 0, "to": 1}})
			}

			Convey("a write commits with who did it, what and where", func() {
				batch := s.asleepBatch()
				So(activate(batch.ID).status, ShouldEqual, 204)
				So(s.auditLog(), ShouldResemble, []auditEntry{{
					UserID: users.Items[0].ID, Action: "POST /api/v1/console/batches/{id}/activations",
					Target: fmt.Sprintf("/api/v1/console/batches/%d/activations", batch.ID), RequestID: "the-request",
					Outcome: "done", Times: 1,
				}})
			})
			Convey("the entry of a creation names what was made", func() {
				owner := s.console(model.UserOwner)
				for _, c := range []struct {
					path string
					body object
					made string
				}{
					{"/users", object{"login": "new", "name": "x", "role": "auditor", "password": password}, "user "},
					{"/organisations", object{"code": "D3", "kind": "distributor", "name": "D3", "adcode": "310115"}, "organisation "},
					{"/batches", object{"ref": "B2", "product_id": fmt.Sprint(s.Products[0].ID), "units_per_case": 6, "cases_per_pallet": 4, "pallets": 1}, "batch "},
				} {
					made := read[struct{ ID string }](s.house, s.post("/api/v1/console"+c.path, owner, c.body))
					So(s.auditLog()[0].Target, ShouldEqual, "/api/v1/console"+c.path+", "+c.made+made.ID)
				}
				So(s.post("/api/v1/console/policies/rewards", owner, object{"policy": s.rewards(owner)}).status, ShouldEqual, 200)
				So(s.auditLog()[0].Target, ShouldEqual, "/api/v1/console/policies/rewards, version 1")
			})
			Convey("a write that cannot be audited does not happen", func() {
				batch := s.asleepBatch()
				var changed []string
				a := s.tableGone("audit_entries", func() answer {
					before := s.facts()
					a := activate(batch.ID)
					changed = s.facts().since(before)
					return a
				})
				So(changed, ShouldBeEmpty)
				So(a.status, ShouldEqual, 500)
				So(a.code(), ShouldEqual, "internal")
			})
			Convey("reading and logging in leave none, logging out does", func() {
				So(s.get("/api/v1/console/organisations", manager).status, ShouldEqual, 200)
				token := s.enter(model.UserChannelManager, password).Access
				So(s.auditLog(), ShouldBeEmpty)
				So(s.do(request{method: "DELETE", path: "/api/v1/console/sessions/current", token: token}).status, ShouldEqual, 204)
				So(s.auditLog()[0].Action, ShouldEqual, "DELETE /api/v1/console/sessions/current")
			})
			Convey("a change of the password is one entry", func() {
				change := func(from, to string) answer {
					return s.post("/api/v1/console/me/password", manager, map[string]string{"old": from, "new": to})
				}
				So(change("not my password", "another good one").status, ShouldEqual, 401)
				So(s.audited(), ShouldEqual, 0)
				So(change(password, "another good one").status, ShouldEqual, 204)
				log := s.auditLog()
				So([]any{log[1].Outcome, log[1].Code}, ShouldResemble, []any{"refused", "identity.bad_credentials"})
				So(s.audited(), ShouldEqual, 1)
				So(log[0].Action, ShouldEqual, "POST /api/v1/console/me/password")
				So(log[0].UserID, ShouldEqual, users.Items[0].ID)
			})
			Convey("what members of the channel do is not the console's", func() {
				d1 := s.member("wang", "distributor", model.RoleDistributor, s.d1)
				So(s.keyed("/api/v1/distributor/shipments?to=T1", d1, "k", s.codes(s.caseCode(0))).status, ShouldEqual, 200)
				So(s.audited(), ShouldEqual, 0)
			})
		})
	})
}

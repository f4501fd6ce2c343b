package router_test

import (
	"fmt"
	"strings"
	"testing"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// Values at the edge of their types are refused or taken; they break nothing.
func TestExtremes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		li, owner := s.token("consumer", "li"), s.console(model.UserOwner)
		d1 := s.member("wang", "distributor", model.RoleDistributor, s.d1)
		texts := []string{"\x00", "\u202e\U0001F600", strings.Repeat("導", 32), "' OR 1=1 --", "%00", `"`, "\ufffd"}
		times := []string{
			"0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000001Z", "0999-12-31T00:00:00Z", "1900-02-28T23:59:60Z",
			"9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59-23:59", "0000-01-01T00:00:00+23:59", "2026-03-02T01:00:30.9999999999Z",
		}
		var requests []request
		for i, at := range times {
			post := func(path, token string, body object) {
				r := posting(path, token, body)
				r.header = withKey(fmt.Sprint("time-", i))
				requests = append(requests, r)
			}
			post("/api/v1/consumer/scans", li, scans(s.cap(0)).with("at", at))
			post("/api/v1/distributor/receipts", d1, s.codes(s.caseCode(0)).with("at", at))
			post("/api/v1/distributor/receipts", d1, s.codes(s.caseCode(0)).with("at", at).with("offline", true))
			post(fmt.Sprintf("/api/v1/console/organisations/%d/links", s.t1.ID), owner, object{"supplier_id": fmt.Sprint(s.d2.ID), "valid_from": at})
			post(fmt.Sprintf("/api/v1/console/organisations/%d/territories", s.d1.ID), owner, object{"prefix": "32", "valid_from": at})
			post(fmt.Sprintf("/api/v1/console/organisations/%d/members", s.t1.ID), owner, object{"person_id": "1", "role": "guide", "valid_from": at})
			post("/api/v1/console/policies/rewards", owner, object{"in_force": at, "policy": s.rewards(owner)})
			requests = append(requests, request{method: "GET", path: "/api/v1/console/codes?code=" + s.cap(0) + "&at=" + strings.ReplaceAll(at, "+", "%2B"), token: owner})
		}
		for i, text := range texts {
			keyed := posting("/api/v1/consumer/scans", li, scans(text))
			keyed.header = map[string]string{"Idempotency-Key": fmt.Sprint("text-", i), "X-Device": "ü" + strings.Trim(text, "\x00")}
			requests = append(requests, keyed,
				posting("/api/v1/console/organisations", owner, object{"code": text, "kind": "terminal", "name": text, "adcode": "310115"}),
				posting("/api/v1/console/batches", owner, object{"ref": text, "product_id": fmt.Sprint(s.Products[0].ID), "units_per_case": 1, "cases_per_pallet": 1, "pallets": 1}),
				posting("/api/v1/console/sessions", "", object{"login": text, "password": text}),
				posting("/api/v1/consumer/sessions", "", object{"code": text}),
				posting("/api/v1/consumer/sessions/refresh", "", object{"refresh_token": text}),
				posting(fmt.Sprintf("/api/v1/console/batches/%d/revocations", s.batch.ID), owner, object{"level": "unit", "from": 40, "to": 41, "recall": true, "reason": text}),
			)
		}
		requests = append(requests,
			request{method: "GET", path: "/api/v1/console/organisations?after=9223372036854775807", token: owner},
			request{method: "GET", path: "/api/v1/console/audit?after=9223372036854775807", token: owner},
			request{method: "GET", path: "/api/v1/console/rebates?from=99991231&to=20000101", token: owner},
			request{method: "GET", path: fmt.Sprintf("/api/v1/console/batches/%d/codes?face=pallet&from=9223372036854775806&to=9223372036854775807", s.batch.ID), token: owner},
		)
		for _, r := range requests {
			if a := s.do(r); a.status >= 500 {
				t.Errorf("%s %s %v: %d %s", r.method, r.path, r.body, a.status, a.body)
			}
		}
		s.Settle() // what was taken can be worked with
		for _, path := range []string{"/console/organisations", "/console/batches", "/console/policies/rewards", "/console/policies/rewards/current", "/console/audit"} {
			if a := s.get("/api/v1"+path, owner); a.status != 200 {
				t.Errorf("%s afterwards: %d %s", path, a.status, a.body)
			}
		}
	})
}

// rewards is the reward policy in force.
func (s *story) rewards(token string) any {
	return read[struct{ Policy any }](s.house, s.get("/api/v1/console/policies/rewards/current", token)).Policy
}

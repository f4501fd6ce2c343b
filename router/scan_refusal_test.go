package router_test

import (
	"strings"
	"testing"
	"time"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// What the scan of a code can be refused for, by what the request says.
func TestScansAreRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		li := s.token("consumer", "li")
		guide := s.member("gu", "guide", model.RoleGuide, s.t1)
		asleep, revoked := s.asleep(), s.revoked()
		scan := func(body any) request { return posting("/api/v1/consumer/scans", li, body) }
		good := scans(s.cap(0))
		const then = "2020-01-01T00:00:00Z"
		s.refusals(t, []scenario{
			{"too short for a code", scan(scans("12345")), 400, "code.malformed"},
			{"letters that no code has", scan(scans(strings.Repeat("U", 18))), 400, "code.malformed"},
			{"a mistyped symbol", scan(scans(mistype(s.cap(0)))), 400, "code.mistyped"},
			{"a forged code", scan(scans(s.forged())), 404, "code.unknown"},
			{"a code that was never issued", scan(scans(s.neverIssued())), 404, "code.unknown"},
			{"a code that is not activated", scan(scans(asleep)), 404, "code.unknown"},
			{"a code that was withdrawn", scan(scans(revoked)), 410, "code.revoked"},
			{"no code", scan(object{}), 400, "request.invalid"},
			{"an empty code", scan(scans("")), 400, "request.invalid"},
			{"a code that is a number", scan(object{"code": 7}), 400, "request.invalid"},
			{"a field that does not exist", scan(good.with("role", "guide")), 400, "request.invalid"},
			{"no body", scan(nil), 400, "request.invalid"},
			{"an empty body", scan(""), 400, "request.invalid"},
			{"null", scan("null"), 400, "request.invalid"},
			{"a list", scan("[]"), 400, "request.invalid"},
			{"broken JSON", scan(`{"code": "`), 400, "request.invalid"},
			{"a body over the limit", scan(`{"code": "` + strings.Repeat("9", bodyLimit) + `"}`), 413, "request.too_large"},
			{"a district that does not exist", scan(good.with("adcode", "999999")), 400, "scan.bad_scan"},
			{"a district that is no number", scan(good.with("adcode", "abcdef")), 400, "request.invalid"},
			{"a time in the future", scan(good.with("at", s.Clock.Now().Add(time.Hour))), 400, "scan.bad_scan"},
			{"a time before all times", scan(good.with("at", "0001-01-02T00:00:00Z")), 400, "request.invalid"},
			{"a time that is none", scan(good.with("at", "yesterday")), 400, "request.invalid"},
			{"a key with spaces", request{method: "POST", path: "/api/v1/consumer/scans", token: li, header: withKey("a key"), body: good}, 400, "request.invalid"},
			{"a key over the limit", request{method: "POST", path: "/api/v1/consumer/scans", token: li, header: withKey(strings.Repeat("k", 65)), body: good}, 400, "request.invalid"},
			{"a consumer in the guide's app", posting("/api/v1/guide/scans", s.token("guide", "li"), good), 403, "scan.wrong_app"},
			{"a consumer's token in the guide's app", posting("/api/v1/guide/scans", li, good), 403, "identity.token_of_another_app"},
			{"a guide's token in the consumer's app", posting("/api/v1/consumer/scans", guide, good), 403, "identity.token_of_another_app"},
			{"a time of years ago", posting("/api/v1/guide/scans", guide, good.with("at", then)), 400, "scan.bad_scan"},
			{"a consumer's own time", scan(good.with("at", s.Clock.Now())), 400, "scan.bad_scan"},
			{"no session", posting("/api/v1/consumer/scans", "", good), 401, "request.no_session"},
			{"a token that is none", posting("/api/v1/consumer/scans", "x.y.z", good), 401, "identity.session_expired"},
		})

		t.Run("a key that was used for another scan", func(t *testing.T) {
			if a := s.keyed("/api/v1/consumer/scans", li, "once", good); a.status != 200 {
				t.Fatalf("the first scan: %d %s", a.status, a.body)
			}
			other := posting("/api/v1/consumer/scans", li, scans(s.cap(1)))
			other.header = withKey("once")
			s.refusals(t, []scenario{{"with another code", other, 409, "scan.idempotency_key_reused"}})
		})
		t.Run("a session that is over", func(t *testing.T) {
			s.Tick(time.Hour)
			s.refusals(t, []scenario{{"an hour later", scan(good), 401, "identity.session_expired"}})
		})
	})
}

package router_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service/link"
	"channelrouter/service/testkit"
)

// fuzzer throws bodies at one route after the other.
type fuzzer struct {
	*story
	paths []string
	token string
	// forgiven may be written by a refusal: a failed login counts.
	forgiven []string
	known    facts
	audits   int64
}

// play plants seeds and sends whatever comes of them. The answer is never our fault, a
// refusal is a problem with a code, and it has written nothing.
func (z *fuzzer) play(f *testing.F, seeds ...any) {
	for _, seed := range append(seeds, "", "null", "[]", "{}", "{\"\xff\":1}", `{"a":`) {
		text, isText := seed.(string)
		if !isText {
			encoded, err := json.Marshal(seed)
			z.check(err)
			text = string(encoded)
		}
		for i := range z.paths {
			f.Add(uint8(i), []byte(text))
		}
	}
	z.known, z.audits = z.facts(), z.audited()
	sent := 0
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		z.T = t
		sent++
		path := z.paths[int(which)%len(z.paths)]
		a := z.keyed("/api/v1"+path, z.token, fmt.Sprint("fuzz-", sent), string(body))
		now, audits := z.facts(), z.audited()
		changed := now.since(z.known)
		z.known = now
		switch {
		case a.status >= 500:
			t.Errorf("%s %q: %d %s", path, body, a.status, a.body)
		case a.status < 400:
		case a.code() == "":
			t.Errorf("%s %q: %d without a code: %s", path, body, a.status, a.body)
		case audits != z.audits:
			t.Errorf("%s %q: refused with %s, and audited as done", path, body, a.code())
		default:
			changed = slices.DeleteFunc(changed, func(table string) bool { return slices.Contains(z.forgiven, table) })
			if len(changed) > 0 {
				t.Errorf("%s %q: refused with %s, and wrote to %v", path, body, a.code(), changed)
			}
		}
		z.audits = audits
	})
}

// FuzzCustodyBody: the warehouse's events, and those of distributors.
func FuzzCustodyBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	z := &fuzzer{story: s, token: s.console(model.UserOwner), paths: []string{"/console/custody-events"}}
	ship := object{"kind": "ship", "from": "D1", "to": "T1", "codes": []string{s.caseCode(0)}}
	z.play(f, ship, ship.with("offline", true).with("at", "2026-03-02T01:00:00Z"), ship.with("to", "D9"), ship.with("codes", []string{"9"}),
		ship.with("kind", "unpack").with("codes", []string{s.onPallet(0)}), ship.with("kind", "destroy").with("codes", []string{s.cap(3), s.cap(3)}),
		object{"kind": "pack", "from": "BRAND", "into": s.caseCode(5), "codes": []string{s.label(30), s.label(31)}},
		ship.with("kind", "transfer").with("to", "D2"), ship.with("at", "0000-01-01T00:00:00Z"), ship.with("codes", []string{}))
}

// FuzzShipmentBody: what a distributor ships and takes in.
func FuzzShipmentBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	z := &fuzzer{
		story: s, token: s.member("wang", "distributor", model.RoleDistributor, s.d1),
		paths: []string{"/distributor/receipts", "/distributor/shipments?to=T1"},
	}
	goods := s.codes(s.caseCode(0))
	z.play(f, goods, goods.with("offline", true), goods.with("at", "2026-03-02T01:00:00Z"), s.codes(s.onPallet(1)), s.codes(s.forged()), s.codes(""))
}

// FuzzPolicyBody: every kind of policy.
func FuzzPolicyBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	z := &fuzzer{story: s, token: s.console(model.UserOwner), paths: []string{
		"/console/policies/routing", "/console/policies/rewards", "/console/policies/rebates", "/console/policies/diversion", "/console/routing/dry-run",
	}}
	var seeds []any
	for _, path := range z.paths[:4] {
		current := read[struct{ Policy any }](s.house, s.get("/api/v1"+path+"/current", z.token)).Policy
		seeds = append(seeds, object{"policy": current}, object{"policy": current, "in_force": "2026-03-02T01:00:00Z"})
	}
	z.play(f, append(seeds, object{"policy": object{"rates_by_sku": object{"": object{}, "\x00": nil}}}, object{"policy": nil})...)
}

// FuzzBatchBody: orders of codes.
func FuzzBatchBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	batch := fmt.Sprintf("/console/batches/%d", s.asleepBatch().ID)
	z := &fuzzer{
		story: s, token: s.console(model.UserOwner),
		paths: []string{"/console/batches", batch + "/activations", batch + "/revocations"},
	}
	order := object{"ref": "F1", "product_id": fmt.Sprint(s.Products[0].ID), "units_per_case": 6, "cases_per_pallet": 4, "pallets": 1}
	z.play(f, order, order.with("ref", "B1"), order.with("pallets", 1<<36), order.with("units_per_case", -1), order.with("product_id", "x"),
		object{"level": "unit", "from": 0, "to": 3}, object{"level": "case", "from": 0, "to": 1, "recall": true, "reason": "glass"}, object{"from": 1})
}

// FuzzChannelBody: organisations, and what hangs on them.
func FuzzChannelBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	t1, d1 := fmt.Sprintf("/console/organisations/%d", s.t1.ID), fmt.Sprintf("/console/organisations/%d", s.d1.ID)
	z := &fuzzer{
		story: s, token: s.console(model.UserOwner),
		paths: []string{"/console/organisations", t1 + "/links", d1 + "/territories", t1 + "/members"},
	}
	from := object{"valid_from": "2026-03-02T01:00:00Z"}
	z.play(f, object{"code": "D3", "kind": "distributor", "name": "D3", "adcode": "310115"}, from.with("supplier_id", fmt.Sprint(s.d2.ID)),
		from.with("prefix", "32"), from.with("person_id", fmt.Sprint(s.person("li"))).with("role", "guide"), from.with("person_id", "1").with("role", "guide"))
}

// FuzzCampaignBody: drafts of campaigns, and those who draw.
func FuzzCampaignBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	z := &fuzzer{story: s, token: s.console(model.UserOwner), paths: []string{"/console/campaigns", "/console/policies/campaigns"}}
	draft := draftCampaign()
	z.play(f, draft, draft.with("skus", []string{s.Products[0].SKU, ""}), draft.with("starts_at", "0000-01-01T00:00:00Z"), draft.with("tickets", 1<<60),
		draft.with("prizes", []any{object{"code": "-", "kind": "gift", "value_fen": 1 << 60, "stock": 1, "odds_ppm": 1}}), draft.with("consolation", nil),
		object{"policy": object{"most_prize_fen": 1, "public_above_fen": 0}}, object{"policy": object{"most_prize_fen": -1}})
}

// FuzzDrawBody: what a consumer draws for.
func FuzzDrawBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	li := s.token("consumer", "li")
	z := &fuzzer{story: s, token: li, paths: []string{"/consumer/draws"}}
	campaign := s.campaign(draftCampaign())
	z.play(f, s.wish(campaign, s.claimed(li, 0)), s.wish(campaign, "1"), s.wish("1", "1"), s.wish("x", "-1"), s.wish(campaign, "9223372036854775807"))
}

// FuzzStaffBody: how people come to act for organisations.
func FuzzStaffBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	z := &fuzzer{
		story: s, token: s.member("boss", "terminal", model.RoleTerminal, s.t1),
		paths: []string{"/terminal/invitations", "/terminal/memberships", "/terminal/me/phone", "/terminal/me/consents"},
	}
	invitation := object{"role": "guide"}
	z.play(f, invitation, invitation.with("phone", "+86 138 1234 5678"), invitation.with("org_id", fmt.Sprint(s.t2.ID)), invitation.with("role", "distributor"),
		object{"code": "0000-0000-0"}, object{"code": "\x00"}, object{"code": "13812345678", "consent": "1"}, object{"code": "+", "consent": "1"},
		object{"purpose": "location", "version": "1"}, object{"purpose": "", "version": "\u00e9"})
}

// FuzzLinkBody: links, and tests of printed hosts.
func FuzzLinkBody(f *testing.F) {
	s := newStory(f, testkit.SQLite, atWeChat(f, fake.New()))
	z := &fuzzer{story: s, token: s.console(model.UserOwner), paths: []string{"/console/links", "/console/links/tests"}}
	wish := object{"app": "guide", "kind": "scheme", "page": "pages/home", "query": "a=%25", "days": 3}
	z.play(f, wish, wish.with("page", "/"), wish.with("query", "\u0000"), wish.with("days", -1), deviceTest("ios", true),
		deviceTest("android", false).with("host", "C.BRAND.TEST"), deviceTest("ios", true).with("note", "\u0000"))
}

// FuzzArrivalBody: what an app is opened with.
func FuzzArrivalBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	z := &fuzzer{story: s, token: s.token("consumer", "li"), paths: []string{"/consumer/hops", "/consumer/scenes"}}
	target, err := s.Link.HopTarget(link.Hop{Person: s.person("li"), App: "consumer", Code: s.cap(0), Page: "x", Action: "claim"})
	s.check(err)
	ticket := target.ExtraData.Ticket
	z.play(f, object{"ticket": ticket}, object{"ticket": ticket[:40]}, object{"ticket": z.token}, object{"ticket": "a.b.c"},
		object{"scene": "s0000000000001aaaaaaaa"}, object{"scene": "\u0000"})
}

// FuzzLoginBody: the doors of the apps and of the console.
func FuzzLoginBody(f *testing.F) {
	s := newStory(f, testkit.SQLite)
	s.console(model.UserOwner)
	z := &fuzzer{
		story: s, forgiven: []string{"console_users", "login_failures"},
		paths: []string{"/console/sessions", "/console/sessions/refresh", "/consumer/sessions", "/consumer/sessions/refresh"},
	}
	z.play(f, object{"login": "owner", "password": password}, object{"login": "owner", "password": "wrong"}, `{"login":"\u0000","password":"\ud800"}`,
		object{"code": "li"}, object{"code": "\x00"}, object{"refresh_token": "x"}, `{"login":"a","login":"owner","password":"x"}`)
}

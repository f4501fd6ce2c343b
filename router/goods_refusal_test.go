package router_test

import (
	"testing"
	"time"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// What receiving and shipping can be refused for, in the distributor's app.
func TestGoodsAreRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		d1 := s.member("wang", "distributor", model.RoleDistributor, s.d1)
		d2 := s.member("zhou", "distributor", model.RoleDistributor, s.d2)
		stranger := s.token("distributor", "nobody")
		ship := func(token, to string, body any) request {
			return posting("/api/v1/distributor/shipments?to="+to, token, body)
		}
		receive := func(token string, body any) request { return posting("/api/v1/distributor/receipts", token, body) }
		first := s.codes(s.caseCode(0))
		unmade := s.Print(model.FacePallet, testkit.Item(s.Batch("B2", 1), model.LevelPallet, 0))
		keyless := ship(d1, "T1", first)
		keyless.header = nil
		s.refusals(t, []scenario{
			{"to an organisation that does not exist", ship(d1, "NOPE", first), 404, "channel.unknown_organisation"},
			{"to a name that is no text", ship(d1, "%ff", first), 400, "request.invalid"},
			{"to nobody", ship(d1, "", first), 400, "request.invalid"},
			{"to another distributor's terminal", ship(d1, "T2", first), 403, "channel.outside_subtree"},
			{"to the brand", ship(d1, "BRAND", first), 403, "channel.outside_subtree"},
			{"goods that another has", ship(d2, "T2", first), 409, "custody.not_held"},
			{"goods that the brand still has", ship(d1, "T1", s.codes(s.caseCode(4))), 409, "custody.not_held"},
			{"by one who is no member", ship(stranger, "T1", first), 403, "channel.no_membership"},
			{"no goods", ship(d1, "T1", object{"codes": []string{}}), 400, "request.invalid"},
			{"goods that are no list", ship(d1, "T1", object{"codes": "x"}), 400, "request.invalid"},
			{"one mistyped code among good ones", ship(d1, "T1", s.codes(s.caseCode(0), mistype(s.caseCode(1)))), 400, "code.mistyped"},
			{"a code that was never issued", ship(d1, "T1", s.codes(s.neverIssued())), 404, "code.never_issued"},
			{"in the future", ship(d1, "T1", first.with("at", s.Clock.Now().Add(time.Hour))), 400, "custody.bad_event"},
			{"without a key", keyless, 400, "request.invalid"},
			{"a receipt of what never came into being", receive(d2, s.codes(unmade)), 409, "custody.not_shipped"},
			{"a receipt by one who is no member", receive(stranger, first), 403, "channel.no_membership"},
			{"a terminal's token", receive(s.token("terminal", "wang"), first), 403, "identity.token_of_another_app"},
		})

		t.Run("a key that was used for another shipment", func(t *testing.T) {
			if a := s.keyed("/api/v1/distributor/shipments?to=T1", d1, "once", first); a.status != 200 {
				t.Fatalf("the first shipment: %d %s", a.status, a.body)
			}
			other := ship(d1, "T1", s.codes(s.caseCode(1)))
			other.header = withKey("once")
			s.refusals(t, []scenario{{"with other goods", other, 409, "custody.idempotency_key_reused"}})
		})
	})
}

// What the console's warehouse and line can be refused for.
func TestCustodyEventsAreRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		owner := s.console(model.UserOwner)
		event := func(body object) request { return posting("/api/v1/console/custody-events", owner, body) }
		ship := s.codes(s.onPallet(1)).with("kind", "ship").with("from", "BRAND").with("to", "D2")
		pack := object{"kind": "pack", "codes": []string{s.label(0)}, "into": s.caseCode(5), "from": "D1"}
		s.refusals(t, []scenario{
			{"packing what is packed", event(pack), 409, "custody.already_packed"},
			{"unpacking what is loose", event(object{"kind": "unpack", "codes": []string{s.onPallet(1)}, "from": "BRAND"}), 409, "custody.not_packed"},
			{"commissioning twice", event(s.codes(s.onPallet(1)).with("kind", "commission").with("to", "BRAND")), 409, "custody.already_commissioned"},
			{"shipping what is held elsewhere", event(ship.with("from", "D2").with("to", "T2")), 409, "custody.not_held"},
			{"from an organisation that does not exist", event(ship.with("from", "NOPE")), 404, "channel.unknown_organisation"},
			{"to an organisation that does not exist", event(ship.with("to", "NOPE")), 404, "channel.unknown_organisation"},
			{"to nobody", event(s.codes(s.onPallet(1)).with("kind", "ship").with("from", "BRAND")), 400, "custody.bad_event"},
			{"in the future", event(ship.with("at", s.Clock.Now().Add(time.Hour))), 400, "custody.bad_event"},
			{"a kind that does not exist", event(ship.with("kind", "steal")), 400, "request.invalid"},
			{"a forged code", event(ship.with("codes", []string{s.forged()})), 404, "code.unknown"},
			{"a container that is no code", event(pack.with("into", "?")), 400, "code.malformed"},
			{"transferring without an approval", event(ship.with("kind", "transfer").with("from", "D1")), 400, "request.invalid"},
		})
	})
}

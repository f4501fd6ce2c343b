package router_test

import (
	"fmt"
	"testing"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// What the console can be refused for. A refusal leaves no audit entry.
func TestConsoleWritesAreRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		owner := s.console(model.UserOwner)
		post := func(path string, body any) request { return posting("/api/v1/console"+path, owner, body) }
		get := func(path string) request {
			return request{method: "GET", path: "/api/v1/console" + path, token: owner}
		}
		batch := fmt.Sprintf("/batches/%d", s.batch.ID)
		units := func(from, to int) object { return object{"level": "unit", "from": from, "to": to} }
		issue := object{"ref": "B2", "product_id": fmt.Sprint(s.Products[0].ID), "units_per_case": 6, "cases_per_pallet": 4, "pallets": 1}
		org := object{"code": "D3", "kind": "distributor", "name": "D3", "adcode": "310115"}
		product := object{"sku": "N1", "gtin": "06291041500213", "name": "new", "points_earned": 1}
		d1, t1 := fmt.Sprintf("/organisations/%d", s.d1.ID), fmt.Sprintf("/organisations/%d", s.t1.ID)
		link := object{"supplier_id": fmt.Sprint(s.d2.ID), "valid_from": testkit.Start}
		member := object{"person_id": fmt.Sprint(s.person("li")), "role": "guide", "valid_from": testkit.Start}
		const tooLong = "9999999999999999999" // nineteen digits, beyond int64
		s.refusals(t, []scenario{
			{"activating twice", post(batch+"/activations", object{}), 409, "code.already_activated"},
			{"activating a part twice", post(batch+"/activations", units(0, 1)), 409, "code.already_activated"},
			{"activating beyond the batch", post(batch+"/activations", units(0, 49)), 400, "code.interval_outside_batch"},
			{"activating an empty interval", post(batch+"/activations", units(5, 5)), 400, "code.interval_outside_batch"},
			{"activating an interval of no level", post(batch+"/activations", object{"from": 1, "to": 2}), 400, "code.interval_outside_batch"},
			{"activating a level that the batch lacks", post(batch+"/activations", object{"level": "box", "to": 1}), 400, "code.interval_outside_batch"},
			{"activating a batch that does not exist", post("/batches/1/activations", object{}), 404, "code.unknown_batch"},
			{"withdrawing beyond the batch", post(batch+"/revocations", units(40, 49).with("recall", false).with("reason", "x")), 400, "code.interval_outside_batch"},
			{"withdrawing without a reason", post(batch+"/revocations", units(0, 1).with("recall", false).with("reason", "")), 400, "request.invalid"},
			{"an id beyond all ids", post("/batches/"+tooLong+"/activations", object{}), 400, "request.invalid"},
			{"an id that is none", get("/batches/abc"), 400, "request.invalid"},
			{"another order under a batch's number", post("/batches", issue.with("ref", "B1").with("pallets", 3)), 409, "code.batch_exists"},
			{"codes for a product that does not exist", post("/batches", issue.with("product_id", "1")), 404, "catalog.unknown_product"},
			{"no products", post("/products", object{"products": []any{}}), 400, "request.invalid"},
			{"a product whose check digit is wrong", post("/products", object{"products": []any{product, product.with("sku", "N2").with("gtin", "06900000000015")}}), 400, "catalog.bad_row"},
			{"a product twice", post("/products", object{"products": []any{product, product}}), 400, "catalog.bad_row"},
			{"a product with another's GTIN", post("/products", object{"products": []any{product.with("gtin", s.Products[0].GTIN)}}), 409, "catalog.taken"},
			{"a product without a name", post("/products", object{"products": []any{product.with("name", "")}}), 400, "request.invalid"},
			{"no codes", post("/batches", issue.with("pallets", 0)), 400, "request.invalid"},
			{"more codes than there are", post("/batches", issue.with("pallets", 1<<36)), 400, "code.bad_batch"},
			{"exporting a face that the batch lacks", get(batch + "/codes?face=box_outer"), 400, "code.face_absent"},
			{"exporting beyond the batch", get(batch + "/codes?face=pallet&from=0&to=3"), 400, "code.interval_outside_batch"},
			{"an organisation of another kind under a code", post("/organisations", org.with("code", "T1")), 409, "channel.organisation_exists"},
			{"an organisation of another name under a code", post("/organisations", org.with("code", "D2").with("adcode", "330000")), 409, "channel.organisation_exists"},
			{"an organisation elsewhere under a code", post("/organisations", org.with("code", "D2").with("name", "D2")), 409, "channel.organisation_exists"},
			{"an organisation nowhere", post("/organisations", org.with("adcode", "999999")), 400, "channel.bad_organisation"},
			{"a terminal's territory", post(t1+"/territories", object{"prefix": "31", "valid_from": testkit.Start}), 400, "channel.bad_territory"},
			{"a territory of three digits", post(d1+"/territories", object{"prefix": "310", "valid_from": testkit.Start}), 400, "channel.bad_territory"},
			{"a distributor supplied by another", post(d1+"/links", link), 400, "channel.bad_link"},
			{"a supplier that does not exist", post(t1+"/links", link.with("supplier_id", "1")), 404, "channel.unknown_organisation"},
			{"a guide at a distributor", post(d1+"/members", member), 400, "channel.bad_membership"},
			{"a guide whom nobody knows", post(t1+"/members", member.with("person_id", "1")), 404, "identity.unknown_person"},
			{"a guide nowhere", post("/organisations/1/members", member), 404, "channel.unknown_organisation"},
			{"the balances of an organisation that does not exist", get("/organisations/1/balances"), 404, "channel.unknown_organisation"},
			{"an organisation that does not exist", get("/organisations/1"), 404, "channel.unknown_organisation"},
			{"a case that does not exist", post("/diversion-cases/1/confirm", object{"note": "seen"}), 404, "diversion.unknown_case"},
			{"a user whose login is taken", post("/users", object{"login": "OWNER", "name": "x", "role": "owner", "password": password}), 409, "identity.login_taken"},
			{"a short password", post("/users", object{"login": "x", "name": "x", "role": "owner", "password": "short"}), 400, "request.invalid"},
			{"no routing rules", post("/policies/routing", object{"policy": object{"rules": []any{}}}), 400, "scan.bad_routing"},
			{"a negative penalty", post("/policies/diversion", object{"policy": object{"penalty_per_unit": -1}}), 400, "request.invalid"},
			{"a page of a thousand", get("/organisations?limit=1000"), 400, "request.invalid"},
			{"a code that is none", get("/codes?code=12345"), 400, "code.malformed"},
			{"replaying nothing", post("/outbox/replays", object{"ids": []string{}}), 400, "request.invalid"},
		})
	})
}

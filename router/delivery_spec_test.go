package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// The parts of answers about deliveries that the specs read.
type (
	counts   struct{ Shipped, Arrived, Short, Coming int64 }
	delivery struct {
		ID, Number, State, Shortage string
		Units                       counts
		Lines                       []struct {
			BatchRef string `json:"batch_ref"`
			Level    string
			counts
		}
	}
	receipted struct {
		ID       string
		Delivery delivery
		Codes    []struct{ Outcome string }
		Damaged  []struct{ Item, Remark string }
		Recalls  []struct{ Units int64 }
	}
	deliveries struct{ Items []delivery }
)

func TestDeliveries(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given the brand, D1 and its shop T1", t, func() {
			s := newStory(t, e)
			s.Tick(time.Minute)
			wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
			zhou := s.member("zhou", "distributor", model.RoleDistributor, s.d2)
			tian := s.member("tian", "terminal", model.RoleTerminal, s.t1)
			owner, operator, auditor := s.console(model.UserOwner), s.console(model.UserOperator), s.console(model.UserAuditor)
			posted := func(path, token, key string, body object) answer {
				a := s.keyed("/api/v1"+path, token, key, body)
				s.Tick(time.Minute)
				return a
			}
			listed := func(path, token string) (numbers []string) {
				a := s.get("/api/v1"+path, token)
				So(a.status, ShouldEqual, 200)
				for _, d := range read[deliveries](s.house, a).Items {
					numbers = append(numbers, d.Number+" "+d.State)
				}
				return numbers
			}

			Convey("D1 sends its shop two cases; the shop takes one in, the other damaged, and D1 sees it", func() {
				body := object{"number": "D1-1", "to": "T1", "codes": []string{s.caseCode(0), s.caseCode(1)}}
				a := posted("/distributor/deliveries", wang, "ship", body)
				So(a.status, ShouldEqual, 200)
				d := read[delivery](s.house, a)
				So(d.Units, ShouldResemble, counts{Shipped: 12, Coming: 12})
				So(d.Lines, ShouldHaveLength, 2)
				So([]any{d.Lines[1].BatchRef, d.Lines[1].Level, d.Lines[1].Shipped}, ShouldResemble, []any{"B1", "case", int64(2)})
				So(string(posted("/distributor/deliveries", wang, "ship", body).body), ShouldEqual, string(a.body))

				take := "/terminal/deliveries/" + d.ID + "/receipts"
				r := read[receipted](s.house, posted(take, tian, "1", object{
					"codes": []string{s.caseCode(0), s.caseCode(2)}, "damaged": []object{{"code": s.caseCode(1), "remark": "wet"}},
				}))
				So([]string{r.Codes[0].Outcome, r.Codes[1].Outcome, r.Codes[2].Outcome}, ShouldResemble, []string{"received", "surplus", "received"})
				So(r.Damaged[0].Item, ShouldEqual, s.box(1).String())
				So([]any{r.Delivery.State, r.Delivery.Units}, ShouldResemble, []any{"received", counts{Shipped: 12, Arrived: 12}})

				So(listed("/distributor/deliveries?direction=out&state=received", wang), ShouldResemble, []string{"D1-1 received"})
				So(listed("/terminal/deliveries", tian), ShouldResemble, []string{"D1-1 received"})
				receipts := read[struct{ Items []receipted }](s.house, s.get("/api/v1/distributor/deliveries/"+d.ID+"/receipts", wang)).Items
				So(receipts[0].ID, ShouldEqual, r.ID)
				So(receipts[0].Damaged[0].Remark, ShouldEqual, "wet")
			})
			Convey("the brand sends a pallet; a case of it comes, and the rest is closed as lost", func() {
				a := posted("/console/deliveries", operator, "ship", object{"number": "B-1", "from": "BRAND", "to": "D1", "codes": []string{s.onPallet(1)}})
				So(a.status, ShouldEqual, 200)
				id := read[delivery](s.house, a).ID
				So(listed("/distributor/deliveries?direction=in&state=in_transit", wang), ShouldResemble, []string{"B-1 in_transit"})
				So(listed("/console/deliveries?direction=out&org="+fmt.Sprint(s.Brand.ID), auditor), ShouldResemble, []string{"B-1 in_transit"})
				So(posted("/distributor/deliveries/"+id+"/receipts", wang, "1", s.codes(s.caseCode(4))).status, ShouldEqual, 200)
				closing := object{"shortage": "lost", "reason": "fell off the lorry"}
				So(s.post("/api/v1/console/deliveries/"+id+"/close", operator, closing).code(), ShouldEqual, "request.not_permitted")
				closed := read[delivery](s.house, s.post("/api/v1/console/deliveries/"+id+"/close", owner, closing))
				So([]any{closed.State, closed.Shortage, closed.Units}, ShouldResemble, []any{"closed", "lost", counts{Shipped: 24, Arrived: 6, Short: 18}})
				So(read[delivery](s.house, s.get("/api/v1/distributor/deliveries/"+id, wang)), ShouldResemble, closed)
			})
			Convey("a receipt of all warns of what the brand calls back", func() {
				id := read[delivery](s.house, posted("/distributor/deliveries", wang, "ship", object{"number": "D1-1", "to": "T1", "codes": []string{s.caseCode(0)}})).ID
				recall := posted("/console/recalls", owner, "recall", object{"batch_id": fmt.Sprint(s.batch.ID), "level": "unit", "from": 0, "to": 1, "severity": "stop_sale", "reason": "glass"})
				So(recall.status, ShouldEqual, 200)
				r := read[receipted](s.house, posted("/terminal/deliveries/"+id+"/receipts", tian, "1", object{"all": true}))
				So(r.Delivery.State, ShouldEqual, "received")
				So(r.Recalls, ShouldHaveLength, 1)
				So(r.Recalls[0].Units, ShouldEqual, 1)
			})
			Convey("another distributor sees nothing of it", func() {
				id := read[delivery](s.house, posted("/distributor/deliveries", wang, "ship", object{"number": "D1-1", "to": "T1", "codes": []string{s.caseCode(0)}})).ID
				So(listed("/distributor/deliveries?direction=out", zhou), ShouldBeEmpty)
				for _, path := range []string{"", "/receipts"} {
					So(s.get("/api/v1/distributor/deliveries/"+id+path, zhou).code(), ShouldEqual, "warehouse.unknown_delivery")
				}
			})
		})
	})
}

// What deliveries can be refused for.
func TestDeliveriesAreRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		d1 := s.member("wang", "distributor", model.RoleDistributor, s.d1)
		d2 := s.member("zhou", "distributor", model.RoleDistributor, s.d2)
		t1 := s.member("tian", "terminal", model.RoleTerminal, s.t1)
		owner := s.console(model.UserOwner)
		ships := object{"number": "1", "to": "T1", "codes": []string{s.caseCode(0)}}
		a := s.keyed("/api/v1/distributor/deliveries", d1, "first", ships)
		id := read[delivery](s.house, a).ID
		s.Tick(time.Minute)
		ship := func(token string, body object) request { return posting("/api/v1/distributor/deliveries", token, body) }
		fromBrand := func(token string, body object) request { return posting("/api/v1/console/deliveries", token, body) }
		receive := func(app, token string, body object) request {
			return posting("/api/v1/"+app+"/deliveries/"+id+"/receipts", token, body)
		}
		closes := func(app, token string, body object) request {
			return posting("/api/v1/"+app+"/deliveries/"+id+"/close", token, body)
		}
		lost := object{"shortage": "lost", "reason": "fell off the lorry"}
		other := ships.with("codes", []string{s.caseCode(1)})
		again := ship(d1, other)
		again.header = withKey("first")
		keyless := receive("terminal", t1, object{"all": true})
		keyless.header = nil
		brands := other.with("from", "BRAND").with("codes", []string{s.onPallet(1)})
		s.refusals(t, []scenario{
			{"a number that is taken", ship(d1, other), 409, "warehouse.delivery_number_taken"},
			{"a key that is taken", again, 409, "warehouse.idempotency_key_reused"},
			{"no number", ship(d1, other.with("number", "")), 400, "request.invalid"},
			{"to oneself", ship(d1, other.with("to", "D1").with("number", "2")), 400, "warehouse.bad_delivery"},
			{"to another's shop", ship(d1, other.with("to", "T2").with("number", "2")), 403, "channel.outside_subtree"},
			{"goods that are on their way", ship(d1, ships.with("number", "2")), 409, "custody.not_held"},
			{"by one who is no member", ship(s.token("distributor", "nobody"), ships), 403, "channel.no_membership"},
			{"by a shop", posting("/api/v1/terminal/deliveries", t1, ships), 405, "request.method_not_allowed"},
			{"of the brand, by an auditor", fromBrand(s.console(model.UserAuditor), brands), 403, "request.not_permitted"},
			{"of D1, at the console", fromBrand(owner, brands.with("from", "D1")), 400, "warehouse.bad_delivery"},
			{"of nobody, at the console", fromBrand(owner, brands.with("from", "NOPE")), 404, "channel.unknown_organisation"},
			{"a receipt of nothing", receive("terminal", t1, object{}), 400, "warehouse.bad_delivery"},
			{"a receipt without a key", keyless, 400, "request.invalid"},
			{"a receipt of a mistyped code", receive("terminal", t1, s.codes(s.caseCode(0), mistype(s.caseCode(1)))), 400, "code.mistyped"},
			{"a receipt by the sender", receive("distributor", d1, object{"all": true}), 403, "warehouse.not_the_receiver"},
			{"a receipt by a third", receive("distributor", d2, object{"all": true}), 404, "warehouse.unknown_delivery"},
			{"a receipt by the brand", receive("console", owner, object{"all": true}), 403, "warehouse.not_the_receiver"},
			{"a closing by a third", closes("distributor", d2, lost), 404, "warehouse.unknown_delivery"},
			{"a closing without a reason", closes("distributor", d1, lost.with("reason", "")), 400, "request.invalid"},
			{"a closing as nothing", closes("distributor", d1, lost.with("shortage", "")), 400, "request.invalid"},
			{"a delivery that is not", request{method: "GET", path: "/api/v1/terminal/deliveries/1", token: t1}, 404, "warehouse.unknown_delivery"},
		})
		if a := s.do(receive("terminal", t1, object{"all": true})); a.status != 200 {
			t.Fatalf("the receipt: %d %s", a.status, a.body)
		}
		s.Tick(time.Minute)
		more := receive("terminal", t1, object{"all": true})
		more.header = withKey("more")
		s.refusals(t, []scenario{
			{"a receipt of all, of which all has come", more, 409, "warehouse.nothing_coming"},
			{"a closing, of what has come", closes("distributor", d1, lost), 409, "warehouse.delivery_settled"},
		})
	})
}

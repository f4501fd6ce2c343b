package router_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

type shownReturn struct{ ID, State, Note string }

func TestReturns(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor who asks the brand to take a pallet back", t, func() {
			s := newStory(t, e)
			wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
			mine := "/api/v1/distributor/returns"
			body := s.codes(s.onPallet(0)).with("reason", "close to their date")
			first := s.keyed(mine, wang, "ask", body)
			So(first.status, ShouldEqual, 200)
			id := read[shownReturn](s.house, first).ID
			path := "/api/v1/console/returns/" + id
			decide := func(role model.UserRole, what string) answer {
				return s.post(path+"/"+what, s.console(role), object{"note": "send it"})
			}
			find := func(role model.UserRole, key, finding string, with object) answer {
				return s.keyed(path+"/inspections", s.console(role), key, with.with("finding", finding))
			}

			Convey("sent again it is the same, and a manager decides it", func() {
				So(string(s.keyed(mine, wang, "ask", body).body), ShouldEqual, string(first.body))
				So(decide(model.UserOperator, "approve").code(), ShouldEqual, "request.not_permitted")
				So(read[shownReturn](s.house, decide(model.UserChannelManager, "refuse")).State, ShouldEqual, "refused")
				So(decide(model.UserOwner, "approve").code(), ShouldEqual, "warehouse.return_state")
				So(s.post(mine+"/"+id+"/ship", wang, object{}).code(), ShouldEqual, "warehouse.return_state")
			})
			Convey("allowed and shipped, the brand's operator inspects it in parts", func() {
				So(decide(model.UserOwner, "approve").status, ShouldEqual, 200)
				type detail struct {
					Goods    []struct{ Holder, Assigned string }
					Obstacle *struct{ Code string }
				}
				shown := read[detail](s.house, s.get(path, s.console(model.UserOperator)))
				So(shown.Goods, ShouldHaveLength, 1)
				So(shown.Obstacle, ShouldBeNil)
				shipped := s.post(mine+"/"+id+"/ship", wang, object{})
				So(read[shownReturn](s.house, shipped).State, ShouldEqual, "shipped")
				So(string(s.post(mine+"/"+id+"/ship", wang, object{}).body), ShouldEqual, string(shipped.body))
				s.Tick(time.Minute)
				So(find(model.UserAuditor, "a", "accepted", object{}).code(), ShouldEqual, "request.not_permitted")
				one := find(model.UserOperator, "a", "accepted", s.codes(s.caseCode(0)))
				So(one.status, ShouldEqual, 200)
				before := s.facts()
				So(string(find(model.UserOperator, "a", "accepted", s.codes(s.caseCode(0))).body), ShouldEqual, string(one.body))
				So(s.facts().since(before), ShouldBeEmpty)
				So(find(model.UserOperator, "b", "scrapped", s.codes(s.caseCode(1)).with("loss", "damaged").with("remark", "wet")).status, ShouldEqual, 200)
				So(find(model.UserOperator, "c", "missing", s.codes(s.caseCode(2))).status, ShouldEqual, 200)
				last := find(model.UserOperator, "d", "rejected", object{"remark": "past its date"})
				So(read[struct{ Items, Awaited int }](s.house, last), ShouldResemble, struct{ Items, Awaited int }{1, 0})
				So(s.keyed(path+"/settlements", s.console(model.UserOperator), "e", object{"outcome": "sent_back", "remark": "by lorry"}).status, ShouldEqual, 200)
				So(s.keyed(path+"/settlements", s.console(model.UserOperator), "f", object{"outcome": "lost", "remark": "nobody has it"}).status, ShouldEqual, 200)

				a := s.get(mine+"/"+id+"/goods", wang)
				type goods struct{ Finding string }
				So(read[struct{ Items []goods }](s.house, a).Items, ShouldResemble,
					[]goods{{"accepted"}, {"scrapped"}, {"lost"}, {"sent_back"}, {"emptied"}})
				type remark struct{ Finding, Loss, Remark string }
				a = s.get(mine+"/"+id+"/inspections?limit=2", wang)
				So(read[struct{ Items []remark }](s.house, a).Items, ShouldResemble, []remark{{"accepted", "", ""}, {"scrapped", "damaged", "wet"}})
				So(read[shownReturn](s.house, s.get(path, s.console(model.UserAuditor))).State, ShouldEqual, "inspected")
				s.Tick(time.Minute)
				So(s.Trace(s.box(3)).InTransit, ShouldEqual, s.d1.ID)
			})
			Convey("the brand sees why goods that were sold meanwhile could not be shipped", func() {
				s.Ship(s.d1, s.t1, s.pallet(0))
				s.Tick(time.Minute)
				shown := read[struct{ Obstacle *struct{ Code string } }](s.house, s.get(path, s.console(model.UserFinance)))
				So(shown.Obstacle.Code, ShouldEqual, "custody.not_held")
			})
			Convey("another distributor sees nothing of it, and a shop asks for none", func() {
				zhou := s.member("zhou", "distributor", model.RoleDistributor, s.d2)
				So(read[struct{ Items []shownReturn }](s.house, s.get(mine+"?state=asked", wang)).Items, ShouldHaveLength, 1)
				So(read[struct{ Items []shownReturn }](s.house, s.get(mine, zhou)).Items, ShouldBeEmpty)
				for _, part := range []string{"", "/goods", "/inspections"} {
					So(s.get(mine+"/"+id+part, zhou).code(), ShouldEqual, "warehouse.unknown_return")
				}
				for _, step := range []string{"/withdraw", "/ship"} {
					So(s.post(mine+"/"+id+step, zhou, object{}).code(), ShouldEqual, "warehouse.unknown_return")
				}
				wholesaler := s.member("chen", "distributor", model.RoleDistributor, s.w1)
				So(s.keyed(mine, wholesaler, "ask", body).code(), ShouldEqual, "warehouse.bad_return")
				So(read[shownReturn](s.house, s.post(mine+"/"+id+"/withdraw", wang, object{})).State, ShouldEqual, "withdrawn")
			})
		})
	})
}

// What a return and its inspection can be refused for.
func TestReturnsAreRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
		ask := func(token string, body object) request {
			return posting("/api/v1/distributor/returns", token, body.with("reason", "too much"))
		}
		a := s.keyed("/api/v1/distributor/returns", wang, "k", s.codes(s.caseCode(0)).with("reason", "too much"))
		path := "/api/v1/console/returns/" + read[shownReturn](s.house, a).ID
		owner := s.console(model.UserOwner)
		if a := s.post(path+"/approve", owner, object{"note": "yes"}); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		inspect := func(body object) request { return posting(path+"/inspections", owner, body) }
		settle := func(body object) request { return posting(path+"/settlements", owner, body) }
		keyless := inspect(object{"finding": "accepted"})
		keyless.header = nil
		s.refusals(t, []scenario{
			{"a return of the brand's goods", ask(wang, s.codes(s.caseCode(4))), 409, "custody.not_assigned"},
			{"a return of no goods", ask(wang, object{"codes": []string{}}), 400, "request.invalid"},
			{"a return of a mistyped code", ask(wang, s.codes(mistype(s.caseCode(1)))), 400, "code.mistyped"},
			{"a return by one who is no member", ask(s.token("distributor", "nobody"), s.codes(s.caseCode(1))), 403, "channel.no_membership"},
			{"an inspection of what has not been shipped", inspect(object{"finding": "accepted"}), 409, "warehouse.return_state"},
			{"an inspection of no return", posting("/api/v1/console/returns/1/inspections", owner, object{"finding": "accepted"}), 404, "warehouse.unknown_return"},
			{"goods of no return", request{method: "GET", path: "/api/v1/console/returns/1/goods", token: owner}, 404, "warehouse.unknown_return"},
			{"what was found of no return", request{method: "GET", path: "/api/v1/console/returns/1/inspections", token: owner}, 404, "warehouse.unknown_return"},
			{"a finding that there is not", inspect(object{"finding": "lost"}), 400, "request.invalid"},
			{"scrapped for no reason", inspect(object{"finding": "scrapped", "remark": "wet"}), 400, "warehouse.bad_inspection"},
			{"rejected without a word", inspect(object{"finding": "rejected"}), 400, "warehouse.bad_inspection"},
			{"a settlement without a word", settle(object{"outcome": "lost"}), 400, "request.invalid"},
			{"without a key", keyless, 400, "request.invalid"},
		})
		if a := s.post("/api/v1/distributor/returns/"+path[len("/api/v1/console/returns/"):]+"/ship", wang, object{}); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		s.Tick(time.Minute)
		s.refusals(t, []scenario{
			{"goods that are not of it", inspect(s.codes(s.caseCode(1)).with("finding", "accepted")), 409, "warehouse.not_of_return"},
			{"lost, and not missing", settle(object{"outcome": "lost", "remark": "gone"}), 409, "warehouse.inspected"},
			{"a code that was never issued", inspect(s.codes(s.neverIssued()).with("finding", "accepted")), 404, "code.never_issued"},
		})
	})
}

package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

type codeOrder struct {
	ID, State, Ref, Plant, Reason string
	WantedOn                      string `json:"wanted_on"`
	Batch                         string `json:"batch_id"`
	Items, Live                   int64
}

type codeActivation struct{ ID, State, Level string }

func TestCodeOrders(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an operator who asks for codes", t, func() {
			s := newStory(t, e)
			operator, manager, auditor := s.console(model.UserOperator), s.console(model.UserChannelManager), s.console(model.UserAuditor)
			body := object{
				"ref": "B2", "product_id": fmt.Sprint(s.Products[0].ID), "units_per_case": 6, "cases_per_pallet": 4, "pallets": 1,
				"plant": "Plant 1", "wanted_on": "2026-03-02",
			}
			order := read[codeOrder](s.house, s.keyed("/api/v1/console/code-orders", operator, "k", body))
			So(order.State, ShouldEqual, "asked")
			path := "/api/v1/console/code-orders/" + order.ID

			Convey("everyone reads it, and only a manager allows it", func() {
				for _, token := range []string{operator, manager, auditor} {
					So(read[codeOrder](s.house, s.get(path, token)).WantedOn, ShouldEqual, "2026-03-02")
				}
				So(s.post(path+"/approve", operator, nil).code(), ShouldEqual, "request.not_permitted")
				So(s.post(path+"/approve", auditor, nil).code(), ShouldEqual, "request.not_permitted")
				approved := read[codeOrder](s.house, s.post(path+"/approve", manager, nil))
				So(approved.State, ShouldEqual, "issued")
				So(approved.Items, ShouldEqual, 29)
				So(s.auditLog()[0].Target, ShouldEqual, path+"/approve, batch "+approved.Batch)

				Convey("who then makes it live, at once or later", func() {
					later := object{"level": "case", "from": 0, "to": 1, "at": testkit.Start.Add(time.Hour)}
					waiting := read[codeActivation](s.house, s.keyed(path+"/activations", manager, "a", later))
					So(waiting.State, ShouldEqual, "waiting")
					So(s.do(request{method: "DELETE", path: path + "/activations/" + waiting.ID, token: manager}).status, ShouldEqual, 204)
					now := read[codeActivation](s.house, s.keyed(path+"/activations", manager, "b", object{}))
					So(now.State, ShouldEqual, "done")
					So(s.do(request{method: "DELETE", path: path + "/activations/" + now.ID, token: manager}).code(), ShouldEqual, "codeorder.activated")
					So(read[codeOrder](s.house, s.get(path, auditor)).State, ShouldEqual, "active")
					list := read[struct{ Items []codeActivation }](s.house, s.get(path+"/activations", auditor))
					So(list.Items, ShouldHaveLength, 2)
				})
			})
			Convey("a manager refuses it with a reason", func() {
				So(s.post(path+"/refuse", manager, object{"reason": ""}).code(), ShouldEqual, "request.invalid")
				So(read[codeOrder](s.house, s.post(path+"/refuse", manager, object{"reason": "not this spring"})).Reason, ShouldEqual, "not this spring")
				So(s.post(path+"/approve", manager, nil).code(), ShouldEqual, "codeorder.decided")
				refused := read[struct{ Items []codeOrder }](s.house, s.get("/api/v1/console/code-orders?state=refused", auditor))
				So(refused.Items, ShouldHaveLength, 1)
			})
			Convey("a manager who asks himself needs another's yes, or an owner's policy", func() {
				own := read[codeOrder](s.house, s.keyed("/api/v1/console/code-orders", manager, "k", body.with("ref", "B3")))
				approve := "/api/v1/console/code-orders/" + own.ID + "/approve"
				So(s.post(approve, manager, nil).code(), ShouldEqual, "codeorder.four_eyes")
				policy := object{"policy": object{"same_person_may_approve": true, "downloads": 3, "link_hours": 24}}
				So(s.post("/api/v1/console/policies/code-orders", manager, policy).code(), ShouldEqual, "request.not_permitted")
				So(s.post("/api/v1/console/policies/code-orders", s.console(model.UserOwner), policy).status, ShouldEqual, 200)
				So(s.post(approve, manager, nil).status, ShouldEqual, 200)
			})
		})
	})
}

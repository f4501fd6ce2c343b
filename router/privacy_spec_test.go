package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestPersonalDataRequests(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a consumer who wants a copy of his data", t, func() {
			h := newHouse(t, e)
			li := h.token("consumer", "li")
			own, register := "/api/v1/consumer/me/personal-data-requests", "/api/v1/console/personal-data-requests"
			type wish struct{ ID, Kind, State string }
			asked := read[wish](h, h.post(own, li, object{"kind": "export"}))
			manager, owner := h.console(model.UserChannelManager), h.console(model.UserOwner)
			at := register + "/" + asked.ID

			Convey("he asks once, and sees his own requests only", func() {
				So(asked.State, ShouldEqual, "recorded")
				So(read[wish](h, h.post(own, li, object{"kind": "export"})), ShouldResemble, asked)
				So(read[struct{ Items []wish }](h, h.get(own, li)).Items, ShouldResemble, []wish{asked})
				So(read[struct{ Items []wish }](h, h.get(own, h.token("consumer", "wang"))).Items, ShouldBeEmpty)
				So(h.post(own, li, object{"kind": "everything"}).status, ShouldEqual, 400)
			})
			Convey("it is audited who reads the register and who fetches the copy", func() {
				before := h.audited()
				So(len(read[struct{ Items []wish }](h, h.get(register+"?state=open&sort=due_at", h.console(model.UserAuditor))).Items), ShouldEqual, 1)
				So(h.audited(), ShouldEqual, before+1)
				So(h.get(at+"/file", manager).code(), ShouldEqual, "privacy.no_file")
				So(h.post(at+"/approve", manager, object{}).status, ShouldEqual, 200)
				_, err := h.Privacy.Work(h.Ctx)
				So(err, ShouldBeNil)
				before = h.audited()
				a := h.get(at+"/file", owner)
				So(a.status, ShouldEqual, 200)
				So(a.header.Get("Content-Type"), ShouldEqual, "application/zip")
				So(string(a.body[:2]), ShouldEqual, "PK")
				So(h.audited(), ShouldEqual, before+1)
				So(h.get(at+"/file", h.console(model.UserAuditor)).status, ShouldEqual, 403)
				So(h.get(register, h.console(model.UserFinance)).status, ShouldEqual, 403)
			})
			Convey("what comes by letter is recorded for a person who is found, on a day that there was", func() {
				found := h.post("/api/v1/console/personal-data-subjects", manager, object{"openid": "li@consumer"})
				who := read[struct {
					PersonID string `json:"person_id"`
				}](h, found).PersonID
				So(who, ShouldEqual, fmt.Sprint(h.person("li")))
				So(h.post("/api/v1/console/personal-data-subjects", manager, object{"openid": "x", "phone": "y"}).code(), ShouldEqual, "privacy.bad_query")
				So(h.post("/api/v1/console/personal-data-subjects", manager, object{"phone": "12"}).code(), ShouldEqual, "identity.bad_phone")
				letter := object{"person_id": who, "kind": "erasure", "source": "letter", "proof": "seen", "asked_on": h.Clock.Now().AddDate(0, 0, 3).Format(time.DateOnly)}
				So(h.post(register, manager, letter).code(), ShouldEqual, "privacy.bad_date")
				delete(letter, "asked_on")
				letter["person_id"] = "1"
				So(h.post(register, manager, letter).code(), ShouldEqual, "identity.unknown_person")
				letter["person_id"] = who
				r := read[wish](h, h.post(register, manager, letter))
				So(h.post(register+"/"+r.ID+"/approve", manager, object{}).code(), ShouldEqual, "privacy.four_eyes")
				So(h.post(register+"/"+r.ID+"/approve", owner, object{}).code(), ShouldEqual, "privacy.counting")
				So(h.post(register, owner, letter).code(), ShouldEqual, "privacy.request_open")
			})
		})
	})
}

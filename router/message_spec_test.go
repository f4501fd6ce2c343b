package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

// The parts of messages' answers that the specs read.
type (
	told struct {
		ID     string
		Event  string
		Title  string
		ReadAt *time.Time `json:"read_at"`
	}
	inboxPage struct {
		Items     []told
		NextAfter string `json:"next_after"`
	}
	askable struct {
		TemplateID string `json:"template_id"`
		Events     []string
		Remaining  int
		Choice     string
	}
)

// cashTemplate is a policy that has guides' rewards carried by WeChat.
func cashTemplate() object {
	return object{
		"quiet_from": "22:00", "quiet_to": "08:00", "person_daily": 5, "app_daily": 100,
		"templates": []object{{
			"role": "guide", "event": "reward_cash", "template_id": "t-cash", "page": "pages/wallet",
			"keywords": object{"amount1": "{amount}", "thing2": "{body}"},
		}},
	}
}

func TestMessages(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who was told of three rewards, and a template for them", t, func() {
			h := newHouse(t, e)
			manager := h.console(model.UserChannelManager)
			a := h.post("/api/v1/console/policies/messages", manager, object{"policy": cashTemplate()})
			So(a.status, ShouldEqual, 200)
			wang, li := h.token("guide", "wang"), h.token("guide", "li")
			tell := func(keys ...int) {
				for _, key := range keys {
					So(h.Message.Send(h.Ctx, message.Note{
						Person: h.person("wang"), Role: model.RoleGuide, Event: message.Cash, Key: fmt.Sprint(key),
						Data: map[string]string{"amount": "2.00"},
					}), ShouldBeNil)
				}
			}
			tell(1, 2, 3)
			list := func(token, query string) inboxPage {
				a := h.get("/api/v1/guide/messages"+query, token)
				So(a.status, ShouldEqual, 200)
				return read[inboxPage](h, a)
			}
			unread := func(token string) int {
				return read[struct{ Unread int }](h, h.get("/api/v1/guide/messages/unread", token)).Unread
			}

			Convey("he pages through them, reads one, and then all", func() {
				page := list(wang, "?limit=2")
				So(page.Items, ShouldHaveLength, 2)
				So(page.Items[0].Event, ShouldEqual, "reward_cash")
				rest := list(wang, "?limit=2&after="+page.NextAfter)
				So(rest.Items, ShouldHaveLength, 1)
				a := h.post("/api/v1/guide/messages/"+page.Items[0].ID+"/read", wang, nil)
				So(a.status, ShouldEqual, 200)
				So(read[told](h, a).ReadAt, ShouldNotBeNil)
				So(unread(wang), ShouldEqual, 2)
				So(list(wang, "?unread=true").Items, ShouldHaveLength, 2)
				So(h.post("/api/v1/guide/messages/read-all?up_to="+rest.Items[0].ID, wang, nil).status, ShouldEqual, 204)
				So(unread(wang), ShouldEqual, 1)
				So(h.post("/api/v1/guide/messages/read-all", wang, nil).status, ShouldEqual, 204)
				So(unread(wang), ShouldEqual, 0)
			})
			Convey("nobody sees, reads or counts another's, nor his own in another app", func() {
				mine := list(wang, "").Items[0].ID
				So(list(li, "").Items, ShouldBeEmpty)
				So(unread(li), ShouldEqual, 0)
				So(h.post("/api/v1/guide/messages/"+mine+"/read", li, nil).code(), ShouldEqual, "message.unknown")
				consumer := h.token("consumer", "wang")
				So(h.post("/api/v1/consumer/messages/"+mine+"/read", consumer, nil).code(), ShouldEqual, "message.unknown")
				So(h.post("/api/v1/guide/messages/read-all", li, nil).status, ShouldEqual, 204)
				So(unread(wang), ShouldEqual, 3)
			})
			Convey("his app asks for the template, and reports what he chose, once for each key", func() {
				consent := func(key, choice string, always bool) askable {
					a := h.keyed("/api/v1/guide/message-consents", wang, key, object{"choices": []object{{"template_id": "t-cash", "choice": choice, "always": always}}})
					So(a.status, ShouldEqual, 200)
					return read[[]askable](h, a)[0]
				}
				a := h.get("/api/v1/guide/message-templates", wang)
				So(read[[]askable](h, a), ShouldResemble, []askable{{TemplateID: "t-cash", Events: []string{"reward_cash"}}})
				consent("1", "accept", false)
				So(consent("1", "accept", false).Remaining, ShouldEqual, 1)
				So(consent("2", "acceptWithAudio", false).Remaining, ShouldEqual, 2)
				So(consent("3", "filter", false).Remaining, ShouldEqual, 2)
				h.Tick(time.Second)
				So(consent("4", "reject", false), ShouldResemble, askable{TemplateID: "t-cash", Events: []string{"reward_cash"}, Remaining: 2, Choice: "rejected"})
				h.Tick(time.Second)
				So(consent("5", "reject", true), ShouldResemble, askable{TemplateID: "t-cash", Events: []string{"reward_cash"}, Choice: "refused"})
				So(h.post("/api/v1/guide/message-consents", wang, object{"choices": []object{{"template_id": "t-cash", "choice": "accept"}}}).status, ShouldEqual, 400)
				So(h.keyed("/api/v1/guide/message-consents", wang, "6", object{"choices": []object{{"template_id": "t-cash", "choice": "yes"}}}).status, ShouldEqual, 400)
			})
			Convey("he sets his quiet hours, for all his apps", func() {
				type hours struct {
					From, To string
					Own      bool
				}
				put := func(from, to string) answer {
					return h.do(request{method: "PUT", path: "/api/v1/guide/quiet-hours", token: wang, body: object{"from": from, "to": to}})
				}
				So(read[hours](h, h.get("/api/v1/guide/quiet-hours", wang)), ShouldResemble, hours{From: "22:00", To: "08:00"})
				So(put("23:00", "07:30").status, ShouldEqual, 200)
				So(read[hours](h, h.get("/api/v1/consumer/quiet-hours", h.token("consumer", "wang"))), ShouldResemble, hours{From: "23:00", To: "07:30", Own: true})
				So(put("29:00", "07:30").code(), ShouldEqual, "message.quiet_hours")
				So(put("noon", "07:30").status, ShouldEqual, 400)
			})
			Convey("operators see what became of them, and what rests", func() {
				_ = h.keyed("/api/v1/guide/message-consents", wang, "1", object{"choices": []object{{"template_id": "t-cash", "choice": "accept"}}})
				tell(4)
				_, err := h.Message.Work(h.Ctx)
				So(err, ShouldBeNil)
				type count struct {
					Role, Event, State, Code string
					Messages                 int
				}
				auditor := h.console(model.UserAuditor)
				So(read[[]count](h, h.get("/api/v1/console/messages/deliveries", auditor)), ShouldResemble, []count{
					{"guide", "reward_cash", "sent", "", 1}, {"guide", "reward_cash", "skipped", "no_consent", 3},
				})
				So(read[[]count](h, h.get("/api/v1/console/messages/deliveries?date=20260301", auditor)), ShouldBeEmpty)
				So(string(h.get("/api/v1/console/messages/resting", auditor).body), ShouldStartWith, "[]")
			})
			Convey("templates that make no sense are refused, with the reason", func() {
				policy := cashTemplate()
				policy["templates"] = []object{{"role": "guide", "event": "reward_cash", "template_id": "t", "keywords": object{"amount1": "{points}"}}}
				a := h.post("/api/v1/console/policies/messages", manager, object{"policy": policy})
				So(a.code(), ShouldEqual, "message.bad_policy")
				So(string(a.body), ShouldContainSubstring, "{points}")
			})
		})
	})
}

package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

type (
	invited struct{ ID, Code, Phone string }
	joined  struct {
		Role string
		Org  string `json:"org_code"`
		Left []struct {
			Name string `json:"org_name"`
		}
	}
	verified struct {
		Phone  string
		Joined []joined
	}
	posts struct {
		Bound       bool
		Phone       string
		Memberships []struct {
			Role   string
			Org    string `json:"org_id"`
			Code   string `json:"org_code"`
			Acting bool
		}
		Choice *struct {
			Role string
			Org  string `json:"org_id"`
		}
		Offers []struct {
			ID, Role string
			Org      string    `json:"org_code"`
			Name     string    `json:"org_name"`
			MadeAt   time.Time `json:"made_at"`
			Leaves   []struct {
				Name string `json:"org_name"`
			}
		}
	}
)

func (s *story) meIn(app, token string) posts {
	a := s.get("/api/v1/"+app+"/me", token)
	So(a.status, ShouldEqual, 200)
	return read[posts](s.house, a)
}

func (s *story) invite(path, token string, body object) invited {
	a := s.post("/api/v1"+path, token, body)
	So(a.status, ShouldEqual, 200)
	return read[invited](s.house, a)
}

func (s *story) takeUp(app, token, code string) answer {
	return s.post("/api/v1/"+app+"/memberships", token, object{"code": code})
}

func TestComingAndGoing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given the boss of T1, and Gu, who is a guide of T2", t, func() {
			s := newStory(t, e)
			boss := s.member("boss", "terminal", model.RoleTerminal, s.t1)
			gu := s.member("gu", "guide", model.RoleGuide, s.t2)

			Convey("invited by the boss, Gu changes shops, and his scans are judged by where he was", func() {
				before := s.Clock.Now()
				s.Tick(10 * time.Minute)
				code := s.invite("/terminal/invitations", boss, object{"role": "guide"}).Code
				a := s.takeUp("guide", gu, code)
				So(a.status, ShouldEqual, 200)
				j := read[joined](s.house, a)
				So([]any{j.Role, j.Org, j.Left[0].Name}, ShouldResemble, []any{"guide", "T1", "T2"})
				So(s.scanAs("guide", gu, s.label(0)).Verdict, ShouldEqual, "match")
				late := s.post("/api/v1/guide/scans", gu, scans(s.label(1)).with("at", before.Format(time.RFC3339Nano)))
				So(read[scanned](s.house, late).Verdict, ShouldEqual, "diverted")

				Convey("and leaves by himself", func() {
					s.Tick(time.Minute)
					a := s.do(request{method: "DELETE", path: fmt.Sprintf("/api/v1/guide/memberships/%d", s.t1.ID), token: gu})
					So(a.status, ShouldEqual, 204)
					So(s.post("/api/v1/guide/scans", gu, scans(s.label(2))).code(), ShouldEqual, "scan.wrong_app")
					So(s.takeUp("guide", gu, code).code(), ShouldEqual, "staff.invitation_used")
				})
				Convey("or is removed by the boss, who sees him", func() {
					members := read[struct {
						Items []struct{ Role string }
					}](s.house, s.get("/api/v1/terminal/members", boss))
					So(members.Items, ShouldHaveLength, 2)
					s.Tick(time.Minute)
					remove := "/api/v1/terminal/members/" + fmt.Sprint(s.person("gu")) + "?role=guide"
					So(s.do(request{method: "DELETE", path: remove, token: boss}).status, ShouldEqual, 204)
					So(s.meIn("guide", gu).Memberships, ShouldBeEmpty)
				})
			})
			Convey("a manager's offer to a phone is taken up by verifying it", func() {
				path := fmt.Sprintf("/console/organisations/%d/invitations", s.t1.ID)
				offer := s.invite(path, s.console(model.UserChannelManager), object{"role": "guide", "phone": "138 1234 5678"})
				So(offer.Phone, ShouldEqual, "138****5678")
				So(s.auditLog()[0].Target, ShouldContainSubstring, "invitation "+offer.ID)
				wang := s.token("guide", testkit.Unnamed+"wang")
				So(s.meIn("guide", wang).Bound, ShouldBeFalse)
				v := read[verified](s.house, s.post("/api/v1/guide/me/phone", wang, object{"code": "13812345678", "consent": "2026-01"}))
				So(v.Phone, ShouldEqual, "138****5678")
				So(v.Joined[0].Org, ShouldEqual, "T1")
				me := s.meIn("guide", wang)
				So([]any{me.Bound, me.Phone, me.Memberships[0].Code}, ShouldResemble, []any{true, "138****5678", "T1"})

				Convey("and his consent is his to take back", func() {
					consents := read[[]struct{ Purpose, Version, App string }](s.house, s.get("/api/v1/guide/me/consents", wang))
					So(consents, ShouldHaveLength, 1)
					So(consents[0].Version, ShouldEqual, "2026-01")
					So(s.do(request{method: "DELETE", path: "/api/v1/guide/me/consents/phone", token: wang}).status, ShouldEqual, 204)
					So(s.meIn("guide", wang).Phone, ShouldBeBlank)
				})
			})
			Convey("an offer to a phone that is verified already waits for a yes or a no", func() {
				So(s.post("/api/v1/guide/me/phone", gu, object{"code": "13812345678", "consent": "2026-01"}).status, ShouldEqual, 200)
				offer := s.invite("/terminal/invitations", boss, object{"role": "guide", "phone": "13812345678"})
				s.invite("/terminal/invitations", boss, object{"role": "terminal", "phone": "13812345678"})
				for app, token := range map[string]string{"guide": gu, "consumer": s.token("consumer", "gu")} {
					offers := s.meIn(app, token).Offers
					So(offers, ShouldHaveLength, 2)
					So([]any{offers[0].Role, offers[0].Org, offers[0].Leaves}, ShouldResemble, []any{"terminal", "T1", offers[0].Leaves[:0]})
					So([]any{offers[1].ID, offers[1].Role, offers[1].Name, offers[1].MadeAt.Equal(s.Clock.Now())}, ShouldResemble, []any{offer.ID, "guide", "T1", true})
					So(offers[1].Leaves[0].Name, ShouldEqual, "T2")
				}
				mine := s.meIn("guide", gu).Offers
				path := func(i int) string { return "/api/v1/guide/me/offers/" + mine[i].ID }
				So(s.post(path(0)+"/decline", gu, nil).status, ShouldEqual, 204)
				j := read[joined](s.house, s.post(path(1)+"/take-up", gu, nil))
				So([]any{j.Role, j.Org, j.Left[0].Name}, ShouldResemble, []any{"guide", "T1", "T2"})
				So(s.meIn("guide", gu).Offers, ShouldBeEmpty)
				So(s.post(path(0)+"/take-up", gu, nil).code(), ShouldEqual, "staff.invitation_declined")
				So(s.post(path(1)+"/take-up", gu, nil).status, ShouldEqual, 200)
				So(s.post(path(1)+"/decline", gu, nil).code(), ShouldEqual, "staff.invitation_used")
				seen := read[struct{ Items []struct{ Declined bool } }](s.house, s.get("/api/v1/terminal/invitations", boss)).Items
				So([]bool{seen[0].Declined, seen[1].Declined}, ShouldResemble, []bool{true, false})
			})
			Convey("who acts for two shops chooses, and is asked no more at the next login", func() {
				code := s.invite(fmt.Sprintf("/console/organisations/%d/invitations", s.t2.ID), s.console(model.UserOwner), object{"role": "terminal"}).Code
				So(s.takeUp("terminal", boss, code).status, ShouldEqual, 200)
				choose := request{method: "PUT", path: "/api/v1/terminal/me/choice", token: boss, body: object{"role": "terminal", "org_id": fmt.Sprint(s.t2.ID)}}
				So(s.do(choose).status, ShouldEqual, 204)
				me := s.meIn("terminal", s.token("terminal", "boss"))
				So(me.Choice.Org, ShouldEqual, fmt.Sprint(s.t2.ID))
				for _, m := range me.Memberships {
					So(m.Acting, ShouldEqual, m.Code == "T2")
				}
				So(s.meIn("consumer", s.token("consumer", "boss")).Choice, ShouldBeNil)
			})
		})
	})
}

// What coming and going can be refused for. Nothing is written.
func TestStaffRefusals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		boss := s.member("boss", "terminal", model.RoleTerminal, s.t1)
		d1 := s.member("wang", "distributor", model.RoleDistributor, s.d1)
		sales := s.member("sun", "salesperson", model.RoleSalesperson, s.d1)
		li, lone, stranger := s.token("guide", "li"), s.token("guide", testkit.Unnamed+"lone"), s.token("terminal", "li")
		code := read[invited](s.house, s.post("/api/v1/terminal/invitations", boss, object{"role": "guide"}))
		gone := read[invited](s.house, s.post("/api/v1/terminal/invitations", boss, object{"role": "guide"}))
		s.do(request{method: "DELETE", path: "/api/v1/terminal/invitations/" + gone.ID, token: boss})
		other := read[invited](s.house, s.post("/api/v1/distributor/invitations", d1, object{"role": "salesperson"}))
		offer := read[invited](s.house, s.post("/api/v1/terminal/invitations", boss, object{"role": "guide", "phone": "13812345678"}))
		post := func(path, token string, body object) request {
			return request{method: "POST", path: "/api/v1" + path, token: token, body: body}
		}
		into := func(org model.Org, role string) object { return object{"role": role, "org_id": fmt.Sprint(org.ID)} }
		remove := func(path, token string) request {
			return request{method: "DELETE", path: "/api/v1" + path, token: token}
		}
		choose := func(app, token string, body object) request {
			return request{method: "PUT", path: "/api/v1/" + app + "/me/choice", token: token, body: body}
		}
		s.refusals(t, []scenario{
			{"an invitation that was withdrawn", post("/guide/memberships", li, object{"code": gone.Code}), 410, "staff.invitation_withdrawn"},
			{"one for another role's app", post("/guide/memberships", li, object{"code": other.Code}), 409, "staff.other_app"},
			{"a mistyped code", post("/guide/memberships", li, object{"code": mistype(code.Code)}), 400, "staff.code_mistyped"},
			{"no code", post("/guide/memberships", li, object{"code": ""}), 400, "request.invalid"},
			{"by somebody who is not bound", post("/guide/memberships", lone, object{"code": code.Code}), 403, "identity.not_bound"},
			{"leaving where one is not", remove(fmt.Sprintf("/guide/memberships/%d", s.t1.ID), li), 404, "channel.unknown_membership"},
			{"leaving what is not", remove("/guide/memberships/1", li), 404, "channel.unknown_organisation"},
			{"inviting into another's shop", post("/terminal/invitations", boss, into(s.t2, "guide")), 403, "channel.outside_subtree"},
			{"inviting for a role that a shop has not", post("/terminal/invitations", boss, object{"role": "salesperson"}), 400, "channel.bad_membership"},
			{"inviting into another distributor's shop", post("/distributor/invitations", d1, into(s.t2, "terminal")), 403, "channel.outside_subtree"},
			{"a salesperson who invites salespeople", post("/salesperson/invitations", sales, into(s.d1, "salesperson")), 403, "staff.may_not_invite"},
			{"inviting without acting for anybody", post("/terminal/invitations", stranger, object{"role": "guide"}), 403, "channel.no_membership"},
			{"inviting for ever", post("/terminal/invitations", boss, object{"role": "guide", "days": 91}), 400, "request.invalid"},
			{"inviting a phone that is none", post("/terminal/invitations", boss, object{"role": "guide", "phone": "12"}), 400, "identity.bad_phone"},
			{"one phone for two people", post("/terminal/invitations", boss, object{"role": "guide", "phone": "13812345678", "uses": 2}), 400, "staff.bad_invitation"},
			{"withdrawing another's invitation", remove("/terminal/invitations/"+other.ID, boss), 404, "staff.unknown_invitation"},
			{"removing another's people", remove(fmt.Sprintf("/distributor/members/%d?role=guide&org_id=%d", s.person("li"), s.t2.ID), d1), 403, "channel.outside_subtree"},
			{"removing one who is none", remove(fmt.Sprintf("/terminal/members/%d?role=guide", s.person("li")), boss), 404, "channel.unknown_membership"},
			{"looking at another's people", request{method: "GET", path: fmt.Sprintf("/api/v1/distributor/members?org_id=%d", s.t2.ID), token: d1}, 403, "channel.outside_subtree"},
			{"looking at another's invitations", request{method: "GET", path: fmt.Sprintf("/api/v1/terminal/invitations?org_id=%d", s.t2.ID), token: boss}, 403, "channel.outside_subtree"},
			{"choosing another's organisation", choose("terminal", boss, into(s.t2, "terminal")), 404, "channel.unknown_membership"},
			{"choosing another role in a role's app", choose("terminal", boss, into(s.t1, "guide")), 400, "channel.other_role"},
			{"choosing a role that one has not", choose("consumer", s.token("consumer", "li"), object{"role": "guide"}), 404, "channel.unknown_membership"},
			{"taking up what is offered to another's phone", post("/guide/me/offers/"+offer.ID+"/take-up", li, nil), 404, "staff.unknown_invitation"},
			{"declining what is offered to another's phone", post("/guide/me/offers/"+offer.ID+"/decline", li, nil), 404, "staff.unknown_invitation"},
			{"taking up what is offered to no phone", post("/guide/me/offers/"+code.ID+"/take-up", li, nil), 404, "staff.unknown_invitation"},
			{"declining no offer", post("/guide/me/offers/x/decline", li, nil), 400, "request.invalid"},
			{"a phone without consent", post("/guide/me/phone", li, object{"code": "13812345678", "consent": ""}), 400, "request.invalid"},
			{"a phone that is none", post("/guide/me/phone", li, object{"code": "12", "consent": "1"}), 400, "identity.bad_phone"},
			{"consent to a phone without one", post("/guide/me/consents", li, object{"purpose": "phone", "version": "1"}), 400, "request.invalid"},
			{"withdrawing what was not given", remove("/guide/me/consents/marketing", li), 404, "identity.no_consent"},
		})
	})
}

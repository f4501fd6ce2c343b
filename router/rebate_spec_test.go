package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// programme is as much of a rebate programme as the specs read.
type programme struct {
	ID       string
	Versions []programmeVersion
}

type programmeVersion struct {
	Number, Edition int
	State           string
	From, To        int32
}

// programmes is the console's path of them.
const programmes = "/api/v1/console/rebate-programmes"

// tieredDraft pays distributors ten fen a unit, and twenty from the third on.
func tieredDraft(from int32) object {
	return object{"from": from, "terms": object{
		"every": "month", "shares_bp": object{"distributor": 10_000},
		"tiered": object{"steps": []any{object{"from": 0, "fen": 10}, object{"from": 2, "fen": 20}}},
	}}
}

func TestRebateProgrammes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a programme that a manager has drafted from April on", t, func() {
			s := newStory(t, e)
			owner, manager, finance := s.console(model.UserOwner), s.console(model.UserChannelManager), s.console(model.UserFinance)
			auditor := s.console(model.UserAuditor)
			made := s.post(programmes, manager, object{"code": "SPRING", "name": "Spring", "kind": "tiered"})
			So(made.status, ShouldEqual, 200)
			path := programmes + "/" + read[programme](s.house, made).ID
			So(s.post(path+"/versions", manager, tieredDraft(20260401)).status, ShouldEqual, 200)
			publish := func(token string, number int) answer {
				return s.post(fmt.Sprintf("%s/versions/%d/publish", path, number), token, object{"edition": 1})
			}

			Convey("who answers for the money publishes it, and nobody what overlaps it", func() {
				So(publish(manager, 1).code(), ShouldEqual, "request.not_permitted")
				So(publish(finance, 1).status, ShouldEqual, 200)
				So(s.post(path+"/versions", manager, tieredDraft(20260501)).status, ShouldEqual, 200)
				a := publish(owner, 2)
				So([]any{a.status, a.code()}, ShouldResemble, []any{409, "rebate.overlapping_versions"})
				So(string(a.body), ShouldContainSubstring, "version 1 of SPRING")
				p := read[programme](s.house, s.get(path, auditor))
				So([]string{p.Versions[0].State, p.Versions[1].State}, ShouldResemble, []string{"published", "draft"})
				So(s.post(path+"/retire", finance, object{"day": 20260501}).status, ShouldEqual, 200)
				So(publish(owner, 2).status, ShouldEqual, 200)
			})
			Convey("what was sold shows in standings, with the distributor, and in a what-if", func() {
				So(publish(finance, 1).status, ShouldEqual, 200)
				s.Tick(31 * 24 * time.Hour)
				guide, li := s.member("chen", "guide", model.RoleGuide, s.t1), s.token("consumer", "li")
				for n := range int64(3) {
					So(s.post("/api/v1/guide/scans", guide, scans(s.label(n))).status, ShouldEqual, 200)
					So(s.post("/api/v1/consumer/scans", li, scans(s.cap(n))).status, ShouldEqual, 200)
				}
				s.Settle()
				_, err := s.Rebate.Work(s.Ctx)
				So(err, ShouldBeNil)
				auditor := s.enter(model.UserAuditor, password).Access
				type standing struct {
					PostedFen int64 `json:"posted_fen"`
					Facts     struct{ Units int64 }
				}
				a := s.get(path+"/standings?period=202604", auditor)
				So(a.status, ShouldEqual, 200)
				rows := read[struct{ Items []standing }](s.house, a).Items
				So(rows, ShouldHaveLength, 1)
				So([]int64{rows[0].PostedFen, rows[0].Facts.Units}, ShouldResemble, []int64{40, 3})

				wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
				progress := read[[]struct {
					Programme string
					PostedFen int64 `json:"posted_fen"`
				}](s.house, s.get("/api/v1/distributor/rebate-programmes", wang))
				So(progress, ShouldHaveLength, 1)
				So([]any{progress[0].Programme, progress[0].PostedFen}, ShouldResemble, []any{"SPRING", int64(40)})
				lines := read[struct {
					Items []struct {
						Programme, Item string
						Fen             int64
					}
				}](s.house, s.get("/api/v1/distributor/rebates", wang)).Items
				So(lines, ShouldHaveLength, 4)
				So([]any{lines[0].Item, lines[3].Programme, lines[3].Fen}, ShouldResemble, []any{s.unit(0).String(), "SPRING", int64(40)})

				org := fmt.Sprintf("/api/v1/console/organisations/%d", s.d1.ID)
				id := path[len(programmes)+1:]
				So(s.get(org+"/rebates?period=202604&programme_id="+id, auditor).status, ShouldEqual, 200)
				sales := read[struct{ Items []struct{ Item string } }](s.house, s.get(org+"/rebate-sales?from=202604&to=202604&limit=2", auditor))
				So(sales.Items, ShouldHaveLength, 3) // of one moment, which no page cuts

				for _, path := range []string{
					org + "/rebate-sales?from=202604&to=202604&after=9223372036854775807", org + "/rebate-sales?from=999912&to=999911",
					path + "/standings?period=999912", path + "/targets?period=202613", path + "/displays",
					path + "/terminals?period=202604&org_id=9223372036854775807",
				} {
					So(s.get(path, auditor).status, ShouldEqual, 200)
				}

				s.Tick(31 * 24 * time.Hour)
				a = s.get(path+"/versions/1/what-if?from=20260401&to=20260430", s.enter(model.UserAuditor, password).Access)
				So(a.status, ShouldEqual, 200)
				w := read[struct {
					Would int64 `json:"would_fen"`
					Paid  int64 `json:"paid_fen"`
				}](s.house, a)
				So([]int64{w.Would, w.Paid}, ShouldResemble, []int64{40, 40})
			})
		})
	})
}

// What programmes can be refused for.
func TestRebateWritesAreRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		owner := s.console(model.UserOwner)
		post := func(path string, body any) request { return posting(programmes+path, owner, body) }
		made := read[programme](s.house, s.do(post("", object{"code": "P", "name": "P", "kind": "tiered"})))
		goal := read[programme](s.house, s.do(post("", object{"code": "G", "name": "G", "kind": "display"})))
		s.do(post("/"+made.ID+"/versions", tieredDraft(20260301)))
		put := func(path string, body any) request {
			r := post(path, body)
			r.method = "PUT"
			return r
		}
		display := post("/"+goal.ID+"/displays", object{"terminal_id": fmt.Sprint(s.t1.ID), "shown_on": 20260302, "photo": "p"})
		display.header = withKey("1")
		s.refusals(t, []scenario{
			{"another programme under a code", post("", object{"code": "P", "name": "Q", "kind": "tiered"}), 409, "rebate.programme_exists"},
			{"a kind that there is not", post("", object{"code": "X", "name": "X", "kind": "lottery"}), 400, "request.invalid"},
			{"a version of no programme", post("/1/versions", tieredDraft(20260401)), 404, "rebate.unknown_programme"},
			{"a version amid a month", post("/"+made.ID+"/versions", tieredDraft(20260402)), 400, "rebate.bad_dates"},
			{"terms of another kind", post("/"+goal.ID+"/versions", tieredDraft(20260401)), 400, "rebate.bad_programme"},
			{"publishing what has begun", post("/"+made.ID+"/versions/1/publish", object{"edition": 1}), 400, "rebate.day_over"},
			{"publishing another edition", post("/"+made.ID+"/versions/1/publish", object{"edition": 2}), 409, "rebate.edited_meanwhile"},
			{"editing another edition", put("/"+made.ID+"/versions/1", tieredDraft(20260401).with("edition", 7)), 409, "rebate.edited_meanwhile"},
			{"retiring what is not in force", post("/"+made.ID+"/retire", object{"day": 20260401}), 409, "rebate.not_in_force"},
			{"a target of no target programme", put("/"+made.ID+"/targets", object{"targets": []any{object{"organisation": "D1", "period": 202604, "units": 5}}}), 400, "rebate.bad_target"},
			{"a display on a day without a programme", display, 400, "rebate.bad_display"},
			{"withdrawing no display", posting("/api/v1/console/rebate-displays/1/withdraw", owner, object{"note": "x"}), 404, "rebate.unknown_display"},
			{"a what-if of today", request{method: "GET", path: programmes + "/" + made.ID + "/versions/1/what-if?from=20260201&to=20260302", token: owner}, 400, "rebate.bad_window"},
		})
	})
}

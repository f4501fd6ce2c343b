package router_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/evidence"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

// The parts of answers that the specs of cases read.
type (
	caseView struct {
		ID, Status string
		Units      int64
		PenaltyFen int64 `json:"penalty_fen"`
		Flags      []struct{ Hard bool }
		Alleged    *struct {
			Units  int64
			Adcode string
		}
		Appeals []caseRecord
	}
	caseRecord struct {
		ID, Kind, Text string
		Evidence       []struct {
			ID, Kind, Verdict string
			Hash              string `json:"sha256"`
			Photo             *photo
			Struck            *struct{ Reason string }
		}
	}
	caseList struct{ Items []caseView }
)

const casesPath = "/api/v1/console/diversion-cases"

// suspected is the case of a unit of D1 that a guide of T2 sells.
func (s *story) suspected() string {
	s.scanAs("guide", s.member("gu", "guide", model.RoleGuide, s.t2), s.label(0))
	cases := read[caseList](s.house, s.get(casesPath, s.console(model.UserOwner))).Items
	So(cases, ShouldHaveLength, 1)
	return cases[0].ID
}

func TestACase(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods of D1 that a guide of D2 sells, and somebody to go and see", t, func() {
			s := newStory(t, e)
			id := s.suspected()
			manager, auditor := s.console(model.UserChannelManager), s.console(model.UserAuditor)
			sales := s.member("yang", "salesperson", model.RoleSalesperson, s.Brand)
			d1, d2 := s.member("wang", "distributor", model.RoleDistributor, s.d1), s.member("zhou", "distributor", model.RoleDistributor, s.d2)
			own := "/api/v1/distributor/cases/" + id
			step := func(name string, body object) answer { return s.post(casesPath+"/"+id+"/"+name, manager, body) }
			why := object{"note": "seen"}
			So(step("assign", why.with("inspector_id", fmt.Sprint(s.person("yang")))).status, ShouldEqual, 200)
			s.Tick(time.Minute)

			Convey("it goes its way from app to app", func() {
				round := read[[]struct{ Code string }](s.house, s.get("/api/v1/salesperson/round", sales))
				So(round, ShouldHaveLength, 1)
				So(round[0].Code, ShouldEqual, "T2")
				scan := read[struct {
					ID string `json:"scan_id"`
				}](s.house, s.post("/api/v1/salesperson/scans", sales, scans(s.label(1))))
				uploaded := read[photo](s.house, s.upload("salesperson", sales, "image/png", pngOf(9)))
				found := object{"scan_ids": []string{scan.ID}, "photos": []string{uploaded.ID}, "terminal": "T2", "receipt": "No. 7", "note": "on the shelf"}
				a := s.keyed("/api/v1/salesperson/cases/"+id+"/inspections", sales, "k", found)
				So(a.status, ShouldEqual, 200)
				record := read[caseRecord](s.house, a)
				So(record.Evidence, ShouldHaveLength, 2)
				So(record.Evidence[0].Verdict, ShouldEqual, "diverted")
				So(s.get(record.Evidence[1].Photo.URL, "").status, ShouldEqual, 200)

				So(s.get(own, d1).status, ShouldEqual, 404)
				So(step("notify", why).status, ShouldEqual, 200)
				told := read[caseView](s.house, s.get(own, d1))
				So(told.Alleged.Units, ShouldEqual, 2)
				So(told.Alleged.Adcode, ShouldEqual, s.t2.Adcode)
				So(told.PenaltyFen, ShouldEqual, 0)
				So(s.get(own, d2).code(), ShouldEqual, "diversion.unknown_case")
				So(read[caseList](s.house, s.get("/api/v1/distributor/cases", d2)).Items, ShouldBeEmpty)
				So(step("confirm", why).code(), ShouldEqual, "diversion.appeal_open")

				appeal := read[photo](s.house, s.upload("distributor", d1, "image/png", pngOf(8)))
				So(s.keyed(own+"/appeal", d1, "k", object{"text": "stolen", "photos": []string{appeal.ID}}).status, ShouldEqual, 200)
				So(read[caseView](s.house, s.get(own, d1)).Appeals[0].Text, ShouldEqual, "stolen")
				So(read[caseView](s.house, step("confirm", why)).PenaltyFen, ShouldEqual, 4000)
				So(read[caseView](s.house, s.get(own, d1)).PenaltyFen, ShouldEqual, 4000)

				records := read[[]caseRecord](s.house, s.get(casesPath+"/"+id+"/records", auditor))
				So(records, ShouldHaveLength, 2)
				events := read[[]struct{ Action string }](s.house, s.get(casesPath+"/"+id+"/events", auditor))
				So(events, ShouldHaveLength, 5)
				pack := s.get(casesPath+"/"+id+"/evidence", auditor)
				So(pack.header.Get("Content-Type"), ShouldEqual, "application/zip")
				m, err := evidence.Verify(bytes.NewReader(pack.body), int64(len(pack.body)), "")
				So(err, ShouldBeNil)
				So(m.Case, ShouldEqual, id)
				So(m.Photos, ShouldHaveLength, 2)
				So(s.get("/api/v1/salesperson/cases", sales).status, ShouldEqual, 200)
				So(read[caseList](s.house, s.get("/api/v1/salesperson/cases", sales)).Items, ShouldBeEmpty) // it is decided
			})
			Convey("what does not fit is refused by name, and leaves nothing", func() {
				other := s.member("sun", "salesperson", model.RoleSalesperson, s.Brand)
				inspections := "/api/v1/salesperson/cases/" + id + "/inspections"
				found := object{"terminal": "T2", "note": "on the shelf"}
				s.refusals(t, []scenario{
					{"an auditor who decides", request{method: "POST", path: casesPath + "/" + id + "/notify", token: auditor, body: why}, 403, "request.not_permitted"},
					{"an inspector who is none", request{method: "POST", path: casesPath + "/" + id + "/assign", token: manager, body: object{"inspector_id": fmt.Sprint(s.person("gu"))}}, 400, "diversion.not_inspector"},
					{"an inspection of another's case", posting(inspections, other, found), 404, "diversion.unknown_case"},
					{"one of a place that is no shop", posting(inspections, sales, found.with("terminal", "D2")), 400, "casefile.bad_inspection"},
					{"one without a key", request{method: "POST", path: inspections, token: sales, body: found}, 400, "request.invalid"},
					{"a photo that is none", request{method: "POST", path: "/api/v1/salesperson/photos", token: sales, header: map[string]string{"Content-Type": "image/png"}, body: "%PDF-1.7"}, 400, "contact.photo_kind"},
					{"a penalty above its cap", request{method: "POST", path: casesPath + "/" + id + "/confirm", token: manager, body: why.with("amount_fen", 2001)}, 400, "diversion.above_cap"},
					{"an appeal against what he was not told", posting(own+"/appeal", d1, object{"text": "no"}), 404, "diversion.unknown_case"},
					{"the striking out of nothing", request{method: "POST", path: "/api/v1/console/case-evidence/1/strike", token: manager, body: object{"reason": "a mistake"}}, 404, "casefile.unknown_evidence"},
				})
				_, err := s.Diversion.Notify(s.Ctx, diversion.Decision{Case: s.theCase(id), By: 1})
				So(err, ShouldBeNil)
				s.Tick(15*24*time.Hour + time.Second)
				d1 = s.token("distributor", "wang")
				s.refusals(t, []scenario{
					{"an appeal after its deadline", posting(own+"/appeal", d1, object{"text": "no"}), 410, "diversion.appeal_late"},
					{"another's appeal", posting(own+"/appeal", s.token("distributor", "zhou"), object{"text": "no"}), 404, "diversion.unknown_case"},
				})
			})
		})
	})
}

func (s *story) theCase(id string) (n model.CaseID) {
	_, err := fmt.Sscan(id, &n)
	s.check(err)
	return n
}

// The penalties' own rules are published with the rest of the policy, and may be left out.
func TestPenaltyPolicy(t *testing.T) {
	Convey("Given a manager who publishes diversion policies", t, func() {
		s := newStory(t, testkit.SQLite)
		manager := s.console(model.UserChannelManager)
		policy := object{"window_days": 30, "hard_score": 95, "soft_score": 40, "penalty_fen": 2000}
		publish := func(body object) answer {
			return s.post("/api/v1/console/policies/diversion", manager, object{"policy": body})
		}
		Convey("with and without them", func() {
			So(publish(policy).status, ShouldEqual, 200)
			So(publish(policy.with("penalties", object{
				"notice_required": true, "appeal_days": 7, "tiers": []int{10000, 20000}, "case_cap_fen": 100000, "compensation_bp": 3000,
			})).status, ShouldEqual, 200)
		})
		Convey("but not what contradicts itself", func() {
			So(publish(policy.with("penalties", object{"tiers": []int{200_000}})).code(), ShouldEqual, "diversion.bad_policy")
			So(publish(policy.with("penalties", object{"period_months": 5})).code(), ShouldEqual, "request.invalid")
			So(publish(policy.with("penalties", object{"compensation_bp": 10_001})).code(), ShouldEqual, "request.invalid")
		})
	})
}

package router_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// The parts of lists of cases, of counts and of penalties that the specs read.
type (
	listedCase struct {
		ID, Status   string
		Score, Units int64
		PenaltyFen   int64     `json:"penalty_fen"`
		OpenedAt     time.Time `json:"opened_at"`
		City         string
	}
	casePage struct {
		Items     []listedCase
		NextAfter string `json:"next_after"`
	}
	caseCounts struct {
		Items []struct {
			Status string
			Cases  int
		}
	}
	penaltyPart struct {
		Units         int64
		WarnedUnits   int64 `json:"warned_units"`
		PenaltyFen    int64 `json:"penalty_fen"`
		Compensation  int64 `json:"compensation_fen"`
		Nth           int
		PolicyVersion int   `json:"policy_version"`
		Reckoning     []any `json:"reckoning"`
		Compensations []struct {
			Org        string `json:"org_id"`
			Units, Fen int64
		}
	}
)

// listed are all cases of a query, by pages of some.
func (s *story) listed(token, query string, limit int) (all []listedCase) {
	for after, more := "", true; more; more = after != "" {
		a := s.get(fmt.Sprintf("%s?limit=%d&after=%s&%s", casesPath, limit, after, query), token)
		So(a.status, ShouldEqual, 200)
		page := read[casePage](s.house, a)
		So(len(page.Items), ShouldBeLessThanOrEqualTo, limit)
		all, after = append(all, page.Items...), page.NextAfter
	}
	return all
}

// street has three shops of D2's sell goods of D1's, an hour after each other, and a consumer scan
// one in Fuzhou, whose lot is watched. Penalties get dearer, and a part of them goes to who was harmed.
func (s *story) street() (cases []string) {
	policy := object{
		"window_days": 30, "hard_score": 95, "soft_score": 40, "penalty_fen": 2000,
		"penalties": object{"tiers": []int{10000, 20000}, "compensation_bp": 3000},
	}
	a := s.post("/api/v1/console/policies/diversion", s.console(model.UserChannelManager), object{"policy": policy})
	So(a.status, ShouldEqual, 200)
	next := int64(0)
	for n, shop := range []model.Org{s.t2, s.Terminal("T3", s.d2), s.Terminal("T4", s.d2)} {
		s.Tick(time.Minute)
		guide := s.member(fmt.Sprint("gu", n), "guide", model.RoleGuide, shop)
		for range n + 1 { // one unit, two, three
			s.scanAs("guide", guide, s.label(next))
			next++
		}
	}
	So(s.post("/api/v1/consumer/scans", s.token("consumer", "li"), object{
		"code": s.label(20), "position": object{"longitude": 119.3, "latitude": 26.08, "accuracy": 30},
	}).status, ShouldEqual, 200)
	for _, c := range s.listed(s.console(model.UserAuditor), "sort=opened_at", 50) {
		cases = append(cases, c.ID)
	}
	So(cases, ShouldHaveLength, 3)
	return cases
}

func TestListsOfCases(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case that is confirmed, one that is dismissed, one that is open, and a lot that is watched", t, func() {
			s := newStory(t, e)
			cases := s.street()
			auditor, manager := s.console(model.UserAuditor), s.console(model.UserChannelManager)
			step := func(n int, name string) {
				So(s.keyed(casesPath+"/"+cases[n]+"/"+name, manager, name, object{"note": "so"}).status, ShouldEqual, 200)
			}
			step(1, "confirm")
			step(2, "dismiss")
			const counts, every = "/api/v1/console/diversion-case-counts?", "status=watched,open,confirmed,dismissed&"

			Convey("they are counted by state, as many as the list has of it, however both are narrowed down", func() {
				product := fmt.Sprint(s.Products[0].ID)
				for query, found := range map[string]int{
					"": 4, "origin_id=" + fmt.Sprint(s.d1.ID): 4, "origin_id=" + fmt.Sprint(s.d2.ID): 0,
					"terminal_id=" + fmt.Sprint(s.t2.ID): 1, "prefix=35": 1, "prefix=33": 3, "prefix=3301": 0,
					"product_id=" + product: 4, "product_id=404": 0, "line=none": 0, "inspector_id=404": 0,
					"opened_from=20260302&opened_to=20260302": 4, "opened_from=20260303": 0, "opened_to=20260301": 0,
					"score_to=1": 4, "score_from=1&score_to=100": 0,
				} {
					listed := s.listed(auditor, every+query, 1)
					So(query+fmt.Sprint(len(listed)), ShouldEqual, query+fmt.Sprint(found))
					counted := read[caseCounts](s.house, s.get(counts+query, auditor)).Items
					So(counted, ShouldHaveLength, 8)
					for _, c := range counted {
						of := 0
						for _, l := range listed {
							if l.Status == c.Status {
								of++
							}
						}
						So(fmt.Sprint(query, c.Status, c.Cases), ShouldEqual, fmt.Sprint(query, c.Status, of))
					}
				}
				two := read[caseCounts](s.house, s.get(counts+"status=confirmed,open", auditor)).Items
				So(two, ShouldHaveLength, 2)
				So(two[0].Cases+two[1].Cases, ShouldEqual, 2)
			})
			Convey("in every order pages of them lose and repeat none", func() {
				for by, of := range map[string]func(listedCase) int64{
					"opened_at": func(c listedCase) int64 { return c.OpenedAt.UnixMicro() }, "score": func(c listedCase) int64 { return c.Score },
					"units": func(c listedCase) int64 { return c.Units }, "penalty_fen": func(c listedCase) int64 { return c.PenaltyFen },
				} {
					rising := s.listed(auditor, every+"sort="+by, 1)
					So(s.listed(auditor, every+"sort="+by, 3), ShouldResemble, rising)
					So(slices.IsSortedFunc(rising, func(a, b listedCase) int { return int(of(a) - of(b)) }), ShouldBeTrue)
					falling := s.listed(auditor, every+"sort=-"+by, 1)
					slices.Reverse(falling)
					So(falling, ShouldResemble, rising)
					So(rising, ShouldHaveLength, 4)
				}
			})
			Convey("what cannot be asked is refused", func() {
				ask := func(path string) request { return request{method: "GET", path: path, token: auditor} }
				s.refusals(t, []scenario{
					{"a state that is none", ask(casesPath + "?status=lost"), 400, "request.invalid"},
					{"counts of a state that is none", ask(counts + "status=lost"), 400, "request.invalid"},
					{"an order that is none", ask(casesPath + "?sort=note"), 400, "request.invalid"},
					{"a page behind a case that there is not", ask(casesPath + "?sort=score&after=404"), 404, "diversion.unknown_case"},
					{"a province of one digit", ask(counts + "prefix=3"), 400, "request.invalid"},
					{"a score over all", ask(counts + "score_from=101"), 400, "request.invalid"},
					{"a day that is none", ask(casesPath + "?opened_from=1"), 400, "request.invalid"},
					{"a page of too many", ask(casesPath + "?limit=201"), 400, "request.invalid"},
					{"counts for operators", request{method: "GET", path: counts, token: s.console(model.UserOperator)}, 403, "request.not_permitted"},
					{"counts for a distributor", request{method: "GET", path: counts, token: s.member("wang", "distributor", model.RoleDistributor, s.d1)}, 403, "identity.token_of_another_app"},
				})
			})
		})
		Convey("Given two cases of a distributor whose second penalty is dearer", t, func() {
			s := newStory(t, e)
			cases := s.street()
			auditor, manager := s.console(model.UserAuditor), s.console(model.UserChannelManager)
			penalty := func(id string) answer { return s.get(casesPath+"/"+id+"/penalty", auditor) }
			confirm := func(id string) penaltyPart {
				a := s.keyed(casesPath+"/"+id+"/confirm", manager, "c", object{"note": "proven"})
				So(a.status, ShouldEqual, 200)
				return read[penaltyPart](s.house, s.get(casesPath+"/"+id, auditor))
			}
			Convey("what confirming would cost is what is then booked, and asking changes nothing", func() {
				confirm(cases[0])
				before := s.facts()
				told := read[penaltyPart](s.house, penalty(cases[2]))
				So(s.facts().since(before), ShouldBeEmpty)
				So(told.Units, ShouldEqual, 3)
				So(told.Nth, ShouldEqual, 2)
				So(told.PenaltyFen, ShouldEqual, 3*2000*2)
				So(told.Compensation, ShouldEqual, told.PenaltyFen*3/10)
				So(told.Compensations, ShouldHaveLength, 1)
				So(told.Reckoning, ShouldNotBeEmpty)
				So(confirm(cases[2]), ShouldResemble, told)
				s.Settle()
				booked := map[string]int64{}
				for _, org := range []model.Org{s.d1, s.d2} {
					for _, a := range s.accounts(auditor, "org_id="+fmt.Sprint(org.ID), 50) {
						booked[org.Code+" "+a.Kind] = a.Balance
					}
				}
				So(booked["D1 org_penalty"], ShouldEqual, -2000-told.PenaltyFen)
				So(booked["D2 org_compensation"], ShouldEqual, 600+told.Compensation)

				// Of what is decided there is none.
				So(penalty(cases[2]).code(), ShouldEqual, "diversion.wrong_state")
			})
			Convey("it says that confirming would be refused while the distributor may appeal, and of no case anything", func() {
				So(s.post(casesPath+"/"+cases[1]+"/notify", manager, object{"note": "seen"}).status, ShouldEqual, 200)
				So(read[struct{ Refused string }](s.house, penalty(cases[1])).Refused, ShouldEqual, "diversion.appeal_open")
				So(penalty("404").code(), ShouldEqual, "diversion.unknown_case")
				So(s.get(casesPath+"/"+cases[1]+"/penalty", s.console(model.UserOperator)).status, ShouldEqual, 403)
			})
		})
	})
}

// Replays are listed page by page, for readers, with what came of those that are done.
func TestListOfReplays(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given three replays, one of which is done", t, func() {
			s := newStory(t, e)
			owner, auditor := s.console(model.UserOwner), s.console(model.UserAuditor)
			policy := object{"window_days": 30, "hard_score": 95, "soft_score": 40, "penalty_fen": 2000}
			const path = "/api/v1/console/diversion-replays"
			for n := range 3 {
				So(s.keyed(path, owner, fmt.Sprint(n), object{"policy": policy, "days": n + 1}).status, ShouldEqual, 200)
				if n == 0 {
					_, err := s.Watch.WorkReplays(s.Ctx)
					So(err, ShouldBeNil)
				}
			}
			type row struct {
				ID     string
				Days   int
				Both   *int
				DoneAt *time.Time `json:"done_at"`
				Policy any
			}
			type page struct {
				Items     []row
				NextAfter string `json:"next_after"`
			}
			Convey("the newest comes first, once each, and only what is done has numbers", func() {
				var all []row
				for after, more := "", true; more; more = after != "" {
					p := read[page](s.house, s.get(path+"?limit=2&after="+after, auditor))
					all, after = append(all, p.Items...), p.NextAfter
				}
				So(all, ShouldHaveLength, 3)
				for i, r := range all {
					So(r.Days, ShouldEqual, 3-i)
					So(r.DoneAt != nil, ShouldEqual, i == 2)
					So(r.Both != nil, ShouldEqual, i == 2)
					So(r.Policy, ShouldBeNil)
				}
			})
			Convey("bad pages and strangers are refused", func() {
				So(s.get(path+"?limit=0", auditor).code(), ShouldEqual, "request.invalid")
				So(s.get(path+"?after=x", auditor).code(), ShouldEqual, "request.invalid")
				So(s.get(path, s.console(model.UserOperator)).code(), ShouldEqual, "request.not_permitted")
				So(s.get(path, "").code(), ShouldEqual, "request.no_session")
			})
		})
	})
}

package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// The parts of alerts and replays that the specs read.
type (
	alertPart struct {
		ID, Kind, City string
		Score          int
		Origin         struct{ ID, Code string }
		Reasons        []struct{ Reason, Zh, En string }
		Case           string `json:"case_id"`
	}
	watchedCase struct {
		ID, Status string
		Score      int
		Alerts     []alertPart
	}
	replayPart struct {
		ID      string
		Percent int
		Outcome *struct {
			Both, Opens, Closes int
			Closing             []struct {
				Origin struct{ Code string }
				City   string
			}
		}
	}
)

// fuzhou has twelve consumers scan D1's goods in a city that is nobody's, and lets the day pass.
func (s *story) fuzhou() {
	for n := range 12 {
		a := s.post("/api/v1/consumer/scans", s.token("consumer", fmt.Sprint("guest-", n)), object{
			"code": s.label(int64(n)), "adcode": "350102",
		})
		So(a.status, ShouldEqual, 200)
	}
	s.Tick(25 * time.Hour)
	So(s.Watch.Work(s.Ctx), ShouldBeNil)
}

func TestWatching(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that were sold where nobody is", t, func() {
			s := newStory(t, e)
			s.fuzhou()
			owner, auditor := s.console(model.UserOwner), s.console(model.UserAuditor)

			Convey("the brand reads the alert, and its case says why", func() {
				alerts := read[struct{ Items []alertPart }](s.house, s.get("/api/v1/console/diversion-alerts", auditor)).Items
				So(alerts, ShouldHaveLength, 1)
				a := alerts[0]
				So([]string{a.Kind, a.City, a.Origin.Code}, ShouldResemble, []string{"diverted", "福建省福州市", s.d1.Code})
				So(a.Reasons[0].Zh, ShouldStartWith, "12 位消费者在福建省福州市")
				for query, found := range map[string]int{
					"kind=diverted": 1, "kind=cloned": 0, "prefix=3501": 1, "prefix=33": 0, "score_to=1": 0, "sort=score": 1, "sort=-at": 1,
					"origin_id=" + a.Origin.ID: 1, "origin_id=404": 0, "after=" + a.ID: 0,
				} {
					So(read[struct{ Items []alertPart }](s.house, s.get("/api/v1/console/diversion-alerts?"+query, auditor)).Items, ShouldHaveLength, found)
				}
				So(s.get("/api/v1/console/diversion-alerts?after=404", auditor).code(), ShouldEqual, "watch.unknown_alert")
				So(a.Reasons[0].En, ShouldStartWith, "12 consumers")
				c := read[watchedCase](s.house, s.get("/api/v1/console/diversion-cases/"+a.Case, auditor))
				So([]any{c.Status, c.Score, c.Alerts[0].ID}, ShouldResemble, []any{"open", a.Score, a.ID})
			})
			Convey("a policy is replayed before it is published", func() {
				policy := object{
					"window_days": 30, "hard_score": 95, "soft_score": 40, "penalty_fen": 2000,
					"detection": object{
						"open_score": 50, "witnesses": 13, "window_days": 30, "clone_accounts": 6, "travel_kmh": 900, "scans_per_hour": 60,
						"watch_gifts": true,
					},
				}
				const path = "/api/v1/console/diversion-replays"
				asked := read[replayPart](s.house, s.keyed(path, owner, "r", object{"policy": policy, "days": 5}))
				So(asked.Outcome, ShouldBeNil)
				So(read[replayPart](s.house, s.keyed(path, owner, "r", object{"policy": policy, "days": 5})).ID, ShouldEqual, asked.ID)
				_, err := s.Watch.WorkReplays(s.Ctx)
				So(err, ShouldBeNil)
				done := read[replayPart](s.house, s.get(path+"/"+asked.ID, auditor))
				So(done.Percent, ShouldEqual, 100)
				So([]int{done.Outcome.Both, done.Outcome.Opens, done.Outcome.Closes}, ShouldResemble, []int{0, 0, 1})
				So(done.Outcome.Closing[0].City, ShouldEqual, "福建省福州市")

				type rows struct {
					Items []struct {
						ID                  string
						Both, Opens, Closes int
						Percent             int
					}
					NextAfter string `json:"next_after"`
				}
				waiting := read[replayPart](s.house, s.keyed(path, owner, "later", object{"policy": policy, "days": 3}))
				listed := read[rows](s.house, s.get(path+"?limit=1", auditor))
				So(listed.Items[0].ID, ShouldEqual, waiting.ID)
				listed = read[rows](s.house, s.get(path+"?limit=1&after="+listed.NextAfter, auditor))
				So(listed.Items, ShouldHaveLength, 1)
				So(listed.Items[0].ID, ShouldEqual, asked.ID)
				So([]int{listed.Items[0].Percent, listed.Items[0].Both, listed.Items[0].Opens, listed.Items[0].Closes}, ShouldResemble, []int{100, 0, 0, 1})

				Convey("by who may, once a key, and only if it makes sense", func() {
					So(s.keyed(path, auditor, "a", object{"policy": policy, "days": 5}).status, ShouldEqual, 403)
					So(s.keyed(path, owner, "r", object{"policy": policy, "days": 6}).code(), ShouldEqual, "watch.idempotency_key_reused")
					policy["soft_score"] = 95
					So(s.keyed(path, owner, "s", object{"policy": policy, "days": 5}).code(), ShouldEqual, "diversion.bad_policy")
					So(s.get(path+"/404", owner).code(), ShouldEqual, "watch.unknown_replay")
				})
			})
		})
		Convey("Given a traveller's scan", t, func() {
			s := newStory(t, e)
			So(s.post("/api/v1/consumer/scans", s.token("consumer", "li"), object{
				"code": s.label(0), "position": object{"longitude": 119.3, "latitude": 26.08, "accuracy": 30},
			}).status, ShouldEqual, 200)
			Convey("its lot is watched, and a manager makes a case of it", func() {
				owner := s.console(model.UserOwner)
				watched := read[struct{ Items []watchedCase }](s.house, s.get("/api/v1/console/diversion-cases?status=watched", owner)).Items
				So(watched, ShouldHaveLength, 1)
				path := "/api/v1/console/diversion-cases/" + watched[0].ID
				So(s.post(path+"/confirm", owner, object{"note": "so"}).code(), ShouldEqual, "diversion.wrong_state")
				So(read[watchedCase](s.house, s.post(path+"/open", owner, object{"note": "look"})).Status, ShouldEqual, "open")
			})
		})
	})
}

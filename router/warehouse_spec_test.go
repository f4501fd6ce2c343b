package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestHandhelds(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor's device that comes back into the network", t, func() {
			s := newStory(t, e)
			s.Tick(time.Hour)
			wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
			at := s.Clock.Now().Add(-time.Minute).Format(time.RFC3339)
			tell := func(path, token string, events ...object) answer {
				return s.post("/api/v1/"+path+"/handheld-events", token, object{"device": "PDA-1", "sent_at": s.Clock.Now().Add(-time.Hour).Format(time.RFC3339), "events": events})
			}
			ship := object{"key": "1", "kind": "ship", "codes": []string{s.caseCode(0)}, "to": "T1", "at": at}
			type outcomes struct {
				Skew     int64 `json:"skew_ms"`
				ClockOff bool  `json:"clock_off"`
				Outcomes []struct {
					Key, State string
					Error      struct{ Code string }
				}
			}

			Convey("each event is answered for itself, and the clock that is an hour slow is told", func() {
				a := tell("distributor", wang, ship, ship.with("key", "2").with("to", "D2"), ship.with("key", "3").with("kind", "return").with("to", "BRAND"))
				So(a.status, ShouldEqual, 200)
				got := read[outcomes](s.house, a)
				So([]string{got.Outcomes[0].State, got.Outcomes[1].Error.Code, got.Outcomes[2].Error.Code}, ShouldResemble,
					[]string{"recorded", "channel.outside_subtree", "warehouse.may_not_tell"})
				So(got.Skew, ShouldEqual, -time.Hour.Milliseconds())
				So(got.ClockOff, ShouldBeTrue)
				So(read[outcomes](s.house, tell("distributor", wang, ship)).Outcomes[0].State, ShouldEqual, "known")
			})
			Convey("who is no member of a distributor tells nothing", func() {
				So(tell("distributor", s.token("distributor", "li"), ship).code(), ShouldEqual, "channel.no_membership")
			})
			Convey("the brand's operator names who gives and who takes", func() {
				a := tell("console", s.console(model.UserOperator), ship.with("from", "D1"), ship.with("key", "2").with("kind", "receive").with("to", "T1"))
				So(read[outcomes](s.house, a).Outcomes[1].State, ShouldEqual, "recorded")
			})
		})
	})
}

func TestTransfers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor who asks that a case goes to another", t, func() {
			s := newStory(t, e)
			wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
			body := object{"from": "D1", "to": "D2", "codes": []string{s.caseCode(0)}, "reason": "too much stock"}
			type transfer struct {
				ID, State string
				Goods     []struct{ Assigned string }
				Obstacle  *struct{ Code string }
			}
			first := s.keyed("/api/v1/distributor/transfers", wang, "ask", body)
			So(first.status, ShouldEqual, 200)
			id := read[transfer](s.house, first).ID
			verdict := func(role model.UserRole, what string) answer {
				return s.post("/api/v1/console/transfers/"+id+"/"+what, s.console(role), object{"note": "seen"})
			}

			Convey("sent again it is the same", func() {
				So(string(s.keyed("/api/v1/distributor/transfers", wang, "ask", body).body), ShouldEqual, string(first.body))
			})
			Convey("a manager approves it, once; an operator may not", func() {
				So(verdict(model.UserOperator, "approve").code(), ShouldEqual, "request.not_permitted")
				shown := read[transfer](s.house, s.get("/api/v1/console/transfers/"+id, s.console(model.UserAuditor)))
				So(shown.Obstacle, ShouldBeNil)
				So(shown.Goods, ShouldHaveLength, 1)
				So(read[transfer](s.house, verdict(model.UserChannelManager, "approve")).State, ShouldEqual, "approved")
				So(verdict(model.UserOwner, "refuse").code(), ShouldEqual, "warehouse.transfer_decided")
				s.Tick(time.Minute)
				So(s.Trace(s.box(0)).Assigned, ShouldEqual, s.d2.ID)
			})
			Convey("the two see it and no third; only who asked withdraws it", func() {
				zhou := s.member("zhou", "distributor", model.RoleDistributor, s.d2)
				third := s.member("chen", "distributor", model.RoleDistributor, s.w1)
				for token, want := range map[string]int{wang: 1, zhou: 1, third: 0} {
					a := s.get("/api/v1/distributor/transfers", token)
					So(read[struct{ Items []transfer }](s.house, a).Items, ShouldHaveLength, want)
				}
				path := "/api/v1/distributor/transfers/" + id + "/withdraw"
				So(s.post(path, zhou, object{}).code(), ShouldEqual, "warehouse.unknown_transfer")
				So(read[transfer](s.house, s.post(path, wang, object{})).State, ShouldEqual, "withdrawn")
			})
		})
	})
}

func TestStockRoutes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that D1 has, some of them on the way to its shop", t, func() {
			s := newStory(t, e)
			s.Tick(time.Hour)
			s.Ship(s.d1, s.t1, s.box(0))
			s.Tick(time.Minute)
			type stock struct {
				Items []struct {
					Ref    string `json:"batch_ref"`
					Counts map[string]int64
				}
			}
			wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
			tian := s.member("tian", "terminal", model.RoleTerminal, s.t1)
			counts := func(path, token string) map[string]int64 {
				a := s.get("/api/v1/"+path, token)
				So(a.status, ShouldEqual, 200)
				items := read[stock](s.house, a).Items
				if len(items) == 0 {
					return nil
				}
				return items[0].Counts
			}
			rest, box := map[string]int64{"pallet": 1, "case": 3, "unit": 18}, map[string]int64{"case": 1, "unit": 6}

			Convey("each sees its own, and the brand everybody's", func() {
				So(counts("distributor/stock", wang), ShouldResemble, rest)
				So(counts("terminal/stock", tian), ShouldBeNil)
				So(counts("terminal/stock?on_the_way=true", tian), ShouldResemble, box)
				So(counts("console/organisations/"+fmt.Sprint(s.d1.ID)+"/stock", s.console(model.UserOperator)), ShouldResemble, rest)
				then := s.Clock.Now().Add(-30 * time.Minute).Format(time.RFC3339)
				So(counts("distributor/stock?at="+then, wang), ShouldResemble, map[string]int64{"pallet": 1, "case": 4, "unit": 24})
			})
			Convey("a page ends where it should", func() {
				a := s.get("/api/v1/distributor/stock?limit=1", wang)
				next := read[struct {
					Next string `json:"next_after"`
				}](s.house, a).Next
				So(next, ShouldNotBeEmpty)
				So(counts("distributor/stock?after="+next, wang), ShouldBeNil)
			})
		})
	})
}

func TestStockTakes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor who counts another pallet than the book says", t, func() {
			s := newStory(t, e)
			s.Tick(time.Hour)
			s.Ship(s.Brand, s.d2, s.pallet(1))
			s.Tick(time.Minute)
			wang := s.member("wang", "distributor", model.RoleDistributor, s.d1)
			a := s.keyed("/api/v1/distributor/stock-takes", wang, "count", s.codes(s.onPallet(1)))
			So(a.status, ShouldEqual, 200)
			take := read[struct {
				ID               string
				Missing, Surplus int64
			}](s.house, a)
			So([]int64{take.Missing, take.Surplus}, ShouldResemble, []int64{1, 1})
			path := "/console/stock-takes/" + take.ID

			Convey("a manager agrees, and the report tells what was done and why", func() {
				agree := object{"differences": []int{1, 2}, "reason": "=counted twice"}
				So(s.post("/api/v1"+path+"/adjustments", s.console(model.UserAuditor), agree).code(), ShouldEqual, "request.not_permitted")
				So(s.post("/api/v1"+path+"/adjustments", s.console(model.UserChannelManager), agree).status, ShouldEqual, 200)
				report := string(s.get("/api/v1"+path+"/report", s.console(model.UserAuditor)).body)
				So(report, ShouldContainSubstring, "1,missing,B1,pallet,"+s.pallet(0).String()+",1,,")
				So(report, ShouldContainSubstring, "2,surplus,B1,pallet,"+s.pallet(1).String()+",1,D2,")
				So(report, ShouldContainSubstring, ",'=counted twice\n")
				s.Tick(time.Minute)
				So(s.Trace(s.pallet(1)).Holder, ShouldEqual, s.d1.ID)
			})
			Convey("another distributor sees nothing of it", func() {
				zhou := s.member("zhou", "distributor", model.RoleDistributor, s.d2)
				So(s.get("/api/v1/distributor/stock-takes/"+take.ID+"/differences", zhou).code(), ShouldEqual, "warehouse.unknown_take")
				mine := s.get("/api/v1/distributor/stock-takes/"+take.ID+"/differences", wang)
				So(read[struct{ Items []any }](s.house, mine).Items, ShouldHaveLength, 2)
			})
		})
	})
}

package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestRecalls(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a manager who calls a pallet back that is on its way to D1", t, func() {
			s := newStory(t, e)
			b := s.Batch("BAD", 2)
			s.Commission(b)
			pallet := testkit.Item(b, model.LevelPallet, 0)
			s.Ship(s.Brand, s.d1, pallet)
			s.Tick(time.Minute)
			manager := s.console(model.UserChannelManager)
			order := object{"batch_id": fmt.Sprint(b.ID), "level": "pallet", "from": 0, "to": 1, "severity": "stop_sale", "reason": "glass"}
			type progress struct {
				ID, Severity string
				Where        []struct {
					Standing string
					Units    int64
				}
			}
			started := read[progress](s.house, s.do(posting("/api/v1/console/recalls", manager, order)))

			Convey("everybody of the console sees how far it has come; a repetition is the same recall", func() {
				So(read[progress](s.house, s.do(posting("/api/v1/console/recalls", manager, order))).ID, ShouldEqual, started.ID)
				got := read[progress](s.house, s.get("/api/v1/console/recalls/"+started.ID, s.console(model.UserAuditor)))
				So(got.Severity, ShouldEqual, "stop_sale")
				So(got.Where, ShouldHaveLength, 1)
				So(got.Where[0].Standing, ShouldEqual, "in_transit")
				So(got.Where[0].Units, ShouldEqual, 24)
				So(s.get("/api/v1/console/recalls/"+started.ID+"/notices", manager).status, ShouldEqual, 200)
				So(s.get("/api/v1/console/recalls/1", manager).code(), ShouldEqual, "recall.unknown")
			})
			Convey("its receipt is recorded, and answered with a warning", func() {
				type receipt struct {
					State   string
					Recalls []struct {
						Reason string
						Units  int64
					}
				}
				receive := object{"kind": "receive", "to": "D1", "codes": []string{s.Print(model.FacePallet, pallet)}}
				got := read[receipt](s.house, s.do(posting("/api/v1/console/custody-events", s.console(model.UserOperator), receive)))
				So(got.State, ShouldEqual, "applied")
				So(got.Recalls, ShouldHaveLength, 1)
				So(got.Recalls[0].Units, ShouldEqual, 24)
			})
			Convey("so is a receipt that a device tells, in the apps and at the console, each time", func() {
				type outcomes struct {
					Outcomes []struct {
						State string
						Event struct{ Recalls []struct{ Units int64 } }
					}
				}
				told := object{"key": "1", "kind": "receive", "codes": []string{s.Print(model.FacePallet, pallet)}, "at": s.Clock.Now().Format(time.RFC3339)}
				for _, from := range []struct {
					path, token string
					event       object
				}{
					{"distributor", s.member("wang", "distributor", model.RoleDistributor, s.d1), told},
					{"console", s.console(model.UserOperator), told.with("to", "D1").with("key", "2")},
				} {
					for _, state := range []string{"recorded", "known"} {
						a := s.post("/api/v1/"+from.path+"/handheld-events", from.token, object{"device": "PDA-1", "events": []object{from.event}})
						got := read[outcomes](s.house, a).Outcomes
						So(got, ShouldHaveLength, 1)
						So(got[0].State, ShouldEqual, state)
						So(got[0].Event.Recalls, ShouldHaveLength, 1)
						So(got[0].Event.Recalls[0].Units, ShouldEqual, 24)
					}
				}
			})
			Convey("an operator starts and closes none", func() {
				operator := s.console(model.UserOperator)
				So(s.do(posting("/api/v1/console/recalls", operator, order)).code(), ShouldEqual, "request.not_permitted")
				So(s.do(posting("/api/v1/console/recalls/"+started.ID+"/close", operator, nil)).code(), ShouldEqual, "request.not_permitted")
				So(s.do(posting("/api/v1/console/recalls/"+started.ID+"/close", manager, nil)).status, ShouldEqual, 200)
			})
		})
	})
}

package scan_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// at scans a face of an item as of a time, told now.
func (s *story) at(t time.Time, person model.PersonID, role model.Role, face model.Face, item model.ItemID) (scan.Answer, error) {
	return s.Rooms.Scan.Record(s.Ctx, scan.Input{Person: person, Role: role, Text: s.Print(face, item), At: t})
}

func TestRolesAndMemberships(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a person who is a guide of T1 and a salesperson of D1", t, func() {
			s := newStory(t, e)
			one := s.Member(model.RoleGuide, s.t1)
			So(s.Channel.Join(s.Ctx, one, model.RoleSalesperson, s.d1.ID, testkit.Start), ShouldBeNil)

			Convey("a scan in one role's app offers the other's, one tap away", func() {
				a, err := s.Scan(one, model.RoleGuide, model.FaceUnitOuter, s.unit(0))
				So(err, ShouldBeNil)
				So(a.Route, ShouldResemble, scan.Route{App: "guide", Page: "pages/reward/index", Action: scan.ActionGuideReward, Role: "guide"})
				So(a.Hops, ShouldResemble, []scan.Route{
					{App: "salesperson", Page: "pages/trace/index", Action: scan.ActionTrace, Role: "salesperson"},
				})
				So(a.Trace, ShouldBeNil)
			})
			Convey("in the consumer's app, which needs no membership, both", func() {
				a, err := s.Scan(one, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				So(a.Hops, ShouldHaveLength, 2)
				So(a.Outcome, ShouldEqual, scan.OutcomeClaimed)
			})
			Convey("what is won stays in the role's account", func() {
				_, err := s.Scan(one, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				_, err = s.Scan(one, model.RoleGuide, model.FaceUnitOuter, s.unit(0))
				So(err, ShouldBeNil)
				So(s.points(one), ShouldEqual, 108)
				So(s.paid(model.WalletGuide), ShouldEqual, 200)
				So(s.paid(model.WalletSalesperson), ShouldEqual, 0)
			})
			Convey("staff see the goods' way, and their scans judge nothing", func() {
				a, err := s.Scan(one, model.RoleSalesperson, model.FaceUnitOuter, s.unit(0))
				So(err, ShouldBeNil)
				So(a.Verdict, ShouldEqual, "exempt")
				So(a.Trace.Holder, ShouldEqual, s.d1.ID)
				So(a.Trace.Assigned, ShouldEqual, s.d1.ID)
				So(a.Trace.Chain, ShouldHaveLength, 3)
			})
			Convey("a role he has not is refused, and nothing is stored", func() {
				for _, role := range []model.Role{model.RoleTerminal, model.RoleDistributor} {
					_, err := s.Scan(one, role, model.FaceUnitOuter, s.unit(0))
					So(err, ShouldWrap, scan.ErrWrongApp)
				}
				So(s.stored(), ShouldEqual, 0)
			})
			Convey("a role that no rule knows is refused", func() {
				So(s.Channel.Join(s.Ctx, one, model.RoleWarehouse, s.d1.ID, testkit.Start), ShouldBeNil)
				_, err := s.Scan(one, model.RoleWarehouse, model.FaceUnitOuter, s.unit(0))
				So(err, ShouldWrap, scan.ErrNotRouted)
			})
		})
		Convey("Given a guide who left T1 at noon and joined T2 an hour later", t, func() {
			s := newStory(t, e)
			guide := s.Member(model.RoleGuide, s.t1)
			noon := s.Clock.Now().Add(time.Hour)
			s.Tick(3 * time.Hour)
			So(s.Channel.Leave(s.Ctx, guide, model.RoleGuide, s.t1.ID, noon), ShouldBeNil)
			So(s.Channel.Join(s.Ctx, guide, model.RoleGuide, s.t2.ID, noon.Add(time.Hour)), ShouldBeNil)
			guided := func(t time.Time) (scan.Answer, error) {
				return s.at(t, guide, model.RoleGuide, model.FaceUnitOuter, s.unit(0))
			}

			Convey("what he scanned before, and tells now, was sold at T1", func() {
				a, err := guided(noon.Add(-time.Microsecond))
				So(err, ShouldBeNil)
				So(a.Verdict, ShouldEqual, "match")
			})
			Convey("in between he was no guide", func() {
				_, err := guided(noon)
				So(err, ShouldWrap, scan.ErrWrongApp)
				a, err := s.at(noon, guide, model.RoleConsumer, model.FaceUnitOuter, s.unit(0))
				So(err, ShouldBeNil)
				So(a.Hops, ShouldBeEmpty)
			})
			Convey("from then on, at T2", func() {
				a, err := guided(noon.Add(time.Hour))
				So(err, ShouldBeNil)
				So(a.Verdict, ShouldEqual, "diverted")
				So(a.Won, ShouldBeNil)
			})
		})
	})
}

func TestRoutingVersions(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a routing policy that from tomorrow on sends consumers of any code to a new page", t, func() {
			s := newStory(t, e)
			consumer := s.Person()
			tomorrow := s.Clock.Now().Add(24 * time.Hour)
			next := scan.RoutingPolicy{Rules: []scan.Rule{{Face: "*", Role: "consumer", App: "consumer", Page: "pages/new", Action: scan.ActionVerify}}}
			_, err := s.Rooms.Scan.Routing.Publish(s.Ctx, next, tomorrow, 1)
			So(err, ShouldBeNil)

			Convey("today the old one holds", func() {
				a, err := s.Scan(consumer, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				So(a.Route.Page, ShouldEqual, "pages/claim/index")
			})
			Convey("tomorrow the new one, but for what was scanned today", func() {
				today := s.Clock.Now()
				s.Tick(24 * time.Hour)
				a, err := s.Scan(consumer, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				So(a.Route.Page, ShouldEqual, "pages/new")
				So(a.Outcome, ShouldEqual, scan.OutcomeTraced)
				So(s.points(consumer), ShouldEqual, 0)
				a, err = s.at(today, consumer, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				So(a.Outcome, ShouldEqual, scan.OutcomeClaimed)
				_, err = s.Scan(s.Member(model.RoleGuide, s.t1), model.RoleGuide, model.FaceUnitOuter, s.unit(0))
				So(err, ShouldWrap, scan.ErrNotRouted)
			})
			Convey("one that contradicts itself is not published", func() {
				next.Rules[0].Action = scan.ActionClaim
				_, err := s.Rooms.Scan.Routing.Publish(s.Ctx, next, tomorrow, 1)
				So(err, ShouldWrap, scan.ErrBadRouting)
			})
		})
	})
}

package scan_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// sold has a guide of a terminal scan a unit and a consumer claim it, and says what both won
// and what D1 has earned since.
func (s *story) sold(terminal model.Org, unit int64) (guide, consumer *scan.Prize, rebate int64) {
	before := s.org(model.OrgRebate, s.d1)
	guided := s.by(model.RoleGuide, terminal, model.FaceUnitOuter, s.unit(unit))
	claimed, err := s.Scan(s.Person(), model.RoleConsumer, model.FaceUnitInner, s.unit(unit))
	So(err, ShouldBeNil)
	s.Settle()
	return guided.Won, claimed.Won, s.org(model.OrgRebate, s.d1) - before
}

func (s *story) withoutLogisticsEarnNothing() {
	_, err := s.Channel.Logistics.Publish(s.Ctx, channel.LogisticsPolicy{WithoutEarnNothing: true}, s.Clock.Now().Add(time.Hour), 1)
	So(err, ShouldBeNil)
}

func TestLogistics(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor who works without the logistics system", t, func() {
			s := newStory(t, e)
			So(s.Channel.SetLogistics(s.Ctx, s.d1.ID, false, s.Clock.Now().AddDate(0, 0, -1)), ShouldBeNil)

			Convey("as long as no policy says otherwise, it earns like others", func() {
				guide, consumer, rebate := s.sold(s.t1, 0)
				So(guide, ShouldNotBeNil)
				So(consumer, ShouldNotBeNil)
				So(rebate, ShouldEqual, 300)
			})
			Convey("from the day on that the policy is in force, neither it nor its terminals earn; consumers do", func() {
				s.withoutLogisticsEarnNothing()
				guide, _, rebate := s.sold(s.t1, 0)
				So(guide, ShouldNotBeNil)
				So(rebate, ShouldEqual, 300)
				s.Tick(2 * time.Hour)
				for unit, terminal := range []model.Org{s.t1, s.tw} {
					guide, consumer, rebate := s.sold(terminal, int64(unit+1))
					So(guide, ShouldBeNil)
					So(consumer, ShouldNotBeNil)
					So(rebate, ShouldEqual, 0)
				}
				opened := s.by(model.RoleTerminal, s.t1, model.FaceCaseInner, s.box(1))
				So(opened.Won, ShouldBeNil)

				Convey("and both say why", func() {
					var grants []model.Grant
					So(s.DB.Conn(s.Ctx).Where("reason = ?", channel.ReasonWithoutLogistics).Order("item").Find(&grants).Error, ShouldBeNil)
					So(grants, ShouldHaveLength, 3)
					So(grants[0].State, ShouldEqual, model.GrantNothing)
					var unit model.RebateUnit
					So(s.DB.Conn(s.Ctx).Where("item = ?", s.unit(1)).Take(&unit).Error, ShouldBeNil)
					So(unit.Withheld, ShouldEqual, channel.ReasonWithoutLogistics)
				})
				Convey("until it turns the system on", func() {
					So(s.Channel.SetLogistics(s.Ctx, s.d1.ID, true, s.Clock.Now()), ShouldBeNil)
					s.Tick(time.Minute)
					guide, _, rebate := s.sold(s.t1, 3)
					So(guide, ShouldNotBeNil)
					So(rebate, ShouldEqual, 300)
				})
				Convey("a scan told late counts as of when it happened", func() {
					a, err := s.Rooms.Scan.Record(s.Ctx, scan.Input{
						Person: s.Member(model.RoleGuide, s.t1), Role: model.RoleGuide, Text: s.Print(model.FaceUnitOuter, s.unit(4)),
						At: s.Clock.Now().Add(-90 * time.Minute),
					})
					So(err, ShouldBeNil)
					So(a.Won, ShouldNotBeNil)
				})
			})
			Convey("others earn as ever", func() {
				s.withoutLogisticsEarnNothing()
				s.Tick(2 * time.Hour)
				s.Ship(s.Brand, s.d2, testkit.Item(s.batch, model.LevelPallet, 1))
				s.Tick(time.Minute)
				guided := s.by(model.RoleGuide, s.t2, model.FaceUnitOuter, s.unit(24))
				So(guided.Won, ShouldNotBeNil)
			})
		})
	})
}

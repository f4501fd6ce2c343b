package scan_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// setAside designates a unit's case for a use, as of a moment, by who held it then.
func (s *story) setAside(use model.Designation, unit int64, at time.Time) {
	_, err := s.Record(custody.Command{
		Kind: model.Designate, From: s.TraceAt(s.unit(unit), at).Holder, For: use, At: at, Offline: true,
		Goods: testkit.Goods(testkit.Item(s.batch, model.LevelCase, unit/6)),
	})
	So(err, ShouldBeNil)
	s.Settle()
}

func TestSamplesAndGifts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case of samples", t, func() {
			s := newStory(t, e)
			s.setAside(model.ForTrial, 0, s.Clock.Now())
			s.Tick(time.Minute)

			Convey("nobody earns anything with it, wherever it is, and all say why", func() {
				for unit, terminal := range []model.Org{s.t1, s.t2} {
					guide, consumer, rebate := s.sold(terminal, int64(unit))
					So(guide, ShouldBeNil)
					So(consumer, ShouldBeNil)
					So(rebate, ShouldEqual, 0)
				}
				So(s.by(model.RoleTerminal, s.t1, model.FaceCaseInner, s.box(0)).Won, ShouldBeNil)
				var grants []model.Grant
				So(s.DB.Conn(s.Ctx).Where("reason = ?", "sample").Find(&grants).Error, ShouldBeNil)
				So(grants, ShouldHaveLength, 5)
				var unit model.RebateUnit
				So(s.DB.Conn(s.Ctx).Where("item = ?", s.unit(1)).Take(&unit).Error, ShouldBeNil)
				So(unit.Withheld, ShouldEqual, "sample")
			})
			Convey("it is diverted nowhere", func() {
				a := s.by(model.RoleGuide, s.t2, model.FaceUnitOuter, s.unit(0))
				So(a.Verdict, ShouldEqual, "exempt")
				So(a.Reasons, ShouldContain, "sample")
				So(s.by(model.RoleGuide, s.t2, model.FaceUnitOuter, s.unit(6)).Verdict, ShouldEqual, "diverted")
			})
			Convey("no campaign draws for it", func() {
				li := s.Person()
				a, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				_, err = s.Rooms.Scan.ClaimOf(s.Ctx, li, a.ScanID)
				So(err, ShouldWrap, scan.ErrNotForSale)
			})
		})
		Convey("Given goods of which it becomes known late that they were gifts", t, func() {
			s := newStory(t, e)
			before := s.Clock.Now()
			s.Tick(time.Hour)
			_, consumer, rebate := s.sold(s.t1, 0)
			So(consumer, ShouldNotBeNil)
			So(rebate, ShouldEqual, 300)
			a := s.by(model.RoleGuide, s.t2, model.FaceUnitOuter, s.unit(1))
			So(a.Verdict, ShouldEqual, "diverted")
			s.setAside(model.ForGift, 0, before)

			Convey("the rebate is taken back, and the flag is withdrawn", func() {
				So(s.org(model.OrgRebate, s.d1), ShouldEqual, 0)
				var flags int64
				So(s.DB.Conn(s.Ctx).Model(&model.DiversionFlag{}).Where("withdrawn = ?", false).Count(&flags).Error, ShouldBeNil)
				So(flags, ShouldEqual, 0)
			})
		})
	})
}

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

// backdated is a scan that staff send with a time of their own choice.
func (s *story) backdated(role model.Role, org model.Org, face model.Face, item model.ItemID, at time.Time) (scan.Answer, error) {
	return s.Rooms.Scan.Record(s.Ctx, scan.Input{
		Person: s.Member(role, org), Role: role, Text: s.Print(face, item), At: at,
	})
}

func TestTimesThatStaffGive(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that are still at the brand, and others that went to D1", t, func() {
			s := newStory(t, e)
			made := s.Clock.Now()
			stock := s.box(4) // of the second pallet
			s.Tick(24 * time.Hour)

			Convey("a scan of before its code was made, or of more than 72 hours ago, is refused", func() {
				_, err := s.backdated(model.RoleTerminal, s.t1, model.FaceCaseInner, s.box(0), made.Add(-48*time.Hour))
				So(err, ShouldWrap, scan.ErrBadScan)
				s.Tick(72 * time.Hour)
				_, err = s.backdated(model.RoleTerminal, s.t1, model.FaceCaseInner, s.box(0), made.Add(23*time.Hour))
				So(err, ShouldWrap, scan.ErrBadScan)
				So(s.stored(), ShouldEqual, 0)
			})
			Convey("who says that he had goods before they were sent gets nothing, nor does the goods' story change for it", func() {
				s.Ship(s.Brand, s.d1, testkit.Item(s.batch, model.LevelPallet, 1))
				s.Tick(time.Hour)
				opened, err := s.backdated(model.RoleTerminal, s.t2, model.FaceCaseInner, stock, made.Add(time.Hour))
				So(err, ShouldBeNil)
				So(opened.Verdict, ShouldEqual, "unknown")
				So(opened.Won.Waiting, ShouldBeTrue)
				_, err = s.backdated(model.RoleGuide, s.t2, model.FaceUnitOuter, s.unit(24), made.Add(time.Hour))
				So(err, ShouldBeNil)
				s.scanIn("", model.FaceUnitInner, s.unit(24))
				s.Settle()
				So(s.paid(model.OrgReward), ShouldEqual, 0)
				So(s.paid(model.WalletGuide), ShouldEqual, 0)

				Convey("and the goods are diverted all the same: the upstream gets its rebate, the shop and wholesalers none", func() {
					rows, err := s.Rebate.OrgAccruals(s.Ctx, s.d2.ID, 0, 10)
					So(err, ShouldBeNil)
					So(rows, ShouldHaveLength, 1)
					So(rows[0].Diverted, ShouldBeTrue)
				})
			})
			Convey("staff who scanned before the shipment was reported are paid when it is, if it was meant for them", func() {
				s.Tick(time.Hour)
				scanned := s.Clock.Now()
				s.by(model.RoleTerminal, s.t1, model.FaceCaseInner, stock)
				s.by(model.RoleTerminal, s.t2, model.FaceCaseInner, s.box(5))
				guided := s.by(model.RoleGuide, s.t1, model.FaceUnitOuter, s.unit(24))
				So(guided.Won.Waiting, ShouldBeTrue)
				s.scanIn("", model.FaceUnitInner, s.unit(24))
				s.Settle()
				So(s.paid(model.OrgReward)+s.paid(model.WalletGuide), ShouldEqual, 0)

				s.Tick(time.Hour)
				_, err := s.Record(custody.Command{
					Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, At: scanned.Add(-time.Minute), Offline: true,
					Goods: testkit.Goods(testkit.Item(s.batch, model.LevelPallet, 1)),
				})
				So(err, ShouldBeNil)
				s.Settle()
				So(s.org(model.OrgReward, s.t1), ShouldEqual, 500)
				So(s.org(model.OrgReward, s.t2), ShouldEqual, 0)
				So(s.paid(model.WalletGuide), ShouldEqual, 200)
			})
		})
	})
}

func TestWhatStaffAreShown(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that are at D1", t, func() {
			s := newStory(t, e)
			shown := func(role model.Role, org model.Org) custody.Trace {
				return *s.by(role, org, model.FacePallet, testkit.Item(s.batch, model.LevelPallet, 0)).Trace
			}

			Convey("D1 and the brand's people see who has them and whom they are meant for", func() {
				for _, t := range []custody.Trace{shown(model.RoleDistributor, s.d1), shown(model.RoleSalesperson, s.Brand)} {
					So(t.Holder, ShouldEqual, s.d1.ID)
					So(t.Assigned, ShouldEqual, s.d1.ID)
				}
			})
			Convey("another distributor sees neither, nor does a shop", func() {
				for _, t := range []custody.Trace{shown(model.RoleDistributor, s.d2), shown(model.RoleTerminal, s.t2), shown(model.RoleTerminal, s.t1)} {
					So([]model.OrgID{t.Holder, t.InTransit, t.Assigned}, ShouldResemble, []model.OrgID{0, 0, 0})
					So(t.Chain, ShouldNotBeEmpty)
				}
			})
		})
	})
}

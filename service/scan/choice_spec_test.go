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

func TestChosenRoles(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a person who is terminal staff of T1 and T2, a guide of T1 and a salesperson of D1", t, func() {
			s := newStory(t, e)
			one := s.Member(model.RoleTerminal, s.t1)
			for role, org := range map[model.Role]model.Org{model.RoleTerminal: s.t2, model.RoleGuide: s.t1, model.RoleSalesperson: s.d1} {
				_, added, err := s.Channel.TakeUp(s.Ctx, one, role, org.ID, testkit.Start.Add(-time.Hour))
				So(err, ShouldBeNil)
				So(added, ShouldBeTrue)
			}
			openedFor := func() model.OrgID {
				a, err := s.Scan(one, model.RoleTerminal, model.FaceCaseInner, s.box(0))
				So(err, ShouldBeNil)
				var row model.Scan
				So(s.DB.Conn(s.Ctx).Where("id = ?", a.ScanID).Take(&row).Error, ShouldBeNil)
				return row.OrgID
			}

			Convey("he opens cases for the shop that he joined first", func() {
				So(openedFor(), ShouldEqual, s.t1.ID)
			})
			Convey("or for the one that he chose", func() {
				So(s.Channel.Choose(s.Ctx, one, model.RoleTerminal, model.RoleTerminal, s.t2.ID), ShouldBeNil)
				So(openedFor(), ShouldEqual, s.t2.ID)
				org, err := s.Channel.ActingOrg(s.Ctx, one, model.RoleTerminal)
				So(err, ShouldBeNil)
				So(org, ShouldEqual, s.t2.ID)
			})
			Convey("as long as he is its member", func() {
				So(s.Channel.Choose(s.Ctx, one, model.RoleTerminal, model.RoleTerminal, s.t2.ID), ShouldBeNil)
				So(s.Channel.Leave(s.Ctx, one, model.RoleTerminal, s.t2.ID, s.Clock.Now()), ShouldBeNil)
				So(openedFor(), ShouldEqual, s.t1.ID)
			})
			roles := func() (list []string) {
				a, err := s.Scan(one, model.RoleConsumer, model.FacePallet, testkit.Item(s.batch, model.LevelPallet, 0))
				So(err, ShouldBeNil)
				for _, hop := range a.Hops {
					role := hop.Role
					if hop.Chosen {
						role += " chosen"
					}
					list = append(list, role)
				}
				return list
			}
			Convey("in the consumer's app each role is one tap away, once, and the chosen one first", func() {
				So(roles(), ShouldHaveLength, 3)
				So(roles()[0], ShouldEqual, "terminal")
				So(s.Channel.Choose(s.Ctx, one, model.RoleConsumer, model.RoleSalesperson, 0), ShouldBeNil)
				So(roles(), ShouldHaveLength, 3)
				So(roles()[0], ShouldEqual, "salesperson chosen")
				So(s.Channel.Choose(s.Ctx, one, model.RoleConsumer, model.RoleConsumer, 0), ShouldBeNil)
				So(roles()[0], ShouldEqual, "terminal")
			})
			Convey("he chooses nothing that is not his", func() {
				for _, bad := range []struct {
					app, role model.Role
					org       model.OrgID
					want      error
				}{
					{model.RoleTerminal, model.RoleTerminal, s.tw.ID, channel.ErrUnknownMembership},
					{model.RoleTerminal, model.RoleTerminal, 0, channel.ErrUnknownMembership},
					{model.RoleTerminal, model.RoleGuide, s.t1.ID, channel.ErrOtherRole},
					{model.RoleGuide, model.RoleConsumer, 0, channel.ErrOtherRole},
					{model.RoleConsumer, model.RoleDistributor, 0, channel.ErrUnknownMembership},
					{model.RoleConsumer, model.RoleGuide, s.t2.ID, channel.ErrUnknownMembership},
				} {
					So(s.Channel.Choose(s.Ctx, one, bad.app, bad.role, bad.org), ShouldWrap, bad.want)
				}
				choices, err := s.Channel.Choices(s.Ctx, []model.PersonID{one})
				So(err, ShouldBeNil)
				So(choices, ShouldBeEmpty)
			})
		})
		Convey("Given a batch of scans by many who have several roles", t, func() {
			s := newStory(t, e)
			var inputs []scan.Input
			for range 10 {
				one := s.Member(model.RoleGuide, s.t1)
				_, _, err := s.Channel.TakeUp(s.Ctx, one, model.RoleSalesperson, s.d1.ID, testkit.Start.Add(-time.Hour))
				So(err, ShouldBeNil)
				inputs = append(inputs, scan.Input{Person: one, Role: model.RoleGuide, Text: s.Print(model.FacePallet, testkit.Item(s.batch, model.LevelPallet, 0))})
			}
			asked := func(n int) int64 {
				return s.Statements(func() {
					for _, r := range s.Rooms.Scan.RecordBatch(s.Ctx, inputs[:n]) {
						So(r.Err, ShouldBeNil)
					}
				})
			}
			Convey("their choices are read at once", func() {
				for range 5 { // until the replica remembers what it asks again and again
					asked(1)
				}
				So(asked(10), ShouldBeLessThanOrEqualTo, asked(2))
			})
		})
	})
}

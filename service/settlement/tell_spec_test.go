package settlement_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

func TestTellingOfStatements(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a period of which D1 and T1 have statements, and D2 none", t, func() {
			f := newFair(t, e)
			boss, other := f.Member(model.RoleDistributor, f.d1), f.Member(model.RoleDistributor, f.d2)
			guide := f.Member(model.RoleGuide, f.t1)
			f.sell(0, f.t1)
			p := f.cut()
			inbox := func(person model.PersonID, role model.Role) (list []model.Message) {
				all, err := f.Message.Inbox(f.Ctx, person, role, false, 0, 100)
				So(err, ShouldBeNil)
				for _, m := range all {
					if m.Event == message.StatementPresented {
						list = append(list, m)
					}
				}
				return list
			}

			Convey("who acts for them is told what it comes to and until when to answer, once", func() {
				for range 2 {
					_, err := f.Settlement.Tell(f.Ctx)
					So(err, ShouldBeNil)
				}
				mine := inbox(boss, model.RoleDistributor)
				So(mine, ShouldHaveLength, 1)
				So(mine[0].Body, ShouldStartWith, "D1的第1期结算单已出，期末余额3.00元。如有异议，请于"+message.Moment(*p.ConfirmBy)+"前")
				So(inbox(f.staff[f.t1.ID], model.RoleTerminal), ShouldHaveLength, 1)

				Convey("and nobody else: no guide, and nobody whose organisation has none", func() {
					So(inbox(guide, model.RoleGuide), ShouldBeEmpty)
					So(inbox(other, model.RoleDistributor), ShouldBeEmpty)
				})
				Convey("of a line that is added, and by when to answer it, once", func() {
					f.Tick(time.Hour)
					a := f.ask(p, f.d1, 500, 0)
					So(f.approve(f.Ctx, a), ShouldBeNil)
					So(f.approve(f.Ctx, a), ShouldBeNil)
					mine := inbox(boss, model.RoleDistributor)
					So(mine, ShouldHaveLength, 2)
					until := f.statement(p, f.d1).Lines[1].ConfirmBy
					So(mine[0].Body, ShouldStartWith, "D1的第1期结算单已出，期末余额8.00元。如有异议，请于"+message.Moment(*until)+"前")
					So(inbox(f.staff[f.t1.ID], model.RoleTerminal), ShouldHaveLength, 1)

					Convey("and who had no statement, of the one that he gets", func() {
						So(inbox(other, model.RoleDistributor), ShouldBeEmpty)
						f.adjust(p, f.d2, 100)
						So(inbox(other, model.RoleDistributor), ShouldHaveLength, 1)
					})
				})
				Convey("of the next period again", func() {
					f.sell(1, f.t1)
					f.cut()
					_, err := f.Settlement.Tell(f.Ctx)
					So(err, ShouldBeNil)
					So(inbox(boss, model.RoleDistributor), ShouldHaveLength, 2)
				})
			})
			Convey("killed at whatever statement, who goes on tells everybody once", func() {
				for n := int64(1); f.KillAfter(n, func() { _, _ = f.Settlement.Tell(f.Ctx) }); n++ {
					So(len(inbox(boss, model.RoleDistributor)), ShouldBeLessThanOrEqualTo, 1)
				}
				So(inbox(boss, model.RoleDistributor), ShouldHaveLength, 1)
				So(inbox(f.staff[f.t1.ID], model.RoleTerminal), ShouldHaveLength, 1)
			})
		})
	})
}

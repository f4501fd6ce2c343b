package remittance_test

import (
	"fmt"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/remittance"
	"channelrouter/service/testkit"
)

func TestCredit(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an organisation that was paid 20 yuan in credit", t, func() {
			p := newPayroll(t, e)
			So(p.credit(1), ShouldBeNil)
			left := func() money.Fen {
				fen, err := p.Remittance.Credit(p.Ctx, p.orgs[1].ID)
				So(err, ShouldBeNil)
				return fen
			}
			giveBack := func(u model.CreditUse, org model.Org) error {
				_, err := p.Remittance.GiveBack(p.Ctx, anna, org.ID, u.ID, "cancelled")
				return err
			}
			So(left(), ShouldEqual, 2000)

			Convey("orders use it, never more than there is", func() {
				u, err := p.use("a", 1, 1500)
				So(err, ShouldBeNil)
				So(left(), ShouldEqual, 500)
				_, err = p.use("b", 1, 501)
				So(err, ShouldWrap, remittance.ErrNotEnough)
				again, err := p.use("a", 1, 1500)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, u.ID)
				_, err = p.use("a", 1, 1)
				So(err, ShouldWrap, remittance.ErrKeyReused)
				_, err = p.use("c", 0, 1) // another's is not its
				So(err, ShouldWrap, remittance.ErrNotEnough)
				So(p.balance(model.BrandOrders, 0), ShouldEqual, 1500)
				p.verified()
			})
			Convey("a cancelled order gives it back, once", func() {
				u, err := p.use("a", 1, 1500)
				So(err, ShouldBeNil)
				So(giveBack(u, p.orgs[0]), ShouldWrap, remittance.ErrUnknownUse)
				for range 2 {
					So(giveBack(u, p.orgs[1]), ShouldBeNil)
					So(left(), ShouldEqual, 2000)
				}
				all, err := p.Remittance.Uses(p.Ctx, p.orgs[1].ID, 0, 10)
				So(err, ShouldBeNil)
				So(all, ShouldHaveLength, 1)
				So([]any{all[0].Reason, all[0].GivenBackBy, *all[0].GivenBackAt}, ShouldResemble, []any{"cancelled", anna, p.Clock.Now()})
				p.verified()
			})
			Convey("the brand sees who has some, and the next statement says so", func() {
				_, err := p.use("a", 1, 1)
				So(err, ShouldBeNil)
				p.Settle()
				credits, err := p.Remittance.Credits(p.Ctx, 0, 10)
				So(err, ShouldBeNil)
				So(credits, ShouldHaveLength, 1)
				So([]any{credits[0].Org.Code, int64(credits[0].Fen)}, ShouldResemble, []any{"D2", int64(1999)})
				st, err := p.Settlement.Find(p.Ctx, p.closed().ID, p.orgs[1].ID)
				So(err, ShouldBeNil)
				So(st.Lines, ShouldHaveLength, 1)
				So([]any{st.Lines[0].Kind, int64(st.Lines[0].Fen), int64(st.ClosingFen)}, ShouldResemble, []any{model.LineCredit, int64(-2000), int64(0)})
			})
			Convey("what makes no sense is refused", func() {
				for _, n := range []remittance.NewUse{{Order: "x"}, {Order: "x", Fen: -1}, {Fen: 1}, {Order: "x", Fen: 10_000_000_001}} {
					n.Org = p.orgs[1].ID
					_, err := p.Remittance.Use(p.Ctx, n)
					So(err, ShouldWrap, remittance.ErrBadUse)
				}
				_, err := p.Remittance.Use(p.Ctx, remittance.NewUse{Org: 1, Order: "x", Fen: 1})
				So(err, ShouldWrap, channel.ErrUnknownOrg)
			})
		})
	})
}

func TestUsingCreditAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an organisation with 20 yuan of credit", t, func() {
			p := newPayroll(t, e)
			So(p.credit(1), ShouldBeNil)

			Convey("of twenty orders of 3 yuan six get some", func() {
				failures := testkit.Together(many, func(i int) error { _, err := p.use(fmt.Sprint("order-", i), 1, 300); return err })
				So(testkit.Succeeded(failures), ShouldEqual, 6)
				allWrap(failures, remittance.ErrNotEnough)
				So(p.balance(model.OrgCredit, p.orgs[1].ID), ShouldEqual, 200)
			})
			Convey("one order that is told twenty times uses it once", func() {
				So(testkit.Succeeded(testkit.Together(many, func(int) error { _, err := p.use("one", 1, 300); return err })), ShouldEqual, many)
				So(p.balance(model.OrgCredit, p.orgs[1].ID), ShouldEqual, 1700)
			})
			Convey("one that is cancelled twenty times gives it back once", func() {
				u, err := p.use("one", 1, 300)
				So(err, ShouldBeNil)
				So(testkit.Succeeded(testkit.Together(many, func(int) error {
					_, err := p.Remittance.GiveBack(p.Ctx, anna, p.orgs[1].ID, u.ID, "x")
					return err
				})), ShouldEqual, many)
				So(p.balance(model.OrgCredit, p.orgs[1].ID), ShouldEqual, 2000)
			})
			Convey("orders and cancellations of others end with what there is", func() {
				first := make([]model.CreditUse, 6)
				for i := range first {
					u, err := p.use(fmt.Sprint("first-", i), 1, 300)
					So(err, ShouldBeNil)
					first[i] = u
				}
				failures := testkit.Together(many, func(i int) (err error) {
					if i < len(first) {
						_, err = p.Remittance.GiveBack(p.Ctx, anna, p.orgs[1].ID, first[i].ID, "x")
					} else {
						_, err = p.use(fmt.Sprint("next-", i), 1, 300)
					}
					return err
				})
				allWrap(failures, remittance.ErrNotEnough)
				used := testkit.Succeeded(failures) - len(first)
				So(p.balance(model.OrgCredit, p.orgs[1].ID), ShouldEqual, 2000-300*used)
				So(used, ShouldBeLessThanOrEqualTo, 6)
				p.verified()
			})
		})
	})
}

package remittance_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/remittance"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

// allWrap makes sure that all that failed did for one reason.
func allWrap(failures []error, reason error) {
	for _, err := range failures {
		if err != nil {
			So(err, ShouldWrap, reason)
		}
	}
}

func TestRunsAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a run that was proposed", t, func() {
			p := newPayroll(t, e)
			p.accounts(3)
			r := p.proposed()

			Convey("twenty who approve it, and work, pay each line once", func() {
				failures := testkit.Together(many, func(int) error {
					if err := p.approve(p.Ctx, r); err != nil {
						return err
					}
					_, err := p.Remittance.Work(p.Ctx)
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, many)
				So(p.balance(model.BrandSettled, 0), ShouldEqual, 6000)
				So(p.run(r).Paid, ShouldEqual, 3)
				p.verified()
			})
			Convey("of those who approve and refuse it one has his way", func() {
				failures := testkit.Together(many, func(i int) (err error) {
					if i%2 == 0 {
						return p.approve(p.Ctx, r)
					}
					_, err = p.Remittance.Refuse(p.Ctx, r.ID, remittance.Decision{By: bert})
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, many/2)
				allWrap(failures, remittance.ErrDecided)
			})
			Convey("a statement that is paid by bank and in credit at once is paid once", func() {
				So(p.approve(p.Ctx, r), ShouldBeNil)
				failures := testkit.Together(many, func(i int) error {
					if i%2 == 0 {
						_, err := p.Remittance.Work(p.Ctx)
						return err
					}
					return p.credit(i % 3)
				})
				allWrap(failures, settlement.ErrPaidOtherwise)
				So(p.owed(), ShouldResemble, []int64{0, 0, 0})
				credit := int64(0)
				for _, org := range p.orgs {
					credit += p.balance(model.OrgCredit, org.ID)
				}
				So(p.balance(model.BrandSettled, 0)+credit, ShouldEqual, 6000)
				So(int64(p.run(r).PaidFen), ShouldEqual, p.balance(model.BrandSettled, 0))
				p.verified()
			})
			Convey("two runs over the same, posted at once, pay each statement once", func() {
				other := p.proposed()
				So(p.approve(p.Ctx, r), ShouldBeNil)
				So(p.approve(p.Ctx, other), ShouldBeNil)
				So(testkit.Succeeded(testkit.Together(many, func(int) error { _, err := p.Remittance.Work(p.Ctx); return err })), ShouldEqual, many)
				So(p.run(r).Paid+p.run(other).Paid, ShouldEqual, 3)
				So(p.balance(model.BrandSettled, 0), ShouldEqual, 6000)
			})
		})
		Convey("Given a run that was sent", t, func() {
			p := newPayroll(t, e)
			p.accounts(3)
			r := p.sent()

			Convey("results that are told twenty times are taken once", func() {
				taken := make([]int, many)
				failures := testkit.Together(many, func(i int) error {
					report, err := p.told(r, "1,成功,", "2,失败,x", "3,失败,y")
					taken[i] = report.Taken
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, many)
				sum := 0
				for _, n := range taken {
					sum += n
				}
				So(sum, ShouldEqual, 3)
				So(p.owed(), ShouldResemble, []int64{0, 2000, 3000})
				So([]int{p.run(r).Succeeded, p.run(r).Failed}, ShouldResemble, []int{1, 2})
				p.verified()
			})
			Convey("contradicting results at once leave each line one", func() {
				So(testkit.Succeeded(testkit.Together(many, func(i int) error {
					_, err := p.told(r, fmt.Sprint("1,", []string{"成功", "失败"}[i%2], ","))
					return err
				})), ShouldEqual, many)
				So(p.run(r).Succeeded+p.run(r).Failed, ShouldEqual, 1)
				So(p.owed()[0], ShouldEqual, int64(1000*p.run(r).Failed))
			})
			Convey("failing, while it is paid anew, is paid at most once", func() {
				failures := testkit.Together(many, func(i int) error {
					if i == 0 {
						_, err := p.told(r, "1,失败,")
						return err
					}
					return p.credit(0)
				})
				allWrap(failures, settlement.ErrPaidOtherwise)
				So(p.owed()[0]+p.balance(model.OrgCredit, p.orgs[0].ID), ShouldEqual, 1000)
				p.verified()
			})
		})
	})
}

// Whoever dies at any of his statements leaves all of a step or nothing.
func TestKilledRemittance(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a run that its approvers and workers die of, each a statement later than the one before", t, func() {
			p := newPayroll(t, e)
			p.accounts(3)
			r := p.proposed()
			// settled tells whether each line is what its organisation's accounts say.
			settled := func() {
				for i, line := range p.lines(r) {
					owed := p.owed()[i]
					if strings.HasPrefix(line, "paid") || strings.HasPrefix(line, "succeeded") {
						So(owed, ShouldEqual, 0)
					} else {
						So(owed, ShouldEqual, 1000*(i+1))
					}
				}
			}
			for n := int64(1); p.KillAfter(n, func() { _ = p.approve(p.Ctx, r) }); n++ {
				So(p.run(r).State, ShouldEqual, model.BankRunProposed)
			}
			for n := int64(1); p.KillAfter(n, func() { _, _ = p.Remittance.Work(p.Ctx) }); n++ {
				settled()
			}
			So(p.run(r).State, ShouldEqual, model.BankRunSent)
			So(p.lines(r), ShouldResemble, []string{"paid 1000", "paid 2000", "paid 3000"})
			So(p.balance(model.BrandSettled, 0), ShouldEqual, 6000)

			Convey("and readers of results", func() {
				for n := int64(1); p.KillAfter(n, func() { _, _ = p.told(r, "1,失败,a", "2,成功,", "3,失败,c") }); n++ {
					settled()
				}
				So(p.lines(r), ShouldResemble, []string{"failed 1000 a", "succeeded 2000", "failed 3000 c"})
				So(p.run(r).State, ShouldEqual, model.BankRunFinished)
				So(p.owed(), ShouldResemble, []int64{1000, 0, 3000})
				p.verified()
			})
			Convey("and users of credit", func() {
				p.earn(500)
				p.period = p.closed()
				So(p.credit(0), ShouldBeNil)
				var u model.CreditUse
				for n := int64(1); p.KillAfter(n, func() { u, _ = p.use("k", 0, 300) }); n++ {
					So(p.balance(model.OrgCredit, p.orgs[0].ID), ShouldEqual, 500)
				}
				for n := int64(1); p.KillAfter(n, func() { _, _ = p.Remittance.GiveBack(p.Ctx, anna, p.orgs[0].ID, u.ID, "x") }); n++ {
					So(p.balance(model.OrgCredit, p.orgs[0].ID), ShouldEqual, 200)
				}
				So(p.balance(model.OrgCredit, p.orgs[0].ID), ShouldEqual, 500)
				p.verified()
			})
		})
	})
}

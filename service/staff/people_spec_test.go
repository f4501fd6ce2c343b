package staff_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestPeople(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a salesperson with a phone, a guide who owns a shop, and a stranger", t, func() {
			a := newAgency(t, e)
			sales, guide, stranger := a.Member(model.RoleSalesperson, a.d1), a.Member(model.RoleGuide, a.t1), a.Person()
			_, _, err := a.Channel.TakeUp(a.Ctx, guide, model.RoleTerminal, a.t9.ID, a.Clock.Now())
			So(err, ShouldBeNil)
			a.verifies(sales, "salesperson", "13800001234")

			Convey("each is known by his masked phone and by what he does, once and in order", func() {
				people, err := a.Staff.People(a.Ctx, []model.PersonID{stranger, sales, guide, sales, 404})
				So(err, ShouldBeNil)
				So(people, ShouldHaveLength, 4)
				So(people[0].ID, ShouldEqual, stranger)
				So(people[0].Phone, ShouldBeBlank)
				So(people[0].Posts, ShouldBeEmpty)
				So(people[1].Phone, ShouldEqual, "138****1234")
				So(people[1].Posts, ShouldHaveLength, 1)
				So(people[1].Posts[0].Org.Code, ShouldEqual, "D1")
				So(people[2].Posts, ShouldHaveLength, 2)
				So(people[3].Posts, ShouldBeEmpty)
			})
			Convey("what somebody no longer does is not told", func() {
				So(a.Staff.Leave(a.Ctx, sales, model.RoleSalesperson, a.d1.ID), ShouldBeNil)
				people, err := a.Staff.People(a.Ctx, []model.PersonID{sales})
				So(err, ShouldBeNil)
				So(people[0].Posts, ShouldBeEmpty)
			})
			Convey("nobody is asked for", func() {
				people, err := a.Staff.People(a.Ctx, nil)
				So(err, ShouldBeNil)
				So(people, ShouldBeEmpty)
			})
		})
	})
}

package diversion_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

// assigned gives a case to an inspector of the brand's.
func (s *street) assigned(c model.DiversionCase) (model.DiversionCase, model.PersonID) {
	inspector := s.Member(model.RoleSalesperson, s.Brand)
	given, err := s.Diversion.Assign(s.Ctx, diversion.Assignment{Case: c.ID, By: 1, Inspector: inspector})
	So(err, ShouldBeNil)
	return given, inspector
}

func TestFlagsOfInspections(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case with an inspector, and another of another shop", t, func() {
			s := newStreet(t, e, 2)
			c, inspector := s.assigned(s.opened(0, 0))
			found := s.sighted(s.unit(1), s.shops[1])
			So(s.raise(found), ShouldBeNil)
			other := s.cases(model.CaseOpen)[0]
			inspect := func(flags ...diversion.Flag) error {
				_, err := s.Diversion.Inspect(s.Ctx, diversion.Finding{Case: c.ID, Person: inspector, Org: s.Brand.ID, Flags: flags})
				return err
			}
			counted := func() int64 {
				c, err := s.Diversion.Get(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				return c.Flags
			}
			own := s.sighted(s.unit(2), s.shops[0])

			Convey("what he scanned joins his case, and is counted once", func() {
				So(inspect(own), ShouldBeNil)
				So(inspect(own), ShouldBeNil)
				So(s.flags(c), ShouldHaveLength, 2)
				So(counted(), ShouldEqual, 2)
			})
			for _, elsewhere := range []struct {
				what string
				step func() error
			}{
				{"that gathers flags", func() error { return nil }},
				{"whose origin was told", func() error { _, err := s.Diversion.Notify(s.Ctx, decision(other)); return err }},
				{"that is confirmed", func() error { _, err := s.Diversion.Confirm(s.Ctx, decision(other)); return err }},
				{"that came to nothing", func() error { _, err := s.Diversion.Dismiss(s.Ctx, decision(other)); return err }},
			} {
				Convey("a scan of a case "+elsewhere.what+" stays there", func() {
					So(elsewhere.step(), ShouldBeNil)
					So(inspect(found, own), ShouldBeNil)
					So(s.flags(other), ShouldHaveLength, 1)
					So(s.flags(c), ShouldHaveLength, 2)
					So(counted(), ShouldEqual, 2)
				})
			}
			Convey("a scan that was taken back stays so", func() {
				So(inspect(own), ShouldBeNil)
				So(s.withdraw(own), ShouldBeNil)
				So(inspect(own), ShouldBeNil)
				So(s.flags(c), ShouldHaveLength, 1)
			})
			Convey("of 20 cases that lay one scan at once, one has it", func() {
				cases, people := []model.DiversionCase{c}, []model.PersonID{inspector}
				for n := range many - 1 {
					f := s.sighted(s.unit(int64(n)), s.shops[0])
					f.At = f.At.AddDate(0, 0, 60*(n+1)) // a window of its own
					So(s.raise(f), ShouldBeNil)
					open := s.cases(model.CaseOpen)
					given, person := s.assigned(open[len(open)-1])
					cases, people = append(cases, given), append(people, person)
				}
				for _, err := range testkit.Together(many, func(i int) error {
					_, err := s.Diversion.Inspect(s.Ctx, diversion.Finding{
						Case: cases[i].ID, Person: people[i], Org: s.Brand.ID, Flags: []diversion.Flag{own},
					})
					return err
				}) {
					So(err, ShouldBeNil)
				}
				var flags int64
				for _, c := range s.cases(model.CaseInvestigating) {
					flags += c.Flags
				}
				So(flags, ShouldEqual, many+1)
			})
		})
	})
}

func TestWhoInspects(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case of D1's, who has a wholesaler with a shop", t, func() {
			s := newStreet(t, e, 1)
			c := s.opened(0, 0)
			below := s.Wholesaler("W1", s.d1)
			shop := s.Terminal("T9", below)
			year := s.Clock.Now().AddDate(-1, 0, 0)
			assign := func(person model.PersonID) error {
				_, err := s.Diversion.Assign(s.Ctx, diversion.Assignment{Case: c.ID, By: 1, Inspector: person})
				return err
			}

			Convey("salespeople of the brand and of another distributor may look into it", func() {
				So(assign(s.Member(model.RoleSalesperson, s.Brand)), ShouldBeNil)
				So(assign(s.Member(model.RoleSalesperson, s.d2)), ShouldBeNil)
			})
			for _, tied := range []struct {
				what string
				role model.Role
				org  func() model.Org
			}{
				{"is his salesperson", model.RoleSalesperson, func() model.Org { return s.d1 }},
				{"keeps his warehouse", model.RoleWarehouse, func() model.Org { return s.d1 }},
				{"acts for a wholesaler of his", model.RoleDistributor, func() model.Org { return below }},
				{"has a shop that is supplied by him", model.RoleTerminal, func() model.Org { return shop }},
			} {
				Convey("who "+tied.what+" may not, also when he is a salesperson of the brand", func() {
					So(assign(s.Member(tied.role, tied.org())), ShouldWrap, diversion.ErrNotInspector)
					person := s.Member(model.RoleSalesperson, s.Brand)
					So(assign(person), ShouldBeNil)
					So(s.Channel.Join(s.Ctx, person, tied.role, tied.org().ID, year), ShouldBeNil)
					So(assign(person), ShouldWrap, diversion.ErrNotInspector)
					c, err := s.Diversion.Get(s.Ctx, c.ID)
					So(err, ShouldBeNil)
					his, err := s.Diversion.Inspects(s.Ctx, c, person)
					So(err, ShouldBeNil)
					So(his, ShouldBeFalse)
				})
			}
		})
	})
}

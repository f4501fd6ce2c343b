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

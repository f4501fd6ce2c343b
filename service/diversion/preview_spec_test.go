package diversion_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

func TestPreviewingAPenalty(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case of a box, of one of its units again, and of a unit that another case has", t, func() {
			s := newStreet(t, e, 2)
			other := s.sighted(s.unit(40), s.shops[1])
			So(s.raise(other), ShouldBeNil)
			s.confirm(s.only())
			So(s.raise(s.sighted(s.box(0), s.shops[0]), s.sighted(s.unit(0), s.shops[0]), s.sighted(s.unit(40), s.shops[0])), ShouldBeNil)
			c := s.cases(model.CaseOpen)[0]

			Convey("what confirming it would cost is what it then costs, and asking writes nothing", func() {
				owed, units := s.owed(), len(s.penalised())
				p, err := s.Diversion.PreviewPenalty(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(p.Refused, ShouldBeNil)
				So(p.Elsewhere, ShouldEqual, 1)
				So(s.owed(), ShouldEqual, owed)
				So(s.penalised(), ShouldHaveLength, units)
				So(s.cases(model.CaseOpen), ShouldHaveLength, 1)
				done := s.confirm(c)
				So(p.Units, ShouldEqual, done.Units)
				So(p.PenaltyFen, ShouldEqual, done.PenaltyFen)
				So(p.RateFen, ShouldEqual, done.RateFen)
				So(p.Nth, ShouldEqual, done.Nth)
				So(p.PolicyVersion, ShouldEqual, done.PolicyVersion)
				lines, err := diversion.Reckoning(done)
				So(err, ShouldBeNil)
				So(p.Lines, ShouldResemble, lines)
				parts, err := s.Diversion.Compensations(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(p.Compensations, ShouldHaveLength, len(parts))
				for i, part := range parts {
					So(p.Compensations[i], ShouldResemble, diversion.Compensation{Org: part.OrgID, Units: part.Units, Fen: part.Fen})
				}
			})
			Convey("while the distributor may appeal it says that confirming would be refused", func() {
				_, err := s.Diversion.Notify(s.Ctx, decision(c))
				So(err, ShouldBeNil)
				p, err := s.Diversion.PreviewPenalty(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(p.Refused.Code, ShouldEqual, diversion.ErrAppealOpen.Code)
			})
			Convey("there is none of a case that is decided, and of none", func() {
				s.confirm(c)
				_, err := s.Diversion.PreviewPenalty(s.Ctx, c.ID)
				So(err, ShouldWrap, diversion.ErrNotInState)
				_, err = s.Diversion.PreviewPenalty(s.Ctx, 1)
				So(err, ShouldWrap, diversion.ErrUnknownCase)
			})
		})
	})
}

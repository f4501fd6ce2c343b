package diversion_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

func TestGatheringFlags(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods of D1 that were seen at a shop of D2", t, func() {
			s := newStreet(t, e, 2)
			first := s.sighted(s.unit(0), s.shops[0])
			So(s.raise(first), ShouldBeNil)
			c := s.only()

			Convey("the flag opened a case of its origin, place, product and window, and nothing is owed", func() {
				So(c.Origin, ShouldEqual, s.d1.ID)
				So(c.Terminal, ShouldEqual, s.shops[0].ID)
				So(c.Adcode, ShouldEqual, "")
				So(c.ProductID, ShouldEqual, s.Products[0].ID)
				So(c.WindowFrom.After(first.At), ShouldBeFalse)
				So(c.WindowFrom.Add(30*24*time.Hour).After(first.At), ShouldBeTrue)
				So(s.flags(c)[0].Hard, ShouldBeTrue)
				So(s.owed(), ShouldEqual, 0)
			})
			Convey("another flag of the same four joins it", func() {
				So(s.raise(s.sighted(s.unit(1), s.shops[0])), ShouldBeNil)
				So(s.flags(s.only()), ShouldHaveLength, 2)
				So(s.only().Flags, ShouldEqual, 2)
			})
			for _, other := range []struct {
				what   string
				change func(f *diversion.Flag)
			}{
				{"origin", func(f *diversion.Flag) { f.Judgement.Origin = s.d2.ID }},
				{"place", func(f *diversion.Flag) { f.Judgement.Terminal = s.shops[1].ID }},
				{"product", func(f *diversion.Flag) { f.Product = s.Products[1].ID }},
				{"window", func(f *diversion.Flag) { f.At = c.WindowFrom.Add(30 * 24 * time.Hour) }},
			} {
				Convey("a flag of another "+other.what+" opens a case of its own", func() {
					f := s.sighted(s.unit(1), s.shops[0])
					other.change(&f)
					So(s.raise(f), ShouldBeNil)
					So(s.cases(model.CaseOpen), ShouldHaveLength, 2)
					So(s.cases(0)[1].Previous, ShouldEqual, 0)
				})
			}
			Convey("soft evidence gathers by city, apart from the shop's", func() {
				for _, adcode := range []string{"330106", "330108", "330203"} { // Hangzhou twice, Ningbo
					f := s.sighted(s.unit(1), model.Org{})
					f.Adcode = adcode
					So(s.raise(f), ShouldBeNil)
				}
				So(s.cases(model.CaseOpen), ShouldHaveLength, 1)
				watched := s.cases(model.CaseWatched)
				So(watched, ShouldHaveLength, 2)
				So([]string{watched[0].Adcode, watched[1].Adcode}, ShouldResemble, []string{"330100", "330200"})
				So(s.flags(watched[0]), ShouldHaveLength, 2)
				So(s.flags(watched[0])[0].Hard, ShouldBeFalse)
			})
			Convey("the same flag again changes nothing", func() {
				So(s.raise(first), ShouldBeNil)
				So(s.flags(s.only()), ShouldHaveLength, 1)
			})
			Convey("when its scan is found to be of another place, it moves there", func() {
				moved := first
				moved.Judgement.Terminal, moved.Judgement.Reasons = s.shops[1].ID, "corrected"
				So(s.raise(moved), ShouldBeNil)
				cases := s.cases(model.CaseOpen)
				So(cases, ShouldHaveLength, 2)
				So(s.flags(cases[0]), ShouldBeEmpty)
				So(s.flags(cases[1]), ShouldHaveLength, 1)
				So(s.flags(cases[1])[0].Reasons, ShouldEqual, "corrected")
			})
			Convey("when it is withdrawn and raised again, it stands again", func() {
				So(s.withdraw(first), ShouldBeNil)
				So(s.flags(c), ShouldBeEmpty)
				So(s.raise(first), ShouldBeNil)
				So(s.flags(s.only()), ShouldHaveLength, 1)
			})
		})
	})
}

func TestAfterADecision(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case that was decided", t, func() {
			s := newStreet(t, e, 2)
			first := s.sighted(s.unit(0), s.shops[0])
			So(s.raise(first), ShouldBeNil)
			c := s.only()

			for _, decided := range []struct {
				what   string
				decide func() error
			}{
				{"confirmed", func() error { _, err := s.Diversion.Confirm(s.Ctx, decision(c)); return err }},
				{"dismissed", func() error { _, err := s.Diversion.Dismiss(s.Ctx, decision(c)); return err }},
			} {
				Convey(decided.what+", later flags open a case that is linked to it", func() {
					So(decided.decide(), ShouldBeNil)
					So(s.raise(s.sighted(s.unit(1), s.shops[0])), ShouldBeNil)
					next := s.cases(model.CaseOpen)
					So(next, ShouldHaveLength, 1)
					So(next[0].Previous, ShouldEqual, c.ID)
					So(s.flags(c), ShouldHaveLength, 1)
				})
				Convey(decided.what+", it keeps its flags, whatever its scans are found to be", func() {
					So(decided.decide(), ShouldBeNil)
					So(s.withdraw(first), ShouldBeNil)
					first.Judgement.Terminal = s.shops[1].ID
					So(s.raise(first), ShouldBeNil)
					So(s.flags(s.only()), ShouldHaveLength, 1)
				})
			}
			Convey("confirmed, the one that is confirmed after it does not count its units again", func() {
				s.confirm(c)
				So(s.raise(s.sighted(s.unit(0), s.shops[0]), s.sighted(s.unit(1), s.shops[0])), ShouldBeNil)
				So(s.confirm(s.cases(model.CaseOpen)[0]).Units, ShouldEqual, 1)
				So(s.owed(), ShouldEqual, 4000)
			})
			Convey("reversed, its units may be penalised in another", func() {
				s.confirm(c)
				_, err := s.Diversion.Reverse(s.Ctx, decision(c))
				So(err, ShouldBeNil)
				So(s.owed(), ShouldEqual, 0)
				So(s.raise(s.sighted(s.unit(0), s.shops[0])), ShouldBeNil)
				next := s.cases(model.CaseOpen)[0]
				So(next.Previous, ShouldEqual, c.ID)
				So(s.confirm(next).Units, ShouldEqual, 1)
				So(s.owed(), ShouldEqual, 2000)
			})
			Convey("with a key, a retry is the same decision, and another decision under it is none", func() {
				keyed := decision(c)
				keyed.Key = "k"
				first, err := s.Diversion.Confirm(s.Ctx, keyed)
				So(err, ShouldBeNil)
				again, err := s.Diversion.Confirm(s.Ctx, keyed)
				So(err, ShouldBeNil)
				So(again.PenaltyFen, ShouldEqual, first.PenaltyFen)
				So(s.owed(), ShouldEqual, 2000)
				_, err = s.Diversion.Dismiss(s.Ctx, keyed)
				So(err, ShouldWrap, diversion.ErrNotInState)
				keyed.By++
				_, err = s.Diversion.Confirm(s.Ctx, keyed)
				So(err, ShouldWrap, diversion.ErrNotInState)
			})
			Convey("dismissed, it says how many units it was about, and nothing is owed", func() {
				So(s.raise(s.sighted(s.box(0), s.shops[0])), ShouldBeNil)
				dismissed, err := s.Diversion.Dismiss(s.Ctx, decision(c))
				So(err, ShouldBeNil)
				So(dismissed.Units, ShouldEqual, 6)
				So(dismissed.PenaltyFen, ShouldEqual, 0)
				So(s.penalised(), ShouldBeEmpty)
			})
			Convey("no decision is taken that does not fit its state", func() {
				_, err := s.Diversion.Reverse(s.Ctx, decision(c))
				So(err, ShouldWrap, diversion.ErrNotInState)
				_, err = s.Diversion.Dismiss(s.Ctx, decision(c))
				So(err, ShouldBeNil)
				_, err = s.Diversion.Confirm(s.Ctx, decision(c))
				So(err, ShouldWrap, diversion.ErrNotInState)
				_, err = s.Diversion.Confirm(s.Ctx, diversion.Decision{Case: c.ID + 1})
				So(err, ShouldWrap, diversion.ErrUnknownCase)
				So(s.owed(), ShouldEqual, 0)
			})
			Convey("the decision says by whom, when and why, and is told to others", func() {
				s.Tick(time.Hour)
				s.confirm(c)
				c = s.only()
				So(c.DecidedBy, ShouldEqual, 1)
				So(*c.DecidedAt, ShouldEqual, s.Clock.Now())
				So(c.Note, ShouldEqual, "seen")
				pending, _, err := s.Outbox.Depth(s.Ctx)
				So(err, ShouldBeNil)
				So(pending, ShouldEqual, 2) // that it was opened, and how it ended
			})
		})
	})
}

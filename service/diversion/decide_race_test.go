package diversion_test

import (
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

const many = 20

func onlyOneDecided(failures []error) {
	So(testkit.Succeeded(failures), ShouldEqual, 1)
	for _, err := range failures {
		if err != nil {
			So(err, ShouldWrap, diversion.ErrNotInState)
		}
	}
}

func TestDecidingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case of three units", t, func() {
			s := newStreet(t, e, 1)
			for n := range int64(3) {
				So(s.raise(s.sighted(s.unit(n), s.shops[0])), ShouldBeNil)
			}
			c := s.only()

			Convey("of 20 who confirm it one does, and the origin is penalised once", func() {
				onlyOneDecided(testkit.Together(many, func(int) error {
					_, err := s.Diversion.Confirm(s.Ctx, decision(c))
					return err
				}))
				So(s.owed(), ShouldEqual, 6000)

				Convey("and of 20 who reverse it one does, and nothing is owed", func() {
					onlyOneDecided(testkit.Together(many, func(int) error {
						_, err := s.Diversion.Reverse(s.Ctx, decision(c))
						return err
					}))
					So(s.owed(), ShouldEqual, 0)
					So(s.penalised(), ShouldBeEmpty)
				})
			})
			Convey("of 10 who confirm and 10 who dismiss it one does, and the penalty is his word", func() {
				onlyOneDecided(testkit.Together(many, func(i int) error {
					decide := s.Diversion.Confirm
					if i%2 == 0 {
						decide = s.Diversion.Dismiss
					}
					_, err := decide(s.Ctx, decision(c))
					return err
				}))
				want := map[model.CaseStatus]int64{model.CaseConfirmed: 6000, model.CaseDismissed: 0}
				So(s.owed(), ShouldEqual, want[s.only().Status])
			})
		})
	})
}

func TestConfirmingWhileFlagsArrive(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case that is confirmed while 19 scans flag it", t, func() {
			s := newStreet(t, e, 1)
			So(s.raise(s.sighted(s.unit(0), s.shops[0])), ShouldBeNil)
			c := s.only()
			flags := make([]diversion.Flag, many)
			for i := range flags {
				flags[i] = s.sighted(s.unit(int64(i)), s.shops[0])
			}

			Convey("each unit is penalised with it, or flagged in its successor", func() {
				for _, err := range testkit.Together(many, func(i int) error {
					if i == 0 {
						time.Sleep(10 * time.Millisecond)
						_, err := s.Diversion.Confirm(s.Ctx, decision(c))
						return err
					}
					time.Sleep(time.Duration(i) * time.Millisecond)
					return s.raise(flags[i])
				}) {
					So(err, ShouldBeNil)
				}
				penalised := s.penalised()
				later := map[model.ItemID]bool{}
				for _, open := range s.cases(model.CaseOpen) {
					So(open.Previous, ShouldEqual, c.ID)
					for _, f := range s.flags(open) {
						later[f.Item] = true
					}
				}
				for n := range int64(many) {
					_, frozen := penalised[s.unit(n)]
					So(frozen, ShouldNotEqual, later[s.unit(n)])
				}
				So(s.owed(), ShouldEqual, 2000*len(penalised))
			})
		})
	})
}

func TestUnitsInManyCasesConfirmedAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given 20 cases of 20 places, with the same eight units and their case of six", t, func() {
			s := newStreet(t, e, many)
			for _, shop := range s.shops {
				flags := []diversion.Flag{s.sighted(s.box(0), shop)}
				for n := range int64(8) {
					flags = append(flags, s.sighted(s.unit(n), shop))
				}
				So(s.raise(flags...), ShouldBeNil)
			}
			open := s.cases(model.CaseOpen)
			So(open, ShouldHaveLength, many)

			Convey("each unit is penalised in one of them", func() {
				units := make([]int64, many)
				for _, err := range testkit.Together(many, func(i int) error {
					c, err := s.Diversion.Confirm(s.Ctx, decision(open[i]))
					units[i] = c.Units
					return err
				}) {
					So(err, ShouldBeNil)
				}
				sum := int64(0)
				for _, n := range units {
					sum += n
				}
				So(sum, ShouldEqual, 8)
				So(s.penalised(), ShouldHaveLength, 8)
				So(s.owed(), ShouldEqual, 16000)
			})
		})
	})
}

func TestOpeningCasesAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given 20 scans at once that each see goods in three places, in any order", t, func() {
			s := newStreet(t, e, 3)
			batches := make([][]diversion.Flag, many)
			for i := range batches {
				for n := range 3 {
					batches[i] = append(batches[i], s.sighted(s.unit(int64(i)), s.shops[(i+n)%3]))
				}
			}
			failures := testkit.Together(many, func(i int) error { return s.raise(batches[i]...) })

			Convey("all are in three cases", func() {
				So(errors.Join(failures...), ShouldBeNil)
				open := s.cases(model.CaseOpen)
				So(open, ShouldHaveLength, 3)
				for _, c := range open {
					So(s.flags(c), ShouldHaveLength, many)
					So(c.Flags, ShouldEqual, many)
				}
			})
		})
	})
}

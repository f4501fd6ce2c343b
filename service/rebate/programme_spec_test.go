package rebate_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// unitFen is terms that pay the distributor so much a unit.
func unitFen(fen money.Fen) rebate.Terms {
	return rebate.Terms{Every: "month", PerUnit: &rebate.PerUnit{Rates: rebate.Rates{DistributorFen: fen}}}
}

func TestPublishingProgrammes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a programme with a draft, on the second of March", t, func() {
			m := newMarket(t, e)
			spring := rebate.NewProgramme{Code: "SPRING", Name: "Spring", Kind: model.ProgrammePerUnit}
			p, err := m.Rebate.Create(m.Ctx, spring, 1)
			So(err, ShouldBeNil)
			draft := func(from, to int32) model.RebateProgrammeVersion {
				v, err := m.Rebate.AddDraft(m.Ctx, p.ID, rebate.Draft{From: from, To: to, Terms: unitFen(10)}, 1)
				So(err, ShouldBeNil)
				return v
			}
			publish := func(v model.RebateProgrammeVersion) error {
				_, err := m.Rebate.Publish(m.Ctx, p.ID, v.Number, v.Edition, 2)
				return err
			}
			first := draft(20260401, 20260501)

			Convey("the same programme again is the one that is there, and another by its code is refused", func() {
				again, err := m.Rebate.Create(m.Ctx, spring, 1)
				So(err, ShouldBeNil)
				So(again, ShouldResemble, p)
				spring.Kind = model.ProgrammeMix
				_, err = m.Rebate.Create(m.Ctx, spring, 1)
				So(err, ShouldWrap, rebate.ErrProgrammeExists)
			})
			Convey("a draft is edited as it was read, and not after it is published", func() {
				edit := func(edition int) (model.RebateProgrammeVersion, error) {
					return m.Rebate.EditDraft(m.Ctx, p.ID, first.Number, edition, rebate.Draft{From: 20260402, Terms: unitFen(20)})
				}
				v, err := edit(1)
				So(err, ShouldBeNil)
				So([]any{v.Edition, v.FromDay, v.ToDay}, ShouldResemble, []any{2, int32(20260402), int32(99991231)})
				_, err = edit(1)
				So(err, ShouldWrap, rebate.ErrEditedMeanwhile)
				So(publish(first), ShouldWrap, rebate.ErrEditedMeanwhile)
				So(publish(v), ShouldBeNil)
				_, err = edit(2)
				So(err, ShouldWrap, rebate.ErrNotDraft)
				So(publish(v), ShouldWrap, rebate.ErrNotDraft)
			})
			Convey("a day that has begun is over", func() {
				So(publish(draft(20260302, 0)), ShouldWrap, rebate.ErrDayOver)
				So(publish(draft(20260303, 0)), ShouldBeNil)
			})
			Convey("and so is one that begins before all have read of it", func() {
				m.goTo(20260302)
				m.Tick(7*time.Hour - 30*time.Second)
				So(publish(draft(20260303, 0)), ShouldWrap, rebate.ErrDayOver)
				So(publish(draft(20260304, 0)), ShouldBeNil)
				_, err := m.Rebate.Retire(m.Ctx, p.ID, 20260303, 1)
				So(err, ShouldWrap, rebate.ErrDayOver)
			})
			Convey("versions that would be in force at once are refused by name, and neighbours are not", func() {
				So(publish(first), ShouldBeNil)
				for _, days := range [][2]int32{{20260401, 20260501}, {20260320, 20260402}, {20260430, 0}, {20260303, 0}} {
					err := publish(draft(days[0], days[1]))
					So(err, ShouldWrap, rebate.ErrOverlap)
					So(err.Error(), ShouldContainSubstring, "version 1 of SPRING is in force from 2026-04-01 until before 2026-05-01")
				}
				So(publish(draft(20260501, 0)), ShouldBeNil)
				So(publish(draft(20260303, 20260401)), ShouldBeNil)
			})
			Convey("of 20 who publish what overlaps, one is through", func() {
				drafts := make([]model.RebateProgrammeVersion, 20)
				for i := range drafts {
					drafts[i] = draft(20260401+int32(i), 0)
				}
				failures := testkit.Together(20, func(i int) error { return publish(drafts[i]) })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, rebate.ErrOverlap)
					}
				}
			})
			Convey("retired, what is in force ends, what would come never does, and the rest may follow", func() {
				So(publish(first), ShouldBeNil)
				So(publish(draft(20260601, 0)), ShouldBeNil)
				_, err := m.Rebate.Retire(m.Ctx, p.ID, 20260302, 1)
				So(err, ShouldWrap, rebate.ErrDayOver)
				changed, err := m.Rebate.Retire(m.Ctx, p.ID, 20260415, 1)
				So(err, ShouldBeNil)
				So(changed, ShouldHaveLength, 2)
				So([]any{changed[0].ToDay, changed[1].State}, ShouldResemble, []any{int32(20260415), model.ProgrammeWithdrawn})
				_, err = m.Rebate.Retire(m.Ctx, p.ID, 20260415, 1)
				So(err, ShouldWrap, rebate.ErrNotInForce)
				So(publish(draft(20260415, 0)), ShouldBeNil)
			})
			Convey("what names nobody, or no day, is refused", func() {
				for _, c := range []struct {
					change func(*rebate.Draft)
					want   error
				}{
					{func(d *rebate.Draft) { d.From = 20260431 }, rebate.ErrBadDates},
					{func(d *rebate.Draft) { d.To = d.From }, rebate.ErrBadDates},
					{func(d *rebate.Draft) { d.Terms.Every = "week" }, rebate.ErrBadProgramme},
					{func(d *rebate.Draft) { d.Terms.Scope.SKUs = []string{"NONE"} }, rebate.ErrBadProgramme},
					{func(d *rebate.Draft) { d.Terms.Scope.Organisations = []string{"NONE"} }, channel.ErrUnknownOrg},
					{func(d *rebate.Draft) { d.Terms.Display = &rebate.Display{BonusFen: 1} }, rebate.ErrBadProgramme},
				} {
					d := rebate.Draft{From: 20260401, Terms: unitFen(10)}
					c.change(&d)
					_, err := m.Rebate.AddDraft(m.Ctx, p.ID, d, 1)
					So(err, ShouldWrap, c.want)
				}
				_, err := m.Rebate.AddDraft(m.Ctx, 404, rebate.Draft{From: 20260401, Terms: unitFen(10)}, 1)
				So(err, ShouldWrap, rebate.ErrUnknownProgramme)
			})
			Convey("what pays units within a cap or a budget begins with a period, and ends on any day", func() {
				budget, cap := unitFen(10), unitFen(10)
				budget.BudgetFen, cap.CapFen = 100, 100
				for _, terms := range []rebate.Terms{budget, cap} {
					_, err := m.Rebate.AddDraft(m.Ctx, p.ID, rebate.Draft{From: 20260402, Terms: terms}, 1)
					So(err, ShouldWrap, rebate.ErrBadDates)
					_, err = m.Rebate.AddDraft(m.Ctx, p.ID, rebate.Draft{From: 20260401, To: 20260415, Terms: terms}, 1)
					So(err, ShouldBeNil)
				}
			})
			Convey("what is summed up by quarters begins and ends with one", func() {
				q, err := m.Rebate.Create(m.Ctx, rebate.NewProgramme{Code: "Q", Name: "Q", Kind: model.ProgrammeTiered}, 1)
				So(err, ShouldBeNil)
				terms := rebate.Terms{Every: "quarter", Shares: toDistributor, Tiered: &rebate.Stepped{Steps: []rebate.Step{{From: 0, Fen: 1}}}}
				for days, want := range map[[2]int32]error{
					{20260401, 0}: nil, {20260401, 20270101}: nil, {20260501, 0}: rebate.ErrBadDates, {20260402, 0}: rebate.ErrBadDates,
					{20260401, 20260501}: rebate.ErrBadDates,
				} {
					if _, err := m.Rebate.AddDraft(m.Ctx, q.ID, rebate.Draft{From: days[0], To: days[1], Terms: terms}, 1); want == nil {
						So(err, ShouldBeNil)
					} else {
						So(err, ShouldWrap, want)
					}
				}
			})
		})
	})
}

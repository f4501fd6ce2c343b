package rebate_test

import (
	"context"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// insert writes rows as they are, past the room.
func (m *market) insert(rows ...any) {
	So(m.DB.Run(m.Ctx, func(ctx context.Context) error {
		for _, row := range rows {
			if err := m.DB.Conn(ctx).Create(row).Error; err != nil {
				return err
			}
		}
		return nil
	}), ShouldBeNil)
}

// change sets a column of a row, past the rooms.
func (m *market) change(row any, column string, to any) {
	So(m.DB.Run(m.Ctx, func(ctx context.Context) error { return m.DB.Conn(ctx).Model(row).Update(column, to).Error }), ShouldBeNil)
}

func TestWhatFailsHoldsUpNothingElse(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a programme that pays for displays", t, func() {
			m := unpaid(t, e)
			show := m.run("SHOW", model.ProgrammeDisplay, rebate.Terms{
				Every: "month", Shares: rebate.Shares{Terminal: 10_000}, Display: &rebate.Display{BonusFen: 700},
			})
			tiered := m.run("TIERED", model.ProgrammeTiered, rebate.Terms{Every: "month", Shares: toDistributor, Tiered: stepped})
			approve := func() {
				_, err := m.Rebate.Approve(m.Ctx, rebate.NewDisplay{Key: "k", Programme: show.ID, Terminal: m.t1.ID, ShownOn: april, Photo: "p"}, 1)
				So(err, ShouldBeNil)
			}

			Convey("as many standings as are read at once fail, and those after them are settled", func() {
				for n := range model.OrgID(100) { // of a product that is not there
					st := model.RebateStanding{
						ProgrammeID: tiered.ID, OrgID: 1 + n, Period: 202604, Tier: model.OrgDistributor, Due: 1, Told: 1, UpdatedAt: m.Clock.Now(),
					}
					volume := model.RebateVolume{OrgID: 1 + n, Month: 202604, ProductID: 404, Tier: model.OrgDistributor, Units: 5}
					m.insert(&st, &volume)
				}
				m.sellAll(0, 4, m.t1)
				approve()
				done, err := m.Rebate.Work(m.Ctx)
				So(err, ShouldNotBeNil)
				So([]int64{int64(done), m.balance(m.d1), m.balance(m.t1)}, ShouldResemble, []int64{2, 50, 700})
			})
			Convey("an organisation that was named by a code takes part under another, and nobody else's rebates end", func() {
				named := unitFen(30)
				named.Scope = rebate.Scope{Organisations: []string{"D1"}}
				m.run("NAMED", model.ProgrammePerUnit, named)
				m.change(&model.Org{ID: m.d1.ID}, "code", "D1-NEW")
				m.sellAll(0, 1, m.t1)
				m.sellAll(1, 2, m.t2)
				m.work()
				So([]int64{m.balance(m.d1), m.balance(m.d2)}, ShouldResemble, []int64{30 + 10, 10})
			})
			Convey("sales that cannot be counted hold up no standing", func() {
				count := model.RebateCount{ID: 1, RebateBucket: model.RebateBucket{OrgID: m.d1.ID, Month: 202604, ProductID: 404}, Units: 1}
				m.insert(&count)
				approve()
				done, err := m.Rebate.Work(m.Ctx)
				So(err, ShouldNotBeNil)
				So([]int64{int64(done), m.balance(m.t1)}, ShouldResemble, []int64{1, 700})
			})
		})
	})
}

package migration_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/model/migration/v0033"
)

func TestAccrualsKeepTheirRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given accruals of a time before programmes", t, func() {
			ctx := t.Context()
			d := dbtest.Open(t, e)
			So(migration.Up(ctx, d), ShouldBeNil)
			step := func(n int) { // up to, and then back before, the step of programmes
				steps, err := migration.Status(ctx, d)
				So(err, ShouldBeNil)
				for i := len(steps) - 1; i >= n; i-- {
					So(migration.Down(ctx, d), ShouldBeNil)
				}
			}
			programmes := func() int {
				steps, err := migration.Status(ctx, d)
				So(err, ShouldBeNil)
				for i, s := range steps {
					if s.ID == "0033_rebate_programmes" {
						return i
					}
				}
				return -1
			}()
			step(programmes)
			at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
			before := []v0033.BeforeAccrual{
				{Item: 1, Version: 1, OrgID: 7, Tier: 2, Fen: 300, SoldAt: at, BizDate: 20260302, TxnID: 11, Programme: 4},
				{Item: 1, Version: 2, OrgID: 7, Tier: 2, Fen: -300, SoldAt: at, BizDate: 20260303, TxnID: 12, Programme: 4},
				{Item: 1, Version: 3, OrgID: 8, Tier: 4, Fen: 100, Diverted: true, Reasons: "x", SoldAt: at, BizDate: 20260303, TxnID: 13, Programme: 5},
			}
			So(d.Migration(ctx).Create(&before).Error, ShouldBeNil)
			So(migration.Up(ctx, d), ShouldBeNil)

			Convey("they are of the basic rates afterwards, a unit each, and the same on the way back", func() {
				var rows []model.RebateAccrual
				So(d.Migration(ctx).Order("txn_id").Find(&rows).Error, ShouldBeNil)
				So(rows, ShouldHaveLength, 3)
				So([]int8{rows[0].Units, rows[1].Units, rows[2].Units}, ShouldResemble, []int8{1, -1, 1})
				So(rows[2], ShouldResemble, model.RebateAccrual{
					TxnID: 13, OrgID: 8, Tier: model.OrgTerminal, ProgrammeVersion: 5, Item: 1, Version: 3, Fen: 100, Units: 1,
					Diverted: true, Reasons: "x", SoldAt: at, BizDate: 20260303,
				})
				step(programmes)
				var back []v0033.BeforeAccrual
				So(d.Migration(ctx).Order("version").Find(&back).Error, ShouldBeNil)
				So(back, ShouldResemble, before)
			})
			Convey("a step that was interrupted amid its rows goes on", func() {
				step(programmes)
				So(d.Migration(ctx).Migrator().RenameTable("rebate_accruals", "rebate_accruals_old"), ShouldBeNil)
				So(migration.Up(ctx, d), ShouldBeNil)
				row, err := db.First[model.RebateAccrual](d.Migration(ctx).Where("txn_id = 11"))
				So(err, ShouldBeNil)
				So(row.Fen, ShouldEqual, 300)
			})
		})
	})
}

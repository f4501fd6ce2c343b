package migration_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"
	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/model"
	"channelrouter/model/migration"
)

// sought counts the statements, while do runs, that look for a block: from the one before on, and
// from the very beginning.
func sought(t *testing.T, d *db.DB, do func()) (further, anew int) {
	const name = "spec:sought"
	watch := func(g *gorm.DB) {
		switch sql := g.Statement.SQL.String(); {
		case g.Statement.Table != "scattered_blocks" || !strings.Contains(sql, "LIMIT"):
		case strings.Contains(sql, "block < ") || strings.Contains(sql, "block > "):
			further++
		default:
			anew++
		}
	}
	calls := d.Migration(t.Context()).Callback().Query()
	So(calls.Register(name, watch), ShouldBeNil)
	do()
	So(calls.Remove(name), ShouldBeNil)
	return further, anew
}

func TestBlocksThatWereWide(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given blocks of 512 items, neighbours and the first among them", t, func() {
			d := dbtest.Open(t, e)
			const half = 256 * 5
			So(migration.Up(t.Context(), d), ShouldBeNil)
			downTo(t, d, "0036_blocks")
			var before []model.ScatteredBlock
			for _, block := range []int64{0, 1, 2, 3, 8} {
				b := model.ScatteredBlock{Block: block, Containers: make([]byte, 2*half)}
				for i := range b.Containers {
					b.Containers[i] = byte(int(block)*7 + i/5)
				}
				before = append(before, b)
			}
			So(d.Migration(t.Context()).Create(&before).Error, ShouldBeNil)
			further, anew := sought(t, d, func() { So(migration.Up(t.Context(), d), ShouldBeNil) })
			kept := func() (rows []model.ScatteredBlock) {
				So(d.Conn(t.Context()).Order("block").Find(&rows).Error, ShouldBeNil)
				return rows
			}
			Convey("each is two, with their items in order", func() {
				after := kept()
				So(after, ShouldHaveLength, 2*len(before))
				for i, b := range before {
					for side := range 2 {
						got := after[2*i+side]
						So(got.Block, ShouldEqual, 2*b.Block+int64(side))
						So(bytes.Equal(got.Containers, b.Containers[side*half:(side+1)*half]), ShouldBeTrue)
					}
				}
			})
			Convey("on the way back they are what they were", func() {
				downTo(t, d, "0036_blocks")
				So(kept(), ShouldResemble, before)
			})
			Convey("each is sought from the one before, and not past all that are done, both ways", func() {
				So([]int{further, anew}, ShouldResemble, []int{len(before), 1})
				further, anew = sought(t, d, func() { downTo(t, d, "0036_blocks") })
				So([]int{further, anew}, ShouldResemble, []int{len(before), 1})
			})
			Convey("interrupted, both ways go on where they stood", func() {
				downTo(t, d, "0036_blocks")
				interrupted := func(way func(context.Context, *db.DB) error) {
					const name = "spec:interrupted"
					left := 3
					calls := d.Migration(t.Context()).Callback().Create()
					So(calls.Before("gorm:create").Register(name, func(g *gorm.DB) {
						if g.Statement.Table != "scattered_blocks" {
							return
						}
						if left--; left < 0 {
							_ = g.AddError(gorm.ErrInvalidData)
						}
					}), ShouldBeNil)
					So(way(t.Context(), d), ShouldWrap, gorm.ErrInvalidData)
					So(calls.Remove(name), ShouldBeNil)
				}
				interrupted(migration.Up)
				So(migration.Up(t.Context(), d), ShouldBeNil)
				So(kept(), ShouldHaveLength, 2*len(before))
				interrupted(func(ctx context.Context, d *db.DB) error {
					for { // the steps after it first
						if err := migration.Down(ctx, d); err != nil {
							return err
						}
					}
				})
				downTo(t, d, "0036_blocks")
				So(kept(), ShouldResemble, before)
			})
		})
	})
}

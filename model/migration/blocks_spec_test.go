package migration_test

import (
	"bytes"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/dbtest"
	"channelrouter/model"
	"channelrouter/model/migration"
)

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
			So(migration.Up(t.Context(), d), ShouldBeNil)
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
		})
	})
}

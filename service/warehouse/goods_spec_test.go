package warehouse_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
	"channelrouter/service/warehouse"
)

func TestWhatCodesStandOn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a bottle that D1 took out of its case, and its cap", t, func() {
			s := newStory(t, e)
			cap := s.Capped(s.unit(0))
			_, err := s.Record(unpack(s.d1, s.unit(0)))
			So(err, ShouldBeNil)
			s.Tick(time.Hour)

			Convey("who counts the cap has counted the bottle", func() {
				take := s.counts("k", s.palletCode(0), cap)
				So([]int64{take.Counted, take.Missing, take.Surplus}, ShouldResemble, []int64{2, 0, 0})
			})
			Convey("who hands the cap over hands the bottle over", func() {
				asked, err := s.Warehouse.AskTransfer(s.Ctx, warehouse.NewTransfer{
					Key: "k", By: 1, Org: s.d1.ID, From: "D1", To: "D2", Codes: []string{cap}, Reason: "ordered too much",
				})
				So(err, ShouldBeNil)
				So(asked.Goods, ShouldResemble, []model.ItemRange{model.One(s.unit(0))})
			})
			Convey("what is called back is counted where it stands, and handed over no more", func() {
				So(s.Code.RecallItems(s.Ctx, []model.ItemRange{model.One(s.unit(0))}, "glass"), ShouldBeNil)
				So(s.counts("k", s.palletCode(0), cap).Missing, ShouldEqual, 0)
				_, err := s.Warehouse.AskTransfer(s.Ctx, warehouse.NewTransfer{
					Key: "k", By: 1, Org: s.d1.ID, From: "D1", To: "D2", Codes: []string{cap}, Reason: "ordered too much",
				})
				So(err, ShouldNotBeNil)
			})
		})
	})
}

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
		Convey("Given D1 with pallets of two batches whose slots touch", t, func() {
			s := newStory(t, e)
			next := s.Batch("B2", 1)
			s.Commission(next)
			s.Tick(time.Hour)
			pallets := []model.ItemID{s.pallet(2), testkit.Item(next, model.LevelPallet, 0)}
			So(pallets[1], ShouldEqual, pallets[0]+1)
			s.Ship(s.Brand, s.d1, pallets...)
			s.Tick(time.Hour)
			codes := []string{s.palletCode(2), s.Print(model.FacePallet, pallets[1])}

			Convey("what was not found of them is a difference each, and each can be agreed to", func() {
				s.Receive(s.d1, pallets...)
				s.Tick(time.Hour)
				take := s.counts("k", s.palletCode(0))
				So(s.differences(take), ShouldResemble, []string{"missing " + pallets[0].String() + " +1", "missing " + pallets[1].String() + " +1"})
				adjusted, err := s.adjusts(take, 1, 2)
				So(err, ShouldBeNil)
				So([]error{adjusted[0].Err, adjusted[1].Err}, ShouldResemble, []error{nil, nil})
			})
			Convey("so is what was found before it was received", func() {
				take := s.counts("k", append(codes, s.palletCode(0))...)
				So(s.differences(take), ShouldResemble, []string{"surplus " + pallets[0].String() + " +1", "surplus " + pallets[1].String() + " +1"})
				adjusted, err := s.adjusts(take, 1, 2)
				So(err, ShouldBeNil)
				So([]error{adjusted[0].Err, adjusted[1].Err}, ShouldResemble, []error{nil, nil})
			})
		})
	})
}

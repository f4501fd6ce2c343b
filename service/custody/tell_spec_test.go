package custody_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestWhatIsReadToTell(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a batch of which every other unit was shipped by one event", t, func() {
			s := newStory(t, e)
			var apart []model.ItemID
			for i := range int64(20) {
				apart = append(apart, s.unit(2*i))
			}
			So(s.does(model.Ship, s.Brand, s.d1, apart...), ShouldBeNil)
			var told []model.EventID
			rows := s.RowsOf("custody_event_ranges", func() { told = s.told(s.batch) })

			Convey("the events about it are found without the ranges of each", func() {
				So(told, ShouldHaveLength, 2)
				So(rows, ShouldEqual, len(told))
			})
		})
	})
}

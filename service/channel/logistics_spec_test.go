package channel_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestLogistics(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor", t, func() {
			w := testkit.New(t, e)
			d1 := w.Distributor("D1", "32")
			t1 := w.Terminal("T1", d1)
			now := w.Clock.Now()
			equipped := func(at time.Time) bool {
				rows, err := w.Channel.LogisticsOf(w.Ctx, d1.ID)
				So(err, ShouldBeNil)
				with, said := true, 0
				for _, r := range rows {
					if !r.ValidFrom.After(at) && r.ValidTo.After(at) {
						with, said = r.Equipped, said+1
					}
				}
				So(said, ShouldBeLessThanOrEqualTo, 1)
				return with
			}

			Convey("every moment has one belief, whatever order things are said in", func() {
				So(equipped(now), ShouldBeTrue)
				So(w.Channel.SetLogistics(w.Ctx, d1.ID, false, now.AddDate(0, 0, -10)), ShouldBeNil)
				So(w.Channel.SetLogistics(w.Ctx, d1.ID, true, now), ShouldBeNil)
				So([]bool{equipped(now.AddDate(0, 0, -11)), equipped(now.AddDate(0, 0, -1)), equipped(now)}, ShouldResemble, []bool{true, false, true})
				So(w.Channel.SetLogistics(w.Ctx, d1.ID, false, now.AddDate(0, 0, -5)), ShouldBeNil)
				So(equipped(now), ShouldBeFalse)
			})
			Convey("twenty who say so at once leave one belief", func() {
				failures := testkit.Together(20, func(i int) error {
					return w.Channel.SetLogistics(w.Ctx, d1.ID, i%2 == 0, now)
				})
				So(testkit.Succeeded(failures), ShouldEqual, 20)
				equipped(now)
				rows, err := w.Channel.LogisticsOf(w.Ctx, d1.ID)
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, 1)
			})
			Convey("only distributors are marked", func() {
				So(w.Channel.SetLogistics(w.Ctx, t1.ID, false, now), ShouldWrap, channel.ErrBadLogistics)
				So(w.Channel.SetLogistics(w.Ctx, 1, false, now), ShouldWrap, channel.ErrUnknownOrg)
			})
		})
	})
}

package link_test

import (
	"context"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestPurge(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given links that have ended, and one that opens its page yet", t, func() {
			s := newStreet(t, e)
			start := s.Clock.Now()
			const ended = 1200
			So(s.DB.Run(s.Ctx, func(ctx context.Context) error {
				var links []model.AppLink
				for i := range int64(ended) {
					links = append(links, model.AppLink{ID: model.AppLinkID(i + 1), App: "consumer", ExpiresAt: start.Add(time.Duration(i) * time.Second), CreatedAt: start})
				}
				return s.DB.Conn(ctx).CreateInBatches(links, 500).Error
			}), ShouldBeNil)
			night := func(days int) {
				day := start.AddDate(0, 0, days)
				s.Tick(time.Date(day.Year(), day.Month(), day.Day(), 18, 30, 0, 0, time.UTC).Sub(s.Clock.Now()))
			}

			Convey("none goes before its time", func() {
				night(89)
				n, err := s.World.Link.Purge(s.Ctx, 90)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 0)
			})
			Convey("of many at once each goes once, and the live one stays", func() {
				night(92)
				live, err := s.World.Link.Link(s.Ctx, shop("id=1"))
				So(err, ShouldBeNil)
				var wg sync.WaitGroup
				errs, removed := make([]error, 20), make([]int64, 20)
				for i := range 20 {
					wg.Go(func() { removed[i], errs[i] = s.World.Link.Purge(s.Ctx, 0) })
				}
				wg.Wait()
				var sum int64
				for i := range 20 {
					So(errs[i], ShouldBeNil)
					sum += removed[i]
				}
				So(sum, ShouldEqual, ended)
				var left []model.AppLink
				So(s.DB.Conn(s.Ctx).Find(&left).Error, ShouldBeNil)
				So(left, ShouldHaveLength, 1)
				So(left[0].ID, ShouldEqual, live.ID)
			})
		})
	})
}

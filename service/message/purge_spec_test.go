package message_test

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
		Convey("Given messages of two years, with their deliveries", t, func() {
			o := newOffice(t, e)
			start := o.Clock.Now()
			const old, young = 1200, 3
			o.must(o.DB.Run(o.Ctx, func(ctx context.Context) error {
				messages, deliveries := []model.Message{}, []model.MessageDelivery{}
				for i := range int64(old + young) {
					at := start.Add(time.Duration(i) * time.Second)
					if i >= old {
						at = at.AddDate(0, 0, 400)
					}
					key := string(rune('a'+i%26)) + at.Format(time.RFC3339Nano)
					messages = append(messages, model.Message{ID: model.MessageID(i + 1), PersonID: 7, Role: model.RoleGuide, Key: key, Data: []byte("{}"), At: at})
					deliveries = append(deliveries, model.MessageDelivery{MessageID: model.MessageID(i + 1), PersonID: 7, State: model.DeliverySent, NextAt: at, At: at, UpdatedAt: at})
				}
				if err := o.DB.Conn(ctx).CreateInBatches(messages, 500).Error; err != nil {
					return err
				}
				return o.DB.Conn(ctx).CreateInBatches(deliveries, 500).Error
			}))
			left := func() (n [2]int64) {
				So(o.DB.Conn(o.Ctx).Model(&model.Message{}).Count(&n[0]).Error, ShouldBeNil)
				So(o.DB.Conn(o.Ctx).Model(&model.MessageDelivery{}).Count(&n[1]).Error, ShouldBeNil)
				return n
			}
			// on goes to half past two in Shanghai, so many days from now.
			on := func(days int) {
				day := start.AddDate(0, 0, days)
				o.Tick(time.Date(day.Year(), day.Month(), day.Day(), 18, 30, 0, 0, time.UTC).Sub(o.Clock.Now()))
			}

			Convey("none goes before its time, nor by day", func() {
				on(729)
				n, err := o.Purge(o.Ctx, 730)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 0)
				on(732)
				o.Tick(12 * time.Hour)
				n, err = o.Purge(o.Ctx, 730)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 0)
				So(left(), ShouldResemble, [2]int64{old + young, old + young})
			})
			Convey("of many at once each goes once, with its delivery, and the others stay", func() {
				on(732)
				var wg sync.WaitGroup
				errs, removed := make([]error, 20), make([]int64, 20)
				for i := range 20 {
					wg.Go(func() { removed[i], errs[i] = o.Purge(o.Ctx, 0) })
				}
				wg.Wait()
				var sum int64
				for i := range 20 {
					So(errs[i], ShouldBeNil)
					sum += removed[i]
				}
				So(sum, ShouldEqual, old)
				So(left(), ShouldResemble, [2]int64{young, young})
			})
		})
	})
}

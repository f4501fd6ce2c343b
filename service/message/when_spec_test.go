package message_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

func TestWhenToDeliver(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who takes many messages, on a Monday at nine in Shanghai", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang")
			o.accepts("wang", wang, 50)
			tell := func(n int) {
				for range n {
					So(o.Send(o.Ctx, reward(wang, o.IDs.Next())), ShouldBeNil)
				}
			}

			Convey("in the quiet hours of the policy they wait for the morning", func() {
				o.Tick(13*time.Hour - time.Second) // 21:59:59
				tell(1)
				o.work()
				So(o.post.carried, ShouldHaveLength, 1)
				o.Tick(time.Second) // 22:00
				tell(1)
				o.work()
				o.later(2 * time.Hour)             // 00:00
				o.later(8*time.Hour - time.Second) // 07:59:59
				So(o.post.carried, ShouldHaveLength, 1)
				o.later(time.Second)
				So(o.post.carried, ShouldHaveLength, 2)
			})
			Convey("in a person's own they wait, in the policy's then not", func() {
				_, err := o.SetQuiet(o.Ctx, wang, "08:30", "12:00")
				So(err, ShouldBeNil)
				tell(1)
				o.work()
				So(o.post.carried, ShouldBeEmpty)
				o.later(3 * time.Hour)
				So(o.post.carried, ShouldHaveLength, 1)
				o.Tick(11 * time.Hour) // 23:00
				tell(1)
				o.work()
				So(o.post.carried, ShouldHaveLength, 2)
			})
			Convey("a person gets as many a day as the policy says; the day ends at midnight in Shanghai", func() {
				o.publish(func(p *message.Policy) { p.PersonDaily, p.QuietFrom, p.QuietTo = 3, "00:00", "00:00" })
				tell(5)
				o.work()
				So(o.states(wang), ShouldResemble, map[model.DeliveryState]int{model.DeliverySent: 3, model.DeliverySkipped: 2})
				So(o.asks(wang).Remaining, ShouldEqual, 47)
				o.Tick(15*time.Hour - time.Second)
				tell(1)
				o.work()
				So(o.post.carried, ShouldHaveLength, 3)
				o.Tick(time.Second)
				tell(1)
				o.work()
				So(o.post.carried, ShouldHaveLength, 4)
			})
			Convey("an app sends as many a day as the policy says, and the rest at midnight", func() {
				o.publish(func(p *message.Policy) { p.AppDaily, p.QuietFrom, p.QuietTo = 3, "00:00", "00:00" })
				tell(5)
				o.work()
				So(o.states(wang), ShouldResemble, map[model.DeliveryState]int{model.DeliverySent: 3, model.DeliveryWaiting: 2})
				So(o.asks(wang).Remaining, ShouldEqual, 47)
				o.later(15*time.Hour - time.Second)
				So(o.post.carried, ShouldHaveLength, 3)
				o.later(time.Second)
				So(o.post.carried, ShouldHaveLength, 5)
			})
			Convey("what was refused does not count against a quota", func() {
				o.publish(func(p *message.Policy) { p.PersonDaily, p.AppDaily = 1, 1 })
				o.post.fails(refusal(message.NoRecipient, "40003"))
				tell(1)
				o.work()
				tell(1)
				o.work()
				So(o.states(wang), ShouldResemble, map[model.DeliveryState]int{model.DeliveryFailed: 1, model.DeliverySent: 1})
			})
		})
	})
}

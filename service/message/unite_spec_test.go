package message_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

func TestUniting(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who turns out to be another, with messages, consents and quiet hours", t, func() {
			o := newOffice(t, e)
			was, wang := o.Person(), o.guide("wang")
			o.accepts("wang", was, 2)
			o.accepts("wang", wang, 1)
			_, err := o.SetQuiet(o.Ctx, was, "20:00", "07:00")
			So(err, ShouldBeNil)
			So(o.Send(o.Ctx, reward(was, 1), reward(was, 2), reward(wang, 2)), ShouldBeNil)
			facts := []event.PersonUnited{{From: was, To: wang, At: o.Clock.Now()}}
			for range 2 { // it is told twice
				So(o.OnPersonUnited(o.Ctx, facts), ShouldBeNil)
			}

			Convey("he has them all, each message once, and what waited is delivered to him", func() {
				So(o.inbox(wang), ShouldHaveLength, 2)
				So(o.asks(wang).Remaining, ShouldEqual, 3)
				So(o.asks(was).Remaining, ShouldEqual, 0)
				q, err := o.Quiet(o.Ctx, wang)
				So(err, ShouldBeNil)
				So(q, ShouldResemble, message.QuietHours{From: "20:00", To: "07:00", Own: true})
				o.work()
				So(o.states(wang), ShouldResemble, map[model.DeliveryState]int{model.DeliverySent: 2})
				So(o.asks(wang).Remaining, ShouldEqual, 1)
			})
			Convey("his own quiet hours stay", func() {
				_, err := o.SetQuiet(o.Ctx, wang, "23:00", "06:00")
				So(err, ShouldBeNil)
				o.Tick(time.Second)
				So(o.OnPersonUnited(o.Ctx, facts), ShouldBeNil)
				q, err := o.Quiet(o.Ctx, wang)
				So(err, ShouldBeNil)
				So(q.From, ShouldEqual, "23:00")
			})
		})
	})
}

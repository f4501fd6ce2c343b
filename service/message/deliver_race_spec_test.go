package message_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

func TestDeliveringAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide with one acceptance and twenty messages", t, func() {
			o := newOffice(t, e)
			o.publish(func(p *message.Policy) { p.PersonDaily = 1000 })
			wang := o.guide("wang")
			o.accepts("wang", wang, 1)
			for i := range 20 {
				So(o.Send(o.Ctx, reward(wang, i)), ShouldBeNil)
			}
			together := func() {
				for _, err := range testkit.Together(20, func(int) error { _, err := o.Work(o.Ctx); return err }) {
					So(err, ShouldBeNil)
				}
			}

			Convey("20 workers at once have one carried, and ask for one", func() {
				together()
				So(o.post.calls, ShouldEqual, 1)
				So(o.states(wang), ShouldResemble, map[model.DeliveryState]int{model.DeliverySent: 1, model.DeliverySkipped: 19})
			})
			Convey("with as many acceptances all are carried, each once", func() {
				o.accepts("wang", wang, 19)
				together()
				So(o.post.calls, ShouldEqual, 20)
				So(o.states(wang), ShouldResemble, map[model.DeliveryState]int{model.DeliverySent: 20})
				So(o.asks(wang).Remaining, ShouldEqual, 0)
			})
			Convey("of a quota of five, five are carried", func() {
				o.accepts("wang", wang, 19)
				o.publish(func(p *message.Policy) { p.PersonDaily = 5 })
				together()
				So(o.post.carried, ShouldHaveLength, 5)
				So(o.asks(wang).Remaining, ShouldEqual, 15)
			})
		})
		Convey("Given many messages, two workers that are killed again and again, and faults of every kind", t, func() {
			o := newOffice(t, e)
			o.publish(func(p *message.Policy) { p.PersonDaily, p.QuietFrom, p.QuietTo = 1000, "00:00", "00:00" })
			const people, each = 12, 10
			wanted := map[model.PersonID]bool{}
			for i := range people {
				name := fmt.Sprint("g", i)
				p := o.guide(name)
				wanted[p] = true
				o.accepts(name, p, each)
				for n := range each {
					So(o.Send(o.Ctx, reward(p, n)), ShouldBeNil)
				}
			}
			calls := 0
			o.post.answer = func(message.Letter) error { // under the post's lock
				calls++
				switch calls % 11 {
				case 2:
					return errLostBefore
				case 5:
					return errLostAfter
				case 7:
					return refusal(message.Down, "dial")
				case 9:
					return refusal(message.Quota, "45009")
				}
				return nil
			}

			Convey("no acceptance is used for two messages, and none is left undecided", func() {
				for round := 0; round < 400 && o.undecided() > 0; round++ {
					failures := testkit.Together(2, func(i int) error {
						life, die := context.WithCancel(o.Ctx)
						defer die()
						if (round+i)%5 == 0 {
							time.AfterFunc(time.Duration(round%3+1)*time.Millisecond, die)
						}
						_, err := o.Work(life)
						if life.Err() != nil || errors.Is(err, context.Canceled) {
							return nil
						}
						return err
					})
					So(errors.Join(failures...), ShouldBeNil)
					o.Tick(3 * time.Minute)
				}
				So(o.undecided(), ShouldEqual, 0)
				carried := map[string]int{}
				for _, l := range o.post.carried {
					carried[l.OpenID]++
				}
				for openID, n := range carried {
					So(fmt.Sprint(openID, n <= each), ShouldEqual, fmt.Sprint(openID, true))
				}
				for p := range wanted {
					So(o.inbox(p), ShouldHaveLength, each)
				}
			})
		})
	})
}

// undecided counts deliveries that are not at their end.
func (o *office) undecided() (n int64) {
	open := []model.DeliveryState{model.DeliveryWaiting, model.DeliverySending}
	So(o.DB.Conn(o.Ctx).Model(&model.MessageDelivery{}).Where("state IN ?", open).Count(&n).Error, ShouldBeNil)
	return n
}

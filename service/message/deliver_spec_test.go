package message_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

func TestDelivering(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who has accepted one message, and earned a reward", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang")
			o.accepts("wang", wang, 1)
			So(o.Send(o.Ctx, reward(wang, 1)), ShouldBeNil)
			ends := func(state model.DeliveryState, code string, remaining int) {
				d := o.only(wang)
				So([]any{d.State, d.Code, o.asks(wang).Remaining}, ShouldResemble, []any{state, code, remaining})
				So(o.inbox(wang), ShouldHaveLength, 1)
			}

			Convey("a worker has it carried, in the template's words, and the acceptance is used", func() {
				o.work()
				ends(model.DeliverySent, "", 0)
				So(o.only(wang).Reference, ShouldEqual, "msg-1")
				So(o.post.carried, ShouldResemble, []message.Letter{{
					Role: model.RoleGuide, OpenID: "union-wang@guide", TemplateID: template, Page: "pages/wallet",
					Values: map[string]string{"amount1": "2.00元", "time2": "2026-03-02 09:00", "thing3": "奖励到账"},
				}})
				o.later(time.Hour)
				So(o.post.calls, ShouldEqual, 1)
			})
			Convey("a message that nobody has accepted is in the inbox only", func() {
				li := o.guide("li")
				So(o.Send(o.Ctx, reward(li, 1)), ShouldBeNil)
				o.work()
				So(o.only(li).State, ShouldEqual, model.DeliverySkipped)
				So(o.only(li).Code, ShouldEqual, "no_consent")
				So(o.post.calls, ShouldEqual, 1)
				So(o.inbox(li), ShouldHaveLength, 1)
			})
			Convey("when WeChat knows of no acceptance, the bank is emptied", func() {
				o.accepts("wang", wang, 3)
				o.post.accepted = map[string]int{}
				o.work()
				ends(model.DeliverySkipped, "43101", 0)
			})
			Convey("when WeChat does not know the person, it has failed, and the acceptance is kept", func() {
				o.post.fails(refusal(message.NoRecipient, "40003"))
				o.work()
				ends(model.DeliveryFailed, "40003", 1)
			})
			Convey("when the template is refused, it rests, so that one fails and not all", func() {
				o.accepts("wang", wang, 4)
				for i := range 4 {
					So(o.Send(o.Ctx, reward(wang, fmt.Sprint("more-", i))), ShouldBeNil)
				}
				o.post.answer = func(message.Letter) error { return refusal(message.BadTemplate, "47003") }
				for range 5 {
					o.later(time.Minute)
				}
				So(o.post.calls, ShouldEqual, 1)
				So(o.states(wang), ShouldResemble, map[model.DeliveryState]int{model.DeliveryFailed: 1, model.DeliveryWaiting: 4})
				So(o.asks(wang).Remaining, ShouldEqual, 5)
				rests, err := o.Rests(o.Ctx)
				So(err, ShouldBeNil)
				So(rests, ShouldHaveLength, 1)
				So([]any{rests[0].TemplateID, rests[0].Code, rests[0].Refusals}, ShouldResemble, []any{template, "47003", 1})

				Convey("and when it is in order again, it goes on", func() {
					o.post.answer = nil
					o.later(10 * time.Minute)
					So(o.states(wang), ShouldResemble, map[model.DeliveryState]int{model.DeliveryFailed: 1, model.DeliverySent: 4})
					rests, err := o.Rests(o.Ctx)
					So(err, ShouldBeNil)
					So(rests, ShouldBeEmpty)
				})
			})
			Convey("when WeChat's limit is reached it is asked again in a minute, and then at midnight", func() {
				quota := refusal(message.Quota, "45009")
				o.publish(func(p *message.Policy) { p.QuietFrom = p.QuietTo })
				o.post.fails(quota, quota)
				o.work()
				ends(model.DeliveryWaiting, "45009", 1)
				o.later(time.Minute)
				So(o.post.calls, ShouldEqual, 2)
				o.later(14*time.Hour + 58*time.Minute)
				So(o.post.calls, ShouldEqual, 2)
				o.later(time.Minute)
				ends(model.DeliverySent, "", 0)
			})
			Convey("when the app may not send, it waits for the operators", func() {
				o.post.fails(refusal(message.BadApp, "43107"))
				o.work()
				ends(model.DeliveryWaiting, "43107", 1)
				o.later(time.Minute)
				ends(model.DeliverySent, "", 0)
			})
			Convey("while WeChat is down messages wait, and go out when it is back", func() {
				for i := range 200 {
					name := fmt.Sprint("g", i)
					p := o.guide(name)
					o.accepts(name, p, 1)
					So(o.Send(o.Ctx, reward(p, 1)), ShouldBeNil)
				}
				o.post.answer = func(message.Letter) error { return refusal(message.Down, "dial") }
				for range 60 {
					o.later(time.Minute)
				}
				So(o.post.calls, ShouldBeLessThan, 100) // not each message each minute
				So(o.only(wang).State, ShouldEqual, model.DeliveryWaiting)
				o.post.answer = nil
				o.later(2 * time.Minute)
				So(o.post.carried, ShouldHaveLength, 201)
				var sent int64
				So(o.DB.Conn(o.Ctx).Model(&model.MessageDelivery{}).Where("state = ?", model.DeliverySent).Count(&sent).Error, ShouldBeNil)
				So(sent, ShouldEqual, 201)
			})
			Convey("after an answer that nobody saw it is tried once more", func() {
				o.post.fails(errLostBefore)
				o.work()
				ends(model.DeliveryWaiting, "unseen", 0)
				o.later(time.Minute)
				ends(model.DeliverySent, "", 0)
				So(o.post.carried, ShouldHaveLength, 1)
			})
			Convey("and no further", func() {
				o.post.fails(errLostBefore, errLostBefore)
				for range 10 {
					o.later(5 * time.Minute)
				}
				ends(model.DeliveryFailed, "unseen", 0)
				So(o.post.calls, ShouldEqual, 2)
			})
			Convey("one that had arrived is not carried twice", func() {
				o.post.fails(errLostAfter)
				o.work()
				o.later(time.Minute)
				ends(model.DeliverySkipped, "43101", 0)
				So(o.post.carried, ShouldHaveLength, 1)
			})
			Convey("when a worker is killed at the call, another tries it once its claim is over", func() {
				life, die := context.WithCancel(o.Ctx)
				o.post.answer = func(message.Letter) error { die(); return errLostBefore }
				_, err := o.Work(life)
				So(err, ShouldWrap, context.Canceled)
				o.post.answer = nil
				o.later(time.Minute)
				So(o.only(wang).State, ShouldEqual, model.DeliverySending)
				o.later(time.Minute)
				o.later(time.Minute)
				ends(model.DeliverySent, "", 0)
				So(o.only(wang).Unseen, ShouldEqual, 1)
			})
			Convey("a worker whose time is nearly up calls nobody, so that no answer is cut off", func() {
				shift, end := context.WithTimeout(o.Ctx, 4*time.Second)
				defer end()
				n, err := o.Work(shift)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 0)
				ends(model.DeliveryWaiting, "", 1)
			})
			Convey("what is a day old is no news", func() {
				o.Tick(24*time.Hour + time.Second)
				o.work()
				ends(model.DeliverySkipped, "too_old", 1)
			})
			Convey("values that WeChat's keywords do not take are not sent, so that the template does not suffer", func() {
				n := reward(wang, "minus")
				n.Data["amount"] = money.Fen(-200).Yuan()
				So(o.Send(o.Ctx, n), ShouldBeNil)
				o.work()
				So(o.deliveries(wang)[1].Code, ShouldEqual, "unfit")
				So(o.post.calls, ShouldEqual, 1)
				So(o.inbox(wang), ShouldHaveLength, 2)
			})
			Convey("when its template is withdrawn it is not sent", func() {
				o.publish(func(p *message.Policy) { p.Templates[0].TemplateID = "another" })
				o.work()
				So(o.only(wang).Code, ShouldEqual, "no_template")
			})
			Convey("WeChat tells that it has arrived, or not", func() {
				o.work()
				told := func(errcode int) error {
					return o.OnDelivered(o.Ctx, guideApp, "union-wang@guide", template, "msg-1", errcode, o.Clock.Now())
				}
				So(told(0), ShouldBeNil)
				So(*o.only(wang).ArrivedAt, ShouldEqual, o.Clock.Now())
				So(told(1), ShouldBeNil) // late and out of order
				ends(model.DeliverySent, "", 0)
			})
			Convey("WeChat tells that the person was out of reach", func() {
				o.work()
				So(o.OnDelivered(o.Ctx, guideApp, "union-wang@guide", template, "msg-1", 1, o.Clock.Now()), ShouldBeNil)
				ends(model.DeliveryFailed, "1", 0)
			})
			Convey("WeChat tells of one whose answer nobody saw: it is not tried again", func() {
				o.post.fails(errLostAfter)
				o.work()
				So(o.OnDelivered(o.Ctx, guideApp, "union-wang@guide", template, "msg-1", 0, o.Clock.Now()), ShouldBeNil)
				o.later(time.Minute)
				ends(model.DeliverySent, "", 0)
				So(o.post.calls, ShouldEqual, 1)
			})
			Convey("others can ask what has become of it, and operators count", func() {
				li := o.guide("li")
				So(o.Send(o.Ctx, reward(li, 1)), ShouldBeNil)
				o.work()
				fates, err := o.Fates(o.Ctx, "1", []model.PersonID{wang, li, o.guide("nobody")})
				So(err, ShouldBeNil)
				So(fates, ShouldHaveLength, 2)
				So([]any{fates[wang].State, fates[wang].Code, fates[wang].ReadAt == nil}, ShouldResemble, []any{model.DeliverySent, "", true})
				So([]any{fates[li].State, fates[li].Code}, ShouldResemble, []any{model.DeliverySkipped, "no_consent"})
				counts, err := o.Counts(o.Ctx, 20260302)
				So(err, ShouldBeNil)
				So(counts, ShouldResemble, []message.Count{
					{Role: model.RoleGuide, Event: message.Cash, State: model.DeliverySent, Messages: 1},
					{Role: model.RoleGuide, Event: message.Cash, State: model.DeliverySkipped, Code: "no_consent", Messages: 1},
				})
			})
			Convey("what WeChat tells of others changes nothing", func() {
				o.work()
				So(o.OnDelivered(o.Ctx, guideApp, "nobody", template, "msg-1", 1, o.Clock.Now()), ShouldBeNil)
				So(o.OnDelivered(o.Ctx, guideApp, "union-wang@guide", template, "msg-9", 1, o.Clock.Now()), ShouldBeNil)
				So(o.OnDelivered(o.Ctx, guideApp, "union-wang@guide", "another", "msg-1", 1, o.Clock.Now()), ShouldBeNil)
				ends(model.DeliverySent, "", 0)
			})
		})
	})
}

package message_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

func accepted(template string) []message.Consent {
	return []message.Consent{{TemplateID: template, Choice: model.ConsentAccepted}}
}

func refused(template string) []message.Consent {
	return []message.Consent{{TemplateID: template, Choice: model.ConsentRefused}}
}

// asks is what a guide's app may ask for the office's template.
func (o *office) asks(person model.PersonID) message.Ask {
	asks, err := o.Asks(o.Ctx, person, model.RoleGuide)
	So(err, ShouldBeNil)
	So(asks, ShouldHaveLength, 1)
	return asks[0]
}

func TestConsents(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide whose app asks him for a template", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang")
			report := func(key any, c []message.Consent) {
				So(o.ReportConsents(o.Ctx, wang, model.RoleGuide, c, fmt.Sprint(key)), ShouldBeNil)
			}

			Convey("each acceptance is one message more, each report counted once", func() {
				So(o.asks(wang), ShouldResemble, message.Ask{TemplateID: template, Events: []string{message.Cash}})
				for _, key := range []int{1, 2, 2, 1} {
					report(key, accepted(template))
				}
				So(o.asks(wang).Remaining, ShouldEqual, 2)
				So(o.asks(wang).Choice, ShouldEqual, model.ConsentAccepted)
			})
			Convey("a popup asks for a template once, whatever the report says", func() {
				report(1, append(accepted(template), accepted(template)...))
				So(o.asks(wang).Remaining, ShouldEqual, 1)
			})
			Convey("to reject this time is kept, and leaves what was accepted", func() {
				report(1, accepted(template))
				o.Tick(time.Second)
				report(2, []message.Consent{{TemplateID: template, Choice: model.ConsentRejected}})
				So(o.asks(wang).Remaining, ShouldEqual, 1)
				So(o.asks(wang).Choice, ShouldEqual, model.ConsentRejected)
			})
			Convey("to refuse for good takes back what was accepted before, but not after", func() {
				report(1, accepted(template))
				o.Tick(time.Second)
				report(2, refused(template))
				So(o.asks(wang), ShouldResemble, message.Ask{TemplateID: template, Events: []string{message.Cash}, Choice: model.ConsentRefused})
				o.Tick(time.Second)
				report(3, accepted(template))
				So(o.OnConsents(o.Ctx, guideApp, "union-wang@guide", refused(template), o.Clock.Now().Add(-time.Hour), ""), ShouldBeNil)
				So(o.asks(wang).Remaining, ShouldEqual, 1)
				So(o.asks(wang).Choice, ShouldEqual, model.ConsentAccepted)
			})
			Convey("templates that the role does not have are passed over", func() {
				report(1, accepted("another"))
				var n int64
				So(o.DB.Conn(o.Ctx).Model(&model.MessageConsent{}).Count(&n).Error, ShouldBeNil)
				So(n, ShouldEqual, 0)
			})
			Convey("20 reports at once are 20, of one key one", func() {
				for _, err := range testkit.Together(40, func(i int) error {
					key := "the same"
					if i%2 == 0 {
						key = fmt.Sprint(i)
					}
					return o.ReportConsents(o.Ctx, wang, model.RoleGuide, accepted(template), key)
				}) {
					So(err, ShouldBeNil)
				}
				So(o.asks(wang).Remaining, ShouldEqual, 21)
			})
			Convey("a push counts once however often it comes, and nobody's counts nothing", func() {
				at := o.Clock.Now()
				for range 3 {
					So(o.OnConsents(o.Ctx, guideApp, "union-wang@guide", accepted(template), at, ""), ShouldBeNil)
				}
				So(o.OnConsents(o.Ctx, guideApp, "union-wang@guide", accepted(template), at.Add(time.Second), ""), ShouldBeNil)
				So(o.OnConsents(o.Ctx, guideApp, "nobody", accepted(template), at, ""), ShouldBeNil)
				So(o.asks(wang).Remaining, ShouldEqual, 2)
			})
		})
		Convey("Given a consumer, of whose popups WeChat tells as well", t, func() {
			o := newOffice(t, e)
			li := o.Person()
			o.publish(func(p *message.Policy) {
				p.Templates[0].Role = "consumer"
			})
			account, err := o.World.Identity.AccountIn(o.Ctx, li, "wx-consumer")
			So(err, ShouldBeNil)
			ask := func() message.Ask {
				asks, err := o.Asks(o.Ctx, li, model.RoleConsumer)
				So(err, ShouldBeNil)
				return asks[0]
			}

			Convey("the popup counts once, though both tell of it, whoever is first", func() {
				So(o.ReportConsents(o.Ctx, li, model.RoleConsumer, accepted(template), "1"), ShouldBeNil)
				So(o.OnConsents(o.Ctx, "wx-consumer", account.OpenID, accepted(template), o.Clock.Now(), "popup-1"), ShouldBeNil)
				So(o.OnConsents(o.Ctx, "wx-consumer", account.OpenID, accepted(template), o.Clock.Now(), "popup-2"), ShouldBeNil)
				So(o.ReportConsents(o.Ctx, li, model.RoleConsumer, accepted(template), "2"), ShouldBeNil)
				So(ask().Remaining, ShouldEqual, 2)
			})
			Convey("a refusal is believed from both", func() {
				So(o.OnConsents(o.Ctx, "wx-consumer", account.OpenID, accepted(template), o.Clock.Now(), "popup-1"), ShouldBeNil)
				So(o.ReportConsents(o.Ctx, li, model.RoleConsumer, refused(template), "1"), ShouldBeNil)
				So(ask().Remaining, ShouldEqual, 0)
				So(ask().Choice, ShouldEqual, model.ConsentRefused)
			})
		})
	})
}

func TestQuietHours(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang")
			quiet := func() message.QuietHours {
				h, err := o.Quiet(o.Ctx, wang)
				So(err, ShouldBeNil)
				return h
			}
			Convey("his quiet hours are the policy's until he sets his own, and sets them again", func() {
				So(quiet(), ShouldResemble, message.QuietHours{From: "22:00", To: "08:00"})
				for _, from := range []string{"20:30", "21:00"} {
					_, err := o.SetQuiet(o.Ctx, wang, from, "07:05")
					So(err, ShouldBeNil)
					So(quiet(), ShouldResemble, message.QuietHours{From: from, To: "07:05", Own: true})
				}
			})
			Convey("what is no time of the day is refused", func() {
				for _, wrong := range []string{"", "25:00", "7:00", "07:60", "07:00:00", "noon"} {
					_, err := o.SetQuiet(o.Ctx, wang, wrong, "08:00")
					So(err, ShouldWrap, message.ErrQuietHours)
				}
				So(quiet().Own, ShouldBeFalse)
			})
		})
	})
}

package contact_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/contact"
	"channelrouter/service/testkit"
)

func TestUnitedPeople(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a thread of a guide whose unionid WeChat did not tell", t, func() {
			d := newDesk(t, e)
			stranger, known := d.Enter("guide", testkit.Unnamed+"gu"), d.Enter("consumer", "gu")
			So(d.Channel.Join(d.Ctx, stranger, model.RoleGuide, d.t1.ID, testkit.Start), ShouldBeNil)
			w, err := d.Open(d.Ctx, contact.NewThread{Draft: contact.Draft{Person: stranger, Role: model.RoleGuide, Text: "hello", Key: "k"}, Topic: model.TopicOther})
			So(err, ShouldBeNil)
			other := d.thread("li's")

			Convey("it is his whom he turns out to be, and nobody else's", func() {
				_, err := d.Identity.Login(d.Ctx, "guide", "gu")
				So(err, ShouldBeNil)
				So(d.Relay.Drain(d.Ctx), ShouldBeNil)
				v, err := d.Read(d.Ctx, known, model.RoleGuide, w.Thread.ID, 0, 10)
				So(err, ShouldBeNil)
				So(v.Posts[0].PersonID, ShouldEqual, known)
				_, err = d.Read(d.Ctx, stranger, model.RoleGuide, w.Thread.ID, 0, 10)
				So(err, ShouldWrap, contact.ErrUnknownThread)
				So(d.now(other).PersonID, ShouldEqual, d.li)
			})
		})
	})
}

package message_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

func TestTelling(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang")

			Convey("what he is told is in his inbox, in the words of the policy", func() {
				at := o.Clock.Now().Add(-time.Minute)
				n := reward(wang, "r1")
				n.At = at
				So(o.Send(o.Ctx, n), ShouldBeNil)
				list := o.inbox(wang)
				So(list, ShouldHaveLength, 1)
				So(list[0].Title, ShouldEqual, "奖励到账")
				So(list[0].Body, ShouldEqual, "您扫码获得的奖励2.00元已到账。")
				So(list[0].Page, ShouldEqual, "pages/wallet")
				So(string(list[0].Data), ShouldEqual, `{"amount":"2.00","time":"2026-03-02 08:59"}`)
				So(list[0].At, ShouldEqual, at)
				So(list[0].ReadAt, ShouldBeNil)
			})
			Convey("in English, or in words of its own, where the policy says so", func() {
				o.publish(func(p *message.Policy) { p.Templates[0].Language = "en" })
				So(o.Send(o.Ctx, reward(wang, "en")), ShouldBeNil)
				So(o.inbox(wang)[0].Body, ShouldEqual, "Your scan has earned ¥2.00.")
				o.publish(func(p *message.Policy) { p.Templates[0].Body = "{amount} at {time}" })
				So(o.Send(o.Ctx, reward(wang, "own")), ShouldBeNil)
				So(o.inbox(wang)[0].Body, ShouldEqual, "2.00 at 2026-03-02 09:00")
			})
			Convey("a note may bring its own texts and page", func() {
				n := message.Note{Person: wang, Role: model.RoleGuide, Event: message.Announcement, Key: "a", Title: "停业", Body: "周一{time}休息", Page: "pages/news?id=1"}
				So(o.Send(o.Ctx, n), ShouldBeNil)
				m := o.inbox(wang)[0]
				So([]string{m.Title, m.Body, m.Page}, ShouldResemble, []string{"停业", "周一{time}休息", "pages/news?id=1"})
			})
			Convey("a key is told once, also within one call; another's same key is another's", func() {
				li := o.guide("li")
				So(o.Send(o.Ctx, reward(wang, 1), reward(wang, 1), reward(wang, 2), reward(li, 1)), ShouldBeNil)
				So(o.Send(o.Ctx, reward(wang, 2), reward(wang, 3)), ShouldBeNil)
				So(o.inbox(wang), ShouldHaveLength, 3)
				So(o.inbox(li), ShouldHaveLength, 1)
				So(o.deliveries(wang), ShouldHaveLength, 3)
			})
			Convey("it joins the caller's transaction", func() {
				failed := errors.New("the caller's own")
				err := o.DB.Run(o.Ctx, func(ctx context.Context) error {
					So(o.Send(ctx, reward(wang, 1)), ShouldBeNil)
					return failed
				})
				So(err, ShouldEqual, failed)
				So(o.inbox(wang), ShouldBeEmpty)
			})
			Convey("what cannot be told is refused, and nothing is written", func() {
				for name, spoil := range map[string]func(*message.Note){
					"nobody":          func(n *message.Note) { n.Person = 0 },
					"no such event":   func(n *message.Note) { n.Event = "lottery" },
					"not this role":   func(n *message.Note) { n.Role = model.RoleTerminal },
					"no key":          func(n *message.Note) { n.Key = "" },
					"a long key":      func(n *message.Note) { n.Key = strings.Repeat("k", 121) },
					"a lacking value": func(n *message.Note) { n.Data = nil },
					"a wrong value":   func(n *message.Note) { n.Data = map[string]string{"amount": "¥2"} },
				} {
					n := reward(wang, name)
					spoil(&n)
					So(o.Send(o.Ctx, reward(wang, "good"), n), ShouldWrap, message.ErrBadNote)
				}
				So(o.inbox(wang), ShouldBeEmpty)
			})
			Convey("texts that grow too long are cut, not lost", func() {
				n := message.Note{Person: wang, Role: model.RoleGuide, Event: message.Announcement, Key: "a", Title: strings.Repeat("长", 200), Body: strings.Repeat("文", 3000)}
				So(o.Send(o.Ctx, n), ShouldBeNil)
				So([]rune(o.inbox(wang)[0].Title), ShouldHaveLength, 120)
				So([]rune(o.inbox(wang)[0].Body), ShouldHaveLength, 2000)
			})
			Convey("of 20 senders of the same keys at once, in any order, each key is told once", func() {
				for i, err := range testkit.Together(20, func(i int) error {
					notes := make([]message.Note, 10)
					for n := range notes {
						notes[n] = reward(wang, (n*7+i)%10)
					}
					return o.Send(o.Ctx, notes...)
				}) {
					So(fmt.Sprint(i, err), ShouldEqual, fmt.Sprint(i, nil))
				}
				So(o.inbox(wang), ShouldHaveLength, 10)
				So(o.deliveries(wang), ShouldHaveLength, 10)
			})
		})
	})
}

func TestReading(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who was told three things", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang")
			for i := range 3 {
				So(o.Send(o.Ctx, reward(wang, i)), ShouldBeNil)
			}
			unread := func() int64 {
				n, err := o.Unread(o.Ctx, wang, model.RoleGuide)
				So(err, ShouldBeNil)
				return n
			}
			list := o.inbox(wang)

			Convey("he pages through them, newest first", func() {
				So(list[0].Key, ShouldEqual, "2")
				page, err := o.Inbox(o.Ctx, wang, model.RoleGuide, false, list[0].ID, 1)
				So(err, ShouldBeNil)
				So(page, ShouldHaveLength, 1)
				So(page[0].Key, ShouldEqual, "1")
			})
			Convey("what he has read is counted no more, and keeps when that was", func() {
				So(unread(), ShouldEqual, 3)
				first, err := o.Read(o.Ctx, wang, model.RoleGuide, list[1].ID)
				So(err, ShouldBeNil)
				o.Tick(time.Hour)
				again, err := o.Read(o.Ctx, wang, model.RoleGuide, list[1].ID)
				So(err, ShouldBeNil)
				So(*again.ReadAt, ShouldEqual, *first.ReadAt)
				So(unread(), ShouldEqual, 2)
				rest, err := o.Inbox(o.Ctx, wang, model.RoleGuide, true, 0, 10)
				So(err, ShouldBeNil)
				So([]string{rest[0].Key, rest[1].Key}, ShouldResemble, []string{"2", "0"})
			})
			Convey("all at once, up to the one that he has seen", func() {
				So(o.ReadAll(o.Ctx, wang, model.RoleGuide, list[1].ID), ShouldBeNil)
				So(unread(), ShouldEqual, 1)
				So(o.ReadAll(o.Ctx, wang, model.RoleGuide, 0), ShouldBeNil)
				So(unread(), ShouldEqual, 0)
			})
			Convey("many at once, too, and counting them stops at a hundred", func() {
				notes := make([]message.Note, 450)
				for i := range notes {
					notes[i] = reward(wang, fmt.Sprint("many-", i))
				}
				So(o.Send(o.Ctx, notes...), ShouldBeNil)
				So(unread(), ShouldEqual, message.UnreadMost)
				So(o.ReadAll(o.Ctx, wang, model.RoleGuide, 0), ShouldBeNil)
				So(unread(), ShouldEqual, 0)
			})
			Convey("nobody reads another's, nor his own of another role", func() {
				_, err := o.Read(o.Ctx, o.guide("li"), model.RoleGuide, list[0].ID)
				So(err, ShouldWrap, message.ErrUnknown)
				_, err = o.Read(o.Ctx, wang, model.RoleConsumer, list[0].ID)
				So(err, ShouldWrap, message.ErrUnknown)
				other, err := o.Inbox(o.Ctx, wang, model.RoleConsumer, false, 0, 10)
				So(err, ShouldBeNil)
				So(other, ShouldBeEmpty)
				So(unread(), ShouldEqual, 3)
			})
		})
	})
}

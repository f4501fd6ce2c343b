package contact_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/contact"
	"channelrouter/service/message"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

func TestWriting(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given people who write to the brand", t, func() {
			d := newDesk(t, e)

			Convey("a consumer's thread is open and waits from now on", func() {
				w, err := d.opens("  the bottle leaks\n")
				So(err, ShouldBeNil)
				So(w.Post.Text, ShouldEqual, "the bottle leaks")
				So(w.Post.Content, ShouldEqual, model.ContentPassed)
				So(d.censor.texts, ShouldResemble, []string{"consumer li@consumer the bottle leaks"})
				v := d.now(w.Thread.ID)
				So(v.State, ShouldEqual, model.ThreadOpen)
				So(v.Since, ShouldEqual, d.Clock.Now())
				So(v.OrgID, ShouldEqual, 0)
				So(v.Posts, ShouldHaveLength, 1)
			})
			Convey("a guide writes for his terminal, and not without one", func() {
				n := contact.NewThread{Draft: d.draft("no reward"), Topic: model.TopicReward}
				n.Person, n.Role = d.wang, model.RoleGuide
				w, err := d.Open(d.Ctx, n)
				So(err, ShouldBeNil)
				So(w.Thread.OrgID, ShouldEqual, d.t1.ID)
				n.Person, n.Key = d.login("guide", "nobody"), d.key()
				_, err = d.Open(d.Ctx, n)
				So(err, ShouldWrap, channel.ErrNoMembership)
			})
			Convey("a retry is the same thread, another text under the key is refused", func() {
				n := contact.NewThread{Draft: d.draft("once"), Topic: model.TopicGoods}
				first, err := d.Open(d.Ctx, n)
				So(err, ShouldBeNil)
				again, err := d.Open(d.Ctx, n)
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
				n.Text = "twice"
				_, err = d.Open(d.Ctx, n)
				So(err, ShouldWrap, contact.ErrKeyReused)
				n.Text = "once"
				_, err = d.Post(d.Ctx, first.Thread.ID, n.Draft)
				So(err, ShouldWrap, contact.ErrKeyReused)
				So(d.count(&model.ThreadPost{}), ShouldEqual, 1)
			})
			Convey("texts that cannot be shown are refused, and nothing is written", func() {
				for _, text := range []string{"", " \n ", strings.Repeat("漢", 2001), "a\x00b", "\xff", "\u001b[31m"} {
					_, err := d.opens(text)
					So(err, ShouldWrap, contact.ErrBadText)
				}
				_, err := d.Open(d.Ctx, contact.NewThread{Draft: d.draft("x")})
				So(err, ShouldWrap, contact.ErrBadText)
				So(d.censor.texts, ShouldBeEmpty)
				So(d.count(&model.Thread{}), ShouldEqual, 0)
				d.thread(strings.Repeat("漢", 2000))
			})
			Convey("a risky text is refused, one to be looked at is marked", func() {
				_, err := d.opens("visit my " + riskyWord)
				So(err, ShouldWrap, contact.ErrTextRefused)
				So(d.count(&model.Thread{}), ShouldEqual, 0)
				id := d.thread(reviewWord)
				So(d.now(id).Posts[0].Content, ShouldEqual, model.ContentReview)
				_, err = d.Post(d.Ctx, id, d.draft(riskyWord))
				So(err, ShouldWrap, contact.ErrTextRefused)
				So(d.now(id).Thread.Posts, ShouldEqual, 1)
			})
			Convey("who writes without end is stopped, and heard again after an hour", func() {
				for n := range 30 {
					d.thread(fmt.Sprint("text ", n))
				}
				_, err := d.opens("one more")
				So(err, ShouldWrap, contact.ErrTooMany)
				d.Tick(time.Hour)
				d.thread("one more")
			})
		})
	})
}

func TestGoodsOfAThread(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods", t, func() {
			d := newDesk(t, e)
			b := d.Batch("B1", 1)
			unit := testkit.Item(b, model.LevelUnit, 3)
			about := func(text string) (contact.Written, error) {
				return d.Open(d.Ctx, contact.NewThread{Draft: d.draft("it leaks"), Topic: model.TopicGoods, Code: text, IP: "203.0.113.7"})
			}
			label := d.Print(model.FaceUnitOuter, unit)

			Convey("the code is kept as its item and face, however it was read", func() {
				for _, text := range []string{label, strings.ToLower(label), "https://c.brand.test/" + label} {
					w, err := about(text)
					So(err, ShouldBeNil)
					So([]any{w.Thread.Item, w.Thread.Face, w.Thread.ProductID}, ShouldResemble, []any{unit, model.FaceUnitOuter, d.Products[0].ID})
				}
			})
			Convey("goods that are called back are what one writes about", func() {
				level := model.LevelUnit
				So(d.Code.Revoke(d.Ctx, b.ID, code.Interval{Level: &level, From: 3, To: 4}, true, "a test"), ShouldBeNil)
				w, err := about(label)
				So(err, ShouldBeNil)
				So(w.Thread.Item, ShouldEqual, unit)
			})
			Convey("a bad code is refused, and writing is no way to guess", func() {
				_, err := about("12345")
				So(err, ShouldWrap, code.ErrMalformed)
				never := d.Print(model.FaceUnitInner, model.NewItemID(b.Epoch, model.LevelUnit, 1<<30))
				for range 10 {
					_, err := about(never)
					So(err, ShouldWrap, code.ErrForged)
				}
				_, err = about(label)
				So(err, ShouldWrap, scan.ErrTooManyGuesses)
				So(d.count(&model.Thread{}), ShouldEqual, 0)
			})
		})
	})
}

func TestAnswering(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a thread that has waited for an hour", t, func() {
			d := newDesk(t, e)
			id := d.thread("the bottle leaks")
			opened := d.Clock.Now()
			d.Tick(time.Hour)

			Convey("a reply answers it, takes it, and arrives in the inbox once", func() {
				a := contact.Answer{Thread: id, By: d.zhou, Text: "we send another", Key: "k"}
				first, err := d.Reply(d.Ctx, a)
				So(err, ShouldBeNil)
				again, err := d.Reply(d.Ctx, a)
				So(err, ShouldBeNil)
				So(again.Post.ID, ShouldEqual, first.Post.ID)
				v := d.now(id)
				So([]any{v.State, v.Since, v.OwnerID, v.AnsweredBy, *v.AnsweredAt, v.Thread.Posts}, ShouldResemble,
					[]any{model.ThreadAnswered, d.Clock.Now(), d.zhou, d.zhou, d.Clock.Now(), 2})
				inbox := d.inbox(d.li, model.RoleConsumer)
				So(inbox, ShouldHaveLength, 1)
				So(inbox[0].Event, ShouldEqual, message.Reply)
				So(inbox[0].Body, ShouldEqual, "we send another")
				So(inbox[0].Page, ShouldEqual, fmt.Sprint("pages/thread/index?id=", id))
				a.Text = "or not"
				_, err = d.Reply(d.Ctx, a)
				So(err, ShouldWrap, contact.ErrKeyReused)
			})
			Convey("more posts do not make it wait less; after an answer they do", func() {
				_, err := d.Post(d.Ctx, id, d.draft("hello?"))
				So(err, ShouldBeNil)
				So(d.now(id).Since, ShouldEqual, opened)
				d.answers(id, "yes")
				d.Tick(time.Minute)
				_, err = d.Post(d.Ctx, id, d.draft("thanks"))
				So(err, ShouldBeNil)
				So(d.now(id).State, ShouldEqual, model.ThreadOpen)
				So(d.now(id).Since, ShouldEqual, d.Clock.Now())
			})
			Convey("it is closed by who has seen all of it, and opened by a new post", func() {
				_, err := d.Post(d.Ctx, id, d.draft("hello?"))
				So(err, ShouldBeNil)
				_, err = d.Close(d.Ctx, id, 1)
				So(err, ShouldWrap, contact.ErrChanged)
				for range 2 {
					closed, err := d.Close(d.Ctx, id, 2)
					So(err, ShouldBeNil)
					So(closed.State, ShouldEqual, model.ThreadClosed)
				}
				_, err = d.Post(d.Ctx, id, d.draft("but"))
				So(err, ShouldBeNil)
				So(d.now(id).State, ShouldEqual, model.ThreadOpen)
			})
			Convey("it is assigned to who may write, from whom the caller saw to have it", func() {
				wu, auditor := d.user("wu", model.UserOwner), d.user("auditor", model.UserAuditor)
				taken, err := d.Assign(d.Ctx, id, 0, d.zhou)
				So(err, ShouldBeNil)
				So(taken.OwnerID, ShouldEqual, d.zhou)
				_, err = d.Assign(d.Ctx, id, 0, wu)
				So(err, ShouldWrap, contact.ErrChanged)
				_, err = d.Assign(d.Ctx, id, d.zhou, auditor)
				So(err, ShouldWrap, contact.ErrBadOwner)
				given, err := d.Assign(d.Ctx, id, d.zhou, wu)
				So(err, ShouldBeNil)
				So(given.OwnerID, ShouldEqual, wu)
				free, err := d.Assign(d.Ctx, id, wu, 0)
				So(err, ShouldBeNil)
				So(free.OwnerID, ShouldEqual, 0)
			})
			Convey("nobody reads or writes in another's, nor in another role's app", func() {
				for _, who := range []struct {
					person model.PersonID
					role   model.Role
				}{{d.wang, model.RoleConsumer}, {d.wang, model.RoleGuide}, {d.li, model.RoleGuide}} {
					_, err := d.Read(d.Ctx, who.person, who.role, id, 0, 10)
					So(err, ShouldWrap, contact.ErrUnknownThread)
					draft := d.draft("let me in")
					draft.Person, draft.Role = who.person, who.role
					_, err = d.Post(d.Ctx, id, draft)
					So(err, ShouldWrap, contact.ErrUnknownThread)
					mine, err := d.Mine(d.Ctx, who.person, who.role, 0, 10)
					So(err, ShouldBeNil)
					So(mine, ShouldBeEmpty)
				}
				So(d.count(&model.ThreadPost{}), ShouldEqual, 1)
			})
			Convey("what does not exist is told so", func() {
				_, err := d.Reply(d.Ctx, contact.Answer{Thread: 1, By: d.zhou, Text: "x", Key: "k"})
				So(err, ShouldWrap, contact.ErrUnknownThread)
				_, err = d.Close(d.Ctx, 1, 1)
				So(err, ShouldWrap, contact.ErrUnknownThread)
				_, err = d.Assign(d.Ctx, 1, 0, d.zhou)
				So(err, ShouldWrap, contact.ErrUnknownThread)
			})
		})
	})
}

func TestLists(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given seven threads, two of them of one moment", t, func() {
			d := newDesk(t, e)
			var ids []model.ThreadID
			for n := range 7 {
				if n != 3 {
					d.Tick(time.Minute)
				}
				person, role, topic := d.li, model.RoleConsumer, model.TopicGoods
				if n%2 == 1 {
					person, role, topic = d.wang, model.RoleGuide, model.TopicReward
				}
				draft := d.draft("text")
				draft.Person, draft.Role = person, role
				w, err := d.Open(d.Ctx, contact.NewThread{Draft: draft, Topic: topic})
				So(err, ShouldBeNil)
				ids = append(ids, w.Thread.ID)
			}
			list := func(f contact.Filter) (found []model.ThreadID) {
				if f.State == 0 {
					f.State = model.ThreadOpen
				}
				for after := (contact.Place{}); ; {
					page, err := d.List(d.Ctx, f, after, 2)
					So(err, ShouldBeNil)
					for _, t := range page {
						found = append(found, t.ID)
					}
					if len(page) < 2 {
						return found
					}
					after = contact.Place{Since: page[1].Since, ID: page[1].ID}
				}
			}

			Convey("those that wait longest come first, page by page", func() {
				So(list(contact.Filter{}), ShouldResemble, ids)
				d.answers(ids[0], "yes")
				d.answers(ids[4], "no")
				So(list(contact.Filter{}), ShouldResemble, []model.ThreadID{ids[1], ids[2], ids[3], ids[5], ids[6]})
				So(list(contact.Filter{State: model.ThreadAnswered}), ShouldResemble, []model.ThreadID{ids[0], ids[4]})
			})
			Convey("they are narrowed to topic, role, organisation and owner", func() {
				odd := []model.ThreadID{ids[1], ids[3], ids[5]}
				So(list(contact.Filter{Topic: model.TopicReward}), ShouldResemble, odd)
				So(list(contact.Filter{Role: model.RoleGuide}), ShouldResemble, odd)
				So(list(contact.Filter{Org: d.t1.ID}), ShouldResemble, odd)
				_, err := d.Assign(d.Ctx, ids[3], 0, d.zhou)
				So(err, ShouldBeNil)
				nobody := model.UserID(0)
				So(list(contact.Filter{Owner: &d.zhou}), ShouldResemble, []model.ThreadID{ids[3]})
				So(list(contact.Filter{Owner: &nobody, Org: d.t1.ID}), ShouldResemble, []model.ThreadID{ids[1], ids[5]})
			})
			Convey("a person pages through his own, newest first, and through a thread's posts", func() {
				page, err := d.Mine(d.Ctx, d.li, model.RoleConsumer, 0, 3)
				So(err, ShouldBeNil)
				So([]model.ThreadID{page[0].ID, page[1].ID, page[2].ID}, ShouldResemble, []model.ThreadID{ids[6], ids[4], ids[2]})
				page, err = d.Mine(d.Ctx, d.li, model.RoleConsumer, ids[2], 3)
				So(err, ShouldBeNil)
				So(page, ShouldHaveLength, 1)
				d.answers(ids[0], "yes")
				v, err := d.Read(d.Ctx, d.li, model.RoleConsumer, ids[0], 0, 1)
				So(err, ShouldBeNil)
				v, err = d.Read(d.Ctx, d.li, model.RoleConsumer, ids[0], v.Posts[0].ID, 10)
				So(err, ShouldBeNil)
				So(v.Posts, ShouldHaveLength, 1)
				So(v.Posts[0].Text, ShouldEqual, "yes")
			})
		})
	})
}

func TestAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		const many = 20
		Convey("Given 20 who do the same at once", t, func() {
			d := newDesk(t, e)

			Convey("one key opens one thread", func() {
				n := contact.NewThread{Draft: d.draft("once", d.photo(1).ID), Topic: model.TopicGoods}
				ids := make([]model.ThreadID, many)
				for _, err := range testkit.Together(many, func(i int) error {
					w, err := d.Open(d.Ctx, n)
					ids[i] = w.Thread.ID
					return err
				}) {
					So(err, ShouldBeNil)
				}
				for _, id := range ids {
					So(id, ShouldEqual, ids[0])
				}
				So(d.count(&model.Thread{}), ShouldEqual, 1)
				So(d.count(&model.ThreadPost{}), ShouldEqual, 1)
			})
			Convey("one key is one reply and one message", func() {
				id := d.thread("text")
				for _, err := range testkit.Together(many, func(int) error {
					_, err := d.Reply(d.Ctx, contact.Answer{Thread: id, By: d.zhou, Text: "yes", Key: "k"})
					return err
				}) {
					So(err, ShouldBeNil)
				}
				So(d.now(id).Posts, ShouldHaveLength, 2)
				So(d.now(id).Thread.Posts, ShouldEqual, 2)
				So(d.inbox(d.li, model.RoleConsumer), ShouldHaveLength, 1)
			})
			Convey("one of them takes the thread", func() {
				id := d.thread("text")
				users := make([]model.UserID, many)
				for i := range users {
					users[i] = d.user(fmt.Sprint("user", i), model.UserOwner)
				}
				failures := testkit.Together(many, func(i int) error { _, err := d.Assign(d.Ctx, id, 0, users[i]); return err })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for i, err := range failures {
					if err == nil {
						So(d.now(id).OwnerID, ShouldEqual, users[i])
					} else {
						So(err, ShouldWrap, contact.ErrChanged)
					}
				}
			})
			Convey("a photo goes with one text", func() {
				photo := d.photo(1).ID
				failures := testkit.Together(many, func(i int) error {
					draft := contact.Draft{Person: d.li, Role: model.RoleConsumer, Text: "look", Photos: []model.PhotoID{photo}, Key: fmt.Sprint(i)}
					_, err := d.Open(d.Ctx, contact.NewThread{Draft: draft, Topic: model.TopicGoods})
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				So(d.count(&model.Thread{}), ShouldEqual, 1)
				for _, err := range failures {
					So(err == nil || errors.Is(err, contact.ErrBadPhotos), ShouldBeTrue)
				}
			})
			Convey("of posts and closings none is lost: a post leaves the thread open", func() {
				id := d.thread("text")
				failures := testkit.Together(many, func(i int) error {
					if i%2 == 0 {
						_, err := d.Close(d.Ctx, id, 1)
						return err
					}
					_, err := d.Post(d.Ctx, id, contact.Draft{Person: d.li, Role: model.RoleConsumer, Text: "more", Key: fmt.Sprint(i)})
					return err
				})
				for _, err := range failures {
					So(err == nil || errors.Is(err, contact.ErrChanged), ShouldBeTrue)
				}
				So(d.now(id).State, ShouldEqual, model.ThreadOpen)
				So(d.now(id).Thread.Posts, ShouldEqual, 11)
			})
			Convey("the hour's limit lets 30 through", func() {
				failures := testkit.Together(40, func(i int) error {
					_, err := d.Open(d.Ctx, contact.NewThread{Draft: contact.Draft{Person: d.li, Role: model.RoleConsumer, Text: "x", Key: fmt.Sprint(i)}, Topic: model.TopicOther})
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 30)
				So(d.count(&model.Thread{}), ShouldEqual, 30)
			})
		})
	})
}

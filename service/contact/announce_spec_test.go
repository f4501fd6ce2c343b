package contact_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/contact"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// crowd is a desk with a channel full of people: T1 under D1 in 31, T2 under D2 in 33.
type crowd struct {
	*desk
	d1, d2, t2 model.Org
	people     map[string]model.PersonID
}

func newCrowd(t *testing.T, e testkit.Engine) *crowd {
	c := &crowd{desk: newDesk(t, e), people: map[string]model.PersonID{}}
	d1, err := c.Channel.GetOrgByCode(c.Ctx, "D1")
	c.must(err)
	c.d1, c.d2 = d1, c.Distributor("D2", "33")
	c.t2 = c.Terminal("T2", c.d2)
	c.people["li"], c.people["wang"] = c.li, c.wang
	for _, m := range []struct {
		name string
		role model.Role
		org  model.Org
	}{
		{"gu", model.RoleGuide, c.t2}, {"tian", model.RoleTerminal, c.t1}, {"xiao", model.RoleSalesperson, c.Brand},
		{"chen", model.RoleDistributor, c.d1}, {"zhao", model.RoleDistributor, c.d2},
	} {
		c.people[m.name] = c.login(channel.RoleName(m.role), m.name)
		c.must(c.Channel.Join(c.Ctx, c.people[m.name], m.role, m.org.ID, testkit.Start.AddDate(-1, 0, 0)))
	}
	return c
}

func (c *crowd) announce(a contact.Audience) (model.Announcement, error) {
	return c.Announce(c.Ctx, contact.NewAnnouncement{By: c.zhou, Key: c.key(), Title: "news", Body: "we sell more", Page: "pages/news/index", Audience: a})
}

func (c *crowd) work() {
	So(c.WorkAnnouncements(c.Ctx), ShouldBeNil)
}

// told are the names of those who have an announcement in their inbox, counted.
func (c *crowd) told() map[string]int {
	var rows []model.Message
	So(c.DB.Conn(c.Ctx).Where("event = 'announcement'").Find(&rows).Error, ShouldBeNil)
	found := map[string]int{}
	for _, m := range rows {
		for name, person := range c.people {
			if person == m.PersonID {
				found[name]++
			}
		}
	}
	return found
}

// addressed checks that an audience is some people: those who are counted, and are told.
func (c *crowd) addressed(a contact.Audience, who ...string) {
	estimate, err := c.Estimate(c.Ctx, a)
	So(err, ShouldBeNil)
	So(estimate, ShouldResemble, contact.Estimate{People: len(who), Complete: true})
	before := c.count(&model.Message{})
	announcement, err := c.announce(a)
	So(err, ShouldBeNil)
	c.work()
	So(c.told(), ShouldResemble, names(who...))
	So(c.count(&model.Message{})-before, ShouldEqual, len(who))
	now, err := c.Announcement(c.Ctx, announcement.ID)
	So(err, ShouldBeNil)
	So([]any{now.State, now.Counted, now.Sent}, ShouldResemble, []any{model.AnnouncementDone, int64(len(who)), int64(len(who))})
}

func names(all ...string) map[string]int {
	found := map[string]int{}
	for _, name := range all {
		found[name]++
	}
	return found
}

func TestAudiences(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel full of people", t, func() {
			c := newCrowd(t, e)
			addressed := c.addressed

			Convey("roles are addressed", func() {
				addressed(contact.Audience{Roles: []string{"guide", "distributor"}}, "wang", "gu", "chen", "zhao")
			})
			Convey("consumers are those with an account in their app", func() {
				c.login("guide", "only a guide's app")
				addressed(contact.Audience{Roles: []string{"consumer"}}, "li")
			})
			Convey("who has several roles is told once", func() {
				c.login("consumer", "wang")
				So(c.Channel.Join(c.Ctx, c.wang, model.RoleTerminal, c.t1.ID, testkit.Start.AddDate(-1, 0, 0)), ShouldBeNil)
				addressed(contact.Audience{Roles: []string{"consumer", "guide", "terminal"}}, "li", "wang", "gu", "tian")
			})
			Convey("organisations are addressed with all below them", func() {
				all := []string{"guide", "terminal", "salesperson", "distributor"}
				Convey("a distributor", func() {
					addressed(contact.Audience{Roles: all, Organisations: []model.OrgID{c.d1.ID}}, "wang", "tian", "chen")
				})
				Convey("a terminal and a distributor", func() {
					addressed(contact.Audience{Roles: all, Organisations: []model.OrgID{c.t1.ID, c.d2.ID}}, "wang", "tian", "gu", "zhao")
				})
				Convey("the brand", func() {
					addressed(contact.Audience{Roles: all, Organisations: []model.OrgID{c.Brand.ID}}, "wang", "tian", "gu", "chen", "zhao", "xiao")
				})
			})
			Convey("a region is where the organisation sits", func() {
				addressed(contact.Audience{Roles: []string{"guide", "distributor"}, Regions: []string{"33", "44"}}, "gu", "zhao")
			})
			Convey("a product line is for those who are supplied with it", func() {
				So(c.DB.Run(c.Ctx, func(ctx context.Context) error {
					return c.DB.Conn(ctx).Model(&model.Product{}).Where("id = ?", c.Products[0].ID).Update("line", "tea").Error
				}), ShouldBeNil)
				t3 := c.org3("T3") // supplied with tea only
				So(c.Channel.Link(c.Ctx, t3.ID, c.d2.ID, "tea", testkit.Start.AddDate(-1, 0, 0)), ShouldBeNil)
				c.people["ma"] = c.login("guide", "ma")
				So(c.Channel.Join(c.Ctx, c.people["ma"], model.RoleGuide, t3.ID, testkit.Start.AddDate(-1, 0, 0)), ShouldBeNil)
				Convey("all with tea", func() {
					addressed(contact.Audience{Roles: []string{"guide", "salesperson"}, Lines: []string{"tea"}}, "wang", "gu", "ma", "xiao")
				})
				Convey("without it", func() {
					addressed(contact.Audience{Roles: []string{"guide"}, Lines: []string{""}}, "wang", "gu")
				})
				Convey("of consumers, for those who claimed it in the region", func() {
					b := c.Batch("B1", 1)
					c.Commission(b)
					c.Tick(time.Minute)
					for i, buyer := range []string{"li", "sun"} {
						c.people[buyer] = c.login("consumer", buyer)
						_, err := c.Rooms.Scan.Record(c.Ctx, scan.Input{
							Person: c.people[buyer], Role: model.RoleConsumer, Adcode: []string{"310115", "330106"}[i],
							Text: c.Print(model.FaceUnitInner, testkit.Item(b, model.LevelUnit, int64(i))),
						})
						So(err, ShouldBeNil)
					}
					c.people["looks"] = c.login("consumer", "looks")
					_, err := c.Scan(c.people["looks"], model.RoleConsumer, model.FaceUnitOuter, testkit.Item(b, model.LevelUnit, 0))
					So(err, ShouldBeNil)
					estimate, err := c.Estimate(c.Ctx, contact.Audience{Roles: []string{"consumer"}, Lines: []string{"tea"}})
					So(err, ShouldBeNil)
					So(estimate.People, ShouldEqual, 2)
					addressed(contact.Audience{Roles: []string{"consumer"}, Lines: []string{"tea"}, Regions: []string{"33"}}, "sun")
				})
			})
			Convey("who came or left afterwards makes no difference", func() {
				a, err := c.announce(contact.Audience{Roles: []string{"guide"}})
				So(err, ShouldBeNil)
				c.Tick(time.Minute)
				c.people["new"] = c.login("guide", "new")
				So(c.Channel.Join(c.Ctx, c.people["new"], model.RoleGuide, c.t1.ID, c.Clock.Now()), ShouldBeNil)
				So(c.Channel.Leave(c.Ctx, c.wang, model.RoleGuide, c.t1.ID, c.Clock.Now()), ShouldBeNil)
				c.work()
				So(c.told(), ShouldResemble, names("wang", "gu"))
				now, err := c.Announcement(c.Ctx, a.ID)
				So(err, ShouldBeNil)
				So(now.State, ShouldEqual, model.AnnouncementDone)
			})
			Convey("nonsense is refused, and nothing is written", func() {
				for _, a := range []contact.Audience{
					{}, {Roles: []string{"warehouse"}}, {Roles: []string{"king"}}, {Roles: []string{"guide"}, Regions: []string{"99"}}, {Roles: []string{"guide"}, Regions: []string{"3"}},
					{Roles: []string{"guide"}, Lines: []string{"no such"}}, {Roles: []string{"guide"}, ClaimedDays: 30},
					{Roles: []string{"guide"}, Lines: make([]string, 201)}, {Roles: []string{"guide"}, GTINs: make([]string, 201)},
					{Roles: []string{"consumer"}, ClaimedDays: 366}, {Roles: []string{"consumer"}, ClaimedDays: -1},
				} {
					_, err := c.announce(a)
					So(err, ShouldWrap, contact.ErrBadAudience)
					_, err = c.Estimate(c.Ctx, a)
					So(err, ShouldWrap, contact.ErrBadAudience)
				}
				_, err := c.announce(contact.Audience{Roles: []string{"guide"}, Organisations: []model.OrgID{1}})
				So(err, ShouldWrap, channel.ErrUnknownOrg)
				for _, n := range []contact.NewAnnouncement{{Body: "x"}, {Title: "x"}, {Title: "x", Body: " "}, {Title: "x", Body: "x", Page: "/pages"}} {
					n.Audience, n.Key = contact.Audience{Roles: []string{"guide"}}, "k"
					_, err := c.Announce(c.Ctx, n)
					So(err, ShouldWrap, contact.ErrBadAnnouncement)
				}
				So(c.count(&model.Announcement{}), ShouldEqual, 0)
			})
		})
	})
}

// org3 adds a terminal that nobody supplies yet.
func (c *crowd) org3(code string) model.Org {
	org, err := c.Channel.CreateOrg(c.Ctx, channel.NewOrg{Code: code, Kind: model.OrgTerminal, Name: code, Adcode: "330100"})
	So(err, ShouldBeNil)
	return org
}

func TestFollowing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an announcement to four that was sent", t, func() {
			c := newCrowd(t, e)
			a, err := c.announce(contact.Audience{Roles: []string{"guide", "distributor"}})
			So(err, ShouldBeNil)
			c.work()
			now := func() model.Announcement {
				c.Tick(time.Hour)
				_, err := c.FollowAnnouncements(c.Ctx)
				So(err, ShouldBeNil)
				a, err := c.Announcement(c.Ctx, a.ID)
				So(err, ShouldBeNil)
				return a
			}
			read := func(name string, role model.Role) {
				_, err := c.Message.Read(c.Ctx, c.people[name], role, c.inbox(c.people[name], role)[0].ID)
				So(err, ShouldBeNil)
			}
			deliver := func(name string, state model.DeliveryState, code string, role model.Role) {
				m := c.inbox(c.people[name], role)[0]
				So(c.DB.Run(c.Ctx, func(ctx context.Context) error {
					return c.DB.Conn(ctx).Create(&model.MessageDelivery{MessageID: m.ID, PersonID: m.PersonID, State: state, Code: code, NextAt: m.At, At: m.At, UpdatedAt: m.At}).Error
				}), ShouldBeNil)
			}

			Convey("it is told what became of each message", func() {
				read("wang", model.RoleGuide)
				deliver("wang", model.DeliverySent, "", model.RoleGuide)
				deliver("gu", model.DeliverySkipped, "no_consent", model.RoleGuide)
				So([]int64{now().Read, now().Delivered}, ShouldResemble, []int64{1, 1})
				read("chen", model.RoleDistributor)
				So([]int64{now().Read, now().Delivered, now().Sent}, ShouldResemble, []int64{2, 1, 4})
				page, err := c.Recipients(c.Ctx, a.ID, 0, 3)
				So(err, ShouldBeNil)
				So(page, ShouldHaveLength, 3)
				rest, err := c.Recipients(c.Ctx, a.ID, page[2].PersonID, 3)
				So(err, ShouldBeNil)
				fates := map[model.PersonID]string{}
				for _, r := range append(page, rest...) {
					fates[r.PersonID] = fmt.Sprint(r.State, " ", r.Code, " ", r.Read)
				}
				So(fates, ShouldResemble, map[model.PersonID]string{
					c.wang: "3  true", c.people["gu"]: "6 no_consent false", c.people["chen"]: "2  true", c.people["zhao"]: "2  false",
				})
			})
			Convey("20 who look at once count once", func() {
				read("wang", model.RoleGuide)
				c.Tick(time.Hour)
				for _, err := range testkit.Together(20, func(int) error { _, err := c.FollowAnnouncements(c.Ctx); return err }) {
					So(err, ShouldBeNil)
				}
				a, err := c.Announcement(c.Ctx, a.ID)
				So(err, ShouldBeNil)
				So(a.Read, ShouldEqual, 1)
			})
			Convey("after a month nobody looks any more", func() {
				c.Tick(31 * 24 * time.Hour)
				now()
				read("wang", model.RoleGuide)
				So(now().Read, ShouldEqual, 0)
			})
		})
	})
}

func TestAnnouncingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a crowd", t, func() {
			c := newCrowd(t, e)
			guides := contact.Audience{Roles: []string{"guide", "terminal", "distributor"}}

			Convey("one key is one announcement, another under it is refused", func() {
				n := contact.NewAnnouncement{By: c.zhou, Key: "k", Title: "news", Body: "x", Audience: guides}
				ids := make([]model.AnnouncementID, 20)
				for _, err := range testkit.Together(20, func(i int) error {
					a, err := c.Announce(c.Ctx, n)
					ids[i] = a.ID
					return err
				}) {
					So(err, ShouldBeNil)
				}
				for _, id := range ids {
					So(id, ShouldEqual, ids[0])
				}
				n.Audience.Roles = n.Audience.Roles[:1]
				_, err := c.Announce(c.Ctx, n)
				So(err, ShouldWrap, contact.ErrKeyReused)
				So(c.count(&model.Announcement{}), ShouldEqual, 1)
			})
			Convey("20 workers tell each once", func() {
				a, err := c.announce(guides)
				So(err, ShouldBeNil)
				for _, err := range testkit.Together(20, func(int) error { return c.replica().WorkAnnouncements(c.Ctx) }) {
					So(err, ShouldBeNil)
				}
				c.work()
				So(c.told(), ShouldResemble, names("wang", "gu", "tian", "chen", "zhao"))
				now, err := c.Announcement(c.Ctx, a.ID)
				So(err, ShouldBeNil)
				So([]int64{now.Counted, now.Sent}, ShouldResemble, []int64{5, 5})
			})
			Convey("what is cancelled tells nobody more, and what has ended cannot be", func() {
				a, err := c.announce(guides)
				So(err, ShouldBeNil)
				for range 2 {
					cancelled, err := c.Cancel(c.Ctx, a.ID)
					So(err, ShouldBeNil)
					So(cancelled.State, ShouldEqual, model.AnnouncementCancelled)
				}
				c.work()
				So(c.told(), ShouldBeEmpty)
				a, err = c.announce(guides)
				So(err, ShouldBeNil)
				c.work()
				_, err = c.Cancel(c.Ctx, a.ID)
				So(err, ShouldWrap, contact.ErrEnded)
				_, err = c.Cancel(c.Ctx, 1)
				So(err, ShouldWrap, contact.ErrUnknownAnnouncement)
			})
		})
	})
}

// populate makes n consumers, without the ceremony of logging in.
func (c *crowd) populate(n int) {
	now := c.Clock.Now()
	So(c.DB.Run(c.Ctx, func(ctx context.Context) error {
		people, accounts := make([]model.Person, n), make([]model.AppAccount, n)
		for i := range n {
			people[i] = model.Person{ID: model.PersonID(c.IDs.Next()), CreatedAt: now}
			accounts[i] = model.AppAccount{AppID: "wx-consumer", OpenID: fmt.Sprint("o-", i), PersonID: people[i].ID, CreatedAt: now}
		}
		return errors.Join(c.DB.Conn(ctx).CreateInBatches(people, 1000).Error, c.DB.Conn(ctx).CreateInBatches(accounts, 1000).Error)
	}), ShouldBeNil)
}

// A worker that dies, at any moment, leaves what the next one goes on with.
func TestAnnouncementsSurviveWorkers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an announcement to 3,001, whose workers die again and again", t, func() {
			c := newCrowd(t, e)
			c.populate(3000)
			a, err := c.announce(contact.Audience{Roles: []string{"consumer"}})
			So(err, ShouldBeNil)
			deaths := 0
			for life := time.Duration(1); ; life = life*5/4 + time.Millisecond {
				ctx, die := context.WithTimeout(c.Ctx, life)
				err := c.replica().WorkAnnouncements(mortal{ctx})
				die()
				if err == nil {
					break
				}
				deaths++
			}

			Convey("everybody has been told, once", func() {
				So(deaths, ShouldBeGreaterThan, 5)
				now, err := c.Announcement(c.Ctx, a.ID)
				So(err, ShouldBeNil)
				So([]any{now.State, now.Counted, now.Sent}, ShouldResemble, []any{model.AnnouncementDone, int64(3001), int64(3001)})
				So(c.count(&model.Message{}), ShouldEqual, 3001)
				So(c.count(&model.AnnouncementRecipient{}), ShouldEqual, 3001)
			})
		})
	})
}

// mortal hides its deadline, so that a worker is cut off in the middle of its page.
type mortal struct{ context.Context }

func (mortal) Deadline() (time.Time, bool) { return time.Time{}, false }

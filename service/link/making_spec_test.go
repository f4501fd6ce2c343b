package link_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service/link"
	"channelrouter/service/testkit"
)

// shop is a wish for a link to a page of the consumer's app.
func shop(query string) link.NewLink {
	return link.NewLink{App: "consumer", Kind: model.URLLink, Page: "pages/shop/index", Query: query, Days: 30}
}

// made is today's count of the consumer's app.
func (s *street) made() int {
	s.T.Helper()
	days, err := s.Today(s.Ctx)
	So(err, ShouldBeNil)
	So(days[0].App, ShouldEqual, "consumer")
	return days[0].Made
}

// alreadyMade has the consumer's app have made n links today.
func (s *street) alreadyMade(n int) {
	s.T.Helper()
	So(s.DB.Run(s.Ctx, func(ctx context.Context) error {
		return s.DB.Conn(ctx).Create(&model.LinkDay{AppID: "wx-consumer", BizDate: clock.BizDate(s.Clock.Now()), Made: n}).Error
	}), ShouldBeNil)
}

func TestLinks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an app at WeChat", t, func() {
			s := newStreet(t, e)

			Convey("a link opens the page that was asked for, until it ends", func() {
				l, err := s.World.Link.Link(s.Ctx, shop("id=1"))
				So(err, ShouldBeNil)
				So(l.URL, ShouldStartWith, "https://wxaurl.cn/")
				So(l.ExpiresAt, ShouldEqual, s.Clock.Now().Add(30*24*time.Hour))
				opened, live := s.wechat.fake.OpenLink(l.URL)
				So(live, ShouldBeTrue)
				So(opened, ShouldResemble, fake.Link{
					AppID: "wx-consumer", Path: "pages/shop/index", Query: "id=1", EnvVersion: "release", Expires: opened.Expires,
				})
				So(opened.Expires, ShouldEqual, l.ExpiresAt)
			})
			Convey("a scheme is a weixin link, in the version that the app opens", func() {
				l, err := s.World.Link.Link(s.Ctx, link.NewLink{App: "guide", Kind: model.URLScheme, Days: 1})
				So(err, ShouldBeNil)
				So(l.URL, ShouldStartWith, "weixin://")
				opened, _ := s.wechat.fake.OpenLink(l.URL)
				So(opened.EnvVersion, ShouldEqual, "trial")
			})
			Convey("asked for again it is the same while it has a day to live", func() {
				first, err := s.World.Link.Link(s.Ctx, shop("id=1"))
				So(err, ShouldBeNil)
				for _, c := range []struct {
					later time.Duration
					same  bool
				}{{0, true}, {29 * 24 * time.Hour, true}, {time.Second, false}} {
					s.Tick(c.later)
					again, err := s.replica().Link(s.Ctx, shop("id=1"))
					So(err, ShouldBeNil)
					So(again.URL == first.URL, ShouldEqual, c.same)
				}
				So(s.wechat.asked.Load(), ShouldEqual, 2)
			})
			Convey("one of a day is given again for half of it", func() {
				short := shop("id=1")
				short.Days = 1
				first, err := s.World.Link.Link(s.Ctx, short)
				So(err, ShouldBeNil)
				s.Tick(12 * time.Hour)
				again, err := s.World.Link.Link(s.Ctx, short)
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
				s.Tick(time.Second)
				again, err = s.World.Link.Link(s.Ctx, short)
				So(err, ShouldBeNil)
				So(again.URL, ShouldNotEqual, first.URL)
			})
			Convey("whatever differs is another link", func() {
				kind, page, days := shop("id=1"), shop("id=1"), shop("id=1")
				kind.Kind, page.Page, days.Days = model.URLScheme, "pages/home", 29
				urls := map[string]bool{}
				for _, n := range []link.NewLink{shop("id=1"), shop("id=2"), shop(""), kind, page, days} {
					l, err := s.World.Link.Link(s.Ctx, n)
					So(err, ShouldBeNil)
					urls[l.URL] = true
				}
				So(urls, ShouldHaveLength, 6)
				So(s.made(), ShouldEqual, 6)
			})
			Convey("the list has them newest first, page by page", func() {
				for i := range 5 {
					_, err := s.World.Link.Link(s.Ctx, shop(fmt.Sprint("id=", i)))
					So(err, ShouldBeNil)
				}
				first, err := s.Links(s.Ctx, 0, 3)
				So(err, ShouldBeNil)
				second, err := s.Links(s.Ctx, first[2].ID, 3)
				So(err, ShouldBeNil)
				var queries []string
				for _, l := range append(first, second...) {
					queries = append(queries, l.Query)
				}
				So(strings.Join(queries, " "), ShouldEqual, "id=4 id=3 id=2 id=1 id=0")
			})
			Convey("a role without an app has none", func() {
				_, err := s.World.Link.Link(s.Ctx, link.NewLink{App: "distributor", Kind: model.URLLink, Days: 1})
				So(err, ShouldWrap, link.ErrNoApp)
			})
		})
	})
}

func TestLinksAreMadeOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two replicas", t, func() {
			s := newStreet(t, e)
			both := []*link.Service{s.Service, s.replica()}

			Convey("of twenty who ask for one link at once, WeChat hears one, and all get it", func() {
				urls := make([]string, 20)
				failures := testkit.Together(20, func(i int) error {
					l, err := both[i%2].Link(s.Ctx, shop("id=1"))
					urls[i] = l.URL
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 20)
				for _, url := range urls {
					So(url, ShouldEqual, urls[0])
				}
				So(s.wechat.asked.Load(), ShouldEqual, 1)
				So(s.made(), ShouldEqual, 1)
				So(s.rows("app_links"), ShouldEqual, 1)
				So(s.rows("link_makings"), ShouldEqual, 0)
			})
			Convey("of twenty for the day's last five, five get one", func() {
				s.alreadyMade(link.DailyLimit - 5)
				failures := testkit.Together(20, func(i int) error {
					_, err := both[i%2].Link(s.Ctx, shop(fmt.Sprint("id=", i)))
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 5)
				for _, err := range failures {
					So(err == nil || errors.Is(err, link.ErrDailyLimit), ShouldBeTrue)
				}
				So(s.made(), ShouldEqual, link.DailyLimit)
				So(s.rows("app_links"), ShouldEqual, 5)
				So(s.rows("link_makings"), ShouldEqual, 0)

				Convey("what is kept is still given, and tomorrow there are more", func() {
					kept, err := s.Links(s.Ctx, 0, 1)
					So(err, ShouldBeNil)
					again, err := s.World.Link.Link(s.Ctx, shop(kept[0].Query))
					So(err, ShouldBeNil)
					So(again.URL, ShouldEqual, kept[0].URL)
					s.Tick(15*time.Hour - time.Second) // a second before midnight in Shanghai
					_, err = s.World.Link.Link(s.Ctx, shop("tomorrow"))
					So(err, ShouldWrap, link.ErrDailyLimit)
					s.Tick(time.Second)
					_, err = s.World.Link.Link(s.Ctx, shop("tomorrow"))
					So(err, ShouldBeNil)
					So(s.made(), ShouldEqual, 1)
				})
			})
		})
	})
}

func TestLinksThatFail(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a WeChat that fails", t, func() {
			s := newStreet(t, e)
			nothing := func() {
				So(s.made(), ShouldEqual, 0)
				So(s.rows("app_links"), ShouldEqual, 0)
				So(s.rows("link_makings"), ShouldEqual, 0)
				So(s.rows("link_days"), ShouldEqual, 0)
			}

			Convey("an error of WeChat's is the answer, and leaves no row and no count", func() {
				for _, f := range []struct {
					fault fake.Fault
					want  error
				}{
					{fake.Fault{Path: "/wxa/generate_urllink", Errcode: 40002}, miniprogram.ErrNotPermitted},
					{fake.Fault{Path: "/wxa/generate_urllink", Errcode: 40165}, miniprogram.ErrLinkRefused},
					{fake.Fault{Path: "/wxa/generate_urllink", Status: 502}, miniprogram.ErrUnavailable},
				} {
					s.wechat.fake.Fail(1, f.fault)
					_, err := s.World.Link.Link(s.Ctx, shop("id=1"))
					So(err, ShouldWrap, f.want)
					nothing()
				}
				_, err := s.World.Link.Link(s.Ctx, shop("id=1"))
				So(err, ShouldBeNil)
				So(s.made(), ShouldEqual, 1)
			})
			Convey("a page that is not published, too", func() {
				s.wechat.fake.Publish("wx-consumer", "pages/home")
				_, err := s.World.Link.Link(s.Ctx, shop("id=1"))
				So(err, ShouldWrap, miniprogram.ErrLinkRefused)
				nothing()
			})
			Convey("who leaves takes his count with him", func() {
				ctx, leave := context.WithCancel(s.Ctx)
				s.wechat.before = leave
				_, err := s.World.Link.Link(ctx, shop("id=1"))
				So(err, ShouldNotBeNil)
				nothing()
			})
			Convey("a maker that dies is followed after half a minute, and its count taken over", func() {
				s.wechat.before = func() { panic("the process ends here") }
				So(func() { _, _ = s.World.Link.Link(s.Ctx, shop("id=1")) }, ShouldPanic)
				s.wechat.before = nil
				So(s.made(), ShouldEqual, 1)

				soon, cancel := context.WithTimeout(s.Ctx, 250*time.Millisecond)
				defer cancel()
				_, err := s.replica().Link(soon, shop("id=1"))
				So(err, ShouldEqual, context.DeadlineExceeded)

				s.Tick(31 * time.Second)
				failures := testkit.Together(20, func(int) error {
					_, err := s.replica().Link(s.Ctx, shop("id=1"))
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 20)
				So(s.made(), ShouldEqual, 1)
				So(s.rows("app_links"), ShouldEqual, 1)
			})
			Convey("one that was thought dead and was not is counted as well", func() {
				var other error
				s.wechat.before = func() {
					s.wechat.before = nil
					s.Tick(31 * time.Second)
					_, other = s.replica().Link(s.Ctx, shop("id=1"))
				}
				_, err := s.World.Link.Link(s.Ctx, shop("id=1"))
				So(err, ShouldBeNil)
				So(other, ShouldBeNil)
				So(s.rows("app_links"), ShouldEqual, 2)
				So(s.made(), ShouldEqual, 2)
				So(s.rows("link_makings"), ShouldEqual, 0)
			})
		})
	})
}

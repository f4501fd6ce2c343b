package marketcode_test

import (
	"context"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/service/marketcode"
	"channelrouter/service/testkit"
)

func TestTickets(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given Li, whom WeChat has named in the consumer's app", t, func() {
			s := newShop(t, e, 1)
			li := s.Person() // union-1
			ticket := "union-1@consumer/" + made(1, 7).Original

			Convey("a ticket of his is worth its code, also when it is sent again while WeChat is down", func() {
				got, err := s.Exchange(s.Ctx, li, "consumer", ticket)
				So(err, ShouldBeNil)
				So(got, ShouldEqual, made(1, 7).Original)
				s.wechat.fault = func(string, int) fault { return lostBefore }
				got, err = s.Exchange(s.Ctx, li, "consumer", ticket)
				So(err, ShouldBeNil)
				So(got, ShouldEqual, made(1, 7).Original)
				So(s.wechat.called("code"), ShouldEqual, 1)
				s.Tick(11 * time.Minute)
				_, err = s.Exchange(s.Ctx, li, "consumer", ticket)
				if e == testkit.SQLite { // whose key-value store lives by the world's clock
					So(err, ShouldWrap, errLost)
				}
			})
			Convey("another person's is refused, also when WeChat has exchanged it for its owner", func() {
				_, err := s.Exchange(s.Ctx, li, "consumer", ticket)
				So(err, ShouldBeNil)
				_, err = s.Exchange(s.Ctx, s.Person(), "consumer", ticket)
				So(err, ShouldNotBeNil)
			})
			Convey("without the key-value store WeChat is asked each time", func() {
				So(s.KV.Close(), ShouldBeNil)
				for range 2 {
					_, err := s.Exchange(s.Ctx, li, "consumer", ticket)
					So(err, ShouldBeNil)
				}
			})
			Convey("what cannot be exchanged is refused", func() {
				for _, bad := range []string{"", strings.Repeat("x", 129)} {
					_, err := s.Exchange(s.Ctx, li, "consumer", bad)
					So(err, ShouldWrap, marketcode.ErrBadTicket)
				}
				_, err := s.Exchange(s.Ctx, li, "guide", ticket) // where he never was
				So(err, ShouldWrap, marketcode.ErrNoAccount)
				_, err = s.Exchange(s.Ctx, li, "terminal", ticket) // which is not configured
				So(err, ShouldWrap, marketcode.ErrNotConfigured)
				_, err = s.Market.Exchange(s.Ctx, li, "consumer", ticket) // in a house without an official account
				So(err, ShouldWrap, marketcode.ErrNotConfigured)
				err = s.DB.Run(s.Ctx, func(ctx context.Context) error {
					_, err := s.Exchange(ctx, li, "consumer", ticket)
					return err
				})
				So(err, ShouldNotBeNil)
				So(s.wechat.called("code"), ShouldEqual, 0)
			})
		})
	})
}

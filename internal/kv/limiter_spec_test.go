package kv_test

import (
	"context"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/kv"
)

func TestLimiter(t *testing.T) {
	eachStore(t, func(t *testing.T, open func() subject) {
		ctx := context.Background()
		Convey("Given a limiter of three in a window", t, func() {
			s := open()
			defer s.store.Close()
			limiter := kv.Limiter{Store: s.store, Name: "guess", Limit: 3, Window: ttl}
			blocked := func(subject string) bool {
				answer, err := limiter.Blocked(ctx, subject)
				So(err, ShouldBeNil)
				return answer
			}
			counted := func(subject string) bool {
				within, err := limiter.Count(ctx, subject)
				So(err, ShouldBeNil)
				return within
			}

			Convey("asking counts nothing", func() {
				for range 10 {
					So(blocked("a"), ShouldBeFalse)
				}
				So(counted("a"), ShouldBeTrue)
			})
			Convey("of several subjects each is counted, and one that is used up blocks them all", func() {
				for range 3 {
					within, err := limiter.Count(ctx, "a", "b")
					So(within, ShouldBeTrue)
					So(err, ShouldBeNil)
				}
				within, err := limiter.Count(ctx, "c", "b")
				So(within, ShouldBeFalse)
				So(err, ShouldBeNil)
				answer, err := limiter.Blocked(ctx, "c", "a")
				So(answer, ShouldBeTrue)
				So(err, ShouldBeNil)
				So(blocked("c"), ShouldBeFalse)
			})
			Convey("the third count is within it and blocks, the fourth is beyond it", func() {
				So(counted("a"), ShouldBeTrue)
				So(counted("a"), ShouldBeTrue)
				So(blocked("a"), ShouldBeFalse)
				So(counted("a"), ShouldBeTrue)
				So(blocked("a"), ShouldBeTrue)
				So(counted("a"), ShouldBeFalse)

				Convey("and neither another subject nor another limiter is blocked", func() {
					So(blocked("b"), ShouldBeFalse)
					other := kv.Limiter{Store: s.store, Name: "login", Limit: 3, Window: ttl}
					answer, err := other.Blocked(ctx, "a")
					So(err, ShouldBeNil)
					So(answer, ShouldBeFalse)
				})
				Convey("until the window is over", func() {
					s.wait(ttl)
					So(blocked("a"), ShouldBeFalse)
					So(counted("a"), ShouldBeTrue)
				})
			})
			Convey("a limit of 0 blocks everyone from the start", func() {
				limiter.Limit = 0
				So(blocked("a"), ShouldBeTrue)
				So(counted("a"), ShouldBeFalse)
			})
			Convey("a store that fails is an error, not a free pass", func() {
				So(s.store.Close(), ShouldBeNil)
				_, err := limiter.Blocked(ctx, "a")
				So(err, ShouldWrap, kv.ErrClosed)
				_, err = limiter.Count(ctx, "a")
				So(err, ShouldWrap, kv.ErrClosed)
			})
		})
	})
}

package kv_test

import (
	"context"
	"math"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/kv"
)

func TestStoreCounters(t *testing.T) {
	eachStore(t, func(t *testing.T, open func() subject) {
		ctx := context.Background()
		Convey("Given a counter born with a ttl", t, func() {
			s := open()
			defer s.store.Close()
			count(s, 2, ShouldEqual, 2)

			Convey("it adds, takes away, and reads as decimal text", func() {
				count(s, 5, ShouldEqual, 7)
				count(s, -3, ShouldEqual, 4)
				So(read(s, "n"), ShouldEqual, "4")
			})
			Convey("later counts do not move its end, and a new window starts at 0", func() {
				s.wait(ttl * 2 / 3)
				count(s, 1, ShouldEqual, 3)
				s.wait(ttl / 2)
				So(read(s, "n"), ShouldEqual, "(absent)")
				count(s, 1, ShouldEqual, 1)
			})
			Convey("it is exact up to the end of int64 and goes no further", func() {
				count(s, math.MaxInt64-2, ShouldEqual, math.MaxInt64)
				_, err := s.store.Increment(ctx, "n", 1, ttl)
				So(err, ShouldEqual, kv.ErrNotCounter)
				count(s, -1, ShouldEqual, math.MaxInt64-1)
			})
			Convey("a value that is no number cannot be counted on", func() {
				So(s.store.Set(ctx, "word", []byte("x"), ttl), ShouldBeNil)
				_, err := s.store.Increment(ctx, "word", 1, ttl)
				So(err, ShouldEqual, kv.ErrNotCounter)
			})
		})
		Convey("20 who count at once make the exact sum", t, func() {
			s := open()
			defer s.store.Close()
			failures := atOnce(20, func(int) error {
				for range 50 {
					if _, err := s.store.Increment(ctx, "n", 3, time.Minute); err != nil {
						return err
					}
				}
				return nil
			})
			So(failures, ShouldBeNil)
			So(read(s, "n"), ShouldEqual, "3000")
		})
	})
}

// count adds to the counter n and holds its sum against what is expected.
func count(s subject, by int64, should Assertion, want int64) {
	sum, err := s.store.Increment(context.Background(), "n", by, ttl)
	So(err, ShouldBeNil)
	So(sum, should, want)
}

package kv_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	. "github.com/smartystreets/goconvey/convey"
)

func TestStoreLeases(t *testing.T) {
	eachStore(t, func(t *testing.T, open func() subject) {
		ctx := context.Background()
		Convey("Given a lease that one holder took", t, func() {
			s := open()
			defer s.store.Close()
			mine, theirs := []byte("mine"), []byte("theirs")
			stored, err := s.store.SetIfAbsent(ctx, "lease", mine, ttl)
			So(err, ShouldBeNil)
			So(stored, ShouldBeTrue)

			Convey("another cannot take, renew or give it up", func() {
				stored, err := s.store.SetIfAbsent(ctx, "lease", theirs, ttl)
				So(err, ShouldBeNil)
				So(stored, ShouldBeFalse)
				extended, err := s.store.CompareAndExpire(ctx, "lease", theirs, ttl)
				So(err, ShouldBeNil)
				So(extended, ShouldBeFalse)
				deleted, err := s.store.CompareAndDelete(ctx, "lease", theirs)
				So(err, ShouldBeNil)
				So(deleted, ShouldBeFalse)
				So(read(s, "lease"), ShouldEqual, "mine")
			})
			Convey("its holder renews it beyond its first end", func() {
				s.wait(ttl * 2 / 3)
				extended, err := s.store.CompareAndExpire(ctx, "lease", mine, ttl)
				So(err, ShouldBeNil)
				So(extended, ShouldBeTrue)
				s.wait(ttl * 2 / 3)
				So(read(s, "lease"), ShouldEqual, "mine")
				s.wait(ttl)
				So(read(s, "lease"), ShouldEqual, "(absent)")
			})
			Convey("its holder keeps it for good with ttl 0", func() {
				_, err := s.store.CompareAndExpire(ctx, "lease", mine, 0)
				So(err, ShouldBeNil)
				s.wait(ttl)
				So(read(s, "lease"), ShouldEqual, "mine")
				So(s.store.Delete(ctx, "lease"), ShouldBeNil)
			})
			Convey("once given up, another takes it", func() {
				deleted, err := s.store.CompareAndDelete(ctx, "lease", mine)
				So(err, ShouldBeNil)
				So(deleted, ShouldBeTrue)
				stored, _ := s.store.SetIfAbsent(ctx, "lease", theirs, ttl)
				So(stored, ShouldBeTrue)
			})
			Convey("once expired, it can be neither renewed nor given up, and another takes it", func() {
				s.wait(ttl)
				extended, _ := s.store.CompareAndExpire(ctx, "lease", mine, ttl)
				So(extended, ShouldBeFalse)
				deleted, _ := s.store.CompareAndDelete(ctx, "lease", mine)
				So(deleted, ShouldBeFalse)
				stored, _ := s.store.SetIfAbsent(ctx, "lease", theirs, ttl)
				So(stored, ShouldBeTrue)
			})
		})
		Convey("Of 20 who want an absent key at once, one wins", t, func() {
			s := open()
			defer s.store.Close()
			var winners atomic.Int64
			failures := atOnce(20, func(i int) error {
				stored, err := s.store.SetIfAbsent(ctx, "prize", fmt.Append(nil, i), ttl)
				if stored {
					winners.Add(1)
				}
				return err
			})
			So(failures, ShouldBeNil)
			So(winners.Load(), ShouldEqual, 1)
		})
	})
}

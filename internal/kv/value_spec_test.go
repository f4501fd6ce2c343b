package kv_test

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/kv"
)

func TestStoreValues(t *testing.T) {
	eachStore(t, func(t *testing.T, open func() subject) {
		ctx := context.Background()
		Convey("Given a store with a value", t, func() {
			s := open()
			defer s.store.Close()
			So(s.store.Set(ctx, "k", []byte("one"), ttl), ShouldBeNil)

			Convey("it is read back, byte for byte", func() {
				So(s.store.Set(ctx, "raw", []byte{0, 255, '\n'}, ttl), ShouldBeNil)
				value, found, err := s.store.Get(ctx, "raw")
				So(err, ShouldBeNil)
				So(found, ShouldBeTrue)
				So(value, ShouldResemble, []byte{0, 255, '\n'})
			})
			Convey("what the caller does to its copies leaves it alone", func() {
				value, _, _ := s.store.Get(ctx, "k")
				value[0] = 'X'
				So(read(s, "k"), ShouldEqual, "one")
			})
			Convey("it is gone when its ttl is over", func() {
				s.wait(ttl)
				So(read(s, "k"), ShouldEqual, "(absent)")
			})
			Convey("Set starts the ttl anew, and 0 keeps it until it is deleted", func() {
				So(s.store.Set(ctx, "k", []byte("two"), 0), ShouldBeNil)
				s.wait(ttl)
				So(read(s, "k"), ShouldEqual, "two")
				So(s.store.Delete(ctx, "k"), ShouldBeNil)
				So(read(s, "k"), ShouldEqual, "(absent)")
				So(s.store.Delete(ctx, "k"), ShouldBeNil)
			})
			Convey("the shortest ttl is not taken for none", func() {
				So(s.store.Set(ctx, "k", []byte("two"), 1), ShouldBeNil)
				s.wait(5 * time.Millisecond)
				So(read(s, "k"), ShouldEqual, "(absent)")
			})
			Convey("a negative ttl is refused", func() {
				So(s.store.Set(ctx, "k", nil, -1), ShouldEqual, kv.ErrTTL)
			})
			Convey("a context that has ended is an error and changes nothing", func() {
				ended, end := context.WithCancel(ctx)
				end()
				So(errors.Is(s.store.Set(ended, "k", []byte("two"), 0), context.Canceled), ShouldBeTrue)
				So(read(s, "k"), ShouldEqual, "one")
			})
			Convey("it answers a ping until it is closed", func() {
				So(s.store.Ping(ctx), ShouldBeNil)
				So(s.store.Close(), ShouldBeNil)
				So(s.store.Ping(ctx), ShouldEqual, kv.ErrClosed)
				_, _, err := s.store.Get(ctx, "k")
				So(err, ShouldEqual, kv.ErrClosed)
			})
		})
	})
}

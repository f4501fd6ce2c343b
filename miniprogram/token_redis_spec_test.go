package miniprogram_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/kv"
)

func TestTokensOnRedis(t *testing.T) {
	url := os.Getenv("TEST_REDIS_URL")
	if url == "" {
		t.Skip("TEST_REDIS_URL is not set")
	}
	Convey("Given two replicas with a connection to Redis each", t, func() {
		w := newWorld()
		prefix := fmt.Sprintf("wechattest:%d:", time.Now().UnixNano())
		connect := func() {
			store, err := kv.NewRedis(ctx, url, prefix)
			So(err, ShouldBeNil)
			Reset(func() { _ = store.Close() })
			w.store = store
		}
		connect()
		one := w.replica()
		connect()
		two := w.replica()
		both := func() error {
			return atOnce(50, func(i int) error {
				if i%2 == 0 {
					return call(one)
				}
				return call(two)
			})
		}

		So(both(), ShouldBeNil)
		So(w.wechat.TokensAsked(consumerApp), ShouldEqual, 1)
		w.wechat.ForceToken(consumerApp)
		w.clock.Advance(time.Second) // the limit of links a second is the stand-in's
		So(both(), ShouldBeNil)
		So(w.wechat.TokensAsked(consumerApp), ShouldEqual, 2)
		So(w.store.Delete(ctx, "wechat:token:"+consumerApp), ShouldBeNil)
	})
}

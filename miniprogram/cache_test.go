package miniprogram

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/cache"

	"channelrouter/internal/clock"
	"channelrouter/internal/kv"
)

var _ cache.ContextCache = tokenCache{}

func TestTokenCache(t *testing.T) {
	hand := clock.NewManual(time.Now())
	store := kv.NewMemory(hand.Now)
	var log bytes.Buffer
	c := tokenCache{store, slog.New(slog.NewTextHandler(&log, nil))}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}

	must(c.Set("token", "T0", time.Minute))
	if got := c.Get("token"); got != "T0" || !c.IsExist("token") {
		t.Errorf("Get = %v", got)
	}
	hand.Advance(time.Minute)
	if got := c.Get("token"); got != nil || c.IsExist("token") {
		t.Errorf("after its time Get = %v", got)
	}
	must(c.Set("token", "T1", time.Minute))
	must(c.Delete("token"))
	if got := c.Get("token"); got != nil {
		t.Errorf("after Delete Get = %v", got)
	}
	must(c.Set("token", "T2", -time.Second))
	must(c.Set("token", "T2", 0))
	if got := c.Get("token"); got != nil {
		t.Errorf("a token without time left was kept: %v", got)
	}
	if err := c.Set("number", 7, time.Minute); err == nil {
		t.Error("a number was kept, and would come back as text")
	}

	must(store.Close())
	if got := c.Get("token"); got != nil || log.Len() == 0 {
		t.Errorf("a failing store: Get = %v, log %q", got, log.String())
	}
}

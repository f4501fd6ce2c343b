package miniprogram

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"channelrouter/internal/kv"
)

// tokenCache is the library's cache (cache.ContextCache) over the key-value store,
// so that replicas share one access token per app. It keeps strings only, which is
// all that the library stores, and hands back strings, which the library asserts.
type tokenCache struct {
	store kv.Store
	log   *slog.Logger
}

const cachePrefix = "wechat:"

// GetContext returns the string, or nil. The library has no way to hear of a
// failing store; it then asks WeChat again, which stable tokens make harmless.
func (c tokenCache) GetContext(ctx context.Context, key string) any {
	value, found, err := c.store.Get(ctx, cachePrefix+key)
	if err != nil {
		c.log.WarnContext(ctx, "wechat cache cannot be read", "error", err)
	}
	if err != nil || !found {
		return nil
	}
	return string(value)
}

// SetContext keeps the string. A timeout that is over is nothing to keep: the
// library takes a margin off a token's life, and 0 would mean for ever.
func (c tokenCache) SetContext(ctx context.Context, key string, value any, timeout time.Duration) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("wechat cache keeps strings, not %T", value)
	}
	if timeout <= 0 {
		return nil
	}
	return c.store.Set(ctx, cachePrefix+key, []byte(text), timeout)
}

func (c tokenCache) IsExistContext(ctx context.Context, key string) bool {
	return c.GetContext(ctx, key) != nil
}

func (c tokenCache) DeleteContext(ctx context.Context, key string) error {
	return c.store.Delete(ctx, cachePrefix+key)
}

// The methods without a context are the ones that the library's token handles call.

func (c tokenCache) Get(key string) any { return c.GetContext(context.Background(), key) }

func (c tokenCache) Set(key string, value any, timeout time.Duration) error {
	return c.SetContext(context.Background(), key, value, timeout)
}

func (c tokenCache) IsExist(key string) bool { return c.IsExistContext(context.Background(), key) }

func (c tokenCache) Delete(key string) error { return c.DeleteContext(context.Background(), key) }

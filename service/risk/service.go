package risk

import (
	"context"
	"sync/atomic"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/kv"
	"channelrouter/internal/policy"
	"channelrouter/service/identity"
)

// WeChat is what the room asks of the outside world. app is a role's app; its appid is
// "" where it is not configured.
type WeChat interface {
	AppID(app string) string
	RiskRank(ctx context.Context, app, openID string, scene Scene, clientIP string) (rank int, err error)
}

// Service asks and remembers. Safe for concurrent use.
type Service struct {
	clock    clock.Clock
	kv       kv.Store
	identity *identity.Service
	wechat   WeChat
	resting  atomic.Int64 // until when WeChat is left alone, Unix nanoseconds
	// Policies is the book of risk policies.
	Policies *policy.Book[Policy]
}

// New makes the room.
func New(d *db.DB, c clock.Clock, store kv.Store, i *identity.Service, w WeChat) *Service {
	return &Service{
		clock: c, kv: store, identity: i, wechat: w,
		Policies: policy.NewBook(d, c, "risk", DefaultPolicy, Policy.check),
	}
}

type addressKey struct{}

// WithClientIP puts the address that a request came from into ctx: WeChat wants it.
func WithClientIP(ctx context.Context, ip string) context.Context {
	return context.WithValue(ctx, addressKey{}, ip)
}

func clientIP(ctx context.Context) string {
	ip, _ := ctx.Value(addressKey{}).(string)
	return ip
}

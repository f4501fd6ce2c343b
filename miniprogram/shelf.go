package miniprogram

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"channelrouter/internal/kv"
)

// shelf is where one app's token lies: in the key-value store, for all replicas, and
// a copy in the process, for when the store cannot be reached.
type shelf struct {
	appID string
	store kv.Store
	now   func() time.Time
	log   *slog.Logger

	mu  sync.Mutex
	own token
}

const (
	// tokenMargin is how long before its end a token is renewed. WeChat gives a new
	// one only in the last five minutes, and then accepts both.
	tokenMargin = 4 * time.Minute
	// lockLife frees the lock of a replica that died while it fetched a token. One
	// that is merely slow loses it too: a second fetch does no harm.
	lockLife = 3 * time.Second
	// patience bounds what a store that hangs may take from a call.
	patience = 250 * time.Millisecond
)

func (s *shelf) key(name string) string { return "wechat:" + name + ":" + s.appID }

// find returns the token if it is good for a while yet.
func (s *shelf) find(ctx context.Context) (token, bool) {
	value, found, err := s.read(ctx)
	known := parseToken(value)
	if err != nil {
		s.mu.Lock()
		known, found = s.own, true
		s.mu.Unlock()
	}
	good := found && known.text != "" && s.now().Add(tokenMargin).Before(known.expires)
	if good && err == nil {
		s.mu.Lock()
		s.own = known
		s.mu.Unlock()
	}
	return known, good
}

func (s *shelf) read(ctx context.Context) (value []byte, found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	value, found, err = s.store.Get(ctx, s.key("token"))
	if err != nil {
		s.log.WarnContext(ctx, "wechat token cannot be read: the process uses its own", "app_id", s.appID, "error", err)
	}
	return value, found, err
}

// keep puts the token where find looks.
func (s *shelf) keep(ctx context.Context, fresh token) {
	s.mu.Lock()
	s.own = fresh
	s.mu.Unlock()
	life := fresh.expires.Add(-tokenMargin).Sub(s.now())
	if life <= 0 {
		return // good for this call only; 0 would mean for ever to the store
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := s.store.Set(ctx, s.key("token"), fresh.value(), life); err != nil {
		s.log.WarnContext(ctx, "wechat token cannot be shared: the process keeps it", "app_id", s.appID, "error", err)
	}
}

// drop forgets the token that WeChat refused, unless another has taken its place.
func (s *shelf) drop(ctx context.Context, refused string) {
	s.mu.Lock()
	if s.own.text == refused {
		s.own = token{}
	}
	s.mu.Unlock()
	value, found, err := s.read(ctx)
	if err != nil || !found || parseToken(value).text != refused {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := s.store.CompareAndDelete(ctx, s.key("token"), value); err != nil {
		s.log.WarnContext(ctx, "wechat token cannot be dropped", "app_id", s.appID, "error", err)
	}
}

// lock lets one replica at a time fetch the app's token. With the store down it is
// granted: every process then fetches for itself.
func (s *shelf) lock(ctx context.Context) (release func(), locked bool) {
	key, holder := s.key("token-lock"), []byte(rand.Text())
	try, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	locked, err := s.store.SetIfAbsent(try, key, holder, lockLife)
	if err != nil || !locked {
		return func() {}, err != nil
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		_, _ = s.store.CompareAndDelete(ctx, key, holder) // else it ends with lockLife
	}, true
}

// WeChat lets an app force a new token 20 times a day and does nothing when it is
// forced again within 30 seconds.
const (
	forcesADay = 15 // leaves some to people
	forceRest  = 30 * time.Second
)

// mayForce counts a forced renewal over all replicas. With the store down nobody
// counts, and nobody forces.
func (s *shelf) mayForce(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	rested, err := s.store.SetIfAbsent(ctx, s.key("token-forced"), []byte("1"), forceRest)
	if err != nil || !rested {
		return false
	}
	limiter := kv.Limiter{Store: s.store, Name: "wechat-force", Limit: forcesADay, Window: 24 * time.Hour}
	within, err := limiter.Count(ctx, s.appID)
	return err == nil && within
}

// value is the token as the store holds it: Unix seconds of its end, a space, the text.
func (t token) value() []byte {
	return []byte(strconv.FormatInt(t.expires.Unix(), 10) + " " + t.text)
}

// parseToken reads what value wrote; anything else is no token.
func parseToken(value []byte) token {
	seconds, text, _ := strings.Cut(string(value), " ")
	end, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return token{}
	}
	return token{text, time.Unix(end, 0)}
}

package kv

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Redis is the store that several processes share. A command whose answer was lost
// on the way is sent again: an Increment may then count twice, and SetIfAbsent may
// tell the winner that it lost, who finds its own value by CompareAndExpire.
type Redis struct {
	client redis.UniversalClient
	prefix string
}

// NewRedis makes the store. The URL is redis://, rediss:// or unix:///path/to.sock; one
// with addr=host:port among its parameters names the nodes of a cluster. Every key is
// stored behind prefix, so that deployments can share a server. A URL that cannot be
// read, and a server that refuses the user, the password or the database number, are
// errors. A server that does not answer is none: it is warned of, and used as soon as it
// answers, for it may go and come at any later time, too.
func NewRedis(ctx context.Context, rawURL, prefix string) (*Redis, error) {
	client, err := dial(rawURL)
	if err != nil {
		return nil, err
	}
	r := &Redis{client: client, prefix: prefix}
	err = r.Ping(ctx)
	switch {
	case err == nil:
		return r, nil
	case refused(err):
		err = fmt.Errorf("kv: redis refuses what the redis URL says; correct its user, password and database number: %w", err)
	case ctx.Err() != nil: // nobody waits for the store any more
	default:
		slog.WarnContext(ctx, "redis does not answer; going on without it until it does", "error", err,
			"advice", "make sure that it runs and that the redis URL leads to it; until then each process counts limits by itself")
		return r, nil
	}
	return nil, errors.Join(err, client.Close())
}

// refused tells an answer that stays the same until somebody changes the configuration
// from the lack of one, and from answers that pass, such as LOADING or too many clients.
func refused(err error) bool {
	return redis.IsAuthError(err) || redis.IsPermissionError(err) ||
		strings.HasPrefix(err.Error(), "ERR ") && !redis.IsMaxClientsError(err)
}

func dial(rawURL string) (redis.UniversalClient, error) {
	parsed, err := url.Parse(rawURL)
	if err != nil {
		// The parser quotes the URL, and the URL may hold a password.
		return nil, errors.New("kv: the redis URL cannot be read (want redis://, rediss:// or unix://)")
	}
	if parsed.Query().Has("addr") {
		options, err := redis.ParseClusterURL(rawURL)
		if err != nil {
			return nil, fmt.Errorf("kv: %w", err)
		}
		options.ContextTimeoutEnabled = true
		return redis.NewClusterClient(options), nil
	}
	options, err := redis.ParseURL(rawURL)
	if err != nil {
		return nil, fmt.Errorf("kv: %w", err)
	}
	options.ContextTimeoutEnabled = true // otherwise only the client's own timeouts count
	return redis.NewClient(options), nil
}

func (r *Redis) Get(ctx context.Context, key string) ([]byte, bool, error) {
	value, err := r.client.Get(ctx, r.prefix+key).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, false, nil
	}
	return value, err == nil, translate(err)
}

func (r *Redis) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	ttl, err := wholeMillis(ttl)
	if err != nil {
		return err
	}
	return translate(r.client.Set(ctx, r.prefix+key, value, ttl).Err())
}

func (r *Redis) SetIfAbsent(ctx context.Context, key string, value []byte, ttl time.Duration) (bool, error) {
	ttl, err := wholeMillis(ttl)
	if err != nil {
		return false, err
	}
	stored, err := r.client.SetNX(ctx, r.prefix+key, value, ttl).Result()
	return stored, translate(err)
}

func (r *Redis) CompareAndDelete(ctx context.Context, key string, value []byte) (bool, error) {
	deleted, err := compareAndDelete.Run(ctx, r.client, []string{r.prefix + key}, value).Bool()
	return deleted, translate(err)
}

func (r *Redis) CompareAndExpire(ctx context.Context, key string, value []byte, ttl time.Duration) (bool, error) {
	ttl, err := wholeMillis(ttl)
	if err != nil {
		return false, err
	}
	extended, err := compareAndExpire.Run(ctx, r.client, []string{r.prefix + key}, value, ttl.Milliseconds()).Bool()
	return extended, translate(err)
}

func (r *Redis) Delete(ctx context.Context, key string) error {
	return translate(r.client.Del(ctx, r.prefix+key).Err())
}

func (r *Redis) Increment(ctx context.Context, key string, by int64, ttl time.Duration) (int64, error) {
	ttl, err := wholeMillis(ttl)
	if err != nil {
		return 0, err
	}
	sum, err := increment.Run(ctx, r.client, []string{r.prefix + key}, by, ttl.Milliseconds()).Int64()
	return sum, translate(err)
}

// pingPatience is less than orchestrators have for a probe, which asks this way.
const pingPatience = 2 * time.Second

// Ping tells whether Redis answers soon.
func (r *Redis) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingPatience)
	defer cancel()
	return translate(r.client.Ping(ctx).Err())
}

func (r *Redis) Close() error { return r.client.Close() }

// translate turns what Redis says into what Store promises.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, redis.ErrClosed):
		return ErrClosed
	case strings.Contains(err.Error(), "not an integer"), strings.Contains(err.Error(), "would overflow"):
		return ErrNotCounter // Redis has no codes for these two
	default:
		return err
	}
}

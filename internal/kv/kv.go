// Package kv is the key-value store beside the database: rate limits, WeChat
// tokens, short-lived sessions, the fast path of leases. Nothing in it is the
// truth: whatever it loses is asked for again or waits for its window to pass.
//
// Two implementations, Memory for one process and Redis for several, pass one
// suite of tests. Every operation touches one key, so each is atomic on a Redis
// Cluster too.
package kv

import (
	"context"
	"errors"
	"time"
)

// Store keeps small values under text keys.
//
// A ttl is how long the key lives from now, rounded up to a whole millisecond;
// 0 means until it is deleted, and a negative one is ErrTTL. An expired key is
// absent for every operation. A context that has ended is an error and changes
// nothing.
type Store interface {
	// Get returns a copy of the value; a missing key is found=false and no error.
	Get(ctx context.Context, key string) (value []byte, found bool, err error)

	// Set writes the value and starts its ttl anew.
	Set(ctx context.Context, key string, value []byte, ttl time.Duration) error

	// SetIfAbsent writes only if the key is absent; of many callers one is told stored.
	SetIfAbsent(ctx context.Context, key string, value []byte, ttl time.Duration) (stored bool, err error)

	// CompareAndDelete deletes the key only while it holds value: how a lease is
	// given up without taking away its next holder's.
	CompareAndDelete(ctx context.Context, key string, value []byte) (deleted bool, err error)

	// CompareAndExpire starts the ttl anew only while the key holds value: how a
	// lease is renewed by the holder whose name it carries.
	CompareAndExpire(ctx context.Context, key string, value []byte, ttl time.Duration) (extended bool, err error)

	// Delete removes the key; a missing key is no error.
	Delete(ctx context.Context, key string) error

	// Increment adds by to a decimal counter, absent counting as 0, and returns
	// the sum. The ttl is set when the key is born and never moved afterwards, so
	// that the counter is a fixed window. A value that is no integer, or a sum
	// beyond int64, is ErrNotCounter.
	Increment(ctx context.Context, key string, by int64, ttl time.Duration) (int64, error)

	// Ping tells whether the store answers.
	Ping(ctx context.Context) error

	// Close releases what the store holds; every later operation is ErrClosed.
	Close() error
}

var (
	ErrTTL        = errors.New("kv: a ttl must not be negative")
	ErrNotCounter = errors.New("kv: the value is not an integer, or the sum would overflow")
	ErrClosed     = errors.New("kv: the store is closed")
)

// wholeMillis rounds ttl up to what Redis can keep, so that the shortest ttl never
// becomes 0, which would mean for ever.
func wholeMillis(ttl time.Duration) (time.Duration, error) {
	if ttl < 0 {
		return 0, ErrTTL
	}
	if rest := ttl % time.Millisecond; rest != 0 {
		ttl += time.Millisecond - rest
	}
	return ttl, nil
}

package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	"gorm.io/gorm"
)

type (
	txKey   struct{}
	hookKey struct{}
)

// tx is a transaction under way, found in the context of everything inside it.
type tx struct {
	handle      *gorm.DB
	afterCommit []func()
	notes       []string
}

const (
	// Where many write the same rows at once, each try gets one of them through for certain;
	// the pauses, doubling and uneven, let more of them pass.
	attempts  = 6
	baseDelay = 5 * time.Millisecond
)

// Run calls fn inside a transaction. A nested Run joins the outer one. A deadlock
// is retried at the outermost Run only, six tries in all, so fn must not keep effects
// outside the database.
func (d *DB) Run(ctx context.Context, fn func(ctx context.Context) error) error {
	if _, inside := ctx.Value(txKey{}).(*tx); inside {
		return fn(ctx)
	}
	for attempt := 1; ; attempt++ {
		err := d.runOnce(ctx, fn)
		if !retryable(err) || attempt == attempts || ctx.Err() != nil {
			return err
		}
		pause := baseDelay << (attempt - 1)
		time.Sleep(pause + rand.N(pause))
	}
}

// RunRaced is Run, and once more where an insert finds its key taken, by whoever did the same at
// the same moment: fn then finds the other's row. fn asks for it before it inserts.
func (d *DB) RunRaced(ctx context.Context, fn func(ctx context.Context) error) error {
	err := d.Run(ctx, fn)
	if IsTaken(err) {
		err = d.Run(ctx, fn)
	}
	return err
}

func (d *DB) runOnce(ctx context.Context, fn func(ctx context.Context) error) error {
	current := &tx{}
	err := d.write.WithContext(ctx).Transaction(func(handle *gorm.DB) error {
		current.handle = handle
		inner := context.WithValue(ctx, txKey{}, current)
		if err := fn(inner); err != nil {
			return err
		}
		if hook, ok := ctx.Value(hookKey{}).(func(context.Context) error); ok {
			return hook(inner)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range current.afterCommit {
		f()
	}
	return nil
}

// Conn is the handle for ctx: the transaction under way, else the reading pool.
// Writing outside Run fails on SQLite, where the reading pool is read-only.
func (d *DB) Conn(ctx context.Context) *gorm.DB {
	if current, inside := ctx.Value(txKey{}).(*tx); inside {
		return current.handle.WithContext(ctx)
	}
	return d.read.WithContext(ctx)
}

// Inside tells whether ctx carries a transaction.
func Inside(ctx context.Context) bool {
	_, inside := ctx.Value(txKey{}).(*tx)
	return inside
}

// AfterCommit calls f once the transaction of ctx has committed; at once where
// there is none.
func AfterCommit(ctx context.Context, f func()) {
	current, inside := ctx.Value(txKey{}).(*tx)
	if !inside {
		f()
		return
	}
	current.afterCommit = append(current.afterCommit, f)
}

// BeforeCommit makes every outermost Run below ctx call hook as its last act,
// inside the transaction: what hook writes commits with the rest or not at all.
func BeforeCommit(ctx context.Context, hook func(ctx context.Context) error) context.Context {
	return context.WithValue(ctx, hookKey{}, hook)
}

// Note says in the transaction of ctx what it made or changed, such as "batch 4711", for
// the hook of BeforeCommit. Where there is no transaction nobody would read it.
func Note(ctx context.Context, format string, args ...any) {
	if current, inside := ctx.Value(txKey{}).(*tx); inside {
		current.notes = append(current.notes, fmt.Sprintf(format, args...))
	}
}

// Notes is what was noted in the transaction of ctx so far, in order.
func Notes(ctx context.Context) []string {
	current, inside := ctx.Value(txKey{}).(*tx)
	if !inside {
		return nil
	}
	return slices.Clone(current.notes)
}

// retryable recognises the engines' "somebody else was first, try again".
func retryable(err error) bool {
	var fault *mysqldriver.MySQLError
	if errors.As(err, &fault) {
		return fault.Number == 1213 || fault.Number == 1205
	}
	return err != nil && strings.Contains(err.Error(), "database is locked")
}

package testkit

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"gorm.io/gorm"
)

// Statements counts what is asked of the database while do runs.
func (w *World) Statements(do func()) int64 {
	w.T.Helper()
	var n atomic.Int64
	w.watch(func(*gorm.DB) { n.Add(1) }, do)
	return n.Load()
}

// RowsOf counts the rows that are read by statements which name a table, or changed by them,
// while do runs.
func (w *World) RowsOf(table string, do func()) int64 {
	w.T.Helper()
	var n atomic.Int64
	w.watch(func(g *gorm.DB) {
		if strings.Contains(g.Statement.SQL.String(), table) {
			n.Add(g.RowsAffected)
		}
	}, do)
	return n.Load()
}

// ErrKilled is what a killed use case is told.
var ErrKilled = errors.New("killed")

// KillAfter runs do, whose n-th statement is the last that it gets: the transaction around
// it is taken back, as when the process dies there. It tells whether do came that far.
func (w *World) KillAfter(n int64, do func()) (killed bool) {
	w.T.Helper()
	var asked atomic.Int64
	w.watch(func(g *gorm.DB) {
		if asked.Add(1) >= n {
			_ = g.AddError(ErrKilled)
		}
	}, do)
	return asked.Load() >= n
}

// watch has act called after every statement while do runs.
func (w *World) watch(act func(*gorm.DB), do func()) {
	w.T.Helper()
	hooks := w.allHooks(act)
	for _, h := range hooks {
		w.must(h.add())
	}
	do()
	for _, h := range hooks {
		w.must(h.remove())
	}
}

func (w *World) allHooks(act func(*gorm.DB)) []hook {
	w.T.Helper()
	hooks := w.hooks(w.Ctx, act)
	if w.DB.Engine == "sqlite" { // which writes on a connection of its own
		w.must(w.DB.Run(w.Ctx, func(ctx context.Context) error {
			hooks = append(hooks, w.hooks(ctx, act)...)
			return nil
		}))
	}
	return hooks
}

// hook watches the statements of one kind.
type hook struct{ add, remove func() error }

func (w *World) hooks(ctx context.Context, act func(*gorm.DB)) []hook {
	c := w.DB.Conn(ctx).Callback()
	return []hook{
		newHook(c.Query().Register, c.Query().Remove, act), newHook(c.Row().Register, c.Row().Remove, act),
		newHook(c.Raw().Register, c.Raw().Remove, act), newHook(c.Create().Register, c.Create().Remove, act),
		newHook(c.Update().Register, c.Update().Remove, act), newHook(c.Delete().Register, c.Delete().Remove, act),
	}
}

func newHook(register func(string, func(*gorm.DB)) error, remove func(string) error, act func(*gorm.DB)) hook {
	const name = "testkit:watch"
	return hook{
		add:    func() error { return register(name, act) },
		remove: func() error { return remove(name) },
	}
}

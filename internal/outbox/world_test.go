package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/id"
	"channelrouter/internal/lease"
	"channelrouter/internal/outbox"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

var monday = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// sold is the event of these tests: the n-th sale at a shop.
type sold struct {
	Shop string `json:"shop"`
	N    int    `json:"n"`
	Note string `json:"note,omitempty"`
}

func (sold) EventType() string  { return "sold.v1" }
func (e sold) EventKey() string { return e.Shop }

// effect is what handling a sale leaves in the database: Seq counts them all.
type effect struct {
	Seq  int64  `gorm:"primaryKey"`
	Shop string `gorm:"size:40;not null"`
	N    int    `gorm:"not null"`
	By   string `gorm:"size:20;not null"`
}

// office is a database with an outbox and any number of relays.
type office struct {
	*db.DB
	t     *testing.T
	ctx   context.Context
	clock *clock.Manual
	out   *outbox.Outbox
	fails map[sold]int // how often handling fails yet
	tried []string
}

func newOffice(t *testing.T, e dbtest.Engine) *office {
	o := &office{
		DB: dbtest.Open(t, e, &lease.Lease{}, &outbox.Message{}, &effect{}),
		t:  t, ctx: t.Context(), clock: clock.NewManual(monday), fails: map[sold]int{},
	}
	o.out = outbox.New(o.DB, o.clock, id.NewGenerator(1))
	return o
}

var errNoPaper = errors.New("no paper")

// relay delivers to a handler that notes a sale, and then fails as often as it is told.
func (o *office) relay(holder string) *outbox.Relay {
	r := outbox.NewRelay(o.out, lease.NewKeeper(o.DB, o.clock, holder))
	outbox.On(r, each(func(ctx context.Context, e sold) error {
		o.tried = append(o.tried, fmt.Sprint(e.Shop, e.N))
		if err := o.note(ctx, e, holder); err != nil {
			return err
		}
		if o.fails[e] > 0 {
			o.fails[e]--
			return errNoPaper
		}
		return nil
	}))
	return r
}

// each handles the events of a set one after the other.
func each[E outbox.Event](f func(ctx context.Context, e E) error) func(ctx context.Context, events []E) error {
	return func(ctx context.Context, events []E) error {
		for _, e := range events {
			if err := f(ctx, e); err != nil {
				return err
			}
		}
		return nil
	}
}

func (o *office) note(ctx context.Context, e sold, by string) error {
	return o.Conn(ctx).Create(&effect{Shop: e.Shop, N: e.N, By: by}).Error
}

// add stores sales, in that order.
func (o *office) add(sales ...sold) {
	events := make([]outbox.Event, len(sales))
	for i, s := range sales {
		events[i] = s
	}
	So(o.Run(o.ctx, func(ctx context.Context) error { return o.out.Add(ctx, events...) }), ShouldBeNil)
}

func (o *office) drain(r *outbox.Relay) { So(r.Drain(o.ctx), ShouldBeNil) }

func (o *office) effects() []effect {
	var all []effect
	So(o.Conn(o.ctx).Order("seq").Find(&all).Error, ShouldBeNil)
	return all
}

// noted are the effects in order, like "A1 A2 B1"; of all shops, or of one.
func (o *office) noted(shops ...string) []string {
	noted := []string{}
	for _, e := range o.effects() {
		if len(shops) == 0 || slices.Contains(shops, e.Shop) {
			noted = append(noted, fmt.Sprint(e.Shop, e.N))
		}
	}
	return noted
}

func (o *office) messages() []outbox.Message {
	var all []outbox.Message
	So(o.Conn(o.ctx).Order("id").Find(&all).Error, ShouldBeNil)
	return all
}

// until waits for something that goroutines bring about.
func until(happened func() bool) {
	deadline := time.Now().Add(60 * time.Second)
	for !happened() && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	So(happened(), ShouldBeTrue)
}

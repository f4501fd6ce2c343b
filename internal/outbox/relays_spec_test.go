package outbox_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/lease"
	"channelrouter/internal/outbox"
)

func TestTakeover(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given a relay that holds the partitions", t, func() {
			o := newOffice(t, e)
			a, b := o.relay("a"), o.relay("b")
			o.drain(a)
			o.add(sold{Shop: "A", N: 1})

			Convey("another one leaves them to it", func() {
				o.drain(b)
				So(o.noted(), ShouldBeEmpty)
				o.drain(a)
				So(o.effects()[0].By, ShouldEqual, "a")
			})
			Convey("when it has died, another takes over after the lease's end, within a second", func() {
				o.clock.Advance(lease.Term)
				o.drain(b)
				So(o.noted(), ShouldBeEmpty)
				o.clock.Advance(time.Second)
				o.drain(b)
				So(o.effects()[0].By, ShouldEqual, "b")
			})
			Convey("while it works it renews, and nobody takes over", func() {
				for range 4 {
					o.clock.Advance(lease.Term / 2)
					o.drain(a)
					o.drain(b)
					o.add(sold{Shop: "A", N: 1})
				}
				for _, effect := range o.effects() {
					So(effect.By, ShouldEqual, "a")
				}
			})
			Convey("when it is cancelled in the middle of a delivery, that delivery leaves nothing behind", func() {
				dying, cancel := context.WithCancel(o.ctx)
				outbox.On(a, each(func(context.Context, sold) error { cancel(); return nil }))
				So(a.Drain(dying), ShouldNotBeNil)
				So(o.noted(), ShouldBeEmpty)

				o.clock.Advance(lease.Term + time.Microsecond)
				o.drain(b)
				So(o.effects(), ShouldHaveLength, 1)
				So(o.effects()[0].By, ShouldEqual, "b")
			})
		})
		Convey("Given a backlog of one key, in the hands of a relay that is slow", t, func() {
			o := newOffice(t, e)
			a, b := o.relay("a"), o.relay("b")
			o.add(sales("A", 300)...)
			outbox.On(a, each(func(ctx context.Context, e sold) error {
				if e.N == 1 {
					db.AfterCommit(ctx, func() { // the lease runs out during the first batch
						o.clock.Advance(lease.Term + time.Microsecond)
						for p := range outbox.Partitions {
							taken, err := lease.NewKeeper(o.DB, o.clock, "b").Take(o.ctx, lease.NodeName("outbox", p))
							So(err, ShouldBeNil)
							So(taken, ShouldBeTrue)
						}
					})
				}
				return nil
			}))

			Convey("it stops after the batch in which its lease went to another, who does the rest", func() {
				o.drain(a)
				So(o.effects(), ShouldHaveLength, 256)
				o.drain(b)
				So(o.effects(), ShouldHaveLength, 300)
				for i, effect := range o.effects() {
					So(effect.N, ShouldEqual, i+1)
					So(effect.By, ShouldEqual, map[bool]string{true: "a", false: "b"}[i < 256])
				}
			})
		})
	})
}

func TestRun(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given a relay that runs", t, func() {
			o := newOffice(t, e)
			r := o.relay("r")
			ctx, cancel := context.WithCancel(o.ctx)
			inHand, goOn := make(chan struct{}), make(chan struct{})
			outbox.On(r, each(func(_ context.Context, e sold) error {
				if e.Shop == "slow" && e.N == 1 {
					close(inHand)
					<-goOn
				}
				return nil
			}))
			var running sync.WaitGroup
			running.Go(func() { r.Run(ctx) })
			stop := sync.OnceFunc(func() { cancel(); running.Wait() })
			Reset(stop)

			Convey("what is added is delivered soon: the commit wakes it", func() {
				start := time.Now()
				for n := 1; n <= 12; n++ {
					o.add(sold{Shop: "A", N: n})
					until(func() bool { return len(o.noted()) == n })
				}
				So(time.Since(start), ShouldBeLessThan, 2500*time.Millisecond) // by looking every 250 ms it would take longer
			})
			Convey("what is replayed, too", func() {
				So(o.Run(o.ctx, func(ctx context.Context) error {
					return o.Conn(ctx).Create(&outbox.Message{
						ID: 1, State: outbox.Dead, Key: "A", Type: "sold.v1", Payload: []byte(`{"shop":"A","n":1}`),
						NextAt: monday, CreatedAt: monday,
					}).Error
				}), ShouldBeNil)
				n, err := o.out.Replay(o.ctx, []int64{1})
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 1)
				until(func() bool { return len(o.noted()) == 1 })
			})
			Convey("told to stop, it finishes the batch in hand, begins no other and gives its leases back", func() {
				o.add(sales("slow", 100)...)
				<-inHand
				cancel()
				close(goOn)
				stop()
				So(o.noted(), ShouldHaveLength, 64)
				So(o.messages(), ShouldHaveLength, 36)

				after := o.relay("another")
				o.drain(after)
				So(o.noted(), ShouldHaveLength, 100)
				Convey("so that it can begin anew, too", func() {
					o.add(sold{Shop: "A", N: 1})
					o.drain(r)
					So(o.noted("A"), ShouldBeEmpty) // the other one holds them now
				})
			})
		})
	})
}

// sales are a shop's sales 1 to n.
func sales(shop string, n int) []sold {
	all := make([]sold, n)
	for i := range all {
		all[i] = sold{Shop: shop, N: i + 1}
	}
	return all
}

// crowd is many shops' sales, added by some and relayed by others at once.
type crowd struct {
	*office
	mu    sync.Mutex
	stuck map[sold]int
}

// relay is a process of its own whose handler fails now and then after its effect.
func (c *crowd) relay(holder string) *outbox.Relay {
	r := outbox.NewRelay(outbox.New(c.DB, c.clock, nil), lease.NewKeeper(c.DB, c.clock, holder))
	outbox.On(r, each(func(ctx context.Context, e sold) error {
		if err := c.note(ctx, e, holder); err != nil {
			return err
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if e.N%9 == 4 && c.stuck[e] < 2 {
			c.stuck[e]++
			return errNoPaper
		}
		return nil
	}))
	return r
}

func TestRelaysAtOnce(t *testing.T) {
	const shops, events = 40, 50
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given 2,000 events of 40 keys, some hard to handle, and four relays that run at once", t, func() {
			c := &crowd{office: newOffice(t, e), stuck: map[sold]int{}}
			ctx, cancel := context.WithCancel(c.ctx)
			var relays, producers sync.WaitGroup
			for i := range 4 {
				relays.Go(func() { c.relay(fmt.Sprint("relay ", i)).Run(ctx) })
			}
			stop := sync.OnceFunc(func() { cancel(); relays.Wait() })
			Reset(stop)
			failures := make([]error, 4)
			var producing atomic.Bool
			producing.Store(true)
			for p := range failures {
				producers.Go(func() {
					for n := 1; n <= events && failures[p] == nil; n++ {
						var day []outbox.Event
						for shop := p; shop < shops; shop += len(failures) {
							day = append(day, sold{Shop: fmt.Sprint("shop ", shop, "/"), N: n})
						}
						failures[p] = c.Run(c.ctx, func(ctx context.Context) error { return c.out.Add(ctx, day...) })
					}
				})
			}
			go func() { producers.Wait(); producing.Store(false) }()

			// relayed lets time pass by steps until all is delivered.
			relayed := func(step time.Duration) {
				until(func() bool {
					c.clock.Advance(step)
					over := !producing.Load()
					pending, _, err := c.out.Depth(c.ctx)
					return over && err == nil && pending == 0
				})
				stop()
				So(failures, ShouldResemble, make([]error, 4))
				So(c.messages(), ShouldBeEmpty)
			}
			onceInOrder := func() {
				So(c.effects(), ShouldHaveLength, shops*events)
				for shop := range shops {
					name := fmt.Sprint("shop ", shop, "/")
					want := make([]string, events)
					for n := range want {
						want[n] = fmt.Sprint(name, n+1)
					}
					So(c.noted(name), ShouldResemble, want)
				}
			}

			Convey("while they respect each other's leases, each event has its effect once, in its key's order", func() {
				relayed(20 * time.Millisecond)
				onceInOrder()
			})
			Convey("and also while they keep losing their leases to each other", func() {
				relayed(lease.Term / 2)
				onceInOrder()

				by := map[string]bool{}
				for _, effect := range c.effects() {
					by[effect.By] = true
				}
				So(len(by), ShouldBeGreaterThan, 1)
			})
		})
	})
}

package lease_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/lease"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

var monday = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// fleet is some processes over one database, with one clock.
type fleet struct {
	*db.DB
	ctx   context.Context
	clock *clock.Manual
}

func newFleet(t *testing.T, e dbtest.Engine) fleet {
	return fleet{dbtest.Open(t, e, &lease.Lease{}), t.Context(), clock.NewManual(monday)}
}

func (f fleet) keeper(holder string) *lease.Keeper { return lease.NewKeeper(f.DB, f.clock, holder) }

func (f fleet) take(k *lease.Keeper, name string) bool {
	held, err := k.Take(f.ctx, name)
	So(err, ShouldBeNil)
	return held
}

func (f fleet) rows() []lease.Lease {
	var rows []lease.Lease
	So(f.Conn(f.ctx).Order("name").Find(&rows).Error, ShouldBeNil)
	return rows
}

func TestLease(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given two processes", t, func() {
			f := newFleet(t, e)
			a, b := f.keeper("a"), f.keeper("b")

			Convey("who asks first has the lease until Term from then", func() {
				So(f.take(a, "seal"), ShouldBeTrue)
				So(f.take(b, "seal"), ShouldBeFalse)
				So(f.rows(), ShouldResemble, []lease.Lease{{Name: "seal", Holder: "a", ExpiresAt: monday.Add(lease.Term)}})
			})
			Convey("other leases are free", func() {
				So(f.take(a, "seal"), ShouldBeTrue)
				So(f.take(b, "purge"), ShouldBeTrue)
			})
			Convey("names are told apart by case", func() {
				So(f.take(a, "seal"), ShouldBeTrue)
				So(f.take(b, "Seal"), ShouldBeTrue)
			})
			Convey("the holder keeps it by renewing", func() {
				So(f.take(a, "seal"), ShouldBeTrue)
				for range 3 {
					f.clock.Advance(lease.Term * 2 / 3)
					So(f.take(a, "seal"), ShouldBeTrue)
					So(f.take(b, "seal"), ShouldBeFalse)
				}
				So(f.rows()[0].ExpiresAt, ShouldEqual, monday.Add(3*lease.Term))
			})
			Convey("the holder may ask twice in the same microsecond", func() {
				So(f.take(a, "seal"), ShouldBeTrue)
				So(f.take(a, "seal"), ShouldBeTrue)
				So(f.take(b, "seal"), ShouldBeFalse)
			})
			Convey("a holder that died is succeeded after Term, not before", func() {
				So(f.take(a, "seal"), ShouldBeTrue)
				f.clock.Advance(lease.Term)
				So(f.take(b, "seal"), ShouldBeFalse)
				f.clock.Advance(time.Microsecond)
				So(f.take(b, "seal"), ShouldBeTrue)
				So(f.take(a, "seal"), ShouldBeFalse)
			})
			Convey("a released lease is free at once", func() {
				So(f.take(a, "seal"), ShouldBeTrue)
				So(a.Release(f.ctx, "seal"), ShouldBeNil)
				So(f.take(b, "seal"), ShouldBeTrue)
			})
			Convey("only the holder can release it", func() {
				So(f.take(a, "seal"), ShouldBeTrue)
				So(b.Release(f.ctx, "seal"), ShouldBeNil)
				So(f.take(b, "seal"), ShouldBeFalse)
			})
		})
	})
}

func TestLeaseRace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given 20 processes that want the same", t, func() {
			f := newFleet(t, e)
			race := func() int64 {
				var winners atomic.Int64
				failures := make([]error, 20)
				var all sync.WaitGroup
				for i := range failures {
					all.Go(func() {
						held, err := f.keeper(fmt.Sprint("process ", i)).Take(f.ctx, "seal")
						failures[i] = err
						if held {
							winners.Add(1)
						}
					})
				}
				all.Wait()
				for _, err := range failures {
					So(err, ShouldBeNil)
				}
				return winners.Load()
			}

			Convey("one gets it while it is new, and one when its holder has died", func() {
				So(race(), ShouldEqual, 1)
				f.clock.Advance(lease.Term + time.Microsecond)
				So(race(), ShouldEqual, 1)
				So(f.rows(), ShouldHaveLength, 1)
			})
			Convey("each gets a number of its own, the lowest ones", func() {
				numbers, failures := make([]int, 20), make([]error, 20)
				var all sync.WaitGroup
				for i := range numbers {
					all.Go(func() {
						numbers[i], failures[i] = f.keeper(fmt.Sprint("process ", i)).TakeNode(f.ctx, "id", 1024)
					})
				}
				all.Wait()
				taken := map[int]bool{}
				for i, n := range numbers {
					So(failures[i], ShouldBeNil)
					So(n, ShouldBeBetweenOrEqual, 0, 19)
					taken[n] = true
				}
				So(taken, ShouldHaveLength, 20)
			})
		})
	})
}

func TestNodeNumbers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given two numbers", t, func() {
			f := newFleet(t, e)
			take := func(holder string) (int, error) { return f.keeper(holder).TakeNode(f.ctx, "id", 2) }
			n, err := take("a")
			So(err, ShouldBeNil)
			So(n, ShouldEqual, 0)
			n, err = take("b")
			So(err, ShouldBeNil)
			So(n, ShouldEqual, 1)

			Convey("a third process gets none", func() {
				_, err := take("c")
				So(err, ShouldNotBeNil)
			})
			Convey("a number is free again when its holder has died; who renewed keeps his", func() {
				f.clock.Advance(lease.Term)
				So(f.take(f.keeper("a"), lease.NodeName("id", 0)), ShouldBeTrue)
				f.clock.Advance(time.Microsecond)
				n, err := take("c")
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 1)
			})
			Convey("another prefix has numbers of its own", func() {
				n, err := f.keeper("c").TakeNode(f.ctx, "outbox", 2)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 0)
			})
		})
	})
}

// until waits for something that goroutines bring about.
func until(happened func() bool) {
	deadline := time.Now().Add(20 * time.Second)
	for !happened() && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	So(happened(), ShouldBeTrue)
}

func TestJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given a job that two processes have", t, func() {
			f := newFleet(t, e)
			var ranA, ranB, longest atomic.Int64
			start := func(holder string, ran *atomic.Int64, fails error) (stop func()) {
				ctx, cancel := context.WithCancel(f.ctx)
				var running sync.WaitGroup
				running.Go(func() {
					f.keeper(holder).RunJob(ctx, lease.Job{
						Name: "seal", Every: 2 * time.Millisecond, Run: func(ctx context.Context) error {
							deadline, _ := ctx.Deadline()
							longest.Store(int64(time.Until(deadline)))
							ran.Add(1)
							return fails
						},
					})
				})
				return func() { cancel(); running.Wait() }
			}
			stopA := start("a", &ranA, errors.New("a failure does not end the job"))
			until(func() bool { return ranA.Load() > 0 })
			stopB := start("b", &ranB, nil)
			Reset(func() { stopA(); stopB() })

			Convey("one runs it again and again, the other stands by", func() {
				before := ranA.Load()
				until(func() bool { return ranA.Load() > before+5 })
				So(ranB.Load(), ShouldEqual, 0)
			})
			Convey("who stops gives the lease back, and the other goes on", func() {
				stopA()
				last := ranA.Load()
				until(func() bool { return ranB.Load() > 0 })
				So(ranA.Load(), ShouldEqual, last)
				stopB()
				So(f.rows(), ShouldBeEmpty)
			})
			Convey("a run has to end before the lease could be another's", func() {
				So(time.Duration(longest.Load()), ShouldBeBetween, 0, lease.Term)
			})
		})
	})
}

// Renewing goes by the machine's clock: these wait for it, three seconds each.
func TestLongJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given a long job of a process", t, func() {
			f := newFleet(t, e)
			ctx, end := context.WithCancel(f.ctx)
			began, ended := make(chan bool, 1), make(chan error, 1)
			var running sync.WaitGroup
			running.Go(func() {
				f.keeper("a").RunJob(ctx, lease.Job{Name: "reconcile", Every: time.Millisecond, Long: true, Run: func(ctx context.Context) error {
					_, limited := ctx.Deadline()
					select {
					case began <- limited:
					default: // it is not its first run
					}
					<-ctx.Done()
					select {
					case ended <- ctx.Err():
					default:
					}
					return ctx.Err()
				}})
			})
			Reset(func() { end(); running.Wait() })
			So(<-began, ShouldBeFalse)
			first := f.rows()[0].ExpiresAt
			f.clock.Advance(lease.Term / 2)

			Convey("it keeps its lease while it runs", func() {
				for until := time.Now().Add(20 * time.Second); f.rows()[0].ExpiresAt.Equal(first) && time.Now().Before(until); {
					time.Sleep(20 * time.Millisecond)
				}
				So(f.rows()[0].ExpiresAt, ShouldHappenAfter, first)
				So(ended, ShouldBeEmpty)
			})
			Convey("it ends when another has the lease", func() {
				f.clock.Advance(lease.Term)
				So(f.take(f.keeper("b"), "job/reconcile"), ShouldBeTrue)
				select {
				case err := <-ended:
					So(err, ShouldEqual, context.Canceled)
				case <-time.After(20 * time.Second):
					So("it goes on", ShouldBeEmpty)
				}
			})
		})
	})
}

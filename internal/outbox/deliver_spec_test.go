package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/outbox"
)

func TestAdd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given an outbox", t, func() {
			o := newOffice(t, e)

			Convey("an event is stored with the transaction that made it true", func() {
				o.add(sold{Shop: "A", N: 1})
				messages := o.messages()
				So(messages, ShouldHaveLength, 1)
				m := messages[0]
				So(m.Partition, ShouldBeBetweenOrEqual, 0, outbox.Partitions-1)
				m.ID, m.Partition = 0, 0
				So(m, ShouldResemble, outbox.Message{
					State: outbox.Pending, Key: "A", Type: "sold.v1", Payload: []byte(`{"shop":"A","n":1}`),
					NextAt: monday, CreatedAt: monday,
				})
			})
			Convey("and not without it", func() {
				second := errors.New("second thoughts")
				So(o.Run(o.ctx, func(ctx context.Context) error {
					So(o.out.Add(ctx, sold{Shop: "A"}), ShouldBeNil)
					return second
				}), ShouldEqual, second)
				So(o.messages(), ShouldBeEmpty)
			})
			Convey("outside a transaction it is refused", func() {
				So(o.out.Add(o.ctx, sold{Shop: "A"}), ShouldNotBeNil)
				So(o.messages(), ShouldBeEmpty)
			})
			Convey("no events are no trouble, inside and outside", func() {
				So(o.out.Add(o.ctx), ShouldBeNil)
				So(o.Run(o.ctx, func(ctx context.Context) error { return o.out.Add(ctx) }), ShouldBeNil)
				So(o.messages(), ShouldBeEmpty)
			})
			Convey("an event of 100 KB arrives whole", func() {
				long := sold{Shop: "A", N: 1, Note: strings.Repeat("货", 35_000)}
				r := o.relay("r")
				var got sold
				outbox.On(r, each(func(_ context.Context, e sold) error { got = e; return nil }))
				o.add(long)
				o.drain(r)
				So(got == long, ShouldBeTrue)
			})
		})
	})
}

func TestDelivery(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given a relay", t, func() {
			o := newOffice(t, e)
			r := o.relay("r")

			Convey("a key's events are delivered once each, in the order in which they were added", func() {
				for n := range 100 {
					o.add(sold{Shop: "A", N: n}, sold{Shop: "B", N: n})
				}
				o.drain(r)
				o.drain(r)
				for _, shop := range []string{"A", "B"} {
					noted := o.noted(shop)
					So(noted, ShouldHaveLength, 100)
					for n, got := range noted {
						So(got, ShouldEqual, fmt.Sprint(shop, n))
					}
				}
				So(o.messages(), ShouldBeEmpty)
			})
			Convey("each handler of a type is called", func() {
				calls := 0
				outbox.On(r, each(func(context.Context, sold) error { calls++; return nil }))
				o.add(sold{Shop: "A", N: 1})
				o.drain(r)
				So(calls, ShouldEqual, 1)
				So(o.noted(), ShouldResemble, []string{"A1"})
			})
			Convey("a handler is given those that follow each other by sets, a key's in order", func() {
				var sets [][]sold
				outbox.On(r, func(_ context.Context, events []sold) error {
					sets = append(sets, slices.Clone(events))
					return nil
				})
				So(o.Run(o.ctx, func(ctx context.Context) error {
					return o.out.Add(ctx, sold{Shop: "A", N: 1}, sold{Shop: "A", N: 2}, unheard{}, sold{Shop: "A", N: 3})
				}), ShouldBeNil)
				o.drain(r)
				So(sets, ShouldResemble, [][]sold{{{Shop: "A", N: 1}, {Shop: "A", N: 2}}, {{Shop: "A", N: 3}}})
			})
			Convey("when it fails for a set, each event is tried alone", func() {
				outbox.On(r, func(_ context.Context, events []sold) error {
					if slices.Contains(events, sold{Shop: "A", N: 2}) {
						return errNoPaper
					}
					return nil
				})
				o.add(sales("A", 3)...)
				o.drain(r)
				So(o.noted("A"), ShouldResemble, []string{"A1"})
				So(o.messages(), ShouldHaveLength, 2)
			})
			Convey("when one handler fails, what the others wrote is taken back", func() {
				fail := errNoPaper
				outbox.On(r, each(func(context.Context, sold) error { return fail }))
				o.add(sold{Shop: "A", N: 1})
				o.drain(r)
				So(o.noted(), ShouldBeEmpty)
				So(o.messages(), ShouldHaveLength, 1)

				fail = nil
				o.clock.Advance(time.Second)
				o.drain(r)
				So(o.noted(), ShouldResemble, []string{"A1"})
			})
			Convey("what a handler adds is delivered as well", func() {
				outbox.On(r, each(func(ctx context.Context, e sold) error {
					if e.N >= 3 {
						return nil
					}
					return o.out.Add(ctx, sold{Shop: e.Shop + "+", N: e.N + 1})
				}))
				o.add(sold{Shop: "A", N: 1})
				o.drain(r)
				So(o.noted(), ShouldResemble, []string{"A1", "A+2", "A++3"})
			})
			Convey("a message whose id was given out early but committed late still comes before its key's later ones", func() {
				store := func(ctx context.Context, first int64, sales ...sold) {
					messages := make([]outbox.Message, len(sales))
					for i, s := range sales {
						messages[i] = outbox.Message{
							ID: first + int64(i), State: outbox.Pending, Key: s.Shop, Type: "sold.v1",
							Payload: fmt.Appendf(nil, `{"shop":%q,"n":%d}`, s.Shop, s.N), NextAt: monday, CreatedAt: monday,
						}
					}
					So(o.Run(ctx, func(ctx context.Context) error { return o.Conn(ctx).Create(&messages).Error }), ShouldBeNil)
				}
				store(o.ctx, 1001, sales("B", 100)...)
				outbox.On(r, each(func(ctx context.Context, e sold) error {
					if e == (sold{Shop: "B", N: 1}) {
						db.AfterCommit(ctx, func() { // while the relay stands at 1064
							store(o.ctx, 500, sold{Shop: "A", N: 1})
							store(o.ctx, 2000, sold{Shop: "A", N: 2})
						})
					}
					return nil
				}))
				o.drain(r)
				So(o.noted("A"), ShouldResemble, []string{"A1", "A2"})
			})
			Convey("an event that nobody listens to goes away", func() {
				So(o.Run(o.ctx, func(ctx context.Context) error { return o.out.Add(ctx, unheard{}) }), ShouldBeNil)
				o.drain(r)
				So(o.messages(), ShouldBeEmpty)
			})
			Convey("while ctx has ended, nothing is delivered and no attempt is counted", func() {
				ended, cancel := context.WithCancel(o.ctx)
				cancel()
				o.add(sold{Shop: "A", N: 1})
				So(r.Drain(ended), ShouldNotBeNil)
				So(o.messages()[0].Attempts, ShouldEqual, 0)
				o.drain(r)
				So(o.noted(), ShouldResemble, []string{"A1"})
			})
		})
	})
}

type unheard struct{}

func (unheard) EventType() string { return "unheard.v1" }
func (unheard) EventKey() string  { return "A" }

func TestFailure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given many shops' sales, of which A's second cannot be handled yet", t, func() {
			o := newOffice(t, e)
			r := o.relay("r")
			bad := sold{Shop: "A", N: 2}
			o.fails[bad] = 1000
			shops := []string{"A"}
			for i := range 40 { // more than partitions: some stand in A's
				shops = append(shops, fmt.Sprint("B", i, "/"))
			}
			for _, shop := range shops {
				o.add(sales(shop, 3)...)
			}
			o.drain(r)

			Convey("only A's sales from that one on wait", func() {
				So(o.noted("A"), ShouldResemble, []string{"A1"})
				for _, shop := range shops[1:] {
					So(o.noted(shop), ShouldResemble, []string{shop + "1", shop + "2", shop + "3"})
				}
				So(o.messages(), ShouldHaveLength, 2)
			})
			Convey("the message says what went wrong, and when it is tried again", func() {
				m := o.messages()[0]
				So(m.Attempts, ShouldEqual, 1)
				So(m.State, ShouldEqual, outbox.Pending)
				So(m.NextAt, ShouldEqual, monday.Add(200*time.Millisecond))
				So(m.LastError, ShouldContainSubstring, "no paper")
				So(m.LastError, ShouldContainSubstring, "sold.v1")
			})
			Convey("before that time it is left alone, and so is what follows it", func() {
				o.tried = nil
				o.clock.Advance(200*time.Millisecond - time.Microsecond)
				o.drain(r)
				So(o.tried, ShouldBeEmpty)
			})
			Convey("once it succeeds, what waited follows in order", func() {
				o.fails[bad] = 0
				o.clock.Advance(200 * time.Millisecond)
				o.drain(r)
				So(o.noted("A"), ShouldResemble, []string{"A1", "A2", "A3"})
				So(o.messages(), ShouldBeEmpty)
			})
			Convey("the pauses double, and after twelve attempts it is dead", func() {
				pause := 200 * time.Millisecond
				for attempt := 2; attempt <= 12; attempt++ {
					before := o.clock.Now()
					o.clock.Advance(pause)
					o.drain(r)
					pause *= 2
					m := o.messages()[0]
					So(m.Attempts, ShouldEqual, attempt)
					if attempt < 12 {
						So(m.State, ShouldEqual, outbox.Pending)
						So(m.NextAt.Sub(before), ShouldEqual, pause/2+pause)
						So(o.noted("A"), ShouldResemble, []string{"A1"})
					}
				}
				o.drain(r)
				So(o.messages(), ShouldHaveLength, 1)
				So(o.messages()[0].State, ShouldEqual, outbox.Dead)

				Convey("what waited for it goes on without it", func() {
					So(o.noted("A"), ShouldResemble, []string{"A1", "A3"})
				})
				Convey("it is listed and counted", func() {
					dead, err := o.out.ListDead(o.ctx, 0, 10)
					So(err, ShouldBeNil)
					So(dead, ShouldHaveLength, 1)
					So(string(dead[0].Payload), ShouldEqual, `{"shop":"A","n":2}`)
					dead, err = o.out.ListDead(o.ctx, dead[0].ID, 10)
					So(err, ShouldBeNil)
					So(dead, ShouldBeEmpty)
					o.add(sold{Shop: "C", N: 1}, sold{Shop: "C", N: 2})
					pending, n, err := o.out.Depth(o.ctx)
					So(err, ShouldBeNil)
					So([]int64{pending, n}, ShouldResemble, []int64{2, 1})
				})
				Convey("it is never tried again by itself", func() {
					o.tried = nil
					o.clock.Advance(24 * time.Hour)
					o.drain(r)
					So(o.tried, ShouldBeEmpty)
				})
				Convey("Replay gives it a new life from its first attempt", func() {
					dead := o.messages()[0].ID
					n, err := o.out.Replay(o.ctx, []int64{dead, dead + 1})
					So(err, ShouldBeNil)
					So(n, ShouldEqual, 1)
					o.drain(r)
					So(o.messages()[0].Attempts, ShouldEqual, 1)

					o.fails[bad] = 0
					o.clock.Advance(time.Second)
					o.drain(r)
					So(o.noted("A"), ShouldResemble, []string{"A1", "A3", "A2"})
					n, err = o.out.Replay(o.ctx, []int64{dead})
					So(err, ShouldBeNil)
					So(n, ShouldEqual, 0)
				})
			})
		})
		Convey("Given a message that is pending", t, func() {
			o := newOffice(t, e)
			o.add(sold{Shop: "A", N: 1})

			Convey("Replay leaves it as it is", func() {
				n, err := o.out.Replay(o.ctx, []int64{o.messages()[0].ID})
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 0)
			})
		})
		Convey("Given a handler that panics", t, func() {
			o := newOffice(t, e)
			r := o.relay("r")
			outbox.On(r, each(func(ctx context.Context, e sold) error {
				if e.Shop == "A" {
					panic("index out of range")
				}
				return nil
			}))
			o.add(sold{Shop: "A", N: 1}, sold{Shop: "B", N: 1})

			Convey("it counts as failing: other keys go on", func() {
				o.drain(r)
				So(o.noted(), ShouldResemble, []string{"B1"})
				So(o.messages()[0].LastError, ShouldContainSubstring, "index out of range")
			})
		})
		Convey("Given a payload that cannot be read", t, func() {
			o := newOffice(t, e)
			r := o.relay("r")
			o.add(sold{Shop: "A", N: 1})
			So(o.Run(o.ctx, func(ctx context.Context) error {
				return o.Conn(ctx).Model(&outbox.Message{}).Where("1 = 1").Update("payload", []byte("{")).Error
			}), ShouldBeNil)

			Convey("it counts as failing", func() {
				o.drain(r)
				So(o.messages()[0].Attempts, ShouldEqual, 1)
				So(o.messages()[0].LastError, ShouldContainSubstring, "decode sold.v1")
			})
		})
		Convey("Given an error longer than its column", t, func() {
			o := newOffice(t, e)
			r := o.relay("r")
			outbox.On(r, each(func(context.Context, sold) error { return errors.New(strings.Repeat("错", 600)) }))
			o.add(sold{Shop: "A", N: 1})

			Convey("it is kept up to 500 characters", func() {
				o.drain(r)
				So([]rune(o.messages()[0].LastError), ShouldHaveLength, 500)
			})
		})
	})
}

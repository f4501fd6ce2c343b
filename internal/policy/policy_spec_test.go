package policy_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/policy"
)

var monday = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// rule is the policy of these tests: what a unit pays, which is not negative.
type rule struct {
	Fen  int64  `json:"fen"`
	Note string `json:"note,omitempty"`
}

var errNegative = errors.New("negative")

func (r rule) check() error {
	if r.Fen < 0 {
		return errNegative
	}
	return nil
}

// shelf is a database with books.
type shelf struct {
	*db.DB
	ctx   context.Context
	clock *clock.Manual
	rules *policy.Book[rule]
}

func newShelf(t *testing.T, e dbtest.Engine) *shelf {
	s := &shelf{DB: dbtest.Open(t, e, &policy.Document{}), ctx: t.Context(), clock: clock.NewManual(monday)}
	s.rules = s.book("reward")
	return s
}

// book is the book of a kind as another replica has it.
func (s *shelf) book(kind string) *policy.Book[rule] {
	return policy.NewBook(s.DB, s.clock, kind, rule{Fen: 100}, rule.check)
}

func (s *shelf) publish(fen int64, inForce time.Time) int {
	number, err := s.rules.Publish(s.ctx, rule{Fen: fen}, inForce, 7)
	So(err, ShouldBeNil)
	return number
}

// at is what a book says of a time: version number and fen.
func (s *shelf) at(b *policy.Book[rule], t time.Time) [2]int64 {
	v, err := b.At(s.ctx, t)
	So(err, ShouldBeNil)
	return [2]int64{int64(v.Number), v.Body.Fen}
}

func TestVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given a book without versions", t, func() {
			s := newShelf(t, e)

			Convey("the default, version 0, is in force always", func() {
				So(s.at(s.rules, time.Time{}), ShouldResemble, [2]int64{0, 100})
				So(s.at(s.rules, monday), ShouldResemble, [2]int64{0, 100})
				all, err := s.rules.Versions(s.ctx)
				So(err, ShouldBeNil)
				So(all, ShouldBeEmpty)
			})
			Convey("a version is in force from its time on, and the one before until then", func() {
				So(s.publish(200, monday), ShouldEqual, 1)
				So(s.publish(300, monday.Add(time.Hour)), ShouldEqual, 2)
				So(s.at(s.rules, monday.Add(-time.Microsecond)), ShouldResemble, [2]int64{0, 100})
				So(s.at(s.rules, monday), ShouldResemble, [2]int64{1, 200})
				So(s.at(s.rules, monday.Add(time.Hour-time.Microsecond)), ShouldResemble, [2]int64{1, 200})
				So(s.at(s.rules, monday.Add(time.Hour)), ShouldResemble, [2]int64{2, 300})
				So(s.at(s.rules, monday.AddDate(10, 0, 0)), ShouldResemble, [2]int64{2, 300})
			})
			Convey("of two from the same time, the one published later is in force", func() {
				s.publish(200, monday)
				s.publish(300, monday)
				So(s.at(s.rules, monday), ShouldResemble, [2]int64{2, 300})
			})
			Convey("one published later for an earlier time does not displace what was planned for after it", func() {
				s.publish(200, monday.Add(2*time.Hour))
				s.publish(300, monday.Add(time.Hour))
				So(s.at(s.rules, monday.Add(time.Hour)), ShouldResemble, [2]int64{2, 300})
				So(s.at(s.rules, monday.Add(2*time.Hour)), ShouldResemble, [2]int64{1, 200})
			})
			Convey("times order as they are, however they are written", func() {
				shanghai := time.FixedZone("UTC+8", 8*60*60)
				s.publish(200, monday.In(shanghai))                   // 09:00+08:00
				s.publish(300, monday.Add(time.Hour+time.Nanosecond)) // 02:00Z and a little
				So(s.at(s.rules, monday), ShouldResemble, [2]int64{1, 200})
				So(s.at(s.rules, monday.Add(time.Hour)), ShouldResemble, [2]int64{2, 300})
			})
			Convey("kinds have versions of their own", func() {
				s.publish(200, monday)
				So(s.at(s.book("rebate"), monday), ShouldResemble, [2]int64{0, 100})
			})
			Convey("a document of 100 KB is kept whole", func() {
				long := rule{Fen: 1, Note: strings.Repeat("窜", 35_000)}
				_, err := s.rules.Publish(s.ctx, long, monday, 7)
				So(err, ShouldBeNil)
				v, err := s.book("reward").At(s.ctx, monday)
				So(err, ShouldBeNil)
				So(v.Body == long, ShouldBeTrue)
			})
			Convey("all are listed in the order in which they come into force", func() {
				s.publish(200, monday.Add(time.Hour))
				s.publish(300, monday)
				all, err := s.rules.Versions(s.ctx)
				So(err, ShouldBeNil)
				So(all, ShouldResemble, []policy.Version[rule]{
					{Number: 2, InForce: monday, Body: rule{Fen: 300}},
					{Number: 1, InForce: monday.Add(time.Hour), Body: rule{Fen: 200}},
				})
			})
		})
	})
}

func TestPublishing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given a book", t, func() {
			s := newShelf(t, e)

			Convey("a policy that contradicts itself is refused and leaves no version", func() {
				_, err := s.rules.Publish(s.ctx, rule{Fen: 100}, monday.Add(-2*time.Minute), 7)
				So(err, ShouldWrap, policy.ErrInThePast)
				_, err = s.rules.Publish(s.ctx, rule{Fen: -1}, monday, 7)
				So(err, ShouldWrap, errNegative)
				So(s.rules.Check(rule{Fen: -1}), ShouldWrap, errNegative)
				So(s.rules.Check(rule{Fen: 1}), ShouldBeNil)
				So(s.at(s.rules, monday), ShouldResemble, [2]int64{0, 100})
				So(s.publish(200, monday), ShouldEqual, 1)
			})
			Convey("who published it and when stands in the row", func() {
				s.publish(200, monday.Add(time.Hour))
				row, err := db.First[policy.Document](s.Conn(s.ctx))
				So(err, ShouldBeNil)
				So(*row, ShouldResemble, policy.Document{
					Kind: "reward", Version: 1, Body: []byte(`{"fen":200}`),
					InForce: monday.Add(time.Hour), CreatedAt: monday, CreatedBy: 7,
				})
			})
			Convey("who publishes it judges by it at once, other replicas within a second", func() {
				other := s.book("reward")
				So(s.at(s.rules, monday), ShouldResemble, [2]int64{0, 100})
				So(s.at(other, monday), ShouldResemble, [2]int64{0, 100})
				s.publish(200, monday)
				So(s.at(s.rules, monday), ShouldResemble, [2]int64{1, 200})
				time.Sleep(time.Second)
				So(s.at(other, monday), ShouldResemble, [2]int64{1, 200})
			})
			Convey("what was published in a transaction that failed was never in force", func() {
				second := errors.New("second thoughts")
				So(s.Run(s.ctx, func(ctx context.Context) error {
					_, err := s.rules.Publish(ctx, rule{Fen: 200}, monday, 7)
					So(err, ShouldBeNil)
					So(s.at(s.rules, monday), ShouldResemble, [2]int64{0, 100})
					return second
				}), ShouldEqual, second)
				So(s.at(s.rules, monday), ShouldResemble, [2]int64{0, 100})
			})
			Convey("of 20 publishers at once each gets a version of its own or is told to look again", func() {
				numbers, failures := make([]int, 20), make([]error, 20)
				var all sync.WaitGroup
				for i := range numbers {
					all.Go(func() {
						numbers[i], failures[i] = s.book("reward").Publish(s.ctx, rule{Fen: int64(i)}, monday, 7)
					})
				}
				all.Wait()
				var got []int
				for i, err := range failures {
					if err != nil {
						So(err, ShouldWrap, policy.ErrPublishedMeanwhile)
						continue
					}
					got = append(got, numbers[i])
				}
				slices.Sort(got)
				versions, err := s.book("reward").Versions(s.ctx)
				So(err, ShouldBeNil)
				So(versions, ShouldHaveLength, len(got))
				for n, number := range got {
					So(number, ShouldEqual, n+1)
					So(versions[n].Number, ShouldEqual, n+1)
				}
			})
		})
	})
}

// A judge outside any transaction needs a connection of its own. If it kept the others
// waiting until it has one, sixteen transactions that judge as well would never end.
func TestJudgingWhenTheConnectionsAreUsedUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given as many transactions as there are connections", t, func() {
			s := newShelf(t, e)
			connections := map[dbtest.Engine]int{dbtest.SQLite: 1, dbtest.MySQL: 16}[e]
			patience, giveUp := context.WithTimeout(s.ctx, 20*time.Second)
			defer giveUp()

			Convey("all may ask for the policy at once with one who stands outside", func() {
				var begun, all sync.WaitGroup
				begun.Add(connections)
				failures := make([]error, connections+1)
				judge := func(ctx context.Context) error {
					_, err := s.rules.At(ctx, monday)
					return err
				}
				for i := range connections {
					all.Go(func() {
						failures[i] = s.Run(patience, func(ctx context.Context) error {
							begun.Done()
							begun.Wait()
							time.Sleep(50 * time.Millisecond) // the outsider asks first
							return judge(ctx)
						})
					})
				}
				begun.Wait()
				all.Go(func() { failures[connections] = judge(patience) })
				all.Wait()
				for i, err := range failures {
					So(fmt.Sprint(i, err), ShouldEqual, fmt.Sprint(i, nil))
				}
			})
		})
	})
}

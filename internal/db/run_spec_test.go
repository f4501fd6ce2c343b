package db_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	mysqldriver "github.com/go-sql-driver/mysql"
	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
)

// word is the row of these tests.
type word struct {
	ID   int64  `gorm:"primaryKey;autoIncrement:false"`
	Text string `gorm:"size:20;not null"`
}

var errSecondThoughts = errors.New("second thoughts")

// page is a database with the table of words.
type page struct {
	*db.DB
	ctx context.Context
}

func newPage(t *testing.T, e dbtest.Engine) page {
	return page{dbtest.Open(t, e, &word{}), t.Context()}
}

func (p page) write(ctx context.Context, id int64) error {
	return p.Conn(ctx).Create(&word{ID: id}).Error
}

// ids are the words that are committed.
func (p page) ids() []int64 {
	var ids []int64
	So(p.Conn(p.ctx).Model(&word{}).Order("id").Pluck("id", &ids).Error, ShouldBeNil)
	return ids
}

func TestRun(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given an empty page", t, func() {
			p := newPage(t, e)

			Convey("what Run wrote is there afterwards", func() {
				So(p.Run(p.ctx, func(ctx context.Context) error { return p.write(ctx, 1) }), ShouldBeNil)
				So(p.ids(), ShouldResemble, []int64{1})
			})
			Convey("what is noted can be read inside, by a nested Run and the hook, and nowhere else", func() {
				var nested, hooked []string
				ctx := db.BeforeCommit(p.ctx, func(ctx context.Context) error {
					hooked = db.Notes(ctx)
					return nil
				})
				note := func(ctx context.Context) error {
					db.Note(ctx, "word %d", 1)
					return p.Run(ctx, func(ctx context.Context) error {
						nested = db.Notes(ctx)
						db.Note(ctx, "word %d", 2)
						return nil
					})
				}
				for range 2 { // nothing stays behind
					So(p.Run(ctx, note), ShouldBeNil)
					So(nested, ShouldResemble, []string{"word 1"})
					So(hooked, ShouldResemble, []string{"word 1", "word 2"})
				}
				db.Note(ctx, "nowhere")
				So(db.Notes(ctx), ShouldBeEmpty)
			})
			Convey("an error takes everything back and comes out as it is", func() {
				err := p.Run(p.ctx, func(ctx context.Context) error {
					So(p.write(ctx, 1), ShouldBeNil)
					return errSecondThoughts
				})
				So(err, ShouldEqual, errSecondThoughts)
				So(p.ids(), ShouldBeEmpty)
			})
			Convey("a panic takes everything back", func() {
				So(func() {
					_ = p.Run(p.ctx, func(ctx context.Context) error {
						So(p.write(ctx, 1), ShouldBeNil)
						panic(errSecondThoughts)
					})
				}, ShouldPanicWith, errSecondThoughts)
				So(p.ids(), ShouldBeEmpty)
			})
			Convey("a nested Run joins: the outer one decides for both", func() {
				err := p.Run(p.ctx, func(ctx context.Context) error {
					So(p.write(ctx, 1), ShouldBeNil)
					So(p.Run(ctx, func(ctx context.Context) error { return p.write(ctx, 2) }), ShouldBeNil)
					return errSecondThoughts
				})
				So(err, ShouldEqual, errSecondThoughts)
				So(p.ids(), ShouldBeEmpty)
			})
			Convey("inside, one's own writes are seen; outside, not before the commit", func() {
				So(p.Run(p.ctx, func(ctx context.Context) error {
					So(p.write(ctx, 1), ShouldBeNil)
					mine, err := db.First[word](p.Conn(ctx).Where("id = 1"))
					So(err, ShouldBeNil)
					So(mine, ShouldNotBeNil)
					So(p.ids(), ShouldBeEmpty)
					return nil
				}), ShouldBeNil)
			})
			Convey("Inside tells where one is", func() {
				So(db.Inside(p.ctx), ShouldBeFalse)
				So(p.Run(p.ctx, func(ctx context.Context) error {
					So(db.Inside(ctx), ShouldBeTrue)
					return nil
				}), ShouldBeNil)
			})
			Convey("when ctx has ended, nothing is written", func() {
				ctx, cancel := context.WithCancel(p.ctx)
				err := p.Run(ctx, func(ctx context.Context) error {
					So(p.write(ctx, 1), ShouldBeNil)
					cancel()
					return nil
				})
				So(err, ShouldNotBeNil)
				So(p.ids(), ShouldBeEmpty)
			})
		})
	})
}

func TestHooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given something to do after the commit", t, func() {
			p := newPage(t, e)
			var seen [][]int64 // what is committed when it is done
			later := func() { seen = append(seen, p.ids()) }

			Convey("it is done once the outermost Run has committed", func() {
				So(p.Run(p.ctx, func(ctx context.Context) error {
					So(p.Run(ctx, func(ctx context.Context) error {
						db.AfterCommit(ctx, later)
						return p.write(ctx, 1)
					}), ShouldBeNil)
					So(seen, ShouldBeEmpty)
					return p.write(ctx, 2)
				}), ShouldBeNil)
				So(seen, ShouldResemble, [][]int64{{1, 2}})
			})
			Convey("it is never done when nothing was committed", func() {
				So(p.Run(p.ctx, func(ctx context.Context) error {
					db.AfterCommit(ctx, later)
					return errSecondThoughts
				}), ShouldEqual, errSecondThoughts)
				So(seen, ShouldBeEmpty)
			})
			Convey("it is done once, though the transaction was tried twice", func() {
				tries := 0
				So(p.Run(p.ctx, func(ctx context.Context) error {
					tries++
					db.AfterCommit(ctx, later)
					return map[int]error{1: errDeadlock}[tries]
				}), ShouldBeNil)
				So(tries, ShouldEqual, 2)
				So(seen, ShouldHaveLength, 1)
			})
			Convey("outside a transaction there is nothing to wait for", func() {
				db.AfterCommit(p.ctx, later)
				So(seen, ShouldHaveLength, 1)
			})
		})
		Convey("Given a context that writes a line before each commit", t, func() {
			p := newPage(t, e)
			var line error
			ctx := db.BeforeCommit(p.ctx, func(ctx context.Context) error {
				return errors.Join(p.Run(ctx, func(ctx context.Context) error { return p.write(ctx, 99) }), line)
			})
			write := func(ids ...int64) error {
				return p.Run(ctx, func(ctx context.Context) error {
					for _, id := range ids {
						So(p.Run(ctx, func(ctx context.Context) error { return p.write(ctx, id) }), ShouldBeNil)
					}
					return nil
				})
			}

			Convey("the line commits with the rest, once however deep Runs are nested", func() {
				So(write(1, 2), ShouldBeNil)
				So(p.ids(), ShouldResemble, []int64{1, 2, 99})
			})
			Convey("when the line fails, nothing is committed", func() {
				line = errSecondThoughts
				So(write(1), ShouldWrap, errSecondThoughts)
				So(p.ids(), ShouldBeEmpty)
			})
			Convey("when the rest fails, there is no line", func() {
				So(p.Run(ctx, func(context.Context) error { return errSecondThoughts }), ShouldEqual, errSecondThoughts)
				So(p.ids(), ShouldBeEmpty)
			})
		})
	})
}

// errDeadlock is what MySQL tells the victim.
var errDeadlock error = &mysqldriver.MySQLError{Number: 1213, Message: "Deadlock found"}

func TestRetries(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given a transaction that is a deadlock's victim", t, func() {
			p := newPage(t, e)
			outer, inner := 0, 0
			run := func(deadlocks int) error {
				return p.Run(p.ctx, func(ctx context.Context) error {
					outer++
					if err := p.write(ctx, 1); err != nil {
						return err
					}
					return p.Run(ctx, func(context.Context) error {
						if inner++; inner <= deadlocks {
							return errDeadlock
						}
						return nil
					})
				})
			}

			Convey("it is tried again as a whole, its first try leaving nothing behind", func() {
				So(run(5), ShouldBeNil)
				So([]int{outer, inner}, ShouldResemble, []int{6, 6})
				So(p.ids(), ShouldResemble, []int64{1})
			})
			Convey("after six tries the deadlock comes out", func() {
				So(run(6), ShouldEqual, errDeadlock)
				So([]int{outer, inner}, ShouldResemble, []int{6, 6})
				So(p.ids(), ShouldBeEmpty)
			})
			Convey("any other error is final", func() {
				tries := 0
				So(p.Run(p.ctx, func(context.Context) error { tries++; return errSecondThoughts }), ShouldEqual, errSecondThoughts)
				So(tries, ShouldEqual, 1)
			})
		})
	})
}

func TestDeadlock(t *testing.T) {
	for _, e := range dbtest.Engines() {
		if e == dbtest.SQLite {
			continue // one writer at a time: there is none
		}
		Convey("Given two rows that two transactions lock in opposite order", t, func() {
			p := newPage(t, e)
			So(p.Run(p.ctx, func(ctx context.Context) error {
				return p.Conn(ctx).Create([]word{{ID: 1}, {ID: 2}}).Error
			}), ShouldBeNil)
			var bothHoldOne sync.WaitGroup
			bothHoldOne.Add(2)
			tries, failures := make([]int, 2), make([]error, 2)
			cross := func(i int, order ...int64) {
				failures[i] = p.Run(p.ctx, func(ctx context.Context) error {
					tries[i]++
					for n, id := range order {
						done := p.Conn(ctx).Exec("UPDATE words SET text = CONCAT(text, ?) WHERE id = ?", i, id)
						if done.Error != nil {
							return done.Error
						}
						if n == 0 && tries[i] == 1 {
							bothHoldOne.Done()
							bothHoldOne.Wait()
						}
					}
					return nil
				})
			}

			Convey("the victim is tried again, and both write everything once", func() {
				var both sync.WaitGroup
				both.Go(func() { cross(0, 1, 2) })
				both.Go(func() { cross(1, 2, 1) })
				both.Wait()
				So(failures, ShouldResemble, []error{nil, nil})
				slices.Sort(tries)
				So(tries, ShouldResemble, []int{1, 2})

				var words []word
				So(p.Conn(p.ctx).Order("id").Find(&words).Error, ShouldBeNil)
				So(words[0].Text, ShouldBeIn, "01", "10")
				So(words[1].Text, ShouldEqual, words[0].Text)
			})
		})
	}
}

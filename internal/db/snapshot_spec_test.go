package db_test

import (
	"context"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"pgregory.net/rapid"

	"channelrouter/internal/clock"
	"channelrouter/internal/dbtest"
)

func TestSnapshot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given others who write all the time", t, func() {
			p := newPage(t, e)
			So(p.Run(p.ctx, func(ctx context.Context) error { return p.write(ctx, 1) }), ShouldBeNil)
			others, stop := context.WithCancel(p.ctx)
			var writer sync.WaitGroup
			var written int64
			writer.Go(func() {
				for id := int64(2); p.Run(others, func(ctx context.Context) error { return p.write(ctx, id) }) == nil; id++ {
					written = id
				}
			})
			Reset(func() { stop(); writer.Wait() })

			Convey("a snapshot sees one state throughout", func() {
				counts := make([]int64, 50)
				So(p.Snapshot(p.ctx, func(ctx context.Context) error {
					for i := range counts {
						So(p.Conn(ctx).Model(&word{}).Count(&counts[i]).Error, ShouldBeNil)
						time.Sleep(time.Millisecond)
					}
					return nil
				}), ShouldBeNil)
				stop()
				writer.Wait()
				for _, n := range counts {
					So(n, ShouldEqual, counts[0])
				}
				So(written, ShouldBeGreaterThan, counts[0]) // they did write meanwhile
			})
		})
		Convey("Given a snapshot", t, func() {
			p := newPage(t, e)

			Convey("it cannot write, not even through Run", func() {
				So(p.Snapshot(p.ctx, func(ctx context.Context) error {
					return p.Run(ctx, func(ctx context.Context) error { return p.write(ctx, 1) })
				}), ShouldNotBeNil)
				So(p.ids(), ShouldBeEmpty)
			})
			Convey("its error comes out as it is", func() {
				So(p.Snapshot(p.ctx, func(context.Context) error { return errSecondThoughts }), ShouldEqual, errSecondThoughts)
			})
		})
	})
}

type moment struct {
	ID int64     `gorm:"primaryKey;autoIncrement:false"`
	At time.Time `gorm:"precision:6;not null"`
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 123456000, time.UTC)

// Leases, policies and paging compare times in SQL: they must order there as in Go.
func TestTimesCompareInSQL(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		p := page{dbtest.Open(t, e, &moment{}), t.Context()}
		micros := rapid.Int64Range(0, 250_000_000_000*1_000_000) // 1970 to 9892
		near := rapid.Custom(func(t *rapid.T) int64 {
			return noon.UnixMicro() + rapid.Int64Range(-2_000_000, 2_000_000).Draw(t, "µs")
		})
		rapid.Check(t, func(rt *rapid.T) {
			times := rapid.OneOf(micros, near)
			stored := clock.Normal(time.UnixMicro(times.Draw(rt, "stored")))
			asked := clock.Normal(time.UnixMicro(times.Draw(rt, "asked")))
			var read []moment
			err := p.Run(p.ctx, func(ctx context.Context) error {
				if err := p.Conn(ctx).Save(&moment{ID: 1, At: stored}).Error; err != nil {
					return err
				}
				return p.Conn(ctx).Where("at < ?", asked).Find(&read).Error
			})
			if err != nil {
				rt.Fatal(err)
			}
			if found := len(read) == 1; found != stored.Before(asked) {
				rt.Fatalf("%v < %v is %v in SQL", stored, asked, found)
			}
			if len(read) == 1 && read[0].At != stored {
				rt.Fatalf("%v was read as %v", stored, read[0].At)
			}
		})
	})
}

func TestMigrationLock(t *testing.T) {
	for _, e := range dbtest.Engines() {
		if e == dbtest.SQLite {
			continue // one process has the file to itself
		}
		Convey("Given a process that migrates", t, func() {
			url := dbtest.URL(t, e)
			first, second := dbtest.Dial(t, url), dbtest.Dial(t, url)
			unlock, err := first.LockMigration(t.Context())
			So(err, ShouldBeNil)

			Convey("another one waits until it has finished", func() {
				impatient, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
				defer cancel()
				_, err := second.LockMigration(impatient)
				So(err, ShouldWrap, context.DeadlineExceeded)

				unlock()
				unlockSecond, err := second.LockMigration(t.Context())
				So(err, ShouldBeNil)
				unlockSecond()
			})
		})
	}
}

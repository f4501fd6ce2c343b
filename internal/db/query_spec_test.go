package db_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
)

func TestWritingOutsideRun(t *testing.T) {
	Convey("Given the embedded database", t, func() {
		p := newPage(t, dbtest.SQLite)

		Convey("writing outside Run is refused, so that no test overlooks it", func() {
			So(p.write(p.ctx, 1), ShouldNotBeNil)
			So(p.ids(), ShouldBeEmpty)
		})
		Convey("a forgotten inner context is refused as well", func() {
			So(p.Run(p.ctx, func(context.Context) error { return p.write(p.ctx, 1) }), ShouldNotBeNil)
			So(p.ids(), ShouldBeEmpty)
		})
	})
}

func TestInsertIgnore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given words 1 and 2", t, func() {
			p := newPage(t, e)
			insert := func(ids ...int64) int64 {
				rows := make([]word, len(ids))
				for i, id := range ids {
					rows[i] = word{ID: id, Text: "again"}
				}
				var n int64
				So(p.Run(p.ctx, func(ctx context.Context) (err error) {
					n, err = p.InsertIgnore(ctx, &rows)
					return err
				}), ShouldBeNil)
				return n
			}
			So(insert(1, 2), ShouldEqual, 2)

			Convey("only the new ones go in and are counted", func() {
				So(insert(1, 2, 3), ShouldEqual, 1)
				So(insert(1, 2, 3), ShouldEqual, 0)
				So(p.ids(), ShouldResemble, []int64{1, 2, 3})
			})
			Convey("what was there stays as it was", func() {
				So(p.Run(p.ctx, func(ctx context.Context) error {
					return p.Conn(ctx).Model(&word{}).Where("id = 1").Update("text", "first").Error
				}), ShouldBeNil)
				insert(1)
				first, err := db.First[word](p.Conn(p.ctx).Where("id = 1"))
				So(err, ShouldBeNil)
				So(first.Text, ShouldEqual, "first")
			})
		})
	})
}

func TestFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given an empty page", t, func() {
			p := newPage(t, e)

			Convey("there is no first row, and that is no error", func() {
				row, err := db.First[word](p.Conn(p.ctx).Where("id = 1"))
				So(err, ShouldBeNil)
				So(row, ShouldBeNil)
			})
			Convey("a query that cannot run is one", func() {
				_, err := db.First[word](p.Conn(p.ctx).Where("no_such_column = 1"))
				So(err, ShouldNotBeNil)
			})
		})
	})
}

func TestOpening(t *testing.T) {
	Convey("Given a URL", t, func() {
		Convey("of another kind of database, it is refused", func() {
			_, err := db.Open(t.Context(), "postgres://localhost/x")
			So(err, ShouldNotBeNil)
		})
		Convey("of a file with a strange name, that file is opened", func() {
			url := strings.Replace(dbtest.URL(t, dbtest.SQLite), "test.db", "仓库 #1?.db", 1)
			p := page{dbtest.Dial(t, url), t.Context()}
			dbtest.Create(t, p.DB, &word{})
			So(p.Run(p.ctx, func(ctx context.Context) error { return p.write(ctx, 1) }), ShouldBeNil)

			again := page{dbtest.Dial(t, url), t.Context()}
			So(again.ids(), ShouldResemble, []int64{1})
		})
		Convey("of a file in no folder, or of no server, the fault is told", func() {
			for _, url := range []string{"sqlite:///no/such/folder/x.db", "mysql://root@unix(/no/such/socket)/x", "mysql://("} {
				d, err := db.Open(t.Context(), url)
				if err == nil {
					err = errors.Join(d.Ping(t.Context()), d.Close())
				}
				So(err, ShouldNotBeNil)
			}
		})
	})
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given an open database", t, func() {
			d, err := db.Open(t.Context(), dbtest.URL(t, e))
			So(err, ShouldBeNil)
			So(d.Engine, ShouldEqual, string(e))

			Convey("it answers until it is closed", func() {
				So(d.Ping(t.Context()), ShouldBeNil)
				So(d.Close(), ShouldBeNil)
				So(d.Ping(t.Context()), ShouldNotBeNil)
			})
			Reset(func() { _ = d.Close() })
		})
	})
}

// What the code relies on is set by Open, whatever the URL and the server say.
func TestSettingsOfMySQL(t *testing.T) {
	for _, e := range dbtest.Engines() {
		if e == dbtest.SQLite {
			continue
		}
		Convey("Given a URL that asks for other settings", t, func() {
			url := dbtest.URL(t, e) + "?clientFoundRows=true&parseTime=false&loc=Asia%2FShanghai&sql_mode=''" +
				"&time_zone='%2B08:00'&collation=utf8mb4_general_ci"
			p := page{dbtest.Dial(t, url), t.Context()}
			dbtest.Create(t, p.DB, &word{}, &moment{})

			Convey("rows that were there already are not counted as inserted", func() {
				for _, want := range []int64{1, 0} {
					n, err := p.InsertIgnore(p.ctx, &word{ID: 1})
					So(err, ShouldBeNil)
					So(n, ShouldEqual, want)
				}
			})
			Convey("text that does not fit is refused, not cut", func() {
				So(p.Conn(p.ctx).Create(&word{ID: 1, Text: strings.Repeat("x", 21)}).Error, ShouldNotBeNil)
			})
			Convey("times stay what they are", func() {
				at := moment{ID: 1, At: noon}
				So(p.Conn(p.ctx).Create(&at).Error, ShouldBeNil)
				row, err := db.First[moment](p.Conn(p.ctx))
				So(err, ShouldBeNil)
				So(row.At, ShouldEqual, noon)
				var hour int
				So(p.Conn(p.ctx).Raw("SELECT HOUR(FROM_UNIXTIME(0))").Scan(&hour).Error, ShouldBeNil)
				So(hour, ShouldEqual, 0)
			})
			Convey("a transaction sees what others commit while it runs", func() {
				So(p.Run(p.ctx, func(ctx context.Context) error {
					var before, after int64
					So(p.Conn(ctx).Model(&word{}).Count(&before).Error, ShouldBeNil)
					So(p.write(p.ctx, 1), ShouldBeNil)
					So(p.Conn(ctx).Model(&word{}).Count(&after).Error, ShouldBeNil)
					So(after-before, ShouldEqual, 1)
					return nil
				}), ShouldBeNil)
			})
		})
	}
}

package listing_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/blob"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/listing"
	"channelrouter/service/testkit"
)

// numbers is a list of so many rows, which may fail at one.
type numbers struct {
	mu     sync.Mutex
	rows   int
	failAt int // 0: nowhere
	asked  int
}

// Page has the numbers after one.
func (n *numbers) Page(ctx context.Context, _ model.UserID, _, _, after string, limit int) (rows []json.RawMessage, next string, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	from, _ := strconv.Atoi(after)
	if n.failAt > 0 && from >= n.failAt {
		return nil, "", errors.New("the list cannot be read at the moment")
	}
	for i := from; i < min(from+limit, n.rows); i++ {
		rows = append(rows, json.RawMessage(fmt.Sprintf(`{"n":%d,"of":{"fen":%d,"tags":["a","b"]}}`, i, -i*100)))
	}
	if from+limit < n.rows {
		next = strconv.Itoa(from + limit)
	}
	return rows, next, ctx.Err()
}

const aUser model.UserID = 7

// desk is a room whose exports have parts of few rows.
type desk struct {
	*testkit.World
	*listing.Service
	list *numbers
}

func newDesk(t *testing.T, e testkit.Engine, rows int) *desk {
	w := testkit.New(t, e)
	blobs, err := blob.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{World: w, Service: listing.New(w.DB, w.Clock, id.NewGenerator(2), blobs), list: &numbers{rows: rows}}
	d.Small(20, 60)
	d.ReadBy(d.list)
	return d
}

func (d *desk) ask(key string) listing.Export {
	e, err := d.Ask(d.Ctx, listing.Ask{By: aUser, Key: key, List: "/api/v1/console/numbers", Columns: []listing.Column{
		{Key: "n", Label: "N"}, {Key: "of.fen", Label: "CNY", Fen: true}, {Key: "of.tags", Label: "tags"}, {Key: "of.none", Label: "none"},
	}})
	So(err, ShouldBeNil)
	return e
}

func (d *desk) file(e listing.Export) string {
	f, err := d.OpenFile(d.Ctx, aUser, e.ID, listing.CSV)
	So(err, ShouldBeNil)
	var out bytes.Buffer
	So(f.Write(d.Ctx, &out), ShouldBeNil)
	return out.String()
}

// whole is what the file of a list of so many rows has.
func whole(rows int) string {
	text := "\ufeffN,CNY,tags,none\r\n"
	for i := range rows {
		sign := "-"
		if i == 0 {
			sign = ""
		}
		text += fmt.Sprintf("%d,%s%d.00,\"a, b\",\r\n", i, sign, i)
	}
	return text
}

// An export has each row of its list once, whatever happens while it is written.
func TestWritingExports(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a list of 250 rows, written in parts of 60", t, func() {
			d := newDesk(t, e, 250)

			Convey("the file has them all, in order, amounts in yuan", func() {
				one := d.ask("k")
				_, err := d.Work(d.Ctx)
				So(err, ShouldBeNil)
				So(d.file(one), ShouldEqual, whole(250))
			})
			Convey("one that is broken off goes on after its last part", func() {
				one := d.ask("k")
				d.list.failAt = 140
				_, err := d.Work(d.Ctx)
				So(err, ShouldNotBeNil)
				half, err := d.Get(d.Ctx, aUser, one.ID)
				So(err, ShouldBeNil)
				So([]any{half.RowCount, half.Parts, half.DoneAt == nil}, ShouldResemble, []any{int64(120), 2, true})
				d.list.failAt, d.list.asked = 0, 0
				_, err = d.Work(d.Ctx)
				So(err, ShouldBeNil)
				So(d.list.asked, ShouldEqual, 7) // 130 rows in pages of 20
				So(d.file(one), ShouldEqual, whole(250))
			})
			Convey("one whose list is never read again ends after an hour", func() {
				one := d.ask("k")
				d.list.failAt = 140
				d.Tick(61 * time.Minute)
				_, err := d.Work(d.Ctx)
				So(err, ShouldNotBeNil)
				ended, err := d.Get(d.Ctx, aUser, one.ID)
				So(err, ShouldBeNil)
				So(ended.Failure, ShouldEqual, "internal")
			})
			Convey("two workers at once write no part twice", func() {
				one := d.ask("k")
				var both sync.WaitGroup
				for range 2 {
					both.Go(func() { _, _ = d.Work(d.Ctx) })
				}
				both.Wait()
				_, err := d.Work(d.Ctx)
				So(err, ShouldBeNil)
				So(d.file(one), ShouldEqual, whole(250))
			})
			Convey("one that is removed meanwhile is written no further, and one after a week is forgotten", func() {
				one, other := d.ask("k"), d.ask("l")
				So(d.Forget(d.Ctx, aUser, one.ID), ShouldBeNil)
				_, err := d.Work(d.Ctx)
				So(err, ShouldBeNil)
				So(d.file(other), ShouldEqual, whole(250))
				d.Tick(8 * 24 * time.Hour)
				So(d.Tidy(d.Ctx), ShouldBeNil)
				_, err = d.OpenFile(d.Ctx, aUser, other.ID, listing.CSV)
				So(err, ShouldWrap, listing.ErrUnknownExport)
			})
			Convey("an empty list is an empty file", func() {
				d.list.rows = 0
				one := d.ask("k")
				_, err := d.Work(d.Ctx)
				So(err, ShouldBeNil)
				So(d.file(one), ShouldEqual, whole(0))
			})
		})
	})
}

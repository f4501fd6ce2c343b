package codeorder_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/codeorder"
	"channelrouter/service/identity"
	"channelrouter/service/testkit"
)

// leaver reads so many bytes and leaves.
type leaver struct{ left int }

var errLeft = errors.New("the reader has left")

func (l *leaver) Write(b []byte) (int, error) {
	n := min(l.left, len(b))
	l.left -= n
	if n < len(b) {
		return n, errLeft
	}
	return n, nil
}

func TestFetching(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a link to an export of three files", t, func() {
			o := newOffice(t, e)
			o.TestHosts()
			b, err := o.room.Batch(o.Ctx, o.issued("B1", 2))
			So(err, ShouldBeNil)
			x := o.export(b, nil)
			tickets := o.tickets(x.ID)
			sent := func(number int) int64 {
				shards, err := o.room.Shards(o.Ctx, x.ID, number-1, 1)
				So(err, ShouldBeNil)
				return shards[0].Sent
			}

			Convey("an address leads to its file only, and ends", func() {
				_, err := o.fetch(x.ID, 2, tickets[1], 0, 0)
				So(err, ShouldWrap, codeorder.ErrBadLink)
				_, err = o.fetch(x.ID+1, 1, tickets[1], 0, 0)
				So(err, ShouldWrap, codeorder.ErrBadLink)
				for _, change := range []func(*codeorder.Ticket){
					func(t *codeorder.Ticket) { t.Until += 3600 },
					func(t *codeorder.Ticket) { t.Link++ },
					func(t *codeorder.Ticket) { t.Signature = "" },
				} {
					forged := tickets[1]
					change(&forged)
					_, err := o.fetch(x.ID, 1, forged, 0, 0)
					So(err, ShouldWrap, codeorder.ErrBadLink)
				}
				o.Tick(24*time.Hour - time.Second)
				_, err = o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldBeNil)
				o.Tick(time.Second)
				_, err = o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldWrap, codeorder.ErrLinkEnded)
			})
			Convey("it ends when who got it may not export codes any more", func() {
				change := func(c identity.UserChange) {
					_, err := o.Identity.ChangeUser(o.Ctx, approver, c)
					So(err, ShouldBeNil)
				}
				auditor := model.UserAuditor
				change(identity.UserChange{Role: &auditor})
				_, err := o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldWrap, codeorder.ErrLinkEnded)
				owner := model.UserOwner
				change(identity.UserChange{Role: &owner})
				_, err = o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldBeNil)
				So(o.DB.Run(o.Ctx, func(ctx context.Context) error {
					return o.DB.Conn(ctx).Model(&model.ConsoleUser{}).Where("id = ?", approver).Update("disabled_at", o.Clock.Now()).Error
				}), ShouldBeNil)
				_, err = o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldWrap, codeorder.ErrLinkEnded)
			})
			Convey("a revoked export is fetched by nobody", func() {
				for range 2 {
					So(o.room.RevokeExport(o.Ctx, approver, x.ID), ShouldBeNil)
				}
				_, err := o.fetch(x.ID, 1, tickets[1], 0, 0)
				So(err, ShouldWrap, codeorder.ErrRevoked)
				_, err = o.room.MakeLink(o.Ctx, approver, x.ID)
				So(err, ShouldWrap, codeorder.ErrRevoked)
			})
			Convey("a file goes out three times, by whatever link", func() {
				for range 3 {
					_, err := o.fetch(x.ID, 1, o.tickets(x.ID)[1], 0, 0)
					So(err, ShouldBeNil)
				}
				_, err := o.fetch(x.ID, 1, tickets[1], 0, 1)
				So(err, ShouldWrap, codeorder.ErrUsedUp)
				_, err = o.fetch(x.ID, 2, tickets[2], 0, 0)
				So(err, ShouldBeNil)
			})
			Convey("of 20 who fetch at once, three get it", func() {
				failures := testkit.Together(20, func(int) error {
					_, err := o.fetch(x.ID, 1, tickets[1], 0, 0)
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 3)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, codeorder.ErrUsedUp)
					}
				}
			})
			Convey("few at a time may have the beginning of a packed file made to throw it away", func() {
				packed := o.export(b, func(x *codeorder.Export) { x.Format = model.CodeCSVGzip })
				reserve := func(x model.CodeExport, from int64) (*codeorder.Fetch, error) {
					f, err := o.room.OpenFile(o.Ctx, x.ID, 1, o.tickets(x.ID)[1])
					So(err, ShouldBeNil)
					return f.Reserve(o.Ctx, from, from+1, "203.0.113.7")
				}
				var waiting []*codeorder.Fetch
				for len(waiting) < 1000 {
					part, err := reserve(packed, 10)
					if err != nil {
						So(err, ShouldWrap, codeorder.ErrBusy)
						break
					}
					waiting = append(waiting, part)
				}
				So(len(waiting), ShouldBeBetween, 0, 1000)
				for _, free := range []struct {
					of   model.CodeExport
					from int64
				}{{packed, 0}, {x, 10}} {
					part, err := reserve(free.of, free.from)
					So(err, ShouldBeNil)
					So(part.Write(o.Ctx, io.Discard), ShouldBeNil)
				}
				left, leaves := context.WithCancel(o.Ctx)
				leaves()
				So(waiting[0].Write(left, io.Discard), ShouldWrap, context.Canceled)
				for _, part := range waiting[1:] {
					So(part.Write(o.Ctx, io.Discard), ShouldBeNil)
				}
				for range 2 * len(waiting) {
					part, err := reserve(packed, 10)
					So(err, ShouldBeNil)
					So(part.Write(o.Ctx, io.Discard), ShouldBeNil)
				}
			})
			Convey("who goes on after a break fetches once", func() {
				f, err := o.room.OpenFile(o.Ctx, x.ID, 1, tickets[1])
				So(err, ShouldBeNil)
				part, err := f.Reserve(o.Ctx, 0, f.Size, "203.0.113.7")
				So(err, ShouldBeNil)
				So(sent(1), ShouldEqual, f.Size)
				So(part.Write(o.Ctx, &leaver{100}), ShouldWrap, errLeft)
				So(sent(1), ShouldEqual, 100)
				_, err = o.fetch(x.ID, 1, tickets[1], 100, 0)
				So(err, ShouldBeNil)
				So(sent(1), ShouldEqual, f.Size)

				Convey("and each fetch is kept with who got the link, from where, and what went out", func() {
					downloads, links, err := o.room.Downloads(o.Ctx, x.ID, 0, 10)
					So(err, ShouldBeNil)
					So(downloads, ShouldHaveLength, 2)
					last, first := downloads[0], downloads[1]
					So([]int64{first.FromByte, first.ToByte, first.Sent}, ShouldResemble, []int64{0, f.Size, 100})
					So([]int64{last.FromByte, last.ToByte, last.Sent}, ShouldResemble, []int64{100, f.Size, f.Size - 100})
					So(last.IP, ShouldEqual, "203.0.113.7")
					So(last.EndedAt, ShouldNotBeNil)
					So(links[last.LinkID].UserID, ShouldEqual, approver)
				})
			})
			Convey("a file that the manifest does not know is none", func() {
				other := o.export(b, func(x *codeorder.Export) { x.ShardCodes = 5 })
				far := o.tickets(other.ID)[9]
				So(o.DB.Run(o.Ctx, func(ctx context.Context) error {
					return o.DB.Conn(ctx).Where("export_id = ? AND number = 9", other.ID).Delete(&model.CodeExportShard{}).Error
				}), ShouldBeNil)
				_, err := o.fetch(other.ID, 9, far, 0, 0)
				So(err, ShouldWrap, codeorder.ErrUnknownFile)
			})
			Convey("before the manifest is there, nothing is", func() {
				y, err := o.room.MakeExport(o.Ctx, codeorder.Export{By: approver, Key: "y", Batch: b.ID, Face: model.FaceUnitOuter, Format: model.CodeCSV})
				So(err, ShouldBeNil)
				_, err = o.room.MakeLink(o.Ctx, approver, y.ID)
				So(err, ShouldWrap, codeorder.ErrComputing)
			})
		})
	})
}

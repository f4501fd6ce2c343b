package intake_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/intake"
	"channelrouter/service/testkit"
)

func TestUploads(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an upload that was declared", t, func() {
			folder := t.TempDir()
			w := testkit.New(t, e, func(g *service.Ground) { g.Uploads = intake.Settings{Folder: folder, MostBytes: 1000} })
			const text = "one,two,three"
			sum := sha256.Sum256([]byte(text))
			u, err := w.Intake.CreateUpload(w.Ctx, intake.NewUpload{By: clerk, Name: "a.csv", Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:])})
			So(err, ShouldBeNil)
			send := func(offset int64, piece string) (model.Upload, error) {
				return w.Intake.Append(w.Ctx, clerk, u.ID, offset, strings.NewReader(piece))
			}
			files := func() int {
				entries, err := os.ReadDir(folder)
				So(err, ShouldBeNil)
				return len(entries)
			}

			Convey("its pieces come one after the other", func() {
				at, err := send(0, text[:4])
				So(err, ShouldBeNil)
				So(at.Received, ShouldEqual, 4)
				So(at.Complete, ShouldBeFalse)
				_, err = w.Intake.CreateImport(w.Ctx, intake.NewImport{By: clerk, Key: "k", Upload: u.ID, Declaration: intake.Declaration{Kind: model.ImportShipments}})
				So(err, ShouldWrap, intake.ErrUnfinished)
				at, err = send(4, text[4:])
				So(err, ShouldBeNil)
				So(at.Complete, ShouldBeTrue)

				Convey("and nothing comes after the last", func() {
					_, err := send(int64(len(text)), "x")
					So(err, ShouldWrap, intake.ErrBeyondSize)
				})
				Convey("and it is forgotten in a week", func() {
					w.Clock.Advance(6 * 24 * time.Hour)
					So(w.Intake.Tidy(w.Ctx), ShouldBeNil)
					So(files(), ShouldEqual, 1)
					w.Clock.Advance(25 * time.Hour)
					So(w.Intake.Tidy(w.Ctx), ShouldBeNil)
					So(files(), ShouldEqual, 0)
					_, err := w.Intake.Upload(w.Ctx, clerk, u.ID)
					So(err, ShouldWrap, intake.ErrUnknownUpload)
				})
				Convey("but not while an import waits for it", func() {
					_, err := w.Intake.CreateImport(w.Ctx, intake.NewImport{By: clerk, Key: "k", Upload: u.ID, Declaration: intake.Declaration{Kind: model.ImportShipments}})
					So(err, ShouldBeNil)
					w.Clock.Advance(30 * 24 * time.Hour)
					So(w.Intake.Tidy(w.Ctx), ShouldBeNil)
					So(files(), ShouldEqual, 1)
				})
			})
			Convey("what has arrived stays when the connection breaks", func() {
				at, err := w.Intake.Append(w.Ctx, clerk, u.ID, 0, io.MultiReader(strings.NewReader(text[:6]), iotest.ErrReader(errors.New("reset by peer"))))
				So(err, ShouldWrap, intake.ErrCutOff)
				So(at.Received, ShouldEqual, 6)
				at, err = send(0, text)
				So(err, ShouldWrap, intake.ErrOffset)
				So(at.Received, ShouldEqual, 6)
				at, err = send(6, text[6:])
				So(err, ShouldBeNil)
				So(at.Complete, ShouldBeTrue)
			})
			Convey("unfinished, it is forgotten a day after its last piece", func() {
				_, err := send(0, "one")
				So(err, ShouldBeNil)
				w.Clock.Advance(24*time.Hour + time.Second)
				So(w.Intake.Tidy(w.Ctx), ShouldBeNil)
				So(files(), ShouldEqual, 0)
			})
			Convey("other bytes than those of the SHA-256 are found, and forgotten", func() {
				_, err := send(0, strings.ToUpper(text))
				So(err, ShouldWrap, intake.ErrSpoilt)
				So(files(), ShouldEqual, 0)
				_, err = send(0, text)
				So(err, ShouldWrap, intake.ErrUnknownUpload)
			})
			Convey("more bytes than were declared are refused", func() {
				_, err := send(0, text+"!")
				So(err, ShouldWrap, intake.ErrBeyondSize)
				_, err = send(int64(len(text)), "") // it is the beginning of another file
				So(err, ShouldWrap, intake.ErrUnknownUpload)
			})
			Convey("as long as its file cannot be removed, it is not forgotten", func() {
				_, err := send(0, "one")
				So(err, ShouldBeNil)
				entries, err := os.ReadDir(folder)
				So(err, ShouldBeNil)
				path := filepath.Join(folder, entries[0].Name())
				So(os.Remove(path), ShouldBeNil)
				So(os.MkdirAll(filepath.Join(path, "in the way"), 0o750), ShouldBeNil)
				w.Clock.Advance(24*time.Hour + time.Second)
				So(w.Intake.Tidy(w.Ctx), ShouldNotBeNil)
				_, err = w.Intake.Upload(w.Ctx, clerk, u.ID)
				So(err, ShouldBeNil)
				So(os.Remove(filepath.Join(path, "in the way")), ShouldBeNil)
				So(w.Intake.Tidy(w.Ctx), ShouldBeNil)
				So(files(), ShouldEqual, 0)
				_, err = w.Intake.Upload(w.Ctx, clerk, u.ID)
				So(err, ShouldWrap, intake.ErrUnknownUpload)
			})
			Convey("it does not go on where its beginning is gone", func() {
				_, err := send(0, text[:4])
				So(err, ShouldBeNil)
				So(os.RemoveAll(folder), ShouldBeNil)
				at, err := send(4, text[4:])
				So(err, ShouldWrap, intake.ErrFileGone)
				So(at.Received, ShouldEqual, 4)
			})
			Convey("a user's are together no more than eight of the largest; the command line's are", func() {
				create := func(by model.UserID, size int64) error {
					_, err := w.Intake.CreateUpload(w.Ctx, intake.NewUpload{By: by, Name: "b", Size: size})
					return err
				}
				for range 7 {
					So(create(clerk, 1000), ShouldBeNil)
				}
				So(create(clerk, 1000), ShouldWrap, intake.ErrUploadsFull)
				So(create(clerk, 900), ShouldBeNil)
				for range 9 {
					So(create(0, 1000), ShouldBeNil)
				}
				w.Clock.Advance(24*time.Hour + time.Second)
				So(w.Intake.Tidy(w.Ctx), ShouldBeNil)
				So(create(clerk, 1000), ShouldBeNil)
			})
			Convey("twenty who declare at once get no more room than one after the other", func() {
				var running sync.WaitGroup
				var others atomic.Value
				for range 20 {
					running.Go(func() {
						_, err := w.Intake.CreateUpload(context.Background(), intake.NewUpload{By: clerk + 1, Name: "b", Size: 1000})
						if err != nil && !errors.Is(err, intake.ErrUploadsFull) {
							others.Store(err)
						}
					})
				}
				running.Wait()
				So(others.Load(), ShouldBeNil)
				var all int64
				So(w.DB.Conn(w.Ctx).Model(&model.Upload{}).Where("user_id = ?", clerk+1).Count(&all).Error, ShouldBeNil)
				So(all, ShouldBeLessThanOrEqualTo, 8)
			})
			Convey("nobody else may send or see it", func() {
				_, err := w.Intake.Append(w.Ctx, clerk+1, u.ID, 0, strings.NewReader(text))
				So(err, ShouldWrap, intake.ErrUnknownUpload)
			})
			Convey("twenty who send the same piece at once, through two replicas, add it once", func() {
				var added atomic.Int64
				var running sync.WaitGroup
				replicas := []*intake.Service{w.Intake, intake.New(w.DB, w.Clock, w.IDs, intake.Rooms{}, intake.Settings{Folder: folder})}
				for n := range 20 {
					running.Go(func() {
						_, err := replicas[n%2].Append(context.Background(), clerk, u.ID, 0, strings.NewReader(text[:5]))
						if err == nil {
							added.Add(1)
						}
					})
				}
				running.Wait()
				So(added.Load(), ShouldEqual, 1)
				at, err := w.Intake.Upload(w.Ctx, clerk, u.ID)
				So(err, ShouldBeNil)
				So(at.Received, ShouldEqual, 5)
			})
			Convey("a declaration that makes no sense is refused", func() {
				for n, want := range map[intake.NewUpload]error{
					{Name: "a", Size: 1001}:                   intake.ErrUploadTooLarge,
					{Name: "a", Size: 0}:                      intake.ErrBadUpload,
					{Name: "", Size: 1}:                       intake.ErrBadUpload,
					{Name: strings.Repeat("x", 201), Size: 1}: intake.ErrBadUpload,
					{Name: "a", Size: 1, SHA256: "../../etc"}: intake.ErrBadUpload,
				} {
					_, err := w.Intake.CreateUpload(w.Ctx, n)
					So(err, ShouldWrap, want)
				}
			})
		})
	})
}

package privacy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	pngs "image/png"
	"io"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/blob"
	"channelrouter/model"
	"channelrouter/service/privacy"
	"channelrouter/service/testkit"
)

func TestExport(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given somebody who wants a copy of her data", t, func() {
			w := newRegistry(t, e)
			r := w.record(model.DataExport)
			So(r.DueAt, ShouldEqual, r.AskedAt.AddDate(0, 0, 15))

			Convey("there is none before it is approved, by another", func() {
				w.work()
				_, err := w.Privacy.OpenFile(w.Ctx, r.ID)
				So(errors.Is(err, privacy.ErrNoFile), ShouldBeTrue)
				_, err = w.Privacy.Approve(w.Ctx, r.ID, privacy.Decision{By: anna})
				So(errors.Is(err, privacy.ErrFourEyes), ShouldBeTrue)
			})
			Convey("it is told once more of the one that is open, and nobody else opens another", func() {
				So(w.record(model.DataExport).ID, ShouldEqual, r.ID)
				_, err := w.Privacy.Record(w.Ctx, privacy.NewRequest{Person: w.jing, Kind: model.DataExport, Source: model.DataByApp, App: "consumer"})
				So(errors.Is(err, privacy.ErrOpen), ShouldBeTrue)
			})
			Convey("her photos are in it as pictures; one that is gone by then is named", func() {
				contents := map[string][]byte{}
				for _, side := range []int{3, 4, 5} {
					var png bytes.Buffer
					w.must(pngs.Encode(&png, image.NewGray(image.Rect(0, 0, side, side))))
					p, err := w.Contact.Upload(w.Ctx, w.jing, model.RoleConsumer, &png)
					So(err, ShouldBeNil)
					content, err := w.Blobs.Open(w.Ctx, blob.Hash(p.Hash))
					So(err, ShouldBeNil)
					contents[fmt.Sprintf("photos/%d.%s", p.ID, p.Kind)], err = io.ReadAll(content)
					So(errors.Join(err, content.Close()), ShouldBeNil)
				}
				var png bytes.Buffer
				w.must(pngs.Encode(&png, image.NewGray(image.Rect(0, 0, 6, 6))))
				_, err := w.Contact.Upload(w.Ctx, w.other, model.RoleConsumer, &png)
				So(err, ShouldBeNil)
				v := w.finish(w.approved(model.DataExport))
				files := w.copyOf(v.DataRequest)
				pictures := 0
				for name, content := range contents {
					So(files[name] == string(content), ShouldBeTrue)
				}
				for name := range files {
					if strings.HasPrefix(name, "photos/") {
						pictures++
					}
				}
				So(pictures, ShouldEqual, 3)
				So(files["missing.txt"], ShouldEqual, "")
				for name, content := range contents {
					_, err := w.Blobs.Remove(w.Ctx, blob.Of(content), time.Now().Add(time.Hour))
					So(err, ShouldBeNil)
					files = w.copyOf(v.DataRequest)
					So(files["missing.txt"], ShouldEndWith, name+"\n")
					break
				}
			})
			Convey("it is all that the rooms have of her, and of nobody else", func() {
				v := w.finish(w.approved(model.DataExport))
				files := w.copyOf(v.DataRequest)
				So(files["README.txt"], ShouldContainSubstring, "scans.jsonl")
				So(strings.Count(files["scans.jsonl"], `"table":"scans"`), ShouldEqual, 3)
				So(files["identity.jsonl"], ShouldContainSubstring, `"phone":"+86`+number+`"`)
				So(files["accounts.jsonl"], ShouldContainSubstring, openID)
				So(files["threads.jsonl"], ShouldContainSubstring, name)
				So(files["messages.jsonl"], ShouldContainSubstring, name)
				for _, text := range files {
					So(text, ShouldNotContainSubstring, "13900001111")
					So(text, ShouldNotContainSubstring, "other@")
				}
				for part, text := range files {
					for line := range strings.Lines(text) {
						So(part == "README.txt" || json.Valid([]byte(line)), ShouldBeTrue)
					}
				}

				Convey("for a week: then it is forgotten", func() {
					w.Tick(7*24*time.Hour - 10*time.Minute)
					w.must(w.Privacy.Tidy(w.Ctx))
					w.copyOf(v.DataRequest)
					w.Tick(20 * time.Minute)
					_, err := w.Privacy.OpenFile(w.Ctx, r.ID)
					So(errors.Is(err, privacy.ErrNoFile), ShouldBeTrue)
					var chunks []model.DataRequestChunk
					So(w.DB.Conn(w.Ctx).Find(&chunks).Error, ShouldBeNil)
					So(len(chunks), ShouldBeGreaterThan, 3)
					w.must(w.Privacy.Tidy(w.Ctx))
					So(w.DB.Conn(w.Ctx).Find(&chunks).Error, ShouldBeNil)
					So(chunks, ShouldBeEmpty)
				})
				Convey("and no longer than she is known", func() {
					w.finish(w.approved(model.DataErasure))
					w.must(w.Privacy.Tidy(w.Ctx))
					_, err := w.Privacy.OpenFile(w.Ctx, r.ID)
					So(errors.Is(err, privacy.ErrNoFile), ShouldBeTrue)
				})
			})
			Convey("an erasure waits for it", func() {
				erasure := w.record(model.DataErasure)
				w.work()
				_, err := w.Privacy.Approve(w.Ctx, erasure.ID, privacy.Decision{By: bert})
				So(errors.Is(err, privacy.ErrOwed), ShouldBeTrue)
				So(err.Error(), ShouldContainSubstring, "open_export")
			})
			Convey("it is the same after a worker that died at any moment", func() {
				whole := w.copyOf(w.finish(w.approved(model.DataExport)).DataRequest)
				w.Privacy.Small()
				again := w.approved(model.DataExport)
				deaths := 0
				for n := 1; n < 400; n++ {
					ctx, die := context.WithCancel(w.Ctx)
					w.Privacy.DieAfter(n%7+1, die)
					_, err := w.Privacy.Work(ctx)
					die()
					if err != nil {
						deaths++
					}
					if v, err := w.Privacy.Look(w.Ctx, again.ID); err == nil && v.State == model.DataDone {
						break
					}
				}
				So(deaths, ShouldBeGreaterThan, 3)
				files := w.copyOf(again)
				for _, name := range []string{"scans.jsonl", "threads.jsonl", "messages.jsonl", "accounts.jsonl"} {
					So(files[name], ShouldEqual, whole[name])
				}
			})
			Convey("it is refused for a reason of the list", func() {
				_, err := w.Privacy.Refuse(w.Ctx, r.ID, privacy.Decision{By: bert, Reason: "no"})
				So(errors.Is(err, privacy.ErrBadReason), ShouldBeTrue)
				_, err = w.Privacy.Refuse(w.Ctx, r.ID, privacy.Decision{By: bert, Reason: "other", Note: " "})
				So(errors.Is(err, privacy.ErrBadReason), ShouldBeTrue)
				refused, err := w.Privacy.Refuse(w.Ctx, r.ID, privacy.Decision{By: bert, Reason: "identity_not_proven"})
				So(err, ShouldBeNil)
				So(refused.State, ShouldEqual, model.DataRefused)
				_, err = w.Privacy.Approve(w.Ctx, r.ID, privacy.Decision{By: bert})
				So(errors.Is(err, privacy.ErrDecided), ShouldBeTrue)
				So(w.record(model.DataExport).ID, ShouldNotEqual, r.ID)
			})
			Convey("the register has it, the one that is due first in front", func() {
				late, err := w.Privacy.Record(w.Ctx, privacy.NewRequest{
					Person: w.other, Kind: model.DataErasure, Source: model.DataByLetter, By: anna, AskedAt: w.Clock.Now().AddDate(0, 0, -20),
				})
				So(err, ShouldBeNil)
				rows, err := w.Privacy.List(w.Ctx, privacy.Filter{Open: true, Sort: "due_at"}, 0, 1)
				So(err, ShouldBeNil)
				So(rows[0].ID, ShouldEqual, late.ID)
				rows, err = w.Privacy.List(w.Ctx, privacy.Filter{Open: true, Sort: "due_at"}, rows[0].ID, 5)
				So(err, ShouldBeNil)
				So(len(rows), ShouldEqual, 1)
				So(rows[0].ID, ShouldEqual, r.ID)
				rows, err = w.Privacy.List(w.Ctx, privacy.Filter{Overdue: true}, 0, 5)
				So(err, ShouldBeNil)
				So(len(rows), ShouldEqual, 1)
				mine, err := w.Privacy.Mine(w.Ctx, w.jing, 0, 5)
				So(err, ShouldBeNil)
				So(len(mine), ShouldEqual, 1)
			})
		})
	})
}

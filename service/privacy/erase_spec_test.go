package privacy_test

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/privacy"
	"channelrouter/service/testkit"
)

func TestErasure(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given somebody who scanned, wrote, and gave her number", t, func() {
			w := newRegistry(t, e)
			index := w.Identity.IndexPhone(phoneOf(number))
			secrets := []string{number, index, openID, name}

			Convey("what her erasure would do is counted before it is decided", func() {
				r := w.record(model.DataErasure)
				_, err := w.Privacy.Approve(w.Ctx, r.ID, privacy.Decision{By: bert})
				So(errors.Is(err, privacy.ErrCounting), ShouldBeTrue)
				w.work()
				v, err := w.Privacy.Look(w.Ctx, r.ID)
				So(err, ShouldBeNil)
				So(v.State, ShouldEqual, model.DataRecorded)
				So(v.Person.Phone, ShouldEqual, "138****5678")
				found := map[string]int64{}
				for _, step := range v.Steps {
					found[step.Of+" "+step.Fate] += step.Found
				}
				So(found["app_accounts erased"], ShouldEqual, 1)
				So(found["scans anonymised"], ShouldEqual, 3)
				So(found["thread_posts erased"], ShouldEqual, 1)
				So(found["person_phones erased"], ShouldEqual, 1)
				So(len(w.hits(number, openID)), ShouldBeGreaterThan, 2) // or the scan for them proves nothing
			})
			Convey("who recorded it does not approve it", func() {
				r := w.record(model.DataErasure)
				w.work()
				_, err := w.Privacy.Approve(w.Ctx, r.ID, privacy.Decision{By: anna})
				So(errors.Is(err, privacy.ErrFourEyes), ShouldBeTrue)
			})
			Convey("nothing in any table tells afterwards who she was, and the books are in order", func() {
				tokens, err := w.Identity.Login(w.Ctx, "consumer", "jing")
				So(err, ShouldBeNil)
				v := w.finish(w.approved(model.DataErasure))
				So(w.hits(secrets...), ShouldBeEmpty)
				report, err := w.Ledger.Verify(w.Ctx)
				So(err, ShouldBeNil)
				So(report.OK(), ShouldBeTrue)
				So(v.Person.Phone, ShouldEqual, "")

				Convey("her sessions are over, and whoever comes by her openid is somebody new", func() {
					_, err := w.Identity.Authenticate(w.Ctx, "consumer", tokens.Access)
					So(errors.Is(err, identity.ErrSessionExpired), ShouldBeTrue)
					_, err = w.Identity.Refresh(w.Ctx, "consumer", tokens.Refresh, identity.Device{})
					So(err, ShouldNotBeNil)
					again := w.Enter("consumer", "jing")
					So(again, ShouldNotEqual, w.jing)
					w.phone(again, number)
				})
				Convey("she is not found any more, and not erased a second time", func() {
					_, err := w.Privacy.Find(w.Ctx, privacy.Query{Phone: number})
					So(errors.Is(err, privacy.ErrNobody), ShouldBeTrue)
					_, err = w.Privacy.Find(w.Ctx, privacy.Query{OpenID: openID})
					So(errors.Is(err, privacy.ErrNobody), ShouldBeTrue)
					_, err = w.Privacy.Record(w.Ctx, privacy.NewRequest{Person: w.jing, Kind: model.DataExport, Source: model.DataByPhone, By: anna})
					So(errors.Is(err, privacy.ErrErased), ShouldBeTrue)
				})
				Convey("what is another's stays", func() {
					p, err := w.Privacy.Find(w.Ctx, privacy.Query{Phone: "13900001111"})
					So(err, ShouldBeNil)
					So(p.ID, ShouldEqual, w.other)
					inbox, err := w.Message.Inbox(w.Ctx, w.other, model.RoleConsumer, false, 0, 10)
					So(err, ShouldBeNil)
					So(len(inbox), ShouldEqual, 1)
				})
				Convey("her scans still speak of the goods", func() {
					var scans []model.Scan
					So(w.DB.Conn(w.Ctx).Where("person_id = ?", w.jing).Find(&scans).Error, ShouldBeNil)
					So(len(scans), ShouldEqual, 3)
				})
			})
			Convey("it waits while something is owed to her, unless she gives up what she may", func() {
				w.earn(500)
				r, err := w.Privacy.Record(w.Ctx, privacy.NewRequest{Person: w.jing, Kind: model.DataErasure, Source: model.DataByLetter, By: anna})
				So(err, ShouldBeNil)
				w.work()
				_, err = w.Privacy.Approve(w.Ctx, r.ID, privacy.Decision{By: bert})
				So(errors.Is(err, privacy.ErrOwed), ShouldBeTrue)
				So(err.Error(), ShouldContainSubstring, "money_in_wallet")
				_, err = w.Privacy.Refuse(w.Ctx, r.ID, privacy.Decision{By: anna, Reason: "money_due"})
				So(err, ShouldBeNil)
				w.finish(w.approved(model.DataErasure))
			})
			Convey("a membership has to be ended first, also one that came after the approval", func() {
				r := w.approved(model.DataErasure)
				shop := w.Distributor("D9", "44")
				So(w.Channel.Join(w.Ctx, w.jing, model.RoleDistributor, shop.ID, w.Clock.Now().Add(-time.Hour)), ShouldBeNil)
				for range 3 {
					w.work()
					w.Tick(time.Minute)
				}
				v, err := w.Privacy.Look(w.Ctx, r.ID)
				So(err, ShouldBeNil)
				So(v.State, ShouldEqual, model.DataRunning)
				So(v.Owed, ShouldResemble, []privacy.Owed{{Code: "memberships", Count: 1}})
				So(w.Channel.Leave(w.Ctx, w.jing, model.RoleDistributor, shop.ID, w.Clock.Now()), ShouldBeNil)
				w.finish(r)
				So(w.hits(secrets...), ShouldBeEmpty)
			})
			Convey("it goes on after a worker that died at any moment", func() {
				w.Privacy.Small()
				r := w.approved(model.DataErasure)
				deaths := 0
				for after := 1; after < 400; after++ {
					ctx, die := context.WithCancel(w.Ctx)
					w.Privacy.DieAfter(after%7+1, die)
					_, err := w.Privacy.Work(ctx)
					die()
					if err != nil {
						deaths++
					}
					w.Tick(time.Minute)
					if v, err := w.Privacy.Look(w.Ctx, r.ID); err == nil && v.State == model.DataDone {
						break
					}
				}
				So(deaths, ShouldBeGreaterThan, 3)
				v, err := w.Privacy.Look(w.Ctx, r.ID)
				So(err, ShouldBeNil)
				So(v.State, ShouldEqual, model.DataDone)
				for _, step := range v.Steps {
					if step.Fate == "erased" && step.Of != "session_families" && step.Of != "refresh_tokens" {
						So(step.Rows, ShouldEqual, step.Found)
					}
				}
				So(w.hits(secrets...), ShouldBeEmpty)
			})
		})
	})
}

func phoneOf(text string) identity.Phone {
	p, err := identity.ParsePhone(text)
	So(err, ShouldBeNil)
	return p
}

func TestApprovedTwiceErasedOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		w := newRegistry(t, e)
		r := w.record(model.DataErasure)
		w.work()
		failures := testkit.Together(many, func(worker int) error {
			_, err := w.Privacy.Approve(w.Ctx, r.ID, privacy.Decision{By: bert + model.UserID(worker)})
			if err == nil {
				_, err = w.Privacy.Work(w.Ctx)
			}
			return err
		})
		for _, err := range failures {
			if err != nil {
				t.Error(err)
			}
		}
		w.Tick(time.Minute)
		for _, err := range testkit.Together(many, func(int) error { _, err := w.Privacy.Work(w.Ctx); return err }) {
			if err != nil {
				t.Error(err)
			}
		}
		v, err := w.Privacy.Look(w.Ctx, r.ID)
		if err != nil || v.State != model.DataDone {
			t.Fatal(v.State, err)
		}
		for _, step := range v.Steps {
			if step.Fate == "erased" && step.Rows != step.Found {
				t.Errorf("%s: %d rows were erased of %d", step.Of, step.Rows, step.Found)
			}
		}
	})
}

func TestAskedAtOnceKeptOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		w := newRegistry(t, e)
		ids := make([]model.DataRequestID, many)
		for worker, err := range testkit.Together(many, func(worker int) error {
			r, err := w.Privacy.Record(w.Ctx, privacy.NewRequest{Person: w.jing, Kind: model.DataExport, Source: model.DataByApp, App: "consumer"})
			ids[worker] = r.ID
			return err
		}) {
			if err != nil || ids[worker] != ids[0] {
				t.Error(worker, ids[worker], err)
			}
		}
	})
}

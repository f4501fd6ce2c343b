package codeorder_test

import (
	"strings"
	"sync/atomic"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
	"channelrouter/service/testkit"
)

func TestOrders(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an order that was asked for", t, func() {
			o := newOffice(t, e)
			wish := o.wish("B1", 2)
			order, err := o.room.Ask(o.Ctx, wish)
			So(err, ShouldBeNil)
			So(order.State, ShouldEqual, model.CodeOrderAsked)

			Convey("a retry is the same order, and another under its key is none", func() {
				again, err := o.room.Ask(o.Ctx, wish)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, order.ID)
				wish.Plant = "Plant 2"
				_, err = o.room.Ask(o.Ctx, wish)
				So(err, ShouldWrap, codeorder.ErrKeyReused)
			})
			Convey("it has no batch, and its codes cannot be made live", func() {
				So(o.batches(), ShouldEqual, 0)
				_, err := o.room.Activate(o.Ctx, codeorder.Activation{By: approver, Key: o.key(), Order: order.ID})
				So(err, ShouldWrap, codeorder.ErrNotIssued)
			})
			Convey("who asked for it cannot approve it", func() {
				_, err := o.room.Approve(o.Ctx, asker, order.ID)
				So(err, ShouldWrap, codeorder.ErrFourEyes)
				So(o.batches(), ShouldEqual, 0)

				Convey("unless an owner has allowed it", func() {
					_, err := o.room.Policies.Publish(o.Ctx, codeorder.Policy{SamePersonMayApprove: true, Downloads: 3, LinkHours: 24}, o.Clock.Now(), 9)
					So(err, ShouldBeNil)
					_, err = o.room.Approve(o.Ctx, asker, order.ID)
					So(err, ShouldBeNil)
				})
			})
			Convey("approval issues the batch, once", func() {
				for range 2 {
					approved, err := o.room.Approve(o.Ctx, approver, order.ID)
					So(err, ShouldBeNil)
					So(approved.State, ShouldEqual, model.CodeOrderIssued)
					So(approved.DecidedBy, ShouldEqual, approver)
				}
				So(o.batches(), ShouldEqual, 1)
				b, err := o.room.Batch(o.Ctx, o.now(order.ID))
				So(err, ShouldBeNil)
				So(b.Ref, ShouldEqual, "B1")
				So(b.Level(model.LevelUnit).Len(), ShouldEqual, 48)
				So(o.live(order.ID), ShouldEqual, 0)
				_, err = o.room.Refuse(o.Ctx, approver, order.ID, "too late")
				So(err, ShouldWrap, codeorder.ErrDecided)
			})
			Convey("refused, it has its reason and stays refused", func() {
				for range 2 {
					refused, err := o.room.Refuse(o.Ctx, asker, order.ID, "a mistake")
					So(err, ShouldBeNil)
					So(refused.Reason, ShouldEqual, "a mistake")
				}
				_, err := o.room.Approve(o.Ctx, approver, order.ID)
				So(err, ShouldWrap, codeorder.ErrDecided)
				So(o.batches(), ShouldEqual, 0)
			})
			Convey("a number that another order's batch has is refused, and nothing is decided", func() {
				twin := o.asked("B1", 2)
				_, err := o.room.Approve(o.Ctx, approver, order.ID)
				So(err, ShouldBeNil)
				_, err = o.room.Approve(o.Ctx, approver, twin.ID)
				So(err, ShouldWrap, codeorder.ErrNumberTaken)
				_, err = o.room.Approve(o.Ctx, approver, o.asked("B1", 3).ID)
				So(err, ShouldWrap, code.ErrBatchExists)
				So(o.now(twin.ID).State, ShouldEqual, model.CodeOrderAsked)
			})
			Convey("orders are listed newest first, and by state", func() {
				second := o.issued("B2", 1)
				all, err := o.room.List(o.Ctx, 0, 0, 10)
				So(err, ShouldBeNil)
				So([]model.CodeOrderID{all[0].ID, all[1].ID}, ShouldResemble, []model.CodeOrderID{second.ID, order.ID})
				waiting, err := o.room.List(o.Ctx, model.CodeOrderAsked, second.ID, 10)
				So(err, ShouldBeNil)
				So(waiting, ShouldHaveLength, 1)
			})
		})
	})
}

// What could not be issued is refused when it is asked for.
func TestOrdersThatAreRefusedAtOnce(t *testing.T) {
	o := newOffice(t, testkit.SQLite)
	for name, c := range map[string]struct {
		change func(*codeorder.Wish)
		want   error
	}{
		"no number":            {func(w *codeorder.Wish) { w.Batch.Ref = "" }, code.ErrBadBatch},
		"nothing":              {func(w *codeorder.Wish) { w.Batch.Count = 0 }, code.ErrBadBatch},
		"no packaging":         {func(w *codeorder.Wish) { w.Batch.Profile.Levels = nil }, code.ErrBadProfile},
		"a level misnamed":     {func(w *codeorder.Wish) { w.Batch.Profile.Levels[0].Name = "tin" }, code.ErrBadProfile},
		"no such product":      {func(w *codeorder.Wish) { w.Batch.ProductID = 4711 }, catalog.ErrUnknownProduct},
		"a long plant":         {func(w *codeorder.Wish) { w.Plant = strings.Repeat("厂", 61) }, codeorder.ErrBadOrder},
		"a day that is over":   {func(w *codeorder.Wish) { w.WantedOn = clock.BizDate(testkit.Start) - 1 }, codeorder.ErrBadOrder},
		"an order of that day": {func(w *codeorder.Wish) { w.WantedOn = clock.BizDate(testkit.Start) }, nil},
	} {
		wish := o.wish("B1", 1)
		c.change(&wish)
		if _, err := o.room.Ask(o.Ctx, wish); c.want == nil && err != nil || c.want != nil && (err == nil || !strings.Contains(err.Error(), strings.SplitN(c.want.Error(), ":", 2)[0])) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOrdersAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an order", t, func() {
			o := newOffice(t, e)

			Convey("20 retries at once are one order", func() {
				wish := o.wish("B1", 1)
				ids := make([]model.CodeOrderID, 20)
				for _, err := range testkit.Together(20, func(i int) error {
					order, err := o.room.Ask(o.Ctx, wish)
					ids[i] = order.ID
					return err
				}) {
					So(err, ShouldBeNil)
				}
				for _, id := range ids {
					So(id, ShouldEqual, ids[0])
				}
			})
			Convey("20 approvals at once issue one batch", func() {
				order := o.asked("B1", 2)
				for _, err := range testkit.Together(20, func(i int) error {
					_, err := o.room.Approve(o.Ctx, approver+model.UserID(i), order.ID)
					return err
				}) {
					So(err, ShouldBeNil)
				}
				So(o.batches(), ShouldEqual, 1)
				So(o.now(order.ID).State, ShouldEqual, model.CodeOrderIssued)
			})
			Convey("of approvals and refusals at once, one decides", func() {
				order := o.asked("B1", 2)
				var approved, refused atomic.Int64
				testkit.Together(20, func(i int) (err error) {
					if i%2 == 0 {
						if _, err = o.room.Approve(o.Ctx, approver, order.ID); err == nil {
							approved.Add(1)
						}
						return err
					}
					if _, err = o.room.Refuse(o.Ctx, approver, order.ID, "no"); err == nil {
						refused.Add(1)
					}
					return err
				})
				So([]int64{approved.Load(), refused.Load()}, ShouldBeIn, []int64{10, 0}, []int64{0, 10})
				So(o.batches(), ShouldEqual, approved.Load()/10)
			})
			Convey("of 20 orders of one number approved at once, one is issued", func() {
				ids := make([]model.CodeOrderID, 20)
				for i := range ids {
					ids[i] = o.asked("B1", 2).ID
				}
				failures := testkit.Together(20, func(i int) error {
					_, err := o.room.Approve(o.Ctx, approver, ids[i])
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				So(o.batches(), ShouldEqual, 1)
			})
		})
	})
}

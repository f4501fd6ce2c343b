package codeorder_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
	"channelrouter/service/testkit"
)

func TestActivations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an order of two pallets that was issued", t, func() {
			o := newOffice(t, e)
			order := o.issued("B1", 2)
			unit, pallet := model.LevelUnit, model.LevelPallet
			wish := func(i code.Interval, at time.Time) codeorder.Activation {
				return codeorder.Activation{By: approver, Key: o.key(), Order: order.ID, Interval: i, At: at}
			}
			first := code.Interval{Level: &pallet, From: 0, To: 1}
			tomorrow := o.Clock.Now().Add(24 * time.Hour)
			work := func() int {
				n, err := o.room.ActivateDue(o.Ctx)
				So(err, ShouldBeNil)
				return n
			}

			Convey("a pallet is live at once, with all that is in it", func() {
				a, err := o.room.Activate(o.Ctx, wish(first, time.Time{}))
				So(err, ShouldBeNil)
				So(a.State, ShouldEqual, model.CodeActivationDone)
				So(o.live(order.ID), ShouldEqual, 24+4+1)

				Convey("and the rest later; what is live stays so", func() {
					_, err := o.room.Activate(o.Ctx, wish(code.Interval{}, time.Time{}))
					So(err, ShouldBeNil)
					So(o.live(order.ID), ShouldEqual, 2*(24+4+1))
				})
				Convey("which cannot be withdrawn", func() {
					So(o.room.Withdraw(o.Ctx, approver, order.ID, a.ID), ShouldWrap, codeorder.ErrActivated)
				})
			})
			Convey("a timed activation waits for its time", func() {
				timed := wish(first, tomorrow)
				a, err := o.room.Activate(o.Ctx, timed)
				So(err, ShouldBeNil)
				So(a.State, ShouldEqual, model.CodeActivationWaiting)
				So(work(), ShouldEqual, 0)
				So(o.live(order.ID), ShouldEqual, 0)

				Convey("and is carried out then, once", func() {
					o.Tick(24 * time.Hour)
					So(work(), ShouldEqual, 1)
					So(o.live(order.ID), ShouldEqual, 29)
					So(work(), ShouldEqual, 0)
				})
				Convey("unless it is withdrawn before", func() {
					for range 2 {
						So(o.room.Withdraw(o.Ctx, approver, order.ID, a.ID), ShouldBeNil)
					}
					o.Tick(24 * time.Hour)
					So(work(), ShouldEqual, 0)
					So(o.live(order.ID), ShouldEqual, 0)
					all, err := o.room.Activations(o.Ctx, order.ID, 0, 10)
					So(err, ShouldBeNil)
					So(all, ShouldHaveLength, 1)
					So(all[0].State, ShouldEqual, model.CodeActivationWithdrawn)
				})
				Convey("a retry is the same activation, and another under its key is none", func() {
					again, err := o.room.Activate(o.Ctx, timed)
					So(err, ShouldBeNil)
					So(again.ID, ShouldEqual, a.ID)
					timed.Interval.To = 2
					_, err = o.room.Activate(o.Ctx, timed)
					So(err, ShouldWrap, codeorder.ErrKeyReused)
				})
				Convey("of 10 withdrawals and 10 workers at its time, one decides what is live", func() {
					o.Tick(24 * time.Hour)
					failures := testkit.Together(20, func(i int) error {
						if i%2 == 0 {
							return o.room.Withdraw(o.Ctx, approver, order.ID, a.ID)
						}
						_, err := o.room.ActivateDue(o.Ctx)
						return err
					})
					all, err := o.room.Activations(o.Ctx, order.ID, 0, 10)
					So(err, ShouldBeNil)
					want := map[model.CodeActivationState]int64{model.CodeActivationDone: 29, model.CodeActivationWithdrawn: 0}
					So(o.live(order.ID), ShouldEqual, want[all[0].State])
					if all[0].State == model.CodeActivationWithdrawn {
						So(testkit.Succeeded(failures), ShouldEqual, 20)
					} else {
						So(testkit.Succeeded(failures), ShouldEqual, 10)
					}
					var rows int64
					So(o.DB.Conn(o.Ctx).Model(&model.Activation{}).Count(&rows).Error, ShouldBeNil)
					So(rows, ShouldBeIn, int64(0), int64(3)) // one for each level
				})
			})
			Convey("20 retries at once make it live once", func() {
				now := wish(first, time.Time{})
				for _, err := range testkit.Together(20, func(int) error {
					_, err := o.room.Activate(o.Ctx, now)
					return err
				}) {
					So(err, ShouldBeNil)
				}
				So(o.live(order.ID), ShouldEqual, 29)
			})
			Convey("what the batch has not is refused", func() {
				_, err := o.room.Activate(o.Ctx, wish(code.Interval{Level: &unit, From: 40, To: 49}, tomorrow))
				So(err, ShouldWrap, code.ErrIntervalOutside)
				So(o.room.Withdraw(o.Ctx, approver, order.ID, 4711), ShouldWrap, codeorder.ErrUnknownActivation)
				_, err = o.room.Activations(o.Ctx, 4711, 0, 10)
				So(err, ShouldWrap, codeorder.ErrUnknown)
			})
		})
	})
}

package payout_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/payout"
	"channelrouter/service/testkit"
)

func TestListingPayouts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who asks for cash before and after he turns out to be another", t, func() {
			o := newOffice(t, e)
			former, heir, li := o.Enter("guide", testkit.Unnamed+"wang"), o.Enter("consumer", "wang"), o.guide("li", 10_000)
			o.gives(former, 10_000)
			phone, err := o.Identity.AskPhone(o.Ctx, "guide", "13812345678")
			So(err, ShouldBeNil)
			_, err = o.Identity.BindPhone(o.Ctx, "guide", former, phone, "1")
			So(err, ShouldBeNil)
			var want []model.PayoutID // newest first
			asks := func(person model.PersonID, times int) {
				for range times {
					p, err := o.wants(person, 100)
					So(err, ShouldBeNil)
					want = append([]model.PayoutID{p.ID}, want...)
					_, err = o.wants(li, 100)
					So(err, ShouldBeNil)
				}
			}
			pages := func(person model.PersonID, limit int) (ids []model.PayoutID) {
				before := model.PayoutID(0)
				for {
					page, err := o.List(o.Ctx, person, before, limit)
					So(err, ShouldBeNil)
					So(len(page), ShouldBeLessThanOrEqualTo, limit)
					for _, p := range page {
						ids, before = append(ids, p.ID), p.ID
					}
					if len(page) < limit {
						return ids
					}
				}
			}
			asks(former, 3)
			So(pages(heir, 10), ShouldBeEmpty)
			So(o.Enter("guide", "wang"), ShouldEqual, heir)
			o.Settle()
			asks(heir, 2)

			Convey("what he asks for again under a key of his former self is the payout that it was", func() {
				first, err := o.Get(o.Ctx, heir, want[len(want)-1])
				So(err, ShouldBeNil)
				again, err := o.Request(o.Ctx, payout.Request{Person: heir, Wallet: model.WalletGuide, Key: first.Key, Fen: 100})
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
			})
			Convey("he pages through all of them, each once, and through nobody else's", func() {
				for _, limit := range []int{1, 2, 3, 5, 10} {
					So(pages(heir, limit), ShouldResemble, want)
					So(pages(former, limit), ShouldResemble, want)
				}
				So(pages(li, 2), ShouldHaveLength, 5)
				for _, id := range want {
					_, err := o.Get(o.Ctx, heir, id)
					So(err, ShouldBeNil)
				}
			})
			Convey("nobody has none", func() {
				_, err := o.List(o.Ctx, 1, 0, 10)
				So(err, ShouldWrap, identity.ErrUnknownPerson)
			})
		})
	})
}

package campaign_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/campaign"
	"channelrouter/service/scan"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

func TestDrawing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a consumer who has claimed a unit", t, func() {
			f := newFair(t, e)
			li := f.Person()
			claim := f.claim(li)
			item := testkit.Item(f.batch, model.LevelUnit, 0)

			Convey("cash comes to his wallet less the tax on it, once", func() {
				c := f.publish(terms(cash))
				try := f.try(c, li, claim)
				d, err := f.Campaign.Draw(f.Ctx, try)
				So(err, ShouldBeNil)
				So(d.Item, ShouldEqual, item)
				So(d.Prize.Code, ShouldEqual, "cash")
				So(d.Reason, ShouldEqual, model.DrawGiven)
				So([]int64{int64(d.Win.Fen), int64(d.Win.TaxFen), int64(d.Win.NetFen)}, ShouldResemble, []int64{1_000, 200, 800})
				So(d.Win.State, ShouldEqual, model.WinCredited)
				So(f.wallet(li), ShouldEqual, 800)
				So(f.books(), ShouldResemble, [2]int64{-1_000, 200})

				Convey("a retry is the same draw and writes nothing", func() {
					before := f.rows()
					again, err := f.Campaign.Draw(f.Ctx, try)
					So(err, ShouldBeNil)
					So(again.CampaignDraw, ShouldResemble, d.CampaignDraw)
					So(again.Prize, ShouldResemble, d.Prize)
					So(again.Win.NetFen, ShouldEqual, d.Win.NetFen)
					So(f.rows(), ShouldEqual, before)
				})
				Convey("another draw of the unit is refused, and so is another try under the key", func() {
					f.refused(campaign.ErrDrawn, f.try(c, li, claim))
					other := try
					other.Scan = f.claim(li)
					f.refused(campaign.ErrKeyReused, other)
				})
				Convey("in another campaign the unit draws as well", func() {
					d, err := f.Campaign.Draw(f.Ctx, f.try(f.publish(terms(points)), li, claim))
					So(err, ShouldBeNil)
					So(d.Prize.Code, ShouldEqual, "points")
				})
				Convey("what the tax room has recorded is what was posted", func() {
					var withheld model.TaxWithheld
					So(f.DB.Conn(f.Ctx).Take(&withheld).Error, ShouldBeNil)
					So(withheld.Kind, ShouldEqual, model.TaxPrize)
					So(withheld.Gross, ShouldEqual, d.Win.NetFen+d.Win.TaxFen)
				})
			})
			Convey("where the brand bears the tax, he has all of it", func() {
				p := tax.DefaultPolicy
				p.PrizeBearer = tax.ByBrand
				_, err := f.Tax.Policies.Publish(f.Ctx, p, f.Clock.Now(), 1)
				So(err, ShouldBeNil)
				_, err = f.Campaign.Draw(f.Ctx, f.try(f.publish(terms(cash)), li, claim))
				So(err, ShouldBeNil)
				So(f.wallet(li), ShouldEqual, 1_000)
				So(f.books(), ShouldResemble, [2]int64{-1_250, 250})
			})
			Convey("points come to his wallet untaxed", func() {
				before := f.balance(model.WalletConsumer, li, model.Points)
				d, err := f.Campaign.Draw(f.Ctx, f.try(f.publish(terms(points)), li, claim))
				So(err, ShouldBeNil)
				So(d.Win.Points, ShouldEqual, 50)
				So(f.balance(model.WalletConsumer, li, model.Points)-before, ShouldEqual, 50)
				So(f.books(), ShouldResemble, [2]int64{0, 0})
			})
			Convey("a gift waits for his address, and its tax is the brand's", func() {
				d, err := f.Campaign.Draw(f.Ctx, f.try(f.publish(terms(gift)), li, claim))
				So(err, ShouldBeNil)
				So(d.Win.State, ShouldEqual, model.WinWaiting)
				So(d.Win.Public, ShouldBeTrue)
				So(f.wallet(li), ShouldEqual, 0)
				So(f.books(), ShouldResemble, [2]int64{-15_000, 15_000})
			})
			Convey("what draws nothing is stored, and wins nothing", func() {
				rare := cash
				rare.OddsPPM = 1
				c := f.publish(terms(rare))
				d, err := f.Campaign.Draw(f.Ctx, f.try(c, li, claim))
				So(err, ShouldBeNil)
				So(d.Number, ShouldBeGreaterThan, 0)
				So(d.Prize, ShouldBeNil)
				So(d.Win, ShouldBeNil)
				So(d.Reason, ShouldEqual, model.DrawGiven)
				So(f.wallet(li), ShouldEqual, 0)
				So(f.standing(c).Draws, ShouldEqual, 1)
			})
			Convey("what was won follows a person who turns out to be another", func() {
				won := terms(cash)
				won.Prizes[0].OddsPPM = 1_000_000
				d, err := f.Campaign.Draw(f.Ctx, f.try(f.publish(won), li, f.claim(li)))
				So(err, ShouldBeNil)
				heir := f.Person()
				for range 2 {
					So(f.Campaign.OnPersonUnited(f.Ctx, []event.PersonUnited{{From: li, To: heir}}), ShouldBeNil)
				}
				_, err = f.Campaign.WinOf(f.Ctx, li, d.Win.ID)
				So(err, ShouldWrap, campaign.ErrUnknownWin)
				_, err = f.Campaign.WinOf(f.Ctx, heir, d.Win.ID)
				So(err, ShouldBeNil)
			})
			Convey("it costs a few statements, however many have drawn", func() {
				t := terms(cash)
				t.Prizes[0].OddsPPM = 1
				blank := f.publish(t)
				t.Prizes[0].OddsPPM = 1_000_000
				t.Caps = campaign.Caps{Person: 9, PersonDay: 9, DeviceDay: 9}
				won := f.publish(t)
				cost := func(c model.Campaign) int64 {
					try := f.try(c, li, f.claim(li))
					return f.Statements(func() {
						_, err := f.Campaign.Draw(f.Ctx, try)
						So(err, ShouldBeNil)
					})
				}
				cost(blank) // the first of each campaign reads its terms
				cost(won)
				// Two of them go before the draw: is it a retry, and whom does WeChat rank?
				So(cost(blank), ShouldBeLessThanOrEqualTo, 9)
				// One more asks whether he was another before, where draws of a person are counted.
				So(cost(won), ShouldBeLessThanOrEqualTo, 24)
			})
			Convey("its campaign counts what is given and what is left", func() {
				c := f.publish(terms(cash))
				_, err := f.Campaign.Draw(f.Ctx, f.try(c, li, claim))
				So(err, ShouldBeNil)
				So(f.standing(c), ShouldResemble, campaign.Standing{
					Draws: 1, BudgetFen: 9_999_000, WorthFen: 1_000, TaxFen: new(money.Fen), Given: map[string]int64{"cash": 1}, Left: map[string]int64{"cash": 999},
				})
			})
		})
	})
}

func TestUsedUp(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a campaign with two prizes in stock", t, func() {
			f := newFair(t, e)
			li := f.Person()
			two := cash
			two.Stock = 2
			t := terms(two)

			Convey("the third draws it, and gets nothing for want of stock", func() {
				c := f.publish(t)
				for range 2 {
					_, err := f.draw(c, li)
					So(err, ShouldBeNil)
				}
				d, err := f.draw(c, li)
				So(err, ShouldBeNil)
				So(d.Drawn, ShouldEqual, "cash")
				So(d.Given, ShouldEqual, "")
				So(d.Reason, ShouldEqual, model.DrawOutOfStock)
				So(f.wallet(li), ShouldEqual, 1_600)
				So(f.standing(c).BudgetFen, ShouldEqual, t.BudgetFen-2_000)
			})
			Convey("it gets the consolation, while there is one", func() {
				consolation := points
				consolation.OddsPPM, consolation.Stock = 0, 1
				t.Consolation = &consolation
				c := f.publish(t)
				given := ""
				for range 4 {
					d, err := f.draw(c, li)
					So(err, ShouldBeNil)
					given += d.Given + " "
				}
				So(given, ShouldEqual, "cash cash points  ")
			})
			Convey("the last of the budget is spent to the fen, over all shards", func() {
				many := cash
				many.Amount, many.Stock = 7, 1_000
				t := terms(many)
				t.BudgetFen = 7 * 16 * 8 // eight shards of 16 prizes each
				c := f.publish(t)
				for n := range 16*8 + 1 {
					d, err := f.draw(c, li)
					So(err, ShouldBeNil)
					So(d.Reason == model.DrawOutOfBudget, ShouldEqual, n == 16*8)
				}
				So(f.standing(c).BudgetFen, ShouldEqual, 0)
			})
			Convey("a prize that no shard can pay alone is paid by several", func() {
				c := f.publish(t)
				So(f.DB.Run(f.Ctx, f.setPot(c, "budget", 60, 0, 45)), ShouldBeNil)
				for _, take := range []struct {
					amount int64
					enough bool
				}{{106, false}, {100, true}, {6, false}, {5, true}, {1, false}} {
					enough, err := f.Campaign.Take(f.Ctx, c.ID, "budget", 1, take.amount)
					So(err, ShouldBeNil)
					So(enough, ShouldEqual, take.enough)
				}
				So(f.standing(c).BudgetFen, ShouldEqual, 0)
			})
		})
	})
}

func TestRefusedDraws(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a consumer who has claimed a unit", t, func() {
			f := newFair(t, e)
			li, other := f.Person(), f.Person()
			claim := f.claim(li)
			t := terms(cash)

			Convey("nobody draws for another's claim, nor for a scan that claimed nothing", func() {
				c := f.publish(t)
				f.refused(scan.ErrNoClaim, f.try(c, other, claim))
				look, err := f.Scan(li, model.RoleConsumer, model.FaceUnitOuter, testkit.Item(f.batch, model.LevelUnit, 90))
				So(err, ShouldBeNil)
				f.refused(scan.ErrNoClaim, f.try(c, li, look.ScanID))
				f.refused(scan.ErrNoClaim, f.try(c, li, 4711))
			})
			Convey("a draft and what does not exist are unknown alike", func() {
				draft, err := f.Campaign.Create(f.Ctx, t, 1)
				So(err, ShouldBeNil)
				f.refused(campaign.ErrUnknown, f.try(draft, li, claim))
				f.refused(campaign.ErrUnknown, f.try(model.Campaign{ID: 4711}, li, claim))
			})
			Convey("before it begins and from its end on nobody draws", func() {
				t.StartsAt, t.EndsAt = f.Clock.Now().Add(time.Hour), f.Clock.Now().Add(2*time.Hour)
				c := f.publish(t)
				f.refused(campaign.ErrNotBegun, f.try(c, li, claim))
				f.Tick(time.Hour)
				f.refused(campaign.ErrClaimOutside, f.try(c, li, claim))
				within := f.claim(li)
				_, err := f.draw(c, li)
				So(err, ShouldBeNil)
				f.Tick(time.Hour)
				f.refused(campaign.ErrOver, f.try(c, li, within))
				f.Tick(time.Hour)
				n, err := f.Campaign.EndDue(f.Ctx)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 1)
				f.refused(campaign.ErrOver, f.try(c, li, within))
			})
			Convey("other products draw nothing", func() {
				t.SKUs = []string{f.Products[1].SKU}
				f.refused(campaign.ErrOtherProduct, f.try(f.publish(t), li, claim))
				t.SKUs = append(t.SKUs, f.Products[0].SKU)
				_, err := f.Campaign.Draw(f.Ctx, f.try(f.publish(t), li, claim))
				So(err, ShouldBeNil)
			})
			Convey("a stopped campaign draws nothing", func() {
				c := f.publish(t)
				_, err := f.Campaign.Stop(f.Ctx, c.ID)
				So(err, ShouldBeNil)
				f.refused(campaign.ErrStopped, f.try(c, li, claim))
			})
		})
	})
}

func TestCaps(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a consumer with many claims", t, func() {
			f := newFair(t, e)
			li, other := f.Person(), f.Person()
			t := terms(cash)
			draws := func(c model.Campaign, person model.PersonID, n int) {
				for range n {
					_, err := f.draw(c, person)
					So(err, ShouldBeNil)
				}
			}

			Convey("he draws as often as a person may, and others still do", func() {
				t.Caps.Person = 2
				c := f.publish(t)
				draws(c, li, 2)
				f.Tick(48 * time.Hour)
				f.refused(campaign.ErrPersonCap, f.try(c, li, f.claim(li)))
				draws(c, other, 1)
			})
			Convey("he draws again when the day is over in Shanghai", func() {
				t.Caps.PersonDay = 2
				c := f.publish(t)
				draws(c, li, 2)
				f.Tick(14*time.Hour + 59*time.Minute) // it is 9:00 there when worlds begin
				f.refused(campaign.ErrPersonDayCap, f.try(c, li, f.claim(li)))
				f.Tick(time.Minute)
				draws(c, li, 1)
			})
			Convey("a device draws as often as it may, whoever holds it, and has to be named", func() {
				t.Caps.DeviceDay = 1
				c := f.publish(t)
				draws(c, li, 1)
				f.refused(campaign.ErrDeviceDayCap, f.try(c, other, f.claim(other)))
				nameless := f.try(c, other, f.claim(other))
				nameless.Device = ""
				f.refused(campaign.ErrNoDevice, nameless)
				nameless.Device = "another phone"
				_, err := f.Campaign.Draw(f.Ctx, nameless)
				So(err, ShouldBeNil)
				var counts []model.CampaignCount
				So(f.DB.Conn(f.Ctx).Find(&counts).Error, ShouldBeNil)
				for _, c := range counts {
					So(c.Subject, ShouldNotContainSubstring, "phone")
				}
			})
			Convey("goods of a shop draw as often as they may, where the shop is known", func() {
				t.Caps.ShopDay = 1
				c := f.publish(t)
				draws(c, li, 2) // nobody knows where these were sold
				shop := f.Terminal("T1", f.Distributor("D1", "31"))
				guide := f.Member(model.RoleGuide, shop)
				sold := func(person model.PersonID) model.ScanID {
					_, err := f.Scan(guide, model.RoleGuide, model.FaceUnitOuter, testkit.Item(f.batch, model.LevelUnit, f.units))
					So(err, ShouldBeNil)
					return f.claim(person)
				}
				_, err := f.Campaign.Draw(f.Ctx, f.try(c, li, sold(li)))
				So(err, ShouldBeNil)
				f.refused(campaign.ErrShopDayCap, f.try(c, other, sold(other)))
			})
		})
	})
}

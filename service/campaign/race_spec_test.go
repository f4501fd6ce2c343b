package campaign_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/errs"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/testkit"
)

const many = 20

// crowd are people with a claim each, and their tries.
func (f *fair) crowd(c model.Campaign, n int) []campaign.Try {
	tries := make([]campaign.Try, n)
	for i := range tries {
		person := f.Person()
		tries[i] = f.try(c, person, f.claim(person))
	}
	return tries
}

// together has all draw at once and returns the draws, and what the others were refused
// with.
func (f *fair) together(tries []campaign.Try) (drawn []campaign.Drawn, refused []error) {
	draws := make([]campaign.Drawn, len(tries))
	failures := testkit.Together(len(tries), func(i int) (err error) {
		draws[i], err = f.Campaign.Draw(f.Ctx, tries[i])
		return err
	})
	for i, err := range failures {
		if err != nil {
			refused = append(refused, err)
		} else {
			drawn = append(drawn, draws[i])
		}
	}
	return drawn, refused
}

func given(drawn []campaign.Drawn) map[string]int {
	n := map[string]int{}
	for _, d := range drawn {
		n[d.Given]++
	}
	return n
}

func TestDrawingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given twenty who draw at once", t, func() {
			f := newFair(t, e)
			t := terms(cash)

			Convey("of five in stock five are given", func() {
				t.Prizes[0].Stock = 5
				c := f.publish(t)
				drawn, refused := f.together(f.crowd(c, many))
				So(refused, ShouldBeEmpty)
				So(given(drawn), ShouldResemble, map[string]int{"cash": 5, "": 15})
				So(f.standing(c).Left["cash"], ShouldEqual, 0)
				So(f.standing(c).BudgetFen, ShouldEqual, t.BudgetFen-5_000)
				So(f.books(), ShouldResemble, [2]int64{-5_000, 1_000})
				So(f.standing(c).Draws, ShouldEqual, many)
			})
			Convey("of stock in several shards all is given, and no more", func() {
				t.Prizes[0].Stock = 7
				c := f.publish(t)
				So(f.DB.Run(f.Ctx, f.setPot(c, "prize/cash", 1, 0, 3, 1, 2)), ShouldBeNil)
				drawn, refused := f.together(f.crowd(c, many))
				So(refused, ShouldBeEmpty)
				So(given(drawn), ShouldResemble, map[string]int{"cash": 7, "": 13})
			})
			Convey("a budget for six and a half, spread over shards, pays six", func() {
				c := f.publish(t)
				So(f.DB.Run(f.Ctx, f.setPot(c, "budget", 700, 1_800, 900, 3_100)), ShouldBeNil)
				drawn, refused := f.together(f.crowd(c, many))
				So(refused, ShouldBeEmpty)
				So(given(drawn), ShouldResemble, map[string]int{"cash": 6, "": 14})
				So(f.standing(c).BudgetFen, ShouldEqual, 500)
				So(f.books(), ShouldResemble, [2]int64{-6_000, 1_200})
			})
			Convey("when the prize is used up, so is the consolation, each to the last", func() {
				consolation := points
				consolation.OddsPPM, consolation.Stock = 0, 4
				t.Prizes[0].Stock, t.Consolation = 3, &consolation
				drawn, refused := f.together(f.crowd(f.publish(t), many))
				So(refused, ShouldBeEmpty)
				So(given(drawn), ShouldResemble, map[string]int{"cash": 3, "points": 4, "": 13})
			})
		})
		Convey("Given one who tries twenty times at once", t, func() {
			f := newFair(t, e)
			li := f.Person()

			Convey("a unit draws once", func() {
				c := f.publish(terms(cash))
				claim := f.claim(li)
				tries := make([]campaign.Try, many)
				for i := range tries {
					tries[i] = f.try(c, li, claim)
				}
				drawn, refused := f.together(tries)
				So(drawn, ShouldHaveLength, 1)
				for _, err := range refused {
					So(err, ShouldWrap, campaign.ErrDrawn)
				}
				So(f.wallet(li), ShouldEqual, 800)
				So(f.standing(c), ShouldResemble, campaign.Standing{
					Draws: 1, BudgetFen: 9_999_000, WorthFen: 1_000, TaxFen: new(money.Fen), Given: map[string]int64{"cash": 1}, Left: map[string]int64{"cash": 999},
				})
			})
			Convey("retries are one draw, even if it is his last", func() {
				t := terms(cash)
				t.Caps = campaign.Caps{Person: 1, DeviceDay: 1}
				c := f.publish(t)
				tries := make([]campaign.Try, many)
				tries[0] = f.try(c, li, f.claim(li))
				for i := range tries {
					tries[i] = tries[0]
				}
				drawn, refused := f.together(tries)
				So(refused, ShouldBeEmpty)
				for _, d := range drawn {
					So(d.WinID, ShouldEqual, drawn[0].WinID)
				}
				So(f.wallet(li), ShouldEqual, 800)
			})
		})
	})
}

func TestCapsAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a campaign with a cap of three", t, func() {
			f := newFair(t, e)
			t := terms(cash)
			capped := func(want *errs.Error, tries []campaign.Try) {
				drawn, refused := f.together(tries)
				So(drawn, ShouldHaveLength, 3)
				for _, err := range refused {
					So(err, ShouldWrap, want)
				}
				So(f.books(), ShouldResemble, [2]int64{-3_000, 600})
			}
			one := func(c model.Campaign) []campaign.Try {
				li := f.Person()
				var tries []campaign.Try
				for _, claim := range f.claims(li, many) {
					tries = append(tries, f.try(c, li, claim))
				}
				return tries
			}

			Convey("of a person, three draw", func() {
				t.Caps.Person = 3
				capped(campaign.ErrPersonCap, one(f.publish(t)))
			})
			Convey("of a person and day, three draw", func() {
				t.Caps.PersonDay = 3
				capped(campaign.ErrPersonDayCap, one(f.publish(t)))
			})
			Convey("of a device and day, three draw", func() {
				t.Caps.DeviceDay = 3
				capped(campaign.ErrDeviceDayCap, f.crowd(f.publish(t), many))
			})
			Convey("of a shop and day, three draw", func() {
				t.Caps.ShopDay = 3
				shop := f.Terminal("T1", f.Distributor("D1", "31"))
				_, err := f.Scan(f.Member(model.RoleTerminal, shop), model.RoleTerminal, model.FaceCaseInner, testkit.Item(f.batch, model.LevelCase, 0))
				So(err, ShouldBeNil)
				capped(campaign.ErrShopDayCap, f.crowd(f.publish(t), many))
			})
		})
	})
}

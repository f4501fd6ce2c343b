package campaign_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/testkit"
)

// A rush on a pool that runs dry in every way: nobody is refused for another's sake, the
// books are right, and whoever was not given what he drew was refused for a reason that
// the archive bears out.
func TestRush(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given twenty people with six claims each, and a pool for fewer", t, func() {
			f := newFair(t, e)
			small, big, cup, consolation := cash, cash, gift, points
			small.Code, small.Amount, small.OddsPPM, small.Stock = "small", 30, 500_000, 40
			big.Code, big.Amount, big.OddsPPM, big.Stock = "big", 500, 250_000, 9
			cup.ValueFen, cup.OddsPPM, cup.Stock = 700, 200_000, 200
			consolation.OddsPPM, consolation.Stock = 0, 25
			t := terms(small, big, cup)
			t.Consolation, t.BudgetFen = &consolation, 11_111
			t.Caps = campaign.Caps{Person: 5, DeviceDay: 1_000}
			c := f.publish(t)
			So(f.DB.Run(f.Ctx, f.setPot(c, "prize/small", 20, 0, 7, 13)), ShouldBeNil)
			So(f.DB.Run(f.Ctx, f.setPot(c, "budget", 3_000, 2_111, 400, 5_600)), ShouldBeNil)
			tries := make([][]campaign.Try, many)
			for i := range tries {
				person := f.Person()
				for _, claim := range f.claims(person, 6) {
					tries[i] = append(tries[i], f.try(c, person, claim))
				}
			}

			Convey("all draw at once, each time and again", func() {
				failures := testkit.Together(many, func(i int) error {
					for _, try := range tries[i][:5] {
						if _, err := f.Campaign.Draw(f.Ctx, try); err != nil {
							return err
						}
					}
					return nil
				})
				So(testkit.Succeeded(failures), ShouldEqual, many)
				f.refused(campaign.ErrPersonCap, tries[0][5])
				standing := f.standing(c)
				So(standing.Draws, ShouldEqual, many*5)
				So(standing.BudgetFen, ShouldBeGreaterThanOrEqualTo, 0)

				var spent, posted, net int64
				wins, err := f.Campaign.Wins(f.Ctx, campaign.WinQuery{Campaign: c.ID}, 0, 1_000)
				So(err, ShouldBeNil)
				for _, w := range wins {
					spent += int64(w.Fen)
					if w.Kind == model.PrizeGift {
						spent += int64(w.TaxFen)
					}
					net += int64(w.NetFen)
					posted += int64(w.NetFen + w.TaxFen)
				}
				So(int64(t.BudgetFen)-spent, ShouldEqual, standing.BudgetFen)
				So(f.books(), ShouldResemble, [2]int64{-posted, posted - net})
				report, err := f.Ledger.Verify(f.Ctx)
				So(err, ShouldBeNil)
				So(report.OK(), ShouldBeTrue)

				f.Tick(8 * 24 * time.Hour)
				_, err = f.Campaign.EndDue(f.Ctx)
				So(err, ShouldBeNil)
				text := f.archive(c)
				So(verify(text).Differences, ShouldBeEmpty)
				So(text, ShouldContainSubstring, campaign.ReasonName(model.DrawOutOfBudget))
			})
		})
	})
}

package campaign_test

import (
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"pgregory.net/rapid"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/tax"
	"channelrouter/service/testkit"
)

// taxedFrom has somebody bear the tax on cash from a time on.
func (f *fair) taxedFrom(at time.Time, bearer tax.Bearer) {
	f.T.Helper()
	p := tax.DefaultPolicy
	p.PrizeBearer = bearer
	_, err := f.Tax.Policies.Publish(f.Ctx, p, at, 1)
	f.must(err)
}

func (f *fair) taxedBy(bearer tax.Bearer) { f.taxedFrom(f.Clock.Now(), bearer) }

func drawBearer(t *rapid.T) tax.Bearer {
	return rapid.SampledFrom([]tax.Bearer{tax.ByWinner, tax.ByBrand}).Draw(t, "bearer")
}

// over is the archive of a campaign when its time is over.
func (f *fair) over(c model.Campaign) string {
	f.Tick(8 * 24 * time.Hour)
	_, err := f.Campaign.EndDue(f.Ctx)
	So(err, ShouldBeNil)
	return f.archive(c)
}

func TestBudgetCountsTax(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a budget for two prizes, the tax on one, and a fen less than on both", t, func() {
			f := newFair(t, e)
			li := f.Person()
			t := terms(gift)
			t.BudgetFen = 2*75_000 - 1
			given := func(c model.Campaign, prize string, reason model.DrawReason) {
				d, err := f.draw(c, li)
				So(err, ShouldBeNil)
				So([]any{d.Given, d.Reason}, ShouldResemble, []any{prize, reason})
			}
			spends := func(c model.Campaign, worth, tax, left money.Fen) {
				s := f.standing(c)
				So([]any{s.WorthFen, *s.TaxFen, s.BudgetFen}, ShouldResemble, []any{worth, tax, left})
			}

			Convey("one gift is given, with the tax that the terms state", func() {
				c := f.publish(t)
				read, err := campaign.TermsOf(c)
				So(err, ShouldBeNil)
				So(read.CountsTax, ShouldBeTrue)
				So(read.Prizes[0].TaxFen, ShouldEqual, 15_000)
				So(read.Prizes[0].Worth(), ShouldEqual, 60_000)
				given(c, "cup", model.DrawGiven)
				given(c, "", model.DrawOutOfBudget)
				spends(c, 60_000, 15_000, 74_999)
				text := f.over(c)
				So(verify(text).Differences, ShouldBeEmpty)
				enough := strings.Replace(text, `\"budget_fen\":149999`, `\"budget_fen\":150000`, 1)
				So(strings.Join(verify(reseal(enough)).Differences, "\n"), ShouldContainSubstring, "for want of budget")
			})
			Convey("so it is with cash where the brand bears the tax", func() {
				f.taxedBy(tax.ByBrand)
				t := terms(cash)
				t.BudgetFen = 2*1_250 - 1
				c := f.publish(t)
				given(c, "cash", model.DrawGiven)
				given(c, "", model.DrawOutOfBudget)
				spends(c, 1_000, 250, 1_249)
				So(f.books(), ShouldResemble, [2]int64{-1_250, 250})
				So(verify(f.over(c)).Differences, ShouldBeEmpty)
			})
			Convey("where the rules are to change, the most is held, and the rest is given back", func() {
				f.taxedFrom(f.Clock.Now().Add(time.Hour), tax.ByBrand)
				t := terms(cash)
				t.BudgetFen = 2*1_250 - 1
				c := f.publish(t)
				given(c, "cash", model.DrawGiven) // the tax is still the winner's
				spends(c, 1_000, 0, 1_499)
				f.Tick(2 * time.Hour)
				given(c, "cash", model.DrawGiven)
				spends(c, 2_000, 250, 249)
				given(c, "", model.DrawOutOfBudget)
				text := f.over(c)
				So(verify(text).Differences, ShouldBeEmpty)
				So(text, ShouldContainSubstring, `"spent_fen":2250,"tax_fen":250`)
			})
			Convey("what is held over several shards is given back to them", func() {
				f.taxedBy(tax.ByBrand)
				c := f.publish(terms(cash))
				f.Tick(time.Hour)
				f.taxedBy(tax.ByWinner)
				So(f.DB.Run(f.Ctx, f.setPot(c, "budget", 300, 0, 500, 449)), ShouldBeNil)
				given(c, "", model.DrawOutOfBudget)
				So(f.DB.Run(f.Ctx, f.setPot(c, "budget", 300, 0, 500, 450)), ShouldBeNil)
				given(c, "cash", model.DrawGiven)
				spends(c, 1_000, 0, 250)
			})
			Convey("when the tax rises above what was published, nobody draws, whatever he would win", func() {
				rare := terms(cash)
				rare.Prizes[0].OddsPPM = 1
				c := f.publish(rare)
				claim := f.claim(li)
				f.Tick(time.Hour)
				f.taxedBy(tax.ByBrand)
				f.refused(campaign.ErrTaxRisen, f.try(c, li, claim))
				f.Tick(time.Hour)
				f.taxedBy(tax.ByWinner)
				_, err := f.Campaign.Draw(f.Ctx, f.try(c, li, claim))
				So(err, ShouldBeNil)
			})
			Convey("a draft counts the tax anew before it is published", func() {
				made := t
				made.CountsTax, made.Prizes = false, []campaign.Prize{gift, cash}
				made.Prizes[0].OddsPPM, made.Prizes[1].OddsPPM = 1, 1
				made.Prizes[0].TaxFen, made.Prizes[1].TaxFen = 1, 1 // what one says of it does not count
				c, err := f.Campaign.Create(f.Ctx, made, 1)
				So(err, ShouldBeNil)
				f.Tick(time.Minute)
				f.taxedBy(tax.ByBrand)
				_, err = f.Campaign.Publish(f.Ctx, c.ID, 1, 1)
				So(err, ShouldWrap, campaign.ErrTaxChanged)
				c, err = f.Campaign.Edit(f.Ctx, c.ID, 1, made)
				So(err, ShouldBeNil)
				So(made.Prizes[1].TaxFen, ShouldEqual, 1)
				read, err := campaign.TermsOf(c)
				So(err, ShouldBeNil)
				So([]money.Fen{read.Prizes[0].TaxFen, read.Prizes[1].TaxFen}, ShouldResemble, []money.Fen{15_000, 250})
				_, err = f.Campaign.Publish(f.Ctx, c.ID, 2, 1)
				So(err, ShouldBeNil)
			})
			Convey("a campaign that was published before spends and is verified as it was said", func() {
				t.BudgetFen = 2*60_000 + 1
				c, err := f.Campaign.PublishedBefore(f.Ctx, f.publish(t))
				So(err, ShouldBeNil)
				given(c, "cup", model.DrawGiven)
				given(c, "cup", model.DrawGiven)
				given(c, "", model.DrawOutOfBudget)
				So(f.standing(c).TaxFen, ShouldBeNil)
				So(f.standing(c).WorthFen, ShouldEqual, 120_000)
				text := f.over(c)
				So(text, ShouldStartWith, `{"format":"channelrouter campaign archive 1",`)
				So(text, ShouldNotContainSubstring, "tax")
				v := verify(text)
				So(v.Differences, ShouldBeEmpty)
				So(v.Commitment, ShouldEqual, c.Commitment)
			})
		})
	})
}

// Whatever the pool, and whoever bears the tax: those who draw at once cost the brand no
// more than the budget, and what the budget lacks is what they cost.
func TestNoCampaignCostsMoreThanItsBudget(t *testing.T) {
	worlds := rapid.Custom(func(t *rapid.T) world {
		bearer := drawBearer(t)
		w := world{drawTerms(t, testkit.Start, bearer), bearer}
		if w.terms.Tickets == 0 { // often less than it takes
			w.terms.BudgetFen -= (w.terms.BudgetFen - w.dearest()) / 2
		}
		return w
	})
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		f := newFair(t, e)
		people := make([]model.PersonID, 12)
		scans := map[model.PersonID][]model.ScanID{}
		for i := range people {
			people[i] = f.Person()
			scans[people[i]] = f.claims(people[i], 5)
		}
		for n := range 30 {
			w := worlds.Example(n)
			f.taxedBy(w.bearer)
			c := f.publish(w.terms)
			if n%3 == 2 { // the rest is given back amid those who draw
				f.Tick(time.Second)
				f.taxedBy(tax.ByWinner)
			}
			before := f.books()[0]
			tries := make([][]campaign.Try, len(people))
			for i, person := range people {
				for _, scan := range scans[person] {
					tries[i] = append(tries[i], f.try(c, person, scan))
				}
			}
			for _, err := range testkit.Together(len(people), func(i int) error {
				for _, try := range tries[i] {
					if _, err := f.Campaign.Draw(f.Ctx, try); err != nil {
						return err
					}
				}
				return nil
			}) {
				f.must(err)
			}
			cost := money.Fen(before-f.books()[0]) + f.bought(c)
			standing := f.standing(c)
			if cost > w.terms.BudgetFen || cost != w.terms.BudgetFen-standing.BudgetFen || cost != standing.WorthFen+*standing.TaxFen {
				t.Fatalf("%+v cost %s, and has %+v", w, cost, standing)
			}
		}
	})
}

// world is a pool, and who bears the tax on its cash.
type world struct {
	terms  campaign.Terms
	bearer tax.Bearer
}

// dearest is what the prize costs that costs the most.
func (w world) dearest() (most money.Fen) {
	for _, p := range w.terms.Prizes {
		most = max(most, cost(p, w.bearer))
	}
	if c := w.terms.Consolation; c != nil {
		most = max(most, cost(*c, w.bearer))
	}
	return most
}

// bought is what the gifts of a campaign are worth, which the ledger knows nothing of.
func (f *fair) bought(c model.Campaign) (sum money.Fen) {
	wins, err := f.Campaign.Wins(f.Ctx, campaign.WinQuery{Campaign: c.ID}, 0, 1_000)
	f.must(err)
	for _, w := range wins {
		if w.Kind == model.PrizeGift {
			sum += w.Fen
		}
	}
	return sum
}

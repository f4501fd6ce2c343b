package campaign_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/testkit"
)

func TestDrafts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a draft", t, func() {
			f := newFair(t, e)
			t := terms(cash)
			draft, err := f.Campaign.Create(f.Ctx, t, 7)
			So(err, ShouldBeNil)

			Convey("it is edited, version by version", func() {
				t.Name.ZH = "新名字"
				edited, err := f.Campaign.Edit(f.Ctx, draft.ID, 1, t)
				So(err, ShouldBeNil)
				So(edited.Version, ShouldEqual, 2)
				stored, err := f.Campaign.Get(f.Ctx, draft.ID)
				So(err, ShouldBeNil)
				So(stored.Name, ShouldEqual, "新名字")
				read, err := campaign.TermsOf(stored)
				So(err, ShouldBeNil)
				t.CountsTax = true
				So(read, ShouldResemble, t)
				_, err = f.Campaign.Edit(f.Ctx, draft.ID, 1, t)
				So(err, ShouldWrap, campaign.ErrEditedMeanwhile)
				_, err = f.Campaign.Publish(f.Ctx, draft.ID, 1, 1)
				So(err, ShouldWrap, campaign.ErrEditedMeanwhile)
			})
			Convey("of twenty who edit it at once one does", func() {
				failures := testkit.Together(many, func(int) error { _, err := f.Campaign.Edit(f.Ctx, draft.ID, 1, t); return err })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
			})
			Convey("of twenty who publish it at once one does", func() {
				failures := testkit.Together(many, func(int) error { _, err := f.Campaign.Publish(f.Ctx, draft.ID, 1, 1); return err })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				So(f.standing(draft).Left["cash"], ShouldEqual, 1_000)
			})
			Convey("it is nobody's business", func() {
				_, err := f.Campaign.GetPublic(f.Ctx, draft.ID)
				So(err, ShouldWrap, campaign.ErrUnknown)
				_, err = f.Campaign.PublicWins(f.Ctx, draft.ID, 0, 10)
				So(err, ShouldWrap, campaign.ErrUnknown)
				list, err := f.Campaign.ListPublic(f.Ctx, 0, 10)
				So(err, ShouldBeNil)
				So(list, ShouldBeEmpty)
				_, err = f.Campaign.Stop(f.Ctx, draft.ID)
				So(err, ShouldWrap, campaign.ErrNotRunning)
			})
			Convey("published, it is committed to, and does not change any more", func() {
				published, err := f.Campaign.Publish(f.Ctx, draft.ID, 1, 8)
				So(err, ShouldBeNil)
				c, err := f.Campaign.GetPublic(f.Ctx, draft.ID)
				So(err, ShouldBeNil)
				So(c.State, ShouldEqual, model.CampaignRunning)
				So(c.Terms, ShouldResemble, draft.Terms)
				So(c.Commitment, ShouldHaveLength, 64)
				So(c.PublishedBy, ShouldEqual, 8)
				_, err = f.Campaign.Edit(f.Ctx, draft.ID, 1, t)
				So(err, ShouldWrap, campaign.ErrNotDraft)
				_, err = f.Campaign.Publish(f.Ctx, draft.ID, 1, 8)
				So(err, ShouldWrap, campaign.ErrNotDraft)

				Convey("the seed is a secret until it is over, and then fits the commitment", func() {
					seed, err := f.Campaign.SeedOf(published)
					So(err, ShouldBeNil)
					So(seed, ShouldBeEmpty)
					f.Tick(8 * 24 * time.Hour)
					_, err = f.Campaign.EndDue(f.Ctx)
					So(err, ShouldBeNil)
					c, err := f.Campaign.GetPublic(f.Ctx, draft.ID)
					So(err, ShouldBeNil)
					So(c.State, ShouldEqual, model.CampaignEnded)
					seed, err = f.Campaign.SeedOf(c)
					So(err, ShouldBeNil)
					bytes, err := hex.DecodeString(seed)
					So(err, ShouldBeNil)
					So(campaign.Commit(c.Terms, campaign.Seed(bytes)), ShouldEqual, c.Commitment)
					So(string(c.SealedSeed), ShouldNotContainSubstring, string(bytes))
				})
				Convey("two campaigns of the same terms have different seeds", func() {
					So(f.publish(t).Commitment, ShouldNotEqual, published.Commitment)
				})
			})
		})
	})
}

func TestTermsThatMakeNoSense(t *testing.T) {
	Convey("Given terms", t, func() {
		f := newFair(t, testkit.SQLite)
		for what, spoil := range map[string]func(*campaign.Terms){
			"no name":                       func(t *campaign.Terms) { t.Name.ZH = "" },
			"a name without English":        func(t *campaign.Terms) { t.Name.EN = "" },
			"a name of 81 characters":       func(t *campaign.Terms) { t.Name.ZH = strings.Repeat("春", 81) },
			"rules with a control code":     func(t *campaign.Terms) { t.Rules.EN = "a\x00b" },
			"rules of 5001 characters":      func(t *campaign.Terms) { t.Rules.ZH = strings.Repeat("春", 5001) },
			"another requirement":           func(t *campaign.Terms) { t.Requirement = "purchase" },
			"an end before its beginning":   func(t *campaign.Terms) { t.EndsAt = t.StartsAt },
			"three years":                   func(t *campaign.Terms) { t.EndsAt = t.StartsAt.AddDate(3, 0, 0) },
			"a product that is not":         func(t *campaign.Terms) { t.SKUs = []string{"nothing"} },
			"no prize":                      func(t *campaign.Terms) { t.Prizes = nil },
			"a prize code in capitals":      func(t *campaign.Terms) { t.Prizes[0].Code = "CASH" },
			"two prizes of one code":        func(t *campaign.Terms) { t.Prizes[0].OddsPPM = 1; t.Prizes = append(t.Prizes, t.Prizes[0]) },
			"cash of nothing":               func(t *campaign.Terms) { t.Prizes[0].Amount = 0 },
			"a kind that is not":            func(t *campaign.Terms) { t.Prizes[0].Kind = "car" },
			"a gift with an amount":         func(t *campaign.Terms) { t.Prizes[0].Kind = campaign.KindGift },
			"cash with a value":             func(t *campaign.Terms) { t.Prizes[0].ValueFen = 1 },
			"no stock":                      func(t *campaign.Terms) { t.Prizes[0].Stock = 0 },
			"no odds":                       func(t *campaign.Terms) { t.Prizes[0].OddsPPM = 0 },
			"odds below zero":               func(t *campaign.Terms) { t.Prizes[0].OddsPPM = -1 },
			"odds and tickets":              func(t *campaign.Terms) { t.Tickets = 5_000 },
			"tickets below zero":            func(t *campaign.Terms) { t.Tickets = -1 },
			"a consolation that is drawn":   func(t *campaign.Terms) { p := points; t.Consolation = &p },
			"a budget below zero":           func(t *campaign.Terms) { t.BudgetFen = -1 },
			"a cap below zero":              func(t *campaign.Terms) { t.Caps.ShopDay = -1 },
			"a consolation called likewise": func(t *campaign.Terms) { p := t.Prizes[0]; p.OddsPPM = 0; t.Consolation = &p },
		} {
			t := terms(cash)
			spoil(&t)
			_, err := f.Campaign.Create(f.Ctx, t, 1)
			SoMsg(what, err, ShouldWrap, campaign.ErrBadTerms)
		}
		more := cash
		more.Code, more.OddsPPM = "more", 1
		_, err := f.Campaign.Create(f.Ctx, terms(cash, more), 1)
		So(err, ShouldWrap, campaign.ErrOddsAboveOne)
		t := terms(cash)
		t.Tickets, t.Prizes[0].OddsPPM, t.Prizes[0].Stock = 10, 0, 11
		_, err = f.Campaign.Create(f.Ctx, t, 1)
		So(err, ShouldWrap, campaign.ErrOddsAboveOne)
		list, err := f.Campaign.List(f.Ctx, 0, 0, 10)
		So(err, ShouldBeNil)
		So(list, ShouldBeEmpty)
	})
}

func TestUnlawfulTerms(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand that publishes", t, func() {
			f := newFair(t, e)
			refused := func(want *errs.Error, t campaign.Terms) {
				c, err := f.Campaign.Create(f.Ctx, t, 1)
				So(err, ShouldBeNil)
				_, err = f.Campaign.Publish(f.Ctx, c.ID, 1, 1)
				So(err, ShouldWrap, want)
				c, err = f.Campaign.Get(f.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(c.State, ShouldEqual, model.CampaignDraft)
				So(f.rows(), ShouldEndWith, "{0 0 0}")
			}
			t := terms(gift)

			Convey("a prize of more than 50,000 yuan is refused", func() {
				t.Prizes[0].ValueFen = 5_000_001
				refused(campaign.ErrPrizeTooHigh, t)
				t.Prizes[0].ValueFen = 5_000_000
				f.publish(t)
			})
			Convey("the consolation is a prize, too", func() {
				t.Consolation = &campaign.Prize{Code: "c", Name: name("安慰", "c"), Kind: campaign.KindCash, Amount: 5_000_001, Stock: 1}
				refused(campaign.ErrPrizeTooHigh, t)
			})
			Convey("when the law changes, so does the bound", func() {
				_, err := f.Campaign.Policies.Publish(f.Ctx, campaign.Policy{MostPrizeFen: 500_000, PublicFen: 1_000}, f.Clock.Now(), 1)
				So(err, ShouldBeNil)
				t.Prizes[0].ValueFen = 500_001
				refused(campaign.ErrPrizeTooHigh, t)
				t.Prizes[0].ValueFen = 500_000
				c := f.publish(t)
				So(c.PublicFen, ShouldEqual, 1_000)
				So(c.PolicyVersion, ShouldEqual, 1)
			})
			Convey("a prize that the budget can never pay is refused", func() {
				t.BudgetFen = 75_000 - 1 // with its tax
				refused(campaign.ErrBudget, t)
				t.BudgetFen++
				f.publish(t)
			})
			Convey("quantities that overspend in the worst case are refused, to the fen", func() {
				t.Tickets, t.Prizes[0].OddsPPM = 1_000, 0
				t.Consolation = &campaign.Prize{Code: "c", Name: name("安慰", "c"), Kind: campaign.KindCash, Amount: 10, Stock: 100}
				t.BudgetFen = 5*75_000 + 1_000 - 1
				refused(campaign.ErrBudget, t)
				t.BudgetFen++
				f.publish(t)
			})
			Convey("what would be over already is refused", func() {
				t.StartsAt, t.EndsAt = f.Clock.Now().Add(-2*time.Hour), f.Clock.Now()
				refused(campaign.ErrOver, t)
			})
			Convey("a policy that makes no sense is refused", func() {
				for _, p := range []campaign.Policy{{}, {MostPrizeFen: -1}, {MostPrizeFen: 1, PublicFen: -1}, {MostPrizeFen: 1 << 40}} {
					_, err := f.Campaign.Policies.Publish(f.Ctx, p, f.Clock.Now(), 1)
					So(err, ShouldWrap, campaign.ErrBadPolicy)
				}
			})
		})
	})
}

func TestKillSwitch(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two replicas over one database, and people who draw", t, func() {
			f := newFair(t, e)
			c := f.publish(terms(cash))
			replica := campaign.New(f.DB, f.Clock, f.IDs, f.Outbox, campaign.Secrets{}, campaign.Rooms{
				Identity: f.Identity, Catalog: f.Catalog, Ledger: f.Ledger, Scan: f.Rooms.Scan, Tax: f.Tax,
			})
			before := f.crowd(c, 2)
			after := f.crowd(c, many)

			Convey("what one stops, the other draws from no more, at once", func() {
				_, err := f.Campaign.Draw(f.Ctx, before[0])
				So(err, ShouldBeNil)
				_, err = replica.Stop(f.Ctx, c.ID)
				So(err, ShouldBeNil)
				_, err = f.Campaign.Draw(f.Ctx, before[1])
				So(err, ShouldWrap, campaign.ErrStopped)
				stopped, err := f.Campaign.Get(f.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(stopped.State, ShouldEqual, model.CampaignStopped)
				again, err := f.Campaign.Stop(f.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(again.OverAt, ShouldEqual, stopped.OverAt)
			})
			Convey("amid a rush, whoever begins after the stop has committed is refused", func() {
				begunAfter := make([]bool, many)
				stopped := make(chan struct{})
				failures := testkit.Together(many+1, func(i int) error {
					if i == many {
						defer close(stopped)
						_, err := replica.Stop(f.Ctx, c.ID)
						return err
					}
					if i%2 == 0 { // half of them wait for the stop
						<-stopped
						begunAfter[i] = true
					}
					_, err := f.Campaign.Draw(f.Ctx, after[i])
					return err
				})
				So(failures[many], ShouldBeNil)
				won := 0
				for i, err := range failures[:many] {
					if begunAfter[i] {
						So(err, ShouldWrap, campaign.ErrStopped)
					} else if err == nil {
						won++
					}
				}
				So(f.standing(c).Draws, ShouldEqual, won)
				So(f.books()[0], ShouldEqual, -1_000*won)
			})
			Convey("a stopped campaign is not ended by its end, and one that is over is not stopped", func() {
				_, err := f.Campaign.Stop(f.Ctx, c.ID)
				So(err, ShouldBeNil)
				other := f.publish(terms(cash))
				f.Tick(7 * 24 * time.Hour)
				_, err = f.Campaign.Stop(f.Ctx, other.ID)
				So(err, ShouldWrap, campaign.ErrNotRunning)
				n, err := f.Campaign.EndDue(f.Ctx)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 0)
				f.Tick(time.Minute)
				n, err = f.Campaign.EndDue(f.Ctx)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 1)
				kept, err := f.Campaign.Get(f.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(kept.State, ShouldEqual, model.CampaignStopped)
			})
		})
	})
}

package campaign_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/testkit"
)

func TestListingWins(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a campaign of cash and one of cups, in which three draw an hour apart", t, func() {
			f := newFair(t, e)
			money, cups := f.publish(terms(cash)), f.publish(terms(gift))
			var all []campaign.Drawn // first to last
			for range 3 {
				person := f.Person()
				for _, c := range []model.Campaign{money, cups} {
					d, err := f.draw(c, person)
					So(err, ShouldBeNil)
					all = append(all, d)
					f.Tick(time.Hour)
				}
			}
			found := func(q campaign.WinQuery) (won []campaign.Won) {
				for after := model.WinID(0); ; {
					page, err := f.Campaign.Wins(f.Ctx, q, after, 2)
					So(err, ShouldBeNil)
					won = append(won, page...)
					if len(page) < 2 {
						return won
					}
					after = page[1].ID
				}
			}
			ids := func(won []campaign.Won) (ids []model.WinID) {
				for _, w := range won {
					ids = append(ids, w.ID)
				}
				return ids
			}
			of := func(draws ...int) (ids []model.WinID) {
				for _, n := range draws {
					ids = append(ids, all[n].WinID)
				}
				return ids
			}

			Convey("they are listed over all campaigns, the newest first or the other way round", func() {
				So(ids(found(campaign.WinQuery{})), ShouldResemble, of(5, 4, 3, 2, 1, 0))
				So(ids(found(campaign.WinQuery{Sort: "at"})), ShouldResemble, of(0, 1, 2, 3, 4, 5))
			})
			Convey("each tells its campaign, the scan it was drawn for, and how it came to the wallet", func() {
				won := found(campaign.WinQuery{Sort: "at"})
				So(won[0].Campaign, ShouldEqual, money.Name)
				So(won[0].Scan, ShouldEqual, all[0].ScanID)
				So(won[0].TxnID, ShouldEqual, all[0].Win.TxnID)
				So(won[1].Scan, ShouldEqual, all[1].ScanID)
			})
			Convey("they are narrowed down by campaign, prize, state and days", func() {
				So(ids(found(campaign.WinQuery{Campaign: cups.ID})), ShouldResemble, of(5, 3, 1))
				So(ids(found(campaign.WinQuery{Campaign: money.ID, Prize: "cash"})), ShouldResemble, of(4, 2, 0))
				So(found(campaign.WinQuery{Campaign: money.ID, Prize: "cup"}), ShouldBeEmpty)
				So(ids(found(campaign.WinQuery{State: model.WinWaiting, Sort: "at"})), ShouldResemble, of(1, 3, 5))
				So(found(campaign.WinQuery{Campaign: cups.ID, State: model.WinSent}), ShouldBeEmpty)
				So(ids(found(campaign.WinQuery{From: all[1].At, To: all[3].At})), ShouldResemble, of(2, 1))
			})
			Convey("what makes no sense is refused", func() {
				for _, q := range []campaign.WinQuery{{Prize: "cash"}, {Sort: "fen; DROP TABLE"}} {
					_, err := f.Campaign.Wins(f.Ctx, q, 0, 10)
					So(err, ShouldWrap, campaign.ErrBadWins)
				}
				_, err := f.Campaign.Wins(f.Ctx, campaign.WinQuery{}, 404, 10)
				So(err, ShouldWrap, campaign.ErrUnknownWin)
			})
			Convey("pages come out of indexes", func() {
				first, err := f.Campaign.Wins(f.Ctx, campaign.WinQuery{}, 0, 1)
				So(err, ShouldBeNil)
				rows := make([]model.CampaignWin, 4000)
				for i := range rows {
					rows[i] = first[0].CampaignWin
					rows[i].ID, rows[i].At = model.WinID(i+1), rows[i].At.Add(-time.Duration(i)*time.Hour)
					rows[i].SealedAddress = []byte{}
					rows[i].CampaignID, rows[i].Prize, rows[i].State = model.CampaignID(i%5+1), fmt.Sprint(i%7), model.WinState(i%4+1)
				}
				So(f.DB.Run(f.Ctx, func(ctx context.Context) error { return f.DB.Conn(ctx).CreateInBatches(rows, 200).Error }), ShouldBeNil)
				explain, used := "EXPLAIN ", "key"
				if e == testkit.SQLite {
					explain, used = "EXPLAIN QUERY PLAN ", "detail"
				} else {
					So(f.DB.Conn(f.Ctx).Exec("ANALYZE TABLE campaign_wins").Error, ShouldBeNil)
				}
				for where, index := range map[string]string{
					"1 = 1": "at", "campaign_id = 3": "of", "campaign_id = 3 AND prize = '3'": "prize", "state = 2": "waiting", "campaign_id = 3 AND state = 2": "stands",
				} {
					var plan []map[string]any
					So(f.DB.Conn(f.Ctx).Raw(explain+"SELECT * FROM campaign_wins WHERE "+where+" ORDER BY at DESC, id DESC LIMIT 10").Scan(&plan).Error, ShouldBeNil)
					So(plan, ShouldHaveLength, 1) // no other to sort by
					So(fmt.Sprintf("%s %v", plan[0][used], plan[0]["Extra"]), ShouldContainSubstring, "idx_campaign_wins_"+index)
					So(fmt.Sprintf("%s", plan[0]["Extra"]), ShouldNotContainSubstring, "filesort")
				}
			})
		})
	})
}

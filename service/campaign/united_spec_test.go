package campaign_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// wang is a consumer whose unionid WeChat did not tell in the consumer's app, and the person
// whom it knows by it.
func (f *fair) wang() (former, heir model.PersonID) {
	return f.Enter("consumer", testkit.Unnamed+"wang"), f.Enter("guide", "wang")
}

// unite is the login that tells Wang's unionid.
func (f *fair) unite() error {
	_, err := f.Identity.Login(f.Ctx, "consumer", "wang")
	return err
}

// counted is how many of a person's draws a campaign has counted today, or in all.
func (f *fair) counted(c model.Campaign, person model.PersonID) int {
	var count model.CampaignCount
	err := f.DB.Conn(f.Ctx).Where("campaign_id = ? AND subject = ?", c.ID, fmt.Sprint(person)).Limit(1).Find(&count).Error
	f.must(err)
	return int(count.Draws)
}

func TestUnitedDrawers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given Wang, who claims as one person and turns out to be another", t, func() {
			f := newFair(t, e)
			former, heir := f.wang()
			t := terms(cash)

			Convey("he draws for what he claimed before, once", func() {
				c := f.publish(t)
				claim := f.claim(former)
				f.refused(scan.ErrNoClaim, f.try(c, heir, claim))
				So(f.unite(), ShouldBeNil)
				try := f.try(c, heir, claim)
				d, err := f.Campaign.Draw(f.Ctx, try)
				So(err, ShouldBeNil)
				So(d.PersonID, ShouldEqual, heir)
				So(f.wallet(heir), ShouldEqual, 800)
				f.refused(campaign.ErrDrawn, f.try(c, heir, claim))
				f.refused(campaign.ErrDrawn, f.try(c, former, claim))
				f.refused(scan.ErrNoClaim, f.try(c, f.Person(), claim))
			})
			Convey("a retry of what he drew before is that draw", func() {
				c := f.publish(t)
				try := f.try(c, former, f.claim(former))
				first, err := f.Campaign.Draw(f.Ctx, try)
				So(err, ShouldBeNil)
				So(f.unite(), ShouldBeNil)
				try.Person = heir
				before := f.rows()
				again, err := f.Campaign.Draw(f.Ctx, try)
				So(err, ShouldBeNil)
				So(again.CampaignDraw, ShouldResemble, first.CampaignDraw)
				So(again.Win.ID, ShouldEqual, first.Win.ID)
				So(f.rows(), ShouldEqual, before)
				try.Scan = f.claim(heir)
				_, err = f.Campaign.Draw(f.Ctx, try) // the key was the other person's, and is his for another unit
				So(err, ShouldBeNil)
			})
			for _, by := range []struct {
				name string
				caps campaign.Caps
				want *errs.Error
			}{
				{"in all", campaign.Caps{Person: 3}, campaign.ErrPersonCap},
				{"a day", campaign.Caps{PersonDay: 3}, campaign.ErrPersonDayCap},
				{"in all and a day", campaign.Caps{Person: 9, PersonDay: 3}, campaign.ErrPersonDayCap},
			} {
				t := terms(cash)
				t.Caps = by.caps
				draws := func(c model.Campaign, person model.PersonID, n int) {
					for range n {
						_, err := f.draw(c, person)
						So(err, ShouldBeNil)
					}
				}
				Convey("of three draws "+by.name+" he has what he did not have as the one or the other", func() {
					c := f.publish(t)
					draws(c, former, 1)
					draws(c, heir, 1)
					So(f.unite(), ShouldBeNil)
					draws(c, heir, 1)
					f.refused(by.want, f.try(c, heir, f.claim(heir)))
					f.refused(by.want, f.try(c, former, f.claim(former)))
					So(f.standing(c).Draws, ShouldEqual, 3)
					f.Tick(24 * time.Hour)
					_, err := f.draw(c, heir)
					So(err == nil, ShouldEqual, by.caps.Person != 3)
				})
				Convey("who has had three draws "+by.name+" as both has no more", func() {
					c := f.publish(t)
					draws(c, former, 2)
					draws(c, heir, 2)
					So(f.unite(), ShouldBeNil)
					f.refused(by.want, f.try(c, heir, f.claim(heir)))
				})
				Convey("of 20 draws at once as both, three "+by.name+" are had", func() {
					c := f.publish(t)
					draws(c, former, 1)
					tries := f.alternately(c, former, heir)
					So(f.unite(), ShouldBeNil)
					drawn, refused := f.together(tries)
					So(drawn, ShouldHaveLength, 2)
					for _, err := range refused {
						So(err, ShouldWrap, by.want)
					}
					f.refused(by.want, f.try(c, heir, f.claim(heir)))
				})
				Convey("of 20 draws at once "+by.name+" while he is united none is forgotten", func() {
					c := f.publish(t)
					tries := f.alternately(c, former, heir)
					united := make(chan error, 1)
					go func() { united <- f.unite() }()
					drawn, refused := f.together(tries)
					So(<-united, ShouldBeNil)
					So(len(drawn), ShouldBeBetweenOrEqual, 3, 6) // three as each, before it was known
					for _, err := range refused {
						So(err, ShouldWrap, by.want)
					}
					So(f.counted(c, former)+f.counted(c, heir), ShouldEqual, len(drawn))
					f.refused(by.want, f.try(c, heir, f.claim(heir)))
				})
			}
			Convey("a unit that he draws for as both at once is drawn once", func() {
				c := f.publish(t)
				claim := f.claim(former)
				So(f.unite(), ShouldBeNil)
				tries := make([]campaign.Try, many)
				for i := range tries {
					tries[i] = f.try(c, []model.PersonID{former, heir}[i%2], claim)
				}
				drawn, refused := f.together(tries)
				So(drawn, ShouldHaveLength, 1)
				for _, err := range refused {
					So(err, ShouldWrap, campaign.ErrDrawn)
				}
				So(f.wallet(former)+f.wallet(heir), ShouldEqual, 800)
			})
		})
	})
}

func TestDrawingBeforeUnion(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		if e == testkit.SQLite {
			return // where one writes at a time
		}
		Convey("Given a draw that has begun before Wang was united, and is not committed", t, func() {
			f := newFair(t, e)
			f.Campaign.Risk = nil // who refuses to be asked inside a transaction
			former, heir := f.wang()
			t := terms(cash)
			t.Caps.Person = 1
			c := f.publish(t)
			first, second := f.try(c, former, f.claim(former)), f.try(c, heir, f.claim(heir))

			Convey("a draw as who he is by now waits for it, and is counted with it", func() {
				refused := make(chan error, 1)
				So(f.DB.Run(f.Ctx, func(ctx context.Context) error {
					if _, err := f.Campaign.Draw(ctx, first); err != nil {
						return err
					}
					if err := f.unite(); err != nil {
						return err
					}
					go func() {
						_, err := f.Campaign.Draw(f.Ctx, second)
						refused <- err
					}()
					select {
					case err := <-refused:
						return fmt.Errorf("it did not wait: %w", err)
					case <-time.After(100 * time.Millisecond): // for it to be wrong in
						return nil
					}
				}), ShouldBeNil)
				So(<-refused, ShouldWrap, campaign.ErrPersonCap)
			})
		})
	})
}

// alternately are tries of two, each with a claim of his own.
func (f *fair) alternately(c model.Campaign, one, other model.PersonID) []campaign.Try {
	tries := make([]campaign.Try, many)
	for i := range tries {
		person := []model.PersonID{one, other}[i%2]
		tries[i] = f.try(c, person, f.claim(person))
	}
	return tries
}

package campaign_test

import (
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/campaign"
	"channelrouter/service/testkit"
)

var home = campaign.Address{Name: "张小明", Phone: "13812345678", Adcode: "310115", Street: "世纪大道 100 号"}

func TestGifts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a gift that somebody has won, and cash", t, func() {
			f := newFair(t, e)
			li, other := f.Person(), f.Person()
			c := f.publish(terms(gift))
			d, err := f.draw(c, li)
			So(err, ShouldBeNil)
			win := d.WinID
			d, err = f.draw(f.publish(terms(cash)), li)
			So(err, ShouldBeNil)
			money := d.WinID

			Convey("he says where to, and changes his mind, until it is sent", func() {
				_, err := f.Campaign.Send(f.Ctx, win, "SF", "1")
				So(err, ShouldWrap, campaign.ErrWinState)
				_, err = f.Campaign.Disclose(f.Ctx, win)
				So(err, ShouldWrap, campaign.ErrWinState)
				w, err := f.Campaign.SetAddress(f.Ctx, li, win, home)
				So(err, ShouldBeNil)
				So(w.State, ShouldEqual, model.WinAddressed)
				moved := home
				moved.Street = "人民路 1 号"
				_, err = f.Campaign.SetAddress(f.Ctx, li, win, moved)
				So(err, ShouldBeNil)
				a, err := f.Campaign.Disclose(f.Ctx, win)
				So(err, ShouldBeNil)
				So(a, ShouldResemble, moved)
				w, err = f.Campaign.Send(f.Ctx, win, "SF", "SF100")
				So(err, ShouldBeNil)
				So(w.State, ShouldEqual, model.WinSent)
				_, err = f.Campaign.SetAddress(f.Ctx, li, win, home)
				So(err, ShouldWrap, campaign.ErrWinState)
				_, err = f.Campaign.Send(f.Ctx, win, "SF", "SF100")
				So(err, ShouldWrap, campaign.ErrWinState)
			})
			Convey("of twenty who send it at once one does", func() {
				_, err := f.Campaign.SetAddress(f.Ctx, li, win, home)
				So(err, ShouldBeNil)
				failures := testkit.Together(many, func(int) error { _, err := f.Campaign.Send(f.Ctx, win, "SF", "1"); return err })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
			})
			Convey("nothing of the address is stored in clear, and one row's is no other's", func() {
				w, err := f.Campaign.SetAddress(f.Ctx, li, win, home)
				So(err, ShouldBeNil)
				var stored model.CampaignWin
				So(f.DB.Conn(f.Ctx).Where("id = ?", win).Take(&stored).Error, ShouldBeNil)
				for _, part := range []string{home.Name, home.Phone, home.Street} {
					So(string(stored.SealedAddress), ShouldNotContainSubstring, part)
				}
				w.ID++
				_, err = f.Campaign.AddressOf(w)
				So(err, ShouldWrap, campaign.ErrSealBroken)
			})
			Convey("nobody else gives it an address, and cash has none", func() {
				_, err := f.Campaign.SetAddress(f.Ctx, other, win, home)
				So(err, ShouldWrap, campaign.ErrUnknownWin)
				_, err = f.Campaign.SetAddress(f.Ctx, li, money, home)
				So(err, ShouldWrap, campaign.ErrNotGift)
				_, err = f.Campaign.Send(f.Ctx, money, "SF", "1")
				So(err, ShouldWrap, campaign.ErrNotGift)
				_, err = f.Campaign.Disclose(f.Ctx, 4711)
				So(err, ShouldWrap, campaign.ErrUnknownWin)
				_, err = f.Campaign.WinOf(f.Ctx, other, win)
				So(err, ShouldWrap, campaign.ErrUnknownWin)
			})
			Convey("an address that leads nowhere is refused", func() {
				for _, spoil := range []func(*campaign.Address){
					func(a *campaign.Address) { a.Name = "" },
					func(a *campaign.Address) { a.Name = strings.Repeat("张", 41) },
					func(a *campaign.Address) { a.Phone = "call me" },
					func(a *campaign.Address) { a.Adcode = "31" },
					func(a *campaign.Address) { a.Adcode = "999999" },
					func(a *campaign.Address) { a.Street = "" },
				} {
					a := home
					spoil(&a)
					_, err := f.Campaign.SetAddress(f.Ctx, li, win, a)
					So(err, ShouldWrap, campaign.ErrBadAddress)
				}
			})
			Convey("wins are listed by person, and to the public above 500 yuan", func() {
				ids := func(wins []model.CampaignWin, err error) (ids []model.WinID) {
					So(err, ShouldBeNil)
					for _, w := range wins {
						ids = append(ids, w.ID)
					}
					return ids
				}
				So(ids(f.Campaign.WinsOf(f.Ctx, li, 0, 10)), ShouldResemble, []model.WinID{money, win})
				So(ids(f.Campaign.WinsOf(f.Ctx, li, money, 10)), ShouldResemble, []model.WinID{win})
				So(ids(f.Campaign.WinsOf(f.Ctx, other, 0, 10)), ShouldBeEmpty)
				So(ids(f.Campaign.PublicWins(f.Ctx, c.ID, 0, 10)), ShouldResemble, []model.WinID{win})
				So(ids(f.Campaign.PublicWins(f.Ctx, d.CampaignID, 0, 10)), ShouldBeEmpty)
			})
		})
	})
}

func TestMasks(t *testing.T) {
	masked := home.Masked()
	if masked != (campaign.Address{Name: "张**", Phone: "****5678", Adcode: "310115"}) {
		t.Errorf("%+v", masked)
	}
	if m := campaign.MaskPerson(384241083820806148); m != "****6148" {
		t.Error(m)
	}
}

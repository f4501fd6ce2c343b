package channel_test

import (
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

const crowd = 20

func TestAtTheSameMoment(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a terminal, and two distributors who want it", t, func() {
			w := testkit.New(t, e)
			d := []model.Org{w.Distributor("D1", "32"), w.Distributor("D2", "33")}
			shop := w.Terminal("T1", d[0])
			now := w.Clock.Now()

			Convey("twenty re-links leave one believed supplier for every moment", func() {
				failures := testkit.Together(crowd, func(i int) error {
					return w.Channel.Link(w.Ctx, shop.ID, d[i%2].ID, "", now.Add(time.Duration(i-crowd/2)*time.Hour))
				})
				So(errors.Join(failures...), ShouldBeNil)
				var links []model.OrgLink
				So(w.DB.Conn(w.Ctx).Where("child_id = ? AND recorded_to = ?", shop.ID, model.Forever).
					Order("valid_from").Find(&links).Error, ShouldBeNil)
				So(len(links), ShouldBeGreaterThanOrEqualTo, 2)
				for i, l := range links[1:] {
					So(l.ValidFrom, ShouldEqual, links[i].ValidTo)
				}
				So(links[len(links)-1].ValidTo, ShouldEqual, model.Forever)
			})
			Convey("twenty who create one organisation have the same", func() {
				ids := make([]model.OrgID, crowd)
				failures := testkit.Together(crowd, func(i int) error {
					org, err := w.Channel.CreateOrg(w.Ctx, channel.NewOrg{Code: "NEW", Kind: model.OrgTerminal, Name: "new", Adcode: "320102"})
					ids[i] = org.ID
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				for _, id := range ids {
					So(id, ShouldEqual, ids[0])
				}
			})
			Convey("a guide who joins twenty times over two terminals is a member of one", func() {
				shops := []model.Org{shop, w.Terminal("T2", d[1])}
				guide := w.Person()
				failures := testkit.Together(crowd, func(i int) error {
					return w.Channel.Join(w.Ctx, guide, model.RoleGuide, shops[i%2].ID, now)
				})
				So(errors.Join(failures...), ShouldBeNil)
				valid, err := w.Channel.Memberships(w.Ctx, []model.PersonID{guide}, now)
				So(err, ShouldBeNil)
				So(valid[guide], ShouldHaveLength, 1)
			})
		})
	})
}

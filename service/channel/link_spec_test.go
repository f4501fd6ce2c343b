package channel_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestLinksAreBitemporal(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a terminal of D1's, by way of wholesaler W1, for a year", t, func() {
			w := testkit.New(t, e)
			d1, d2 := w.Distributor("D1", "32"), w.Distributor("D2", "33")
			w1 := w.Wholesaler("W1", d1)
			shop := w.Terminal("T1", w1)
			now := w.Clock.Now()
			yesterday := now.AddDate(0, 0, -1)
			up := func(line string, at time.Time) channel.Upstream {
				p := channel.Place{Org: shop.ID, Line: line, At: at}
				answers, err := w.Channel.Upstreams(w.Ctx, []channel.Place{p})
				So(err, ShouldBeNil)
				return answers[p]
			}
			rows := func() (n int64) {
				So(w.DB.Conn(w.Ctx).Model(&model.OrgLink{}).Where("child_id = ?", shop.ID).Count(&n).Error, ShouldBeNil)
				return n
			}

			Convey("its upstream is the wholesaler, and the distributor above", func() {
				So(up("", now), ShouldResemble, channel.Upstream{Wholesalers: []model.OrgID{w1.ID}, Distributor: d1.ID})
				So(up("", now.AddDate(-2, 0, 0)), ShouldResemble, channel.Upstream{})
			})
			Convey("given to D2 from now on, yesterday's scans keep yesterday's distributor", func() {
				So(w.Channel.Link(w.Ctx, shop.ID, d2.ID, "", now), ShouldBeNil)
				So(up("", now), ShouldResemble, channel.Upstream{Distributor: d2.ID})
				So(up("", now.Add(-time.Microsecond)).Distributor, ShouldEqual, d1.ID)
				So(up("", yesterday).Distributor, ShouldEqual, d1.ID)
				So(rows(), ShouldEqual, 3) // what was, what is left of it, what is

				Convey("a further change leaves what has ended by then alone", func() {
					w.Tick(time.Hour)
					So(w.Channel.Link(w.Ctx, shop.ID, d1.ID, "", w.Clock.Now()), ShouldBeNil)
					So(rows(), ShouldEqual, 5)
					So(up("", yesterday).Distributor, ShouldEqual, d1.ID)
				})
				Convey("what was believed before stays on record", func() {
					var old model.OrgLink
					So(w.DB.Conn(w.Ctx).Where("child_id = ? AND recorded_to < ?", shop.ID, model.Forever).Take(&old).Error, ShouldBeNil)
					So(old.ParentID, ShouldEqual, w1.ID)
					So(old.RecordedTo, ShouldEqual, now)
					So(old.ValidTo, ShouldEqual, model.Forever)
				})
				Convey("a correction in the past holds from then on", func() {
					w.Tick(time.Hour)
					So(w.Channel.Link(w.Ctx, shop.ID, d2.ID, "", yesterday), ShouldBeNil)
					So(up("", yesterday).Distributor, ShouldEqual, d2.ID)
					So(up("", yesterday.Add(-time.Second)).Distributor, ShouldEqual, d1.ID)
					So(up("", w.Clock.Now()).Distributor, ShouldEqual, d2.ID)
				})
			})
			Convey("a change that is to come changes nothing yet", func() {
				So(w.Channel.Link(w.Ctx, shop.ID, d2.ID, "", now.AddDate(0, 1, 0)), ShouldBeNil)
				So(up("", now).Distributor, ShouldEqual, d1.ID)
				So(up("", now.AddDate(0, 1, 0)).Distributor, ShouldEqual, d2.ID)
			})
			Convey("a product line may have another supplier; the others keep the general one", func() {
				So(w.Channel.Link(w.Ctx, shop.ID, d2.ID, "tea", now), ShouldBeNil)
				So(up("tea", now).Distributor, ShouldEqual, d2.ID)
				So(up("milk", now).Distributor, ShouldEqual, d1.ID)
				So(up("tea", yesterday).Distributor, ShouldEqual, d1.ID)
			})
			Convey("a moment is a moment in every zone, to the microsecond", func() {
				zone := time.FixedZone("", 8*3600)
				So(w.Channel.Link(w.Ctx, shop.ID, d2.ID, "", now.In(zone).Add(999)), ShouldBeNil)
				So(up("", now.In(zone)).Distributor, ShouldEqual, d2.ID)
				So(up("", now.Add(-time.Microsecond)).Distributor, ShouldEqual, d1.ID)
			})
			Convey("who cannot supply does not", func() {
				for _, bad := range []struct {
					child, parent model.Org
				}{{shop, w.Brand}, {d1, w1}, {d1, d2}, {w1, shop}, {w1, w1}, {w.Brand, d1}} {
					So(w.Channel.Link(w.Ctx, bad.child.ID, bad.parent.ID, "", now), ShouldWrap, channel.ErrBadLink)
				}
				So(w.Channel.Link(w.Ctx, shop.ID, 404, "", now), ShouldWrap, channel.ErrUnknownOrg)
				So(w.Channel.Link(w.Ctx, 404, d1.ID, "", now), ShouldWrap, channel.ErrUnknownOrg)
			})
			Convey("wholesalers in a circle lead nowhere, and the walk ends", func() {
				w2 := w.Wholesaler("W2", w1)
				So(w.Channel.Link(w.Ctx, w1.ID, w2.ID, "", now), ShouldBeNil)
				So(up("", now).Distributor, ShouldEqual, 0)
				inside, err := w.Channel.Subtree(w.Ctx, d1.ID, shop.ID, now)
				So(err, ShouldBeNil)
				So(inside, ShouldBeFalse)
				inside, err = w.Channel.Subtree(w.Ctx, w2.ID, shop.ID, now)
				So(err, ShouldBeNil)
				So(inside, ShouldBeTrue)
			})
		})
	})
}

func TestUpstreamsOfManyPlaces(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel of three tiers", t, func() {
			w := testkit.New(t, e)
			d1 := w.Distributor("D1", "32")
			w1 := w.Wholesaler("W1", d1)
			var places []channel.Place
			for _, code := range []string{"T1", "T2", "T3", "T4", "T5", "T6"} {
				places = append(places, channel.Place{Org: w.Terminal(code, w1).ID, At: w.Clock.Now()})
			}
			cost := func(places []channel.Place) int64 {
				return w.Statements(func() {
					answers, err := w.Channel.Upstreams(w.Ctx, places)
					So(err, ShouldBeNil)
					for _, p := range places {
						So(answers[p].Distributor, ShouldEqual, d1.ID)
					}
				})
			}

			Convey("many places cost as many queries as one", func() {
				So(cost(places), ShouldEqual, cost(places[:1]))
				So(cost(places), ShouldBeLessThanOrEqualTo, 6)
			})
			Convey("a distributor's upstream is itself, the brand's and nobody's is nobody", func() {
				asked := []channel.Place{{Org: d1.ID}, {Org: w.Brand.ID}, {Org: 0}, {Org: 404}}
				answers, err := w.Channel.Upstreams(w.Ctx, asked)
				So(err, ShouldBeNil)
				So(answers[asked[0]].Distributor, ShouldEqual, d1.ID)
				for _, p := range asked[1:] {
					So(answers[p], ShouldResemble, channel.Upstream{})
				}
			})
		})
	})
}

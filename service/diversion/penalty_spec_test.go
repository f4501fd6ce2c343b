package diversion_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

func TestWhatIsCounted(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods of D1, six units to a case, that turn up at a shop of D2", t, func() {
			s := newStreet(t, e, 1)
			flag := func(items ...model.ItemID) {
				for _, i := range items {
					So(s.raise(s.sighted(i, s.shops[0])), ShouldBeNil)
				}
			}
			alone := func(kind model.CustodyKind, to model.OrgID, item model.ItemID) {
				_, err := s.Record(custody.Command{Kind: kind, From: s.d1.ID, To: to, Goods: testkit.Goods(item)})
				So(err, ShouldBeNil)
				s.Tick(time.Hour)
			}

			Convey("a unit counts as one", func() {
				flag(s.unit(0))
				So(s.confirm(s.only()).Units, ShouldEqual, 1)
			})
			Convey("a case counts its sellable units, and a pallet those of its cases", func() {
				flag(s.box(0))
				So(s.confirm(s.only()).Units, ShouldEqual, 6)
				flag(s.batch.Level(model.LevelPallet).From)
				So(s.confirm(s.cases(model.CaseOpen)[0]).Units, ShouldEqual, 18) // 24 but for the six
			})
			Convey("a unit that is seen alone and in its case counts once", func() {
				flag(s.unit(0), s.box(0), s.unit(1), s.unit(0))
				So(s.confirm(s.only()).Units, ShouldEqual, 6)
			})
			Convey("a unit that was taken out of its case before is not counted with it", func() {
				alone(model.Unpack, 0, s.unit(0))
				flag(s.box(0))
				So(s.confirm(s.only()).Units, ShouldEqual, 5)
				_, penalised := s.penalised()[s.unit(0)]
				So(penalised, ShouldBeFalse)
			})
			Convey("one that is taken out after it was seen is", func() {
				flag(s.box(0))
				s.Tick(time.Hour)
				alone(model.Unpack, 0, s.unit(0))
				So(s.confirm(s.only()).Units, ShouldEqual, 6)
			})
			Convey("a flag that was withdrawn does not count", func() {
				f := s.sighted(s.unit(0), s.shops[0])
				So(s.raise(f, s.sighted(s.unit(1), s.shops[0])), ShouldBeNil)
				So(s.withdraw(f), ShouldBeNil)
				So(s.confirm(s.only()).Units, ShouldEqual, 1)
				So(s.owed(), ShouldEqual, 2000)
			})
			Convey("a case whose flags are all withdrawn can be confirmed, for nothing", func() {
				f := s.sighted(s.unit(0), s.shops[0])
				So(s.raise(f), ShouldBeNil)
				So(s.withdraw(f), ShouldBeNil)
				c := s.confirm(s.only())
				So(c.Units, ShouldEqual, 0)
				So(c.TxnID, ShouldEqual, 0)
				_, err := s.Diversion.Reverse(s.Ctx, decision(c))
				So(err, ShouldBeNil)
				So(s.owed(), ShouldEqual, 0)
			})
		})
	})
}

func TestTheRate(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case of two units, and a policy with a rate of its own for their SKU", t, func() {
			s := newStreet(t, e, 1)
			So(s.raise(s.sighted(s.unit(0), s.shops[0]), s.sighted(s.unit(1), s.shops[0])), ShouldBeNil)
			publish := func(from time.Time, fen money.Fen, bySKU map[string]money.Fen) {
				p := diversion.DefaultPolicy
				p.PenaltyFen, p.PenaltyFenBySKU = fen, bySKU
				_, err := s.Diversion.Policies.Publish(s.Ctx, p, from, 1)
				So(err, ShouldBeNil)
			}
			tomorrow := s.Clock.Now().Add(24 * time.Hour)
			publish(tomorrow, 100, map[string]money.Fen{s.Products[0].SKU: 700})
			publish(tomorrow.Add(24*time.Hour), 100, map[string]money.Fen{s.Products[1].SKU: 700})

			for _, when := range []struct {
				what string
				days int
				want int64
			}{
				{"before it is in force, the old rate", 0, 2000},
				{"once it is in force, the SKU's", 1, 700},
				{"once a later one is, which names another SKU, its general one", 2, 100},
			} {
				Convey("confirming costs, "+when.what, func() {
					s.Tick(time.Duration(when.days) * 24 * time.Hour)
					c := s.confirm(s.only())
					So(c.RateFen, ShouldEqual, when.want)
					So(c.PenaltyFen, ShouldEqual, 2*when.want)
					So(s.owed(), ShouldEqual, 2*when.want)
				})
			}
			Convey("a reversal takes back what was charged, whatever the rate is by then", func() {
				c := s.confirm(s.only())
				s.Tick(48 * time.Hour)
				_, err := s.Diversion.Reverse(s.Ctx, decision(c))
				So(err, ShouldBeNil)
				So(s.owed(), ShouldEqual, 0)
			})
			Convey("a rate of nothing posts nothing", func() {
				publish(s.Clock.Now(), 0, nil)
				So(s.confirm(s.only()).TxnID, ShouldEqual, 0)
				So(s.owed(), ShouldEqual, 0)
			})
		})
	})
}

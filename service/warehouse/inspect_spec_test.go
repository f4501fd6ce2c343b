package warehouse_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
	"channelrouter/service/warehouse"
)

// finds has somebody at the brand find something of goods of a return; of all that is left
// without codes.
func (s *story) finds(r model.GoodsReturn, f model.Finding, codes ...string) error {
	_, err := s.inspects(r, f, codes...)
	s.Tick(time.Minute)
	return err
}

func (s *story) inspects(r model.GoodsReturn, f model.Finding, codes ...string) (model.GoodsInspection, error) {
	n := warehouse.NewInspection{Key: fmt.Sprint(f, codes), Return: r.ID, By: 7, Finding: f, Codes: codes, Remark: "seen"}
	if f == model.GoodsScrapped {
		n.Loss = model.LossDamaged
	}
	return s.Warehouse.Inspect(s.Ctx, n)
}

// stand is whose goods are: holder, on the way to, meant for.
func (s *story) stand(item model.ItemID) [3]model.OrgID {
	t := s.Trace(item)
	return [3]model.OrgID{t.Holder, t.InTransit, t.Assigned}
}

func (s *story) state(r model.GoodsReturn) string {
	r, err := s.Warehouse.GetReturn(s.Ctx, r.ID)
	So(err, ShouldBeNil)
	return warehouse.ReturnStateName(r.State)
}

// sheet is what was found of a return's goods, run by run.
func (s *story) sheet(r model.GoodsReturn) (lines []string) {
	rows, err := s.Warehouse.ReturnGoods(s.Ctx, r.ID, 0, 100)
	So(err, ShouldBeNil)
	for _, l := range rows {
		lines = append(lines, fmt.Sprintf("%s %d %s", l.FromItem.Level(), l.ToItem-l.FromItem, warehouse.FindingName(l.Finding)))
	}
	return lines
}

func TestInspection(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a pallet that D1 has sent back to the brand", t, func() {
			s := newStory(t, e)
			brand, d1 := s.Brand.ID, s.d1.ID
			r := s.shipped(s.palletCode(0))
			onTheWay, gone := [3]model.OrgID{0, brand, d1}, [3]model.OrgID{}

			Convey("accepted whole it is the brand's again, to be sold to another", func() {
				So(s.finds(r, model.GoodsAccepted, s.palletCode(0)), ShouldBeNil)
				So(s.stand(s.unit(0)), ShouldResemble, [3]model.OrgID{brand, 0, 0})
				So(s.state(r), ShouldEqual, "inspected")
				s.Ship(s.Brand, s.d2, s.pallet(0))
				s.Tick(time.Minute)
				So(s.guided(0), ShouldEqual, "match")
			})
			Convey("found in parts, each case goes its own way, and the pallet is put away at last", func() {
				So(s.finds(r, model.GoodsAccepted, s.boxCode(0)), ShouldBeNil)
				So(s.stand(s.unit(0)), ShouldResemble, [3]model.OrgID{brand, 0, 0})
				So(s.stand(s.box(1)), ShouldResemble, onTheWay) // a case says nothing of the others
				So(s.finds(r, model.GoodsRejected, s.boxCode(1)), ShouldBeNil)
				So(s.stand(s.unit(6)), ShouldResemble, [3]model.OrgID{brand, 0, d1})
				So(s.finds(r, model.GoodsScrapped, s.boxCode(2)), ShouldBeNil)
				So(s.stand(s.unit(12)), ShouldResemble, gone)
				So(s.state(r), ShouldEqual, "shipped")
				last, err := s.inspects(r, model.GoodsMissing)
				So(err, ShouldBeNil)
				So([]int64{last.Items, last.Awaited}, ShouldResemble, []int64{1, 0})
				So(s.stand(s.unit(18)), ShouldResemble, onTheWay)
				So(s.state(r), ShouldEqual, "inspected")
				So(s.sheet(r), ShouldResemble, []string{"case 1 accepted", "case 1 rejected", "case 1 scrapped", "case 1 missing", "pallet 1 opened"})
				So(s.stand(s.pallet(0)), ShouldResemble, onTheWay)

				So(s.finds(r, model.GoodsSentBack), ShouldBeNil)
				So(s.stand(s.unit(6)), ShouldResemble, [3]model.OrgID{0, d1, d1})
				So(s.finds(r, model.GoodsLost, s.boxCode(3)), ShouldBeNil)
				So(s.stand(s.unit(18)), ShouldResemble, [3]model.OrgID{0, 0, d1}) // no more, and never the brand's
				So(s.sheet(r)[4], ShouldEqual, "pallet 1 emptied")
				So(s.stand(s.pallet(0)), ShouldResemble, [3]model.OrgID{brand, 0, 0})
			})
			Convey("a bottle is found for itself out of case and pallet", func() {
				unit := s.Print(model.FaceUnitOuter, s.unit(8))
				So(s.finds(r, model.GoodsScrapped, unit), ShouldBeNil)
				So(s.stand(s.unit(8)), ShouldResemble, gone)
				So(s.finds(r, model.GoodsAccepted, s.palletCode(0)), ShouldBeNil) // the rest of it
				So(s.state(r), ShouldEqual, "inspected")
				So(s.sheet(r), ShouldResemble, []string{
					"unit 2 accepted", "unit 1 scrapped", "unit 3 accepted",
					"case 1 accepted", "case 1 emptied", "case 2 accepted", "pallet 1 emptied",
				})
				for _, n := range []int64{0, 7, 9, 23} {
					So(s.stand(s.unit(n)), ShouldResemble, [3]model.OrgID{brand, 0, 0})
				}
			})
			Convey("what the brand received before, by any device, is inspected as well", func() {
				s.Receive(s.Brand, s.pallet(0))
				s.Tick(time.Minute)
				So(s.stand(s.pallet(0)), ShouldResemble, [3]model.OrgID{brand, 0, d1}) // receipt decides nothing
				events := count[model.CustodyEvent](s)
				So(s.finds(r, model.GoodsRejected), ShouldBeNil)
				So(count[model.CustodyEvent](s), ShouldEqual, events)
				So(s.finds(r, model.GoodsAccepted), ShouldWrap, warehouse.ErrInspected)
			})
			Convey("what was missing turns up, has never left, or is lost where nobody has it", func() {
				So(s.finds(r, model.GoodsMissing, s.boxCode(0), s.boxCode(1), s.boxCode(2)), ShouldBeNil)
				So(s.finds(r, model.GoodsAccepted), ShouldBeNil) // what is left, not what is missing
				So(s.state(r), ShouldEqual, "inspected")
				So(s.finds(r, model.GoodsAccepted, s.boxCode(0)), ShouldBeNil)
				So(s.stand(s.box(0)), ShouldResemble, [3]model.OrgID{brand, 0, 0})
				So(s.finds(r, model.GoodsNotShipped, s.boxCode(1)), ShouldBeNil)
				So(s.stand(s.box(1)), ShouldResemble, [3]model.OrgID{d1, 0, d1})
				s.Receive(s.t1, s.box(2))
				s.Tick(time.Minute)
				So(s.finds(r, model.GoodsLost, s.boxCode(2)), ShouldWrap, warehouse.ErrTurnedUp)
				So(s.stand(s.box(2)), ShouldResemble, [3]model.OrgID{s.t1.ID, 0, d1})
				So(s.finds(r, model.GoodsNotShipped, s.boxCode(2)), ShouldBeNil)
				So(s.stand(s.box(2)), ShouldResemble, [3]model.OrgID{s.t1.ID, 0, d1})
			})
			Convey("one good that is not of it refuses all", func() {
				events := count[model.CustodyEvent](s)
				So(s.finds(r, model.GoodsAccepted, s.boxCode(0), s.boxCode(5)), ShouldWrap, warehouse.ErrNotOfReturn)
				So(count[model.CustodyEvent](s), ShouldEqual, events)
				So(s.sheet(r), ShouldResemble, []string{"pallet 1 awaited"})
			})
			Convey("goods that the brand has given away meanwhile are neither accepted nor rejected", func() {
				s.Receive(s.Brand, s.pallet(0))
				s.Ship(s.Brand, s.d1, s.box(0))
				s.Tick(time.Minute)
				So(s.finds(r, model.GoodsAccepted, s.boxCode(0)), ShouldWrap, custody.ErrNotHeld)
				So(s.finds(r, model.GoodsRejected, s.boxCode(0)), ShouldWrap, custody.ErrNotHeld)
			})
			Convey("a cap leads to its bottle", func() {
				So(s.finds(r, model.GoodsScrapped, s.Capped(s.unit(3))), ShouldBeNil)
				So(s.stand(s.unit(3)), ShouldResemble, gone)
				So(s.stand(s.unit(2)), ShouldResemble, onTheWay)
			})
			Convey("a finding without its reason, or of a return that is not here, is none", func() {
				inspect := func(n warehouse.NewInspection) error {
					n.Key, n.By = "k", 7
					_, err := s.Warehouse.Inspect(s.Ctx, n)
					return err
				}
				So(inspect(warehouse.NewInspection{Return: r.ID, Finding: model.GoodsRejected}), ShouldWrap, warehouse.ErrBadInspection)
				So(inspect(warehouse.NewInspection{Return: r.ID, Finding: model.GoodsScrapped, Remark: "wet"}), ShouldWrap, warehouse.ErrBadInspection)
				So(inspect(warehouse.NewInspection{Return: r.ID, Finding: model.GoodsAccepted, Loss: model.LossDamaged}), ShouldWrap, warehouse.ErrBadInspection)
				So(inspect(warehouse.NewInspection{Return: r.ID, Finding: model.GoodsOpened, Remark: "x"}), ShouldWrap, warehouse.ErrBadInspection)
				So(inspect(warehouse.NewInspection{Return: 1, Finding: model.GoodsAccepted}), ShouldWrap, warehouse.ErrUnknownReturn)
			})
			Convey("a retry gets the first answer; the key is for nothing else", func() {
				first, err := s.inspects(r, model.GoodsAccepted, s.boxCode(0))
				So(err, ShouldBeNil)
				s.Tick(time.Minute)
				again, err := s.inspects(r, model.GoodsAccepted, s.boxCode(0))
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
				_, err = s.Warehouse.Inspect(s.Ctx, warehouse.NewInspection{Key: fmt.Sprint(model.GoodsAccepted, []string{s.boxCode(0)}), Return: r.ID, By: 7, Finding: model.GoodsMissing})
				So(err, ShouldWrap, warehouse.ErrKeyReused)
				rows, err := s.Warehouse.Inspections(s.Ctx, r.ID, 0, 10)
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, 1)
			})
		})
	})
}

func TestInspectionOfLineGoods(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case that the line packed, and the distributor repacked before it went back", t, func() {
			s := newStory(t, e)
			s.batch = s.LineBatch("B2", 1)
			for _, c := range []custody.Command{
				{Kind: model.Commission, To: s.Brand.ID, Goods: []custody.Goods{testkit.Run(s.batch, model.LevelUnit, 0, 12)}},
				{Kind: model.Pack, From: s.Brand.ID, Goods: []custody.Goods{testkit.Into(testkit.Run(s.batch, model.LevelUnit, 0, 12), s.box(0), 6)}},
				{Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, Goods: testkit.Goods(s.box(0), s.box(1))},
				{Kind: model.Receive, To: s.d1.ID, Goods: testkit.Goods(s.box(0), s.box(1))},
				unpack(s.d1, s.unit(0), s.unit(6)),
				{Kind: model.Pack, From: s.d1.ID, Goods: []custody.Goods{{Items: model.One(s.unit(6)), Parent: s.box(0), PerParent: 1}}},
			} {
				_, err := s.Record(c)
				So(err, ShouldBeNil)
				s.Tick(time.Minute)
			}
			r := s.shipped(s.boxCode(0))

			Convey("what was in it then is inspected, and nothing else", func() {
				label := func(n int64) string { return s.Print(model.FaceUnitOuter, s.unit(n)) }
				So(s.finds(r, model.GoodsAccepted, label(0)), ShouldWrap, warehouse.ErrNotOfReturn)
				So(s.finds(r, model.GoodsRejected, label(6)), ShouldBeNil)
				So(s.finds(r, model.GoodsAccepted, s.boxCode(0)), ShouldBeNil)
				So(s.sheet(r), ShouldResemble, []string{"unit 5 accepted", "unit 1 rejected", "case 1 opened"})
				So(s.stand(s.unit(1)), ShouldResemble, [3]model.OrgID{s.Brand.ID, 0, 0})
				So(s.stand(s.unit(0)), ShouldResemble, [3]model.OrgID{s.d1.ID, 0, s.d1.ID})
				So(s.stand(s.unit(7)), ShouldResemble, [3]model.OrgID{s.d1.ID, 0, s.d1.ID})
			})
		})
	})
}

func TestInspectionOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given inspectors who find different things of the same case, and some of others, at once", t, func() {
			s := newStory(t, e)
			r := s.shipped(s.palletCode(0))
			s.Receive(s.Brand, s.pallet(0))
			s.Tick(time.Minute)
			before := count[model.CustodyEvent](s)
			failures := testkit.Together(20, func(i int) error {
				n := warehouse.NewInspection{Key: "k", Return: r.ID, By: model.UserID(i + 1), Finding: model.GoodsAccepted, Codes: []string{s.boxCode(0)}}
				switch {
				case i < 3:
					n.Codes = []string{s.boxCode(int64(i + 1))}
				case i%2 == 0:
					n.Finding, n.Remark = model.GoodsRejected, "dented"
				}
				_, err := s.Warehouse.Inspect(s.Ctx, n)
				return err
			})
			Convey("one of them decides it, the others are told, and the last completes the return", func() {
				s.Tick(time.Minute)
				won := 0
				for i, err := range failures {
					if err == nil {
						won++
						continue
					}
					So(i, ShouldBeGreaterThanOrEqualTo, 3)
					So(errors.Is(err, warehouse.ErrInspected), ShouldBeTrue)
				}
				So(won, ShouldEqual, 4)
				So(s.state(r), ShouldEqual, "inspected")
				accepted := s.sheet(r)[0] == "case 4 accepted" || s.sheet(r)[0] == "case 1 accepted"
				So(s.stand(s.box(0)), ShouldResemble, [3]model.OrgID{s.Brand.ID, 0, map[bool]model.OrgID{false: s.d1.ID}[accepted]})
				// A return of each case, and of the empty pallet once no case is left on it.
				So(count[model.CustodyEvent](s)-before, ShouldEqual, map[bool]int64{true: 5, false: 3}[accepted])
			})
		})
	})
}

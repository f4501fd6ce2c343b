package warehouse_test

import (
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
	"channelrouter/service/warehouse"
)

func TestDeliveryClosed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a delivery of two pallets to D1, of which a case has come", t, func() {
			s := newStory(t, e)
			d := s.delivers("F-1", s.palletCode(1), s.palletCode(2))
			_, err := s.receives(d, "case", s.boxCode(4))
			So(err, ShouldBeNil)
			stands := func(state string, units ...int64) {
				is, have := s.now(d)
				So(is, ShouldEqual, state)
				So(have, ShouldResemble, units)
			}

			Convey("what was not shipped is the brand's, and can go to D2", func() {
				closed, err := s.closes(d, model.ShortNotShipped)
				So(err, ShouldBeNil)
				So([]any{closed.Shortage, closed.Reason, closed.ClosedUser}, ShouldResemble, []any{model.ShortNotShipped, "counted twice", model.UserID(7)})
				stands("closed", 48, 6, 42, 0)
				trace := s.Trace(s.unit(30))
				So([]model.OrgID{trace.Holder, trace.Assigned}, ShouldResemble, []model.OrgID{s.Brand.ID, s.d1.ID})
				s.Ship(s.Brand, s.d2, s.pallet(2))
				s.Tick(time.Minute)
				So(s.Trace(s.pallet(2)).Assigned, ShouldEqual, s.d2.ID)

				Convey("closed again it stays so, and otherwise not at all", func() {
					again, err := s.closes(d, model.ShortNotShipped)
					So(err, ShouldBeNil)
					So(again.ClosedAt, ShouldResemble, closed.ClosedAt)
					_, err = s.closes(d, model.ShortLost)
					So(err, ShouldWrap, warehouse.ErrDeliverySettled)
				})
			})
			Convey("what was not shipped and comes all the same is surplus, and the paper stays closed", func() {
				_, err := s.closes(d, model.ShortNotShipped)
				So(err, ShouldBeNil)
				r, err := s.receives(d, "late", s.palletCode(1))
				So(err, ShouldBeNil)
				So(outcomes(r), ShouldResemble, []string{"surplus"})
				So(s.Trace(s.pallet(1)).Holder, ShouldEqual, s.d1.ID)
				stands("closed", 48, 6, 42, 0)
			})
			Convey("what is lost is nowhere, and surplus when it is found", func() {
				_, err := s.closes(d, model.ShortLost)
				So(err, ShouldBeNil)
				stands("closed", 48, 6, 42, 0)
				trace := s.Trace(s.unit(30))
				So([]model.OrgID{trace.Holder, trace.InTransit}, ShouldResemble, []model.OrgID{0, 0})
				r, err := s.receives(d, "late", s.palletCode(1))
				So(err, ShouldBeNil)
				So(outcomes(r), ShouldResemble, []string{"surplus"})
				So(s.Trace(s.unit(30)).Holder, ShouldEqual, s.d1.ID)
				stands("closed", 48, 6, 42, 0)
			})
			Convey("a closing needs a reason, and is not the receiver's", func() {
				c := warehouse.Closing{Delivery: d.ID, By: handOf(s.d1), As: model.ShortLost, Reason: "never came"}
				_, err := s.Warehouse.CloseDelivery(s.Ctx, c)
				So(err, ShouldWrap, warehouse.ErrNotTheSender)
				c.By, c.Reason = atConsole, ""
				_, err = s.Warehouse.CloseDelivery(s.Ctx, c)
				So(err, ShouldWrap, warehouse.ErrBadDelivery)
				c.As, c.Reason = 0, "never came"
				_, err = s.Warehouse.CloseDelivery(s.Ctx, c)
				So(err, ShouldWrap, warehouse.ErrBadDelivery)
			})
			Convey("another distributor sees nothing of it, and who is no receiver receives nothing", func() {
				_, err := s.Warehouse.OwnDelivery(s.Ctx, d.ID, s.d2.ID)
				So(err, ShouldWrap, warehouse.ErrUnknownDelivery)
				_, err = s.Warehouse.Receipts(s.Ctx, d.ID, handOf(s.d2), 0, 10)
				So(err, ShouldWrap, warehouse.ErrUnknownDelivery)
				n := warehouse.NewReceipt{Key: "k", By: handOf(s.d2), Delivery: d.ID, All: true}
				_, err = s.Warehouse.ReceiveDelivery(s.Ctx, n)
				So(err, ShouldWrap, warehouse.ErrUnknownDelivery)
				n.By = atConsole
				_, err = s.Warehouse.ReceiveDelivery(s.Ctx, n)
				So(err, ShouldWrap, warehouse.ErrNotTheReceiver)
				for org, want := range map[model.OrgID][]int{s.d1.ID: {1, 0}, s.Brand.ID: {0, 1}, s.d2.ID: {0, 0}} {
					for i, out := range []bool{false, true} {
						rows, err := s.Warehouse.Deliveries(s.Ctx, warehouse.DeliveryFilter{Org: org, Out: out}, 0, 10)
						So(err, ShouldBeNil)
						So(rows, ShouldHaveLength, want[i])
					}
				}
			})
		})
	})
}

func TestDeliveryOfSealedGoods(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a delivery of two pallets of which the line has told what is in the first", t, func() {
			s := newStory(t, e)
			b := s.LineBatch("LINE", 2)
			pack := func(level, into model.Level, n, per int64) {
				_, err := s.Record(custody.Command{Kind: model.Pack, From: s.Brand.ID, Goods: []custody.Goods{
					testkit.Into(testkit.Run(b, level, 0, n), testkit.Item(b, into, 0), per),
				}})
				So(err, ShouldBeNil)
				s.Tick(time.Minute)
			}
			pack(model.LevelUnit, model.LevelCase, 6, 6)
			pack(model.LevelCase, model.LevelPallet, 1, 4)
			_, err := s.Record(custody.Command{Kind: model.Commission, To: s.Brand.ID, Goods: testkit.Goods(testkit.Item(b, model.LevelPallet, 1))})
			So(err, ShouldBeNil)
			s.Tick(time.Minute)
			pallet := func(n int64) string { return s.Print(model.FacePallet, testkit.Item(b, model.LevelPallet, n)) }
			d := s.delivers("F-1", pallet(0), pallet(1))
			_, err = s.receives(d, "case", s.Print(model.FaceCaseOuter, testkit.Item(b, model.LevelCase, 0)))
			So(err, ShouldBeNil)

			Convey("the first has come with its only case; the other is waited for until it comes", func() {
				is, _ := s.now(d)
				So(is, ShouldEqual, "partly_received")
				_, err := s.receives(d, "pallet", pallet(1))
				So(err, ShouldBeNil)
				is, units := s.now(d)
				So(is, ShouldEqual, "received")
				So(units, ShouldResemble, []int64{6, 6, 0, 0})
				So(s.Trace(testkit.Item(b, model.LevelPallet, 0)).Holder, ShouldEqual, s.d1.ID)
			})
		})
	})
}

func TestDeliveryAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a delivery of two pallets to D1", t, func() {
			s := newStory(t, e)
			d := s.delivers("F-1", s.palletCode(1), s.palletCode(2))
			received := func(i int) (warehouse.Receipt, error) {
				codes := []string{s.boxCode(4 + int64(i%8)), s.boxCode(4 + int64((i+1)%8))}
				return s.Warehouse.ReceiveDelivery(s.Ctx, warehouse.NewReceipt{Key: string(rune('a' + i)), By: handOf(s.d1), Delivery: d.ID, Codes: codes})
			}

			Convey("sixteen who receive its cases at once receive each once, and all has come", func() {
				before := count[model.CustodyEvent](s)
				receipts := make([]warehouse.Receipt, 16)
				failures := testkit.Together(16, func(i int) (err error) {
					receipts[i], err = received(i)
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 16)
				s.Tick(time.Minute)
				times := map[string]int{}
				events := 0
				for _, r := range receipts {
					for _, c := range r.Codes {
						times[c.Code+warehouse.ReceiptOutcomeName(c.Outcome)]++
					}
					if r.EventID != 0 {
						events++
					}
				}
				for n := range int64(8) {
					So(times[s.boxCode(4+n)+"received"], ShouldEqual, 1)
					So(times[s.boxCode(4+n)+"known"], ShouldEqual, 3)
				}
				stored, err := s.Warehouse.Deliveries(s.Ctx, warehouse.DeliveryFilter{}, 0, 10)
				So(err, ShouldBeNil)
				So(stored[0].State, ShouldEqual, model.ShipmentReceived)
				So(stored[0].Receipts, ShouldEqual, 16)
				So(s.Trace(s.pallet(1)).Holder, ShouldEqual, s.d1.ID)
				So(count[model.CustodyEvent](s), ShouldEqual, before+int64(events)+1) // the emptied pallets, once
			})
			Convey("what others receive without the paper meanwhile is known, and not taken out of its pallet", func() {
				receipts := make([]warehouse.Receipt, 8)
				failures := testkit.Together(10, func(i int) (err error) {
					if i >= 8 {
						_, err = s.Custody.RecordCodes(s.Ctx, custody.CodesCommand{
							Key: s.palletCode(int64(i - 7)), Kind: model.Receive, Codes: []string{s.palletCode(int64(i - 7))}, To: s.d1.ID,
						})
						return err
					}
					receipts[i], err = s.Warehouse.ReceiveDelivery(s.Ctx, warehouse.NewReceipt{
						Key: s.boxCode(int64(i)), By: handOf(s.d1), Delivery: d.ID, Codes: []string{s.boxCode(4 + int64(i))},
					})
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 10)
				s.Tick(time.Minute)
				for i, r := range receipts {
					box := s.box(4 + int64(i))
					if outcomes(r)[0] == "known" {
						So(s.Trace(box).Chain, ShouldHaveLength, 2)
						continue
					}
					before, err := s.Custody.TraceAt(s.Ctx, box, r.Event.EventTime.Add(-time.Microsecond))
					So(err, ShouldBeNil)
					So(before.InTransit, ShouldEqual, s.d1.ID)
				}
			})
			Convey("of twenty who make the same delivery at once all get the one", func() {
				n := warehouse.NewDelivery{Key: "same", By: handOf(s.d1), Number: "2", To: "T1", Codes: []string{s.palletCode(0)}}
				made := make([]warehouse.Delivery, 20)
				failures := testkit.Together(20, func(i int) (err error) {
					made[i], err = s.Warehouse.ShipDelivery(s.Ctx, n)
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 20)
				for _, other := range made {
					So(other.ID, ShouldEqual, made[0].ID)
				}
				So(count[model.GoodsDelivery](s), ShouldEqual, 2)
			})
			Convey("received whole, by a case and closed at once, it ends one way and its numbers add up", func() {
				failures := testkit.Together(18, func(i int) (err error) {
					switch i % 3 {
					case 0:
						_, err = s.Warehouse.ReceiveDelivery(s.Ctx, warehouse.NewReceipt{Key: "all", By: handOf(s.d1), Delivery: d.ID, All: true})
					case 1:
						_, err = received(i)
					default:
						_, err = s.Warehouse.CloseDelivery(s.Ctx, warehouse.Closing{Delivery: d.ID, By: atConsole, As: model.ShortLost, Reason: "lost"})
					}
					return err
				})
				s.Tick(time.Minute)
				for _, err := range failures {
					fine := err == nil || errors.Is(err, warehouse.ErrNothingComing) || errors.Is(err, warehouse.ErrDeliverySettled) ||
						errors.Is(err, warehouse.ErrGoodsMoving) // he is to try again
					So(fine, ShouldBeTrue)
				}
				kept, err := s.Warehouse.GetDelivery(s.Ctx, d.ID)
				So(err, ShouldBeNil)
				So(kept.Units().Coming, ShouldEqual, 0)
				ours := int64(0)
				for n := range int64(48) {
					if s.Trace(s.unit(24+n)).Holder == s.d1.ID {
						ours++
					}
				}
				arrived, short := kept.Units().Arrived(), kept.Units().Short
				So(arrived+short, ShouldEqual, 48)
				So(ours, ShouldBeGreaterThanOrEqualTo, arrived) // cases that were lost, and read after that, are found
				So(kept.State == model.ShipmentClosed, ShouldEqual, short > 0)
			})
		})
	})
}

package recall_test

import (
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/recall"
	"channelrouter/service/testkit"
)

// story is a batch of two pallets, one of which D1 has received, with a bottle claimed.
type story struct {
	*testkit.World
	d1, t1, d2      model.Org
	keeper, shop    model.PersonID // of D1, of T1
	other, consumer model.PersonID // of D2, who has nothing of it
	batch           *code.Batch
}

func newStory(t testing.TB, e testkit.Engine) *story {
	s := &story{World: testkit.New(t, e)}
	s.d1, s.d2 = s.Distributor("D1", "32"), s.Distributor("D2", "33")
	s.t1 = s.Terminal("T1", s.d1)
	s.keeper, s.shop, s.other = s.Member(model.RoleDistributor, s.d1), s.Member(model.RoleTerminal, s.t1), s.Member(model.RoleDistributor, s.d2)
	s.batch = s.Batch("B1", 2)
	s.Commission(s.batch)
	s.Tick(time.Minute)
	s.Ship(s.Brand, s.d1, s.item(model.LevelPallet, 0))
	s.Tick(time.Minute)
	s.consumer = s.Person()
	_, err := s.Scan(s.consumer, model.RoleConsumer, model.FaceUnitInner, s.item(model.LevelUnit, 3))
	So(err, ShouldBeNil)
	return s
}

func (s *story) item(level model.Level, n int64) model.ItemID { return testkit.Item(s.batch, level, n) }

func (s *story) order(level model.RecallLevel) recall.Order {
	return recall.Order{Key: "r1", Batch: s.batch.ID, Level: level, Reason: "glass"}
}

// told is how many messages of recalls somebody has in a role.
func (s *story) told(person model.PersonID, role model.Role) int {
	inbox, err := s.Message.Inbox(s.Ctx, person, role, false, 0, 100)
	So(err, ShouldBeNil)
	n := 0
	for _, m := range inbox {
		if m.Event == "recall" {
			n++
		}
	}
	return n
}

func TestRecall(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a batch on its way to D1, a bottle of which somebody claimed", t, func() {
			s := newStory(t, e)

			Convey("a recall marks its codes, and tells who holds or is to receive it, and the claimer", func() {
				r, err := s.Recall.Start(s.Ctx, s.order(model.ConsumerRecall))
				So(err, ShouldBeNil)
				So(r.MarkedAt, ShouldNotBeNil)
				_, err = s.Code.Resolve(s.Print(model.FaceUnitOuter, s.item(model.LevelUnit, 3)))
				So(errors.Is(err, code.ErrRecalled), ShouldBeTrue)
				So(s.told(s.keeper, model.RoleDistributor), ShouldEqual, 1)
				So(s.told(s.consumer, model.RoleConsumer), ShouldEqual, 1)
				So(s.told(s.other, model.RoleDistributor), ShouldEqual, 0)
				So(s.told(s.shop, model.RoleTerminal), ShouldEqual, 0)

				Convey("repeated it tells nobody again; another under its key is refused", func() {
					again, err := s.Recall.Start(s.Ctx, s.order(model.ConsumerRecall))
					So(err, ShouldBeNil)
					So(again.ID, ShouldEqual, r.ID)
					So(s.told(s.keeper, model.RoleDistributor), ShouldEqual, 1)
					_, err = s.Recall.Start(s.Ctx, s.order(model.StopSale))
					So(errors.Is(err, recall.ErrKeyReused), ShouldBeTrue)
				})
				Convey("whoever receives such goods later is warned and told at once; he has them", func() {
					codes := []string{s.Print(model.FaceCaseOuter, s.item(model.LevelCase, 1))}
					receive := custody.CodesCommand{Key: "k", Kind: model.Receive, Codes: codes, To: s.t1.ID}
					_, err := s.Custody.RecordCodes(s.Ctx, receive)
					So(err, ShouldBeNil)
					warnings, err := s.Recall.OnReceipt(s.Ctx, s.t1.ID, codes)
					So(err, ShouldBeNil)
					So(warnings, ShouldHaveLength, 1)
					So(warnings[0].Units, ShouldEqual, 6)
					So(s.told(s.shop, model.RoleTerminal), ShouldEqual, 1)
					So(s.Recall.Work(s.Ctx), ShouldBeNil)
					So(s.told(s.shop, model.RoleTerminal), ShouldEqual, 1)
					_, err = s.Custody.RecordCodes(s.Ctx, custody.CodesCommand{Key: "l", Kind: model.Ship, Codes: codes, From: s.t1.ID, To: s.d1.ID})
					So(errors.Is(err, code.ErrRecalled), ShouldBeTrue)
					_, err = s.Custody.RecordCodes(s.Ctx, custody.CodesCommand{Key: "m", Kind: model.Return, Codes: codes, From: s.t1.ID, To: s.Brand.ID})
					So(err, ShouldBeNil)
				})
				Convey("the job tells whom goods have come to without a code being scanned", func() {
					_, err := s.Record(custody.Command{Kind: model.Receive, To: s.d2.ID, Goods: testkit.Goods(s.item(model.LevelPallet, 0))})
					So(err, ShouldBeNil)
					So(s.Recall.Work(s.Ctx), ShouldBeNil)
					So(s.told(s.other, model.RoleDistributor), ShouldEqual, 1)
				})
				Convey("when it is closed nobody is told any more", func() {
					_, err := s.Recall.Close(s.Ctx, r.ID)
					So(err, ShouldBeNil)
					warnings, err := s.Recall.OnReceipt(s.Ctx, s.d2.ID, []string{s.Print(model.FacePallet, s.item(model.LevelPallet, 0))})
					So(err, ShouldBeNil)
					So(warnings, ShouldBeEmpty)
				})
				Convey("who was told is listed, with when he read it", func() {
					inbox, err := s.Message.Inbox(s.Ctx, s.keeper, model.RoleDistributor, true, 0, 1)
					So(err, ShouldBeNil)
					So(inbox[0].Body, ShouldContainSubstring, "glass")
					_, err = s.Message.Read(s.Ctx, s.keeper, model.RoleDistributor, inbox[0].ID)
					So(err, ShouldBeNil)
					notices, more, err := s.Recall.Notices(s.Ctx, r.ID, 0, 50)
					So(err, ShouldBeNil)
					So(more, ShouldBeFalse)
					So(notices, ShouldHaveLength, 2)
					for _, n := range notices {
						So(n.ReadAt != nil, ShouldEqual, n.PersonID == s.keeper)
					}
					first, more, err := s.Recall.Notices(s.Ctx, r.ID, 0, 1)
					So(err, ShouldBeNil)
					So(more, ShouldBeTrue)
					So(first, ShouldHaveLength, 1)
				})
			})
			Convey("who receives a bottle by the code of its cap is warned as well", func() {
				cap := s.Capped(s.item(model.LevelUnit, 5))
				_, err := s.Recall.Start(s.Ctx, s.order(model.StopSale))
				So(err, ShouldBeNil)
				warnings, err := s.Recall.OnReceipt(s.Ctx, s.d2.ID, []string{cap})
				So(err, ShouldBeNil)
				So(warnings, ShouldHaveLength, 1)
				So(warnings[0].Units, ShouldEqual, 1)
			})
			Convey("a stop of sale tells no consumer, and an interval nobody outside it", func() {
				level := model.LevelPallet
				order := s.order(model.StopSale)
				order.Interval = code.Interval{Level: &level, From: 1, To: 2}
				r, err := s.Recall.Start(s.Ctx, order)
				So(err, ShouldBeNil)
				So(s.told(s.keeper, model.RoleDistributor), ShouldEqual, 0)
				So(s.told(s.consumer, model.RoleConsumer), ShouldEqual, 0)
				where, err := s.Recall.Where(s.Ctx, r.ID)
				So(err, ShouldBeNil)
				So(where, ShouldResemble, []custody.Whereabouts{{Place: custody.Place{Standing: custody.Held, Org: s.Brand.ID}, Units: 24}})
				_, err = s.Code.Resolve(s.Print(model.FaceUnitOuter, s.item(model.LevelUnit, 3)))
				So(err, ShouldBeNil)
			})
			Convey("what makes no sense is refused", func() {
				for _, change := range []func(*recall.Order){
					func(o *recall.Order) { o.Key = "" }, func(o *recall.Order) { o.Reason = "" }, func(o *recall.Order) { o.Level = 3 },
				} {
					order := s.order(model.StopSale)
					change(&order)
					_, err := s.Recall.Start(s.Ctx, order)
					So(errors.Is(err, recall.ErrBadRecall), ShouldBeTrue)
				}
			})
		})
	})
}

func TestARecallIsToldOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given twenty who start one recall at once, and the job beside them", t, func() {
			s := newStory(t, e)
			failures := testkit.Together(20, func(i int) error {
				if i%4 == 3 {
					return s.Recall.Work(s.Ctx)
				}
				_, err := s.Recall.Start(s.Ctx, s.order(model.ConsumerRecall))
				return err
			})

			Convey("all succeed, there is one recall, and everybody is told once", func() {
				So(errors.Join(failures...), ShouldBeNil)
				recalls, err := s.Recall.List(s.Ctx, nil, 0, 10)
				So(err, ShouldBeNil)
				So(recalls, ShouldHaveLength, 1)
				So(s.told(s.keeper, model.RoleDistributor), ShouldEqual, 1)
				So(s.told(s.consumer, model.RoleConsumer), ShouldEqual, 1)
				var revoked int64
				So(s.DB.Conn(s.Ctx).Model(&model.Revocation{}).Count(&revoked).Error, ShouldBeNil)
				So(revoked, ShouldEqual, 3)
			})
		})
	})
}

package message_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/code"
	"channelrouter/service/diversion"
	"channelrouter/service/message"
	"channelrouter/service/testkit"
)

// street is a channel with people in it, and goods of D1 at T1, where a case was opened,
// and at D2's terminal, where they do not belong.
type street struct {
	*testkit.World
	d1, d2, t1, t2    model.Org
	batch             *code.Batch
	boss, other, shop model.PersonID // of D1, of D2, of T1
	guide, li         model.PersonID // of T1; a consumer
}

func newStreet(t *testing.T, e testkit.Engine) *street {
	s := &street{World: testkit.New(t, e)}
	s.d1, s.d2 = s.Distributor("D1", "32"), s.Distributor("D2", "33")
	s.t1, s.t2 = s.Terminal("T1", s.d1), s.Terminal("T2", s.d2)
	s.boss, s.other = s.Member(model.RoleDistributor, s.d1), s.Member(model.RoleDistributor, s.d2)
	s.shop, s.guide, s.li = s.Member(model.RoleTerminal, s.t1), s.Member(model.RoleGuide, s.t1), s.Person()
	s.batch = s.Batch("B1", 2)
	s.Commission(s.batch)
	pallet := s.batch.Level(model.LevelPallet).From
	s.Ship(s.Brand, s.d1, pallet)
	s.Receive(s.d1, pallet)
	s.Tick(time.Hour)
	return s
}

func (s *street) unit(n int64) model.ItemID { return testkit.Item(s.batch, model.LevelUnit, n) }
func (s *street) box(n int64) model.ItemID  { return testkit.Item(s.batch, model.LevelCase, n) }

func (s *street) scan(person model.PersonID, role model.Role, face model.Face, item model.ItemID) {
	_, err := s.Scan(person, role, face, item)
	So(err, ShouldBeNil)
}

// write stores rows as their room would.
func (s *street) write(rows any) error {
	return s.DB.Run(s.Ctx, func(ctx context.Context) error { return s.DB.Conn(ctx).Create(rows).Error })
}

// told is what a person was told in a role, oldest first.
func (s *street) told(person model.PersonID, role model.Role) (bodies []string) {
	list, err := s.Message.Inbox(s.Ctx, person, role, false, 0, 100)
	So(err, ShouldBeNil)
	for i := len(list) - 1; i >= 0; i-- {
		bodies = append(bodies, list[i].Body)
	}
	return bodies
}

func TestFactsBecomeMessages(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel with people in it", t, func() {
			s := newStreet(t, e)

			Convey("a consumer is told of his points, once, however often the fact comes", func() {
				s.scan(s.li, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				s.Settle()
				So(s.told(s.li, model.RoleConsumer), ShouldHaveLength, 1)
				So(s.told(s.li, model.RoleConsumer)[0], ShouldStartWith, "您扫码获得了")
				again := []event.ScanRecorded{{Item: s.unit(0), Purpose: model.PurposeConsumerClaim}}
				So(s.Message.OnScanRecorded(s.Ctx, again), ShouldBeNil)
				So(s.told(s.li, model.RoleConsumer), ShouldHaveLength, 1)
			})
			Convey("a guide whose reward waits for the claim is told when it is his, and not before", func() {
				s.scan(s.guide, model.RoleGuide, model.FaceUnitOuter, s.unit(0))
				s.Settle()
				So(s.told(s.guide, model.RoleGuide), ShouldBeEmpty)
				s.scan(s.li, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				s.Settle()
				So(s.told(s.guide, model.RoleGuide), ShouldResemble, []string{"您扫码获得的奖励2.00元已到账。"})
			})
			Convey("a second scan, which wins nothing, is not told", func() {
				s.scan(s.li, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				zhang := s.Person()
				s.scan(zhang, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				s.Settle()
				So(s.told(zhang, model.RoleConsumer), ShouldBeEmpty)
			})
			Convey("a flag is not told; a case that is confirmed, and taken back, is, to the origin's people", func() {
				s.scan(s.Member(model.RoleTerminal, s.t2), model.RoleTerminal, model.FaceCaseInner, s.box(0))
				s.Settle()
				cases, err := s.Diversion.List(s.Ctx, model.CaseOpen, 0, 10)
				So(err, ShouldBeNil)
				So(cases, ShouldHaveLength, 1)
				So(s.told(s.boss, model.RoleDistributor), ShouldBeEmpty)
				c, err := s.Diversion.Confirm(s.Ctx, diversion.Decision{Case: cases[0].ID, By: 1, Note: "seen"})
				So(err, ShouldBeNil)
				s.Settle()
				So(s.told(s.boss, model.RoleDistributor), ShouldHaveLength, 1)
				So(s.told(s.boss, model.RoleDistributor)[0], ShouldContainSubstring, "涉及6件，处罚"+c.PenaltyFen.Yuan()+"元")
				_, err = s.Diversion.Reverse(s.Ctx, diversion.Decision{Case: c.ID, By: 1, Note: "wrong"})
				So(err, ShouldBeNil)
				s.Settle()
				So(s.told(s.boss, model.RoleDistributor), ShouldHaveLength, 2)
				So(s.told(s.boss, model.RoleDistributor)[1], ShouldContainSubstring, "已撤销")
				So(s.told(s.other, model.RoleDistributor), ShouldBeEmpty)
			})
			Convey("a case that is dismissed is not told", func() {
				s.scan(s.Member(model.RoleTerminal, s.t2), model.RoleTerminal, model.FaceCaseInner, s.box(0))
				cases, err := s.Diversion.List(s.Ctx, model.CaseOpen, 0, 10)
				So(err, ShouldBeNil)
				_, err = s.Diversion.Dismiss(s.Ctx, diversion.Decision{Case: cases[0].ID, By: 1, Note: "nothing"})
				So(err, ShouldBeNil)
				s.Settle()
				So(s.told(s.boss, model.RoleDistributor), ShouldBeEmpty)
			})
			Convey("what is alleged is told to the origin's people, with place, days and until when to appeal", func() {
				s.scan(s.Member(model.RoleTerminal, s.t2), model.RoleTerminal, model.FaceCaseInner, s.box(0))
				cases, err := s.Diversion.List(s.Ctx, model.CaseOpen, 0, 10)
				So(err, ShouldBeNil)
				d := diversion.Decision{Case: cases[0].ID, By: 1, Note: "seen"}
				c, err := s.Diversion.Notify(s.Ctx, d)
				So(err, ShouldBeNil)
				s.Settle()
				told := s.told(s.boss, model.RoleDistributor)
				So(told, ShouldHaveLength, 1)
				for _, part := range []string{"共6件", "浙江省", "2026-03-02", message.Moment(*c.AppealUntil), s.Products[0].Name} {
					So(told[0], ShouldContainSubstring, part)
				}
				So(told[0], ShouldNotContainSubstring, "元")

				Convey("and so is that it came to nothing", func() {
					_, err := s.Diversion.Dismiss(s.Ctx, d)
					So(err, ShouldBeNil)
					s.Settle()
					So(s.told(s.boss, model.RoleDistributor)[1], ShouldContainSubstring, "不成立")
				})
			})
			Convey("who was harmed is told what he got, and that it was taken back", func() {
				p := diversion.DefaultPolicy
				p.Penalties.CompensationBP = 5000
				_, err := s.Diversion.Policies.Publish(s.Ctx, p, s.Clock.Now(), 1)
				So(err, ShouldBeNil)
				s.scan(s.Member(model.RoleTerminal, s.t2), model.RoleTerminal, model.FaceCaseInner, s.box(0))
				cases, err := s.Diversion.List(s.Ctx, model.CaseOpen, 0, 10)
				So(err, ShouldBeNil)
				c, err := s.Diversion.Confirm(s.Ctx, diversion.Decision{Case: cases[0].ID, By: 1})
				So(err, ShouldBeNil)
				s.Settle()
				told := s.told(s.other, model.RoleDistributor)
				So(told, ShouldHaveLength, 1)
				So(told[0], ShouldContainSubstring, "补偿"+c.CompensationFen.Yuan()+"元")
				_, err = s.Diversion.Reverse(s.Ctx, diversion.Decision{Case: c.ID, By: 1})
				So(err, ShouldBeNil)
				s.Settle()
				So(s.told(s.other, model.RoleDistributor)[1], ShouldContainSubstring, "已冲正")
			})
			twice := []money.BasisPoints{10_000, 20_000} // what a repetition costs
			for _, c := range []struct {
				what  string
				rules diversion.Penalties
				told  int
				left  money.Fen // of a compensation, in hundredths of what it was
			}{
				{"what is left", diversion.Penalties{Tiers: twice, CompensationBP: 5000}, 1, 50},
				{"that nothing is left", diversion.Penalties{GraceUnits: 6, CompensationBP: 5000}, 1, 0},
				{"nothing where he never got any", diversion.Penalties{Tiers: twice}, 0, 0},
			} {
				Convey("who was harmed is told "+c.what+" when a penalty is lowered", func() {
					p := diversion.DefaultPolicy
					p.Penalties = c.rules
					_, err := s.Diversion.Policies.Publish(s.Ctx, p, s.Clock.Now(), 1)
					So(err, ShouldBeNil)
					var cases []model.DiversionCase
					for n := range int64(2) {
						s.scan(s.Member(model.RoleTerminal, s.t2), model.RoleTerminal, model.FaceCaseInner, s.box(n))
						open, err := s.Diversion.List(s.Ctx, model.CaseOpen, 0, 10)
						So(err, ShouldBeNil)
						confirmed, err := s.Diversion.Confirm(s.Ctx, diversion.Decision{Case: open[0].ID, By: 1})
						So(err, ShouldBeNil)
						cases = append(cases, confirmed)
					}
					s.Settle()
					before := len(s.told(s.other, model.RoleDistributor))
					_, err = s.Diversion.Reverse(s.Ctx, diversion.Decision{Case: cases[0].ID, By: 1})
					So(err, ShouldBeNil)
					s.Settle()
					var lowered []string
					for _, body := range s.told(s.other, model.RoleDistributor)[before:] {
						So(body, ShouldNotContainSubstring, "已记入账户")
						if strings.Contains(body, fmt.Sprint("案件", cases[1].ID)) {
							lowered = append(lowered, body)
						}
					}
					So(lowered, ShouldHaveLength, c.told)
					for _, body := range lowered {
						So(body, ShouldContainSubstring, "调整为"+(cases[1].CompensationFen*c.left/100).Yuan()+"元")
					}
				})
			}
			Convey("a case that is let off is told as a warning", func() {
				p := diversion.DefaultPolicy
				p.Penalties.GraceUnits = 100
				_, err := s.Diversion.Policies.Publish(s.Ctx, p, s.Clock.Now(), 1)
				So(err, ShouldBeNil)
				s.scan(s.Member(model.RoleTerminal, s.t2), model.RoleTerminal, model.FaceCaseInner, s.box(0))
				cases, err := s.Diversion.List(s.Ctx, model.CaseOpen, 0, 10)
				So(err, ShouldBeNil)
				_, err = s.Diversion.Confirm(s.Ctx, diversion.Decision{Case: cases[0].ID, By: 1})
				So(err, ShouldBeNil)
				s.Settle()
				So(s.told(s.boss, model.RoleDistributor), ShouldHaveLength, 1)
				So(s.told(s.boss, model.RoleDistributor)[0], ShouldContainSubstring, "予以警告")
			})
			Convey("a payout is told when it is at its end", func() {
				for id, state := range map[model.PayoutID]model.PayoutState{1: model.PayoutPaid, 2: model.PayoutReturned, 3: model.PayoutSending} {
					p := model.Payout{
						ID: id, PersonID: s.guide, Key: fmt.Sprint(id), Wallet: model.WalletGuide, BillNo: fmt.Sprint(id), Fen: 3_050, State: state,
						NextAt: s.Clock.Now(), CreatedAt: s.Clock.Now(), UpdatedAt: s.Clock.Now(),
					}
					So(s.write(&p), ShouldBeNil)
				}
				for range 2 {
					So(s.Message.OnPayoutSettled(s.Ctx, []event.PayoutSettled{{PayoutID: 1, Paid: true}, {PayoutID: 2}, {PayoutID: 3}}), ShouldBeNil)
				}
				told := s.told(s.guide, model.RoleGuide)
				So(told, ShouldHaveLength, 2)
				So(told, ShouldContain, "您的提现30.50元已到账微信零钱。")
				So(told, ShouldContain, "您的提现30.50元未成功，已退回您的账户。")
			})
		})
	})
}

func TestStatements(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two units of D1 that sold at T1 on Monday", t, func() {
			s := newStreet(t, e)
			s.scan(s.shop, model.RoleTerminal, model.FaceCaseInner, s.box(0))
			for n := range int64(2) {
				s.scan(s.li, model.RoleConsumer, model.FaceUnitInner, s.unit(n))
			}
			s.Settle()
			earned, err := s.Rebate.OfDay(s.Ctx, clock.BizDate(s.Clock.Now()), 0, 10)
			So(err, ShouldBeNil)
			So(earned, ShouldNotBeEmpty)
			statements := func() []string { return s.told(s.boss, model.RoleDistributor) }
			So(s.Message.Statements(s.Ctx), ShouldBeNil)
			So(statements(), ShouldBeEmpty) // Monday's are not complete

			Convey("their statements come on Tuesday from nine on, once", func() {
				s.Tick(24*time.Hour - 2*time.Hour) // 08:00
				So(s.Message.Statements(s.Ctx), ShouldBeNil)
				So(statements(), ShouldBeEmpty)
				s.Tick(time.Hour)
				for range 3 {
					So(s.Message.Statements(s.Ctx), ShouldBeNil)
				}
				So(statements(), ShouldResemble, []string{"D12026-03-02动销2件，返利" + earned[0].Fen.Yuan() + "元。"})
				So(s.told(s.other, model.RoleDistributor), ShouldBeEmpty)
				s.Tick(24 * time.Hour)
				So(s.Message.Statements(s.Ctx), ShouldBeNil)
				So(statements(), ShouldHaveLength, 1)
			})
			Convey("20 replicas at once send each once", func() {
				s.Tick(24 * time.Hour)
				for _, err := range testkit.Together(20, func(int) error { return s.Message.Statements(s.Ctx) }) {
					So(err, ShouldBeNil)
				}
				So(statements(), ShouldHaveLength, 1)
			})
			Convey("of many organisations, each is told", func() {
				var rows []model.RebateAccrual
				var bosses []model.PersonID
				for n := range 450 {
					org := model.OrgID(1_000_000 + n)
					rows = append(rows, model.RebateAccrual{
						TxnID: model.TxnID(n + 1), Item: model.ItemID(n), Version: 1, OrgID: org, Tier: model.OrgDistributor, Fen: 100, Units: 1,
						BizDate: 20260302, SoldAt: s.Clock.Now(),
					})
					if n%150 == 149 {
						p := s.Person()
						bosses = append(bosses, p)
						So(s.write(&model.Membership{
							ID: s.IDs.Next(), PersonID: p, Role: model.RoleDistributor, OrgID: org,
							Period: model.Period{ValidFrom: testkit.Start, ValidTo: model.Forever, RecordedFrom: testkit.Start, RecordedTo: model.Forever},
						}), ShouldBeNil)
					}
				}
				So(s.write(&rows), ShouldBeNil)
				s.Tick(24 * time.Hour)
				So(s.Message.Statements(s.Ctx), ShouldBeNil)
				for _, p := range bosses {
					So(s.told(p, model.RoleDistributor), ShouldHaveLength, 1)
				}
			})
		})
	})
}

func TestTidying(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a report of consents and a day's counts", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang")
			o.accepts("wang", wang, 1)
			So(o.Send(o.Ctx, reward(wang, 1)), ShouldBeNil)
			o.work()
			left := func() (reports, counters int64) {
				So(o.DB.Conn(o.Ctx).Model(&model.MessageReport{}).Count(&reports).Error, ShouldBeNil)
				So(o.DB.Conn(o.Ctx).Model(&model.MessageCounter{}).Count(&counters).Error, ShouldBeNil)
				return reports, counters
			}
			Convey("they are kept while they are needed, and then removed", func() {
				o.Tick(48 * time.Hour)
				So(o.Tidy(o.Ctx), ShouldBeNil)
				reports, counters := left()
				So([]int64{reports, counters}, ShouldResemble, []int64{1, 2})
				o.Tick(24 * time.Hour)
				So(o.Tidy(o.Ctx), ShouldBeNil)
				reports, counters = left()
				So([]int64{reports, counters}, ShouldResemble, []int64{1, 0})
				o.Tick(5 * 24 * time.Hour)
				So(o.Tidy(o.Ctx), ShouldBeNil)
				reports, _ = left()
				So(reports, ShouldEqual, 0)
			})
			Convey("a template that rests stays listed for a week after it", func() {
				o.accepts("wang", wang, 1)
				So(o.Send(o.Ctx, reward(wang, 2)), ShouldBeNil)
				o.post.fails(refusal(message.BadTemplate, "40037"))
				o.work()
				rests := func(after time.Duration) int {
					o.Tick(after)
					So(o.Tidy(o.Ctx), ShouldBeNil)
					rows, err := o.Rests(o.Ctx)
					So(err, ShouldBeNil)
					return len(rows)
				}
				So(rests(7*24*time.Hour), ShouldEqual, 1)
				So(rests(time.Hour), ShouldEqual, 0)
			})
		})
	})
}

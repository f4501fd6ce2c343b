package rebate_test

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/custody"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// fen is what organisations earned, by their codes.
type fen = map[string]money.Fen

func TestAccruing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods at D1 under a programme that pays all tiers", t, func() {
			m := newMarket(t, e)
			number := m.publish(allTiers, m.morning)

			Convey("a claim alone accrues nothing: nobody knows where", func() {
				So(m.hear(m.claim(0, 30)), ShouldBeNil)
				So(m.accruals(0), ShouldBeEmpty)
			})
			Convey("a terminal alone accrues nothing: nothing has sold", func() {
				So(m.hear(m.opening(0, 10, m.t1), m.guided(0, 20, m.t1)), ShouldBeNil)
				So(m.accruals(0), ShouldBeEmpty)
			})
			Convey("facts that no rebate rests on change nothing", func() {
				for _, p := range []model.Purpose{0, 99} {
					So(m.hear(m.fact(m.unit(0), p, 5, m.t1)), ShouldBeNil)
				}
				So(m.hear(), ShouldBeNil)
				So(m.transactions(), ShouldEqual, 0)
			})
			Convey("a claim and its case's opening accrue, in either order, and say what they rest on", func() {
				So(m.hear(m.claim(0, 30)), ShouldBeNil)
				So(m.hear(m.opening(0, 10, m.t1)), ShouldBeNil)
				So(m.hear(m.opening(6, 10, m.t1)), ShouldBeNil)
				So(m.hear(m.claim(6, 30)), ShouldBeNil)
				for _, n := range []int64{0, 6} {
					So(m.earned(n), ShouldResemble, fen{"D1": 300, "T1": 100})
					for _, a := range m.accruals(n) {
						So(a.SoldAt, ShouldEqual, m.morning.Add(30*time.Minute))
						So([]any{a.Terminal, a.ProgrammeVersion, a.Diverted, a.Reasons}, ShouldResemble, []any{m.t1.ID, number, false, ""})
						So(a.TxnID, ShouldNotEqual, 0)
					}
				}
			})
			Convey("the opening of another case says nothing of a unit", func() {
				So(m.hear(m.claim(0, 30), m.opening(6, 10, m.t1)), ShouldBeNil)
				So(m.accruals(0), ShouldBeEmpty)
			})
			Convey("one opening pays for all of the case that has sold, and no more", func() {
				So(m.hear(m.claim(0, 30), m.claim(1, 31), m.opening(0, 10, m.t1)), ShouldBeNil)
				So(m.balance(m.d1), ShouldEqual, 600)
				So(m.accruals(2), ShouldBeEmpty)
			})
			Convey("when the delivery fails, nothing of it was posted", func() {
				second := errors.New("second thoughts")
				So(m.DB.Run(m.Ctx, func(ctx context.Context) error {
					So(m.Rebate.OnScanRecorded(ctx, []event.ScanRecorded{m.claim(0, 30), m.opening(0, 10, m.t1)}), ShouldBeNil)
					return second
				}), ShouldEqual, second)
				So(m.accruals(0), ShouldBeEmpty)
				So(m.transactions(), ShouldEqual, 0)
			})
		})
	})
}

func TestLateFacts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a unit that accrued to the terminal that opened its case", t, func() {
			m := newMarket(t, e)
			m.publish(allTiers, m.morning)
			So(m.hear(m.claim(0, 30), m.opening(0, 10, m.t3)), ShouldBeNil)
			first := m.accruals(0)

			Convey("a guide of another terminal, told late, takes it over: reversed and accrued anew", func() {
				So(m.hear(m.guided(0, 20, m.tw)), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 300, "W1": 50, "TW": 100})
				So([]int64{m.balance(m.d1), m.balance(m.t3), m.balance(m.tw)}, ShouldResemble, []int64{300, 0, 100})

				rows := m.accruals(0)
				So(rows, ShouldHaveLength, 2+2+3)
				for i, a := range first { // the first is never edited, and its reversal is dated now
					So(rows[i], ShouldResemble, a)
				}
				for _, a := range rows[2:4] {
					So(a.Fen, ShouldBeLessThan, 0)
					So(a.Version, ShouldEqual, first[0].Version+1)
					So(a.TxnID, ShouldNotEqual, first[0].TxnID)
				}
				So(rows[4].Version, ShouldEqual, first[0].Version+2)
				So(rows[4].Reasons, ShouldEqual, "guide_and_opener_disagree")

				Convey("and told again changes nothing", func() {
					So(m.hear(m.claim(0, 30), m.guided(0, 20, m.tw), m.opening(0, 10, m.t3)), ShouldBeNil)
					So(m.accruals(0), ShouldResemble, rows)
					So(m.transactions(), ShouldEqual, 3)
				})
			})
			Convey("a guide of the same terminal changes nothing", func() {
				So(m.hear(m.guided(0, 20, m.t3)), ShouldBeNil)
				So(m.accruals(0), ShouldResemble, first)
			})
			Convey("a second opening changes nothing: the first terminal has it", func() {
				So(m.hear(m.opening(0, 5, m.t1)), ShouldBeNil)
				So(m.accruals(0), ShouldResemble, first)
			})
			Convey("a judgement that comes to the same changes nothing", func() {
				So(m.rejudge(0), ShouldBeNil)
				So(m.rejudge(1), ShouldBeNil) // of which nothing is known
				So(m.accruals(0), ShouldResemble, first)
			})
		})

		Convey("Given a unit, meant for nobody, that accrued below a wholesaler of D1", t, func() {
			m := newMarket(t, e)
			m.publish(allTiers, m.morning)
			const far = 24 // the first unit of the second pallet
			So(m.hear(m.claim(far, 30), m.guided(far, 20, m.tw)), ShouldBeNil)
			So(m.earned(far), ShouldResemble, fen{"D1": 300}) // only matched goods pay the others
			ship := func(to model.Org) {
				_, err := m.Record(custody.Command{
					Kind: model.Ship, From: m.Brand.ID, To: to.ID, Goods: testkit.Goods(m.pallet(1)), At: m.morning, Offline: true,
				})
				So(err, ShouldBeNil)
				So(m.rejudge(far), ShouldBeNil)
			}

			Convey("a shipment to D2, told late, makes it diverted: wholesaler and terminal get nothing still", func() {
				ship(m.d2)
				So(m.earned(far), ShouldResemble, fen{"D1": 300})
				So([]int64{m.balance(m.d1), m.balance(m.w1), m.balance(m.tw)}, ShouldResemble, []int64{300, 0, 0})
				rows := m.accruals(far)
				So(rows[len(rows)-1].Diverted, ShouldBeTrue)
			})
			Convey("a shipment to D1, told late, makes it matched: wholesaler and terminal get theirs", func() {
				ship(m.d1)
				So(m.earned(far), ShouldResemble, fen{"D1": 300, "W1": 50, "TW": 100})
			})
		})
	})
}

func TestTheMoneyRule(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that are meant for D1", t, func() {
			m := newMarket(t, e)

			Convey("by default a wholesaler gets nothing of what sells below it", func() {
				So(m.hear(m.claim(0, 30), m.guided(0, 20, m.tw)), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 300})
			})
			Convey("the programme may pay it for matched goods", func() {
				m.publish(allTiers, m.morning)
				So(m.hear(m.claim(0, 30), m.guided(0, 20, m.tw)), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 300, "W1": 50, "TW": 100})
			})
			Convey("sold at D2's terminal they pay D2, and nobody below it", func() {
				m.publish(allTiers, m.morning)
				So(m.hear(m.claim(0, 30), m.guided(0, 20, m.t2)), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D2": 300})
			})
			Convey("sold below D2's wholesaler they pay D2, and the wholesaler nothing", func() {
				m.publish(allTiers, m.morning)
				w2 := m.Wholesaler("W2", m.d2)
				So(m.hear(m.claim(0, 30), m.guided(0, 20, m.Terminal("TX", w2))), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D2": 300})
				So(m.balance(w2), ShouldEqual, 0)
			})
			Convey("whose supplier a terminal had when the unit sold earns it, not who supplies it now", func() {
				So(m.Channel.Link(m.Ctx, m.t1.ID, m.d2.ID, "", m.morning.Add(time.Hour)), ShouldBeNil)
				So(m.hear(m.claim(0, 30), m.guided(0, 20, m.t1)), ShouldBeNil)
				So(m.hear(m.claim(1, 90), m.guided(1, 80, m.t1)), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 300})
				So(m.earned(1), ShouldResemble, fen{"D2": 300})
			})
		})
	})
}

func TestPolicyVersions(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a programme that changes an hour after the morning", t, func() {
			m := newMarket(t, e)
			first := m.publish(rebate.Policy{Rates: rebate.Rates{DistributorFen: 100}}, m.morning)
			second := m.publish(rebate.Policy{
				GuideScanSells: true, Rates: rebate.Rates{DistributorFen: 200},
				RatesBySKU: map[string]rebate.Rates{m.Products[1].SKU: {DistributorFen: 900}},
			}, m.morning.Add(time.Hour))
			programme := func(n int64) int { return m.accruals(n)[0].ProgrammeVersion }

			Convey("the one in force at the sale pays, however late its facts come", func() {
				So(m.hear(m.claim(0, 59), m.guided(0, 50, m.t1)), ShouldBeNil)
				So(m.hear(m.claim(1, 60), m.guided(1, 59, m.t1)), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 100})
				So(m.earned(1), ShouldResemble, fen{"D1": 200})
				So([]int{programme(0), programme(1)}, ShouldResemble, []int{first, second})
			})
			Convey("whether a guide's scan sells is for the one in force at his scan to say", func() {
				So(m.hear(m.guided(0, 59, m.t1), m.guided(1, 60, m.t1)), ShouldBeNil)
				So(m.accruals(0), ShouldBeEmpty)
				So(m.earned(1), ShouldResemble, fen{"D1": 200})

				Convey("and the claim that follows changes nothing", func() {
					before := m.accruals(1)
					So(m.hear(m.claim(1, 70)), ShouldBeNil)
					So(m.accruals(1), ShouldResemble, before)
				})
				Convey("while a claim before it moves the sale: reversed and accrued by the older one", func() {
					So(m.hear(m.claim(1, 30)), ShouldBeNil)
					So(m.earned(1), ShouldResemble, fen{"D1": 100})
					So(m.balance(m.d1), ShouldEqual, 100)
				})
			})
			Convey("a product may have rates of its own", func() {
				claim, guided := m.claim(0, 70), m.guided(0, 70, m.t1)
				claim.ProductID, guided.ProductID = m.Products[1].ID, m.Products[1].ID
				So(m.hear(claim, guided), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 900})
			})
			Convey("one published afterwards does not reach back to what has accrued", func() {
				So(m.hear(m.claim(0, 70), m.guided(0, 70, m.t1)), ShouldBeNil)
				m.publish(rebate.Policy{Rates: rebate.Rates{DistributorFen: 7}}, m.Clock.Now())
				So(m.hear(m.claim(0, 70)), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 200})
			})
			Convey("one that makes no sense is refused", func() {
				_, err := m.Rebate.Policies.Publish(m.Ctx, rebate.Policy{Rates: rebate.Rates{TerminalFen: -1}}, m.morning, 1)
				So(err, ShouldWrap, rebate.ErrBadProgramme)
			})
			Convey("where all rates are zero a sale is worked out and posts nothing", func() {
				m.publish(rebate.Policy{}, m.morning.Add(2*time.Hour))
				So(m.hear(m.claim(0, 130), m.guided(0, 125, m.t1)), ShouldBeNil)
				So(m.accruals(0), ShouldBeEmpty)
				So(m.transactions(), ShouldEqual, 0)
			})
		})
	})
}

func TestTotals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a matched sale, a diverted one and one that was taken over", t, func() {
			m := newMarket(t, e)
			m.publish(allTiers, m.morning)
			So(m.hear(m.claim(0, 30), m.guided(0, 20, m.tw), m.claim(1, 30), m.guided(1, 20, m.t2)), ShouldBeNil)
			So(m.hear(m.claim(6, 30), m.opening(6, 10, m.t3)), ShouldBeNil)
			So(m.hear(m.guided(6, 20, m.t1)), ShouldBeNil)

			Convey("the totals count what is in force, and the terminal that lost its part has none", func() {
				totals, err := m.Rebate.Totals(m.Ctx, 20260302, 20260302)
				So(err, ShouldBeNil)
				sums := map[model.OrgID]rebate.Total{}
				for _, total := range totals {
					sums[total.OrgID] = total
				}
				So(sums[m.d1.ID], ShouldResemble, rebate.Total{OrgID: m.d1.ID, Tier: model.OrgDistributor, Fen: 600, Units: 2})
				So(sums[m.d2.ID], ShouldResemble, rebate.Total{OrgID: m.d2.ID, Tier: model.OrgDistributor, Diverted: true, Fen: 300, Units: 1})
				So(sums[m.w1.ID].Fen, ShouldEqual, 50)
				So([]money.Fen{sums[m.t1.ID].Fen, sums[m.t3.ID].Fen}, ShouldResemble, []money.Fen{100, 0})
			})
			Convey("of other days there is nothing", func() {
				totals, err := m.Rebate.Totals(m.Ctx, 20260303, 20261231)
				So(err, ShouldBeNil)
				So(totals, ShouldBeEmpty)
			})
			Convey("an organisation pages through its accruals", func() {
				rows, err := m.Rebate.OrgAccruals(m.Ctx, m.d2.ID, 0, 10)
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, 1)
				So(rows[0].Item, ShouldEqual, m.unit(1))
				rows, err = m.Rebate.OrgAccruals(m.Ctx, m.d2.ID, rows[0].TxnID, 10)
				So(err, ShouldBeNil)
				So(rows, ShouldBeEmpty)
			})
		})
	})
}

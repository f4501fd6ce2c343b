package scan_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/rebate"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// misled is a pallet that is said to have gone to D2, of which T1, a shop of D1's, opened a
// case and sold a unit. Shops earn on matched goods only.
type misled struct {
	*story
	wrong         model.CustodyEvent
	opened, claim scan.Answer
}

func newMisled(t *testing.T, e testkit.Engine) *misled {
	m := &misled{story: newStory(t, e)}
	all := rebate.Policy{Rates: rebate.Rates{DistributorFen: 300, TerminalFen: 100}}
	_, err := m.Rebate.Policies.Publish(m.Ctx, all, m.Clock.Now(), 1)
	So(err, ShouldBeNil)
	m.Tick(time.Hour)
	m.wrong = m.sentTo(m.d2)
	m.opened = m.by(model.RoleTerminal, m.t1, model.FaceCaseInner, m.box(4))
	m.claim = m.scanIn("", model.FaceUnitInner, m.unit(24))
	m.Settle()
	return m
}

// sentTo is the pallet's shipment, told late.
func (m *misled) sentTo(d model.Org) model.CustodyEvent {
	e, err := m.Record(custody.Command{
		Kind: model.Ship, From: m.Brand.ID, To: d.ID, At: m.Clock.Now().Add(-time.Minute), Offline: true,
		Goods: testkit.Goods(testkit.Item(m.batch, model.LevelPallet, 1)),
	})
	So(err, ShouldBeNil)
	return e
}

func (m *misled) voids(e model.CustodyEvent) {
	_, err := m.Custody.Void(m.Ctx, e.ID, "incorrect_data")
	So(err, ShouldBeNil)
	m.Settle()
}

// both expects a judgement of both scans.
func (m *misled) both(judgement string) {
	So([]string{m.judged(m.opened.ScanID), m.judged(m.claim.ScanID)}, ShouldResemble, []string{judgement, judgement})
}

// earned expects what D1 and T1 have from rebates, and whether the goods count as diverted.
func (m *misled) earned(d1, t1 int64, diverted bool) {
	So([]int64{m.org(model.OrgRebate, m.d1), m.org(model.OrgRebate, m.t1)}, ShouldResemble, []int64{d1, t1})
	rows, err := m.Rebate.OrgAccruals(m.Ctx, m.d1.ID, 0, 10)
	So(err, ShouldBeNil)
	count := map[bool]int64{}
	for _, a := range rows {
		count[a.Diverted] += int64(a.Fen)
	}
	So(count[diverted], ShouldEqual, d1)
	So(count[!diverted], ShouldEqual, 0)
}

// flags is how many scans speak for the case.
func (m *misled) flags() int {
	list, err := m.Diversion.Flags(m.Ctx, m.openCases()[0].ID)
	So(err, ShouldBeNil)
	return len(list)
}

func TestVoidedCustody(t *testing.T) {
	const other, match = "diverted " + diversion.ReasonTerminalUnderOther, "match " + diversion.ReasonTerminalUnderAssigned
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that are said to have gone to D2, and were sold at T1", t, func() {
			m := newMisled(t, e)
			m.both(other)
			m.earned(300, 0, true)
			So(m.flags(), ShouldEqual, 2)

			Convey("when that is voided nobody is blamed, for they were meant for nobody", func() {
				m.voids(m.wrong)
				m.both("unknown " + diversion.ReasonNotAssigned)
				So(m.flags(), ShouldEqual, 0)
			})
			Convey("when they had gone to D1, the shop earns on them, once however often it is voided", func() {
				So(m.sentTo(m.d1).State, ShouldEqual, model.EventPending)
				for range 2 {
					m.voids(m.wrong)
					m.both(match)
					m.earned(300, 100, false)
					So(m.flags(), ShouldEqual, 0)
				}
				So(m.paid(model.OrgRebate), ShouldEqual, 400)

				Convey("and when that is voided, too, it gives back what it earned", func() {
					var right model.CustodyEvent
					So(m.DB.Conn(m.Ctx).Where("assignee = ?", m.d1.ID).Order("id DESC").Limit(1).Find(&right).Error, ShouldBeNil)
					m.voids(right)
					m.both("unknown " + diversion.ReasonNotAssigned)
					So(m.org(model.OrgRebate, m.t1), ShouldEqual, 0)
				})
			})
			Convey("a penalty that people have confirmed is for people to reverse", func() {
				m.sentTo(m.d1)
				confirmed, err := m.Diversion.Confirm(m.Ctx, decision(m.openCases()[0].ID))
				So(err, ShouldBeNil)
				So(m.org(model.OrgPenalty, m.d2), ShouldEqual, -12000)
				m.voids(m.wrong)
				m.both(match)
				So(m.org(model.OrgPenalty, m.d2), ShouldEqual, -12000)
				_, err = m.Diversion.Reverse(m.Ctx, decision(confirmed.ID))
				So(err, ShouldBeNil)
				m.Settle()
				So(m.org(model.OrgPenalty, m.d2), ShouldEqual, 0)
				So(m.openCases(), ShouldBeEmpty)
			})
			Convey("a case that nobody has confirmed penalises nobody any more", func() {
				m.sentTo(m.d1)
				m.voids(m.wrong)
				decided, err := m.Diversion.Confirm(m.Ctx, decision(m.openCases()[0].ID))
				So(err, ShouldBeNil)
				So(decided.Units, ShouldEqual, 0)
				So(m.org(model.OrgPenalty, m.d2), ShouldEqual, 0)
			})
			Reset(func() {
				report, err := m.Ledger.Verify(m.Ctx)
				So(err, ShouldBeNil)
				So(report.OK(), ShouldBeTrue)
			})
		})
	})
}

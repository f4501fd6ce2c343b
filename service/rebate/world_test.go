package rebate_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// market is a channel with goods in it: D1 with terminals T1, T3 and wholesaler W1,
// whose terminal is TW; D2 with terminal T2. Of two pallets D1 has the first, and the
// second is at the brand, meant for nobody yet.
type market struct {
	*testkit.World
	d1, d2, w1, t1, tw, t2, t3 model.Org
	batch                      *code.Batch
	morning                    time.Time // before anything sold
}

// allTiers pays everyone something, each another amount.
var allTiers = rebate.Policy{Rates: rebate.Rates{DistributorFen: 300, WholesalerFen: 50, TerminalFen: 100}}

func newMarket(t *testing.T, e testkit.Engine, with ...func(*service.Ground)) *market {
	m := &market{World: testkit.New(t, e, with...)}
	m.d1, m.d2 = m.Distributor("D1", "31"), m.Distributor("D2", "33")
	m.w1 = m.Wholesaler("W1", m.d1)
	m.t1, m.t3, m.tw, m.t2 = m.Terminal("T1", m.d1), m.Terminal("T3", m.d1), m.Terminal("TW", m.w1), m.Terminal("T2", m.d2)
	m.batch = m.Batch("B1", 2)
	m.Commission(m.batch)
	m.Ship(m.Brand, m.d1, m.pallet(0))
	m.Receive(m.d1, m.pallet(0))
	m.Tick(time.Hour)
	m.morning = m.Clock.Now()
	m.Tick(8 * time.Hour)
	return m
}

func (m *market) unit(n int64) model.ItemID   { return testkit.Item(m.batch, model.LevelUnit, n) }
func (m *market) box(n int64) model.ItemID    { return testkit.Item(m.batch, model.LevelCase, n) }
func (m *market) pallet(n int64) model.ItemID { return testkit.Item(m.batch, model.LevelPallet, n) }

// fact is a scan that won a purpose, so many minutes after the morning.
func (m *market) fact(item model.ItemID, p model.Purpose, at int, org model.Org) event.ScanRecorded {
	return event.ScanRecorded{
		Item: item, ProductID: m.Products[0].ID, Purpose: p, Org: org.ID,
		OccurredAt: m.morning.Add(time.Duration(at) * time.Minute),
	}
}

// The three facts that a rebate rests on, of the n-th unit and the case it was packed in.
func (m *market) claim(n int64, at int) event.ScanRecorded {
	return m.fact(m.unit(n), model.PurposeConsumerClaim, at, model.Org{})
}

func (m *market) guided(n int64, at int, terminal model.Org) event.ScanRecorded {
	return m.fact(m.unit(n), model.PurposeGuideReward, at, terminal)
}

func (m *market) opening(n int64, at int, terminal model.Org) event.ScanRecorded {
	return m.fact(m.box(n/6), model.PurposeCaseOpen, at, terminal)
}

// hear handles facts in one transaction, as the relay does.
func (m *market) hear(facts ...event.ScanRecorded) error {
	return m.DB.Run(m.Ctx, func(ctx context.Context) error {
		return m.Rebate.OnScanRecorded(custody.Remember(ctx), facts)
	})
}

// rejudge tells that another thing is believed of a unit's goods.
func (m *market) rejudge(n int64) error {
	return m.DB.Run(m.Ctx, func(ctx context.Context) error {
		return m.Rebate.OnScanRejudged(ctx, []event.ScanRejudged{{Item: m.unit(n)}})
	})
}

// publish publishes a programme at the time from which it is in force.
func (m *market) publish(p rebate.Policy, from time.Time) int {
	since := m.Clock.Now().Sub(from)
	m.Tick(-since)
	defer m.Tick(since)
	number, err := m.Rebate.Policies.Publish(m.Ctx, p, from, 1)
	So(err, ShouldBeNil)
	return number
}

// accruals are all rows of the n-th unit, oldest first.
func (m *market) accruals(n int64) []model.RebateAccrual {
	var rows []model.RebateAccrual
	So(m.DB.Conn(m.Ctx).Where("item = ?", m.unit(n)).Order("version, fen").Find(&rows).Error, ShouldBeNil)
	return rows
}

// earned is what the n-th unit has brought each organisation, after all takings back.
func (m *market) earned(n int64) map[string]money.Fen {
	codes := map[model.OrgID]string{}
	orgs, err := m.Channel.ListOrgs(m.Ctx, 0, 0, 100)
	So(err, ShouldBeNil)
	for _, o := range orgs {
		codes[o.ID] = o.Code
	}
	sums := map[string]money.Fen{}
	for _, a := range m.accruals(n) {
		if sums[codes[a.OrgID]] += a.Fen; sums[codes[a.OrgID]] == 0 {
			delete(sums, codes[a.OrgID])
		}
	}
	return sums
}

// balance is what the ledger says an organisation has earned.
func (m *market) balance(o model.Org) int64 { return m.account(model.OrgRebate, int64(o.ID)) }

func (m *market) account(kind model.AccountKind, owner int64) int64 {
	_, err := m.Ledger.Seal(m.Ctx) // which nets the organisations
	So(err, ShouldBeNil)
	n, err := m.Ledger.Balance(m.Ctx, model.Account{Kind: kind, Owner: owner, Asset: model.CNY})
	So(err, ShouldBeNil)
	return n
}

// transactions counts what the ledger holds.
func (m *market) transactions() (n int64) {
	So(m.DB.Conn(m.Ctx).Model(&model.LedgerTransaction{}).Count(&n).Error, ShouldBeNil)
	return n
}

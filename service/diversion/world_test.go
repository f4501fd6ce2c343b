package diversion_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

// street is a channel in which goods of distributor D1 turn up at D2's terminals.
type street struct {
	*testkit.World
	d1, d2 model.Org
	shops  []model.Org // under D2
	batch  *code.Batch
	scans  model.ScanID
}

func newStreet(t *testing.T, e testkit.Engine, shops int) *street {
	s := &street{World: testkit.New(t, e)}
	s.d1, s.d2 = s.Distributor("D1", "32"), s.Distributor("D2", "33")
	for n := range shops {
		s.shops = append(s.shops, s.Terminal(fmt.Sprint("T", n), s.d2))
	}
	s.batch = s.Batch("B1", 2)
	s.Commission(s.batch)
	s.Ship(s.Brand, s.d1, s.batch.Level(model.LevelPallet).From)
	s.Receive(s.d1, s.batch.Level(model.LevelPallet).From)
	s.Tick(time.Hour)
	return s
}

func (s *street) unit(n int64) model.ItemID { return testkit.Item(s.batch, model.LevelUnit, n) }
func (s *street) box(n int64) model.ItemID  { return testkit.Item(s.batch, model.LevelCase, n) }

// sighted is a flag of goods of D1 at a shop, by a scan of its own.
func (s *street) sighted(item model.ItemID, shop model.Org) diversion.Flag {
	s.scans++
	return diversion.Flag{
		Scan: s.scans, Item: item, Product: s.Products[0].ID, At: s.Clock.Now(), Judgement: model.Judgement{
			Verdict: model.VerdictDiverted, Reasons: diversion.ReasonTerminalUnderOther, Score: 95,
			Origin: s.d1.ID, Terminal: shop.ID, Found: s.d2.ID,
		},
	}
}

// raise flags as a scan does, in a transaction.
func (s *street) raise(flags ...diversion.Flag) error {
	return s.DB.Run(s.Ctx, func(ctx context.Context) error { return s.Diversion.Flag(ctx, flags) })
}

func (s *street) withdraw(flags ...diversion.Flag) error {
	ids := make([]model.ScanID, len(flags))
	for i, f := range flags {
		ids[i] = f.Scan
	}
	return s.DB.Run(s.Ctx, func(ctx context.Context) error { return s.Diversion.Withdraw(ctx, ids) })
}

func (s *street) cases(status model.CaseStatus) []model.DiversionCase {
	cases, err := s.Diversion.List(s.Ctx, status, 0, 1000)
	So(err, ShouldBeNil)
	return cases
}

// only is the one case that there is.
func (s *street) only() model.DiversionCase {
	cases := s.cases(0)
	So(cases, ShouldHaveLength, 1)
	return cases[0]
}

func (s *street) flags(c model.DiversionCase) []model.DiversionFlag {
	flags, err := s.Diversion.Flags(s.Ctx, c.ID)
	So(err, ShouldBeNil)
	return flags
}

func decision(c model.DiversionCase) diversion.Decision {
	return diversion.Decision{Case: c.ID, By: 1, Note: "seen"}
}

func (s *street) confirm(c model.DiversionCase) model.DiversionCase {
	confirmed, err := s.Diversion.Confirm(s.Ctx, decision(c))
	So(err, ShouldBeNil)
	return confirmed
}

// owed is what D1 owes in penalties.
func (s *street) owed() int64 {
	n, err := s.Ledger.Balance(s.Ctx, model.Account{Kind: model.OrgPenalty, Owner: int64(s.d1.ID), Asset: model.CNY})
	So(err, ShouldBeNil)
	return -n
}

// penalised says in which case each unit is penalised.
func (s *street) penalised() map[model.ItemID]model.CaseID {
	var rows []model.PenalisedUnit
	So(s.DB.Conn(s.Ctx).Find(&rows).Error, ShouldBeNil)
	units := map[model.ItemID]model.CaseID{}
	for _, r := range rows {
		units[r.Item] = r.CaseID
	}
	return units
}

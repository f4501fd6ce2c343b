package demo

import (
	"context"
	"fmt"

	"channelrouter/model"
)

// money waits for the books and reads them: rebates, the ledger's verification, and the
// rows that all those codes cost.
func (s *story) money(ctx context.Context) error {
	if err := s.settled(ctx); err != nil {
		return err
	}
	if _, err := s.Rooms.Ledger.Seal(ctx); err != nil {
		return err
	}
	var totals []struct {
		Org      string `json:"org_id"`
		Tier     string `json:"tier"`
		Diverted bool   `json:"diverted"`
		Fen      int64  `json:"fen"`
	}
	if err := s.world.console.get(ctx, "/console/rebates", &totals); err != nil {
		return err
	}
	for _, t := range totals {
		r := Rebate{Org: s.nameOf(t.Org), Tier: t.Tier, Fen: t.Fen, Diverted: t.Diverted}
		s.report.Rebates = append(s.report.Rebates, r)
		goods := "matched"
		if r.Diverted {
			goods = "diverted"
		}
		s.say("   %-6s (%s) has earned %d fen on %s goods", r.Org, r.Tier, r.Fen, goods)
	}
	if err := s.world.console.get(ctx, "/console/ledger/verification", &s.report.Ledger); err != nil {
		return err
	}
	l := s.report.Ledger
	s.say("   ledger: %d transactions, %d entries, imbalance %d fen and %d points, chain %s",
		l.Transactions, l.Entries, l.ImbalanceFen, l.ImbalancePoints, l.Chain)
	if err := expect("chain", l.Chain, "ok"); err != nil {
		return err
	}
	rows, err := s.countRows(ctx)
	s.report.Codes.RowsStored = rows
	var printed int64
	for _, n := range s.report.Codes.Printed {
		printed += n
	}
	s.say("   %d codes cost %d rows; %d QR pictures were written and read back", printed, rows, s.pictures.written)
	return err
}

// countRows counts every row that code, linking and custody wrote.
func (s *story) countRows(ctx context.Context) (int64, error) {
	var total int64
	for _, table := range []any{
		&model.KeyEpoch{}, &model.PackagingProfile{}, &model.Batch{}, &model.BatchLevel{}, &model.SlotCursor{},
		&model.Activation{}, &model.Revocation{}, &model.RegistryVersion{}, &model.ForeignShape{}, &model.ForeignCode{},
		&model.CustodyEvent{}, &model.CustodyEventRange{}, &model.LinkSpan{}, &model.HolderSpan{}, &model.AssignmentSpan{}, &model.SlotBlock{},
	} {
		var n int64
		if err := s.Rooms.DB.Conn(ctx).Model(table).Count(&n).Error; err != nil {
			return 0, fmt.Errorf("count rows: %w", err)
		}
		total += n
	}
	return total, nil
}

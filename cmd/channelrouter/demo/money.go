package demo

import "context"

// money waits for the books and reads them: rebates, the ledger's verification, and the
// rows that all those codes cost. Of what is counted, an earlier play's share is taken
// off; the ledger is verified as a whole.
func (s *story) money(ctx context.Context) error {
	if err := s.settled(ctx); err != nil {
		return err
	}
	if _, err := s.Rooms.Ledger.Seal(ctx); err != nil {
		return err
	}
	totals, err := s.rebates(ctx)
	if err != nil {
		return err
	}
	for _, t := range totals {
		r := Rebate{Org: s.nameOf(t.Org), Tier: t.Tier, Fen: t.Fen - s.before.rebate(t), Diverted: t.Diverted}
		if r.Fen == 0 {
			continue
		}
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
	l := &s.report.Ledger
	l.Transactions -= s.before.ledger.Transactions
	l.Entries -= s.before.ledger.Entries
	s.say("   ledger: %d transactions, %d entries, imbalance %d fen and %d points, chain %s",
		l.Transactions, l.Entries, l.ImbalanceFen, l.ImbalancePoints, l.Chain)
	if err := expect("chain", l.Chain, "ok"); err != nil {
		return err
	}
	rows, err := s.countRows(ctx)
	rows += keyEpochRow - s.before.rows
	s.report.Codes.RowsStored = rows
	var printed int64
	for _, n := range s.report.Codes.Printed {
		printed += n
	}
	s.say("   %d codes cost %d rows; %d QR pictures were written and read back", printed, rows, s.pictures.written)
	return err
}

package rebate

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// Line is an accrual with all that it rests on: of a unit its scans, of a period the facts
// that it was worked out from.
type Line struct {
	model.RebateAccrual
	Programme string // its code; "" of the basic rates
	Name      string
	Kind      model.ProgrammeKind // 0 of the basic rates
	SKU       string              // of a unit
	Unit      *model.RebateUnit   // of a unit: who scanned it, and when
	Facts     Facts               // of a period
}

// Breakdown opens ledger transactions down to the scans: by transaction, what each
// organisation got by which programme, and for what. It asks each table once for the set, which
// has a few thousand at most.
func (s *Service) Breakdown(ctx context.Context, txns []model.TxnID) (map[model.TxnID][]Line, error) {
	rows, err := s.store.accrualsOf(ctx, txns)
	if err != nil {
		return nil, err
	}
	lines, err := s.linesOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	byTxn := make(map[model.TxnID][]Line, len(txns))
	for _, line := range lines {
		byTxn[line.TxnID] = append(byTxn[line.TxnID], line)
	}
	return byTxn, nil
}

// linesOf opens accruals, in their order.
func (s *Service) linesOf(ctx context.Context, rows []model.RebateAccrual) ([]Line, error) {
	var programmes []model.ProgrammeID
	var items []model.ItemID
	for _, row := range rows {
		programmes, items = append(programmes, row.ProgrammeID), append(items, row.Item)
	}
	named, err := s.store.programmes(ctx, programmes)
	if err != nil {
		return nil, err
	}
	units, err := s.store.units(ctx, items)
	if err != nil {
		return nil, err
	}
	byItem := make(map[model.ItemID]*model.RebateUnit, len(units))
	for i := range units {
		byItem[units[i].Item] = &units[i]
	}
	lines := make([]Line, len(rows))
	for i, row := range rows {
		p := named[row.ProgrammeID]
		lines[i] = Line{RebateAccrual: row, Programme: p.Code, Name: p.Name, Kind: p.Kind, Unit: byItem[row.Item]}
		if lines[i].Facts, err = factsIn(row.Facts); err != nil {
			return nil, err
		}
		if u := lines[i].Unit; u != nil { // accruals from before programmes do not say the product
			product, err := s.catalog.Get(ctx, u.ProductID)
			if err != nil {
				return nil, err
			}
			lines[i].ProductID, lines[i].SKU = product.ID, product.SKU
		}
	}
	return lines, nil
}

// Accruals pages through what an organisation got by a programme (0: the basic rates) in a
// period (0: of the basic rates), oldest first, opened.
func (s *Service) Accruals(ctx context.Context, org model.OrgID, programme model.ProgrammeID, period int32, after model.TxnID, limit int) ([]Line, error) {
	rows, err := s.store.programmeAccruals(ctx, org, programme, period, after, limit)
	if err != nil {
		return nil, err
	}
	return s.linesOf(ctx, rows)
}

// Sales pages through the units that counted for an organisation in the months from one until
// another, in order of time, after a moment; a page ends with all of its last moment. The
// figures of standings open to them.
func (s *Service) Sales(ctx context.Context, org model.OrgID, first, last int32, after time.Time, limit int) ([]model.RebateSale, error) {
	from, to := clock.StartOf(firstDay(first)), clock.StartOf(firstDay(addMonths(last, 1)))
	if after.Before(from) {
		after = from.Add(-time.Microsecond)
	}
	if !after.Before(to) { // nor would databases know so late a time
		return nil, nil
	}
	return s.store.orgSales(ctx, org, after, to, limit)
}

// Terminals pages through the terminals that count for an organisation with a programme in a
// period, by their ids.
func (s *Service) Terminals(ctx context.Context, programme model.ProgrammeID, org model.OrgID, period int32, after model.OrgID, limit int) ([]model.RebateTerminal, error) {
	return s.store.orgTerminals(ctx, programme, org, period, after, limit)
}

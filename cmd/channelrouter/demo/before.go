package demo

import (
	"context"
	"fmt"

	"channelrouter/model"
)

// before is what the books held when the play began: a folder that was played on before
// has an earlier play's rows, rebates and postings.
type before struct {
	rows    int64
	rebates []rebateTotal
	ledger  Ledger
}

// rebateTotal is what an organisation has earned in all.
type rebateTotal struct {
	Org      string `json:"org_id"`
	Tier     string `json:"tier"`
	Diverted bool   `json:"diverted"`
	Fen      int64  `json:"fen"`
}

// rebate is what was earned before by whom a total speaks of.
func (b before) rebate(t rebateTotal) int64 {
	for _, old := range b.rebates {
		if old.Org == t.Org && old.Tier == t.Tier && old.Diverted == t.Diverted {
			return old.Fen
		}
	}
	return 0
}

// openBooks notes what is there before the story adds to it.
func (s *story) openBooks(ctx context.Context) error {
	if err := s.settled(ctx); err != nil {
		return err
	}
	var err error
	if s.before.rows, err = s.countRows(ctx); err != nil {
		return err
	}
	if s.before.rebates, err = s.rebates(ctx); err != nil {
		return err
	}
	return s.world.console.get(ctx, "/console/ledger/verification", &s.before.ledger)
}

func (s *story) rebates(ctx context.Context) (totals []rebateTotal, err error) {
	err = s.world.console.get(ctx, "/console/rebates", &totals)
	return totals, err
}

// keyEpochRow is the row of the key epoch, which stands there before any play and is
// counted with the codes of each.
const keyEpochRow = 1

// countRows counts every row that code, linking and custody wrote, but for the key epoch.
func (s *story) countRows(ctx context.Context) (int64, error) {
	var total int64
	for _, table := range []any{
		&model.PackagingProfile{}, &model.Batch{}, &model.BatchLevel{}, &model.SlotCursor{},
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

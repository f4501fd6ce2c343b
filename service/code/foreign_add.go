package code

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/model"
)

// ForeignText is a code printed by others with the item that it is to lead to.
type ForeignText struct {
	Text string
	Item model.ItemID
}

// Taken is a code that leads to another item already, whose item Holder is.
type Taken struct {
	Index  int // among those that were to be added
	Holder model.ItemID
}

// hashed is a code on its way into the table.
type hashed struct {
	model.ForeignCode
	index int
}

// hashAll hashes codes and brings them into the order of the table's key, in which inserting
// touches each page once: that is what makes large imports fast.
func hashAll(codes []ForeignText) []hashed {
	rows := make([]hashed, len(codes))
	for i, c := range codes {
		rows[i].index, rows[i].Item = i, c.Item
		rows[i].HashHigh, rows[i].HashLow = foreignHash(c.Text)
	}
	slices.SortFunc(rows, func(a, b hashed) int {
		return cmp.Or(cmp.Compare(a.HashHigh, b.HashHigh), cmp.Compare(a.HashLow, b.HashLow), cmp.Compare(a.index, b.index))
	})
	return rows
}

// foreignStatement is how many codes share a statement: text of some 250 KB.
const foreignStatement = 5000

// AddForeign has codes lead to their items, in the caller's transaction if there is one,
// hundreds of thousands at a time. Nobody finds them before PublishForeign. A code that
// stands among them twice, or was added before, goes to who came first; the others are
// answered, in their order.
func (s *Service) AddForeign(ctx context.Context, codes []ForeignText) (taken []Taken, err error) {
	rows := hashAll(codes)
	err = s.db.Run(ctx, func(ctx context.Context) error {
		taken = nil
		fresh := rows[:0:0]
		for i, r := range rows {
			if i > 0 && r.HashHigh == rows[i-1].HashHigh && r.HashLow == rows[i-1].HashLow {
				continue // told by whose it is, below
			}
			fresh = append(fresh, r)
		}
		complete := len(fresh) == len(rows)
		for part := range slices.Chunk(fresh, foreignStatement) {
			n, err := s.store.addForeign(ctx, part)
			if err != nil {
				return err
			}
			complete = complete && n == int64(len(part))
		}
		if complete {
			return nil
		}
		taken, err = s.takenAmong(ctx, rows)
		return err
	})
	slices.SortFunc(taken, func(a, b Taken) int { return cmp.Compare(a.Index, b.Index) })
	return taken, err
}

// takenAmong finds those whose code leads to another item than theirs.
func (s *Service) takenAmong(ctx context.Context, rows []hashed) ([]Taken, error) {
	var taken []Taken
	for part := range slices.Chunk(rows, foreignLookUp) {
		holders, err := s.store.foreignHolders(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, r := range part {
			if holder := holders[[2]int64{r.HashHigh, r.HashLow}]; holder != r.Item {
				taken = append(taken, Taken{Index: r.index, Holder: holder})
			}
		}
	}
	return taken, nil
}

// RemoveForeign takes codes back that lead to the given items, of an import that is not
// published.
func (s *Service) RemoveForeign(ctx context.Context, codes []ForeignText) error {
	rows := hashAll(codes)
	return s.db.Run(ctx, func(ctx context.Context) error {
		for part := range slices.Chunk(rows, foreignLookUp) {
			holders, err := s.store.foreignHolders(ctx, part)
			if err != nil {
				return err
			}
			var ours []hashed
			for _, r := range part {
				if holders[[2]int64{r.HashHigh, r.HashLow}] == r.Item {
					ours = append(ours, r)
				}
			}
			if len(ours) == 0 {
				continue
			}
			if err := s.store.removeForeign(ctx, ours); err != nil {
				return err
			}
		}
		return nil
	})
}

package custody

import (
	"context"
	"slices"
	"strings"

	"channelrouter/model"
)

// contentsAt returns the rows of contents that speak of single containers, one seek each:
// of containers that hold one item, none speaks of another's. What a row says beside is for
// the caller to leave out.
func (s store) contentsAt(ctx context.Context, containers []model.ItemID) ([]model.ScatteredContents, error) {
	const one = "SELECT first, base, items, event_id FROM scattered_contents" +
		" WHERE first = (SELECT MAX(first) FROM scattered_contents WHERE first <= ?)"
	var rows []model.ScatteredContents
	for chunk := range slices.Chunk(containers, seekChunk) {
		arguments := make([]any, len(chunk))
		for i, container := range chunk {
			arguments[i] = container
		}
		var found []model.ScatteredContents
		statement := one + strings.Repeat(" UNION ALL "+one, len(chunk)-1)
		if err := s.db.Conn(ctx).Raw(statement, arguments...).Scan(&found).Error; err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	return rows, nil
}

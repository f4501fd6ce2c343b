package code

import (
	"context"
	"strconv"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// foreignLookUp is how many codes are looked up by one statement: fewer than the thousand
// from which MariaDB would make a table of them and read all of ours.
const foreignLookUp = 900

func (s store) foreignShapes(ctx context.Context) ([]model.ForeignShape, error) {
	var shapes []model.ForeignShape
	return shapes, s.db.Conn(ctx).Find(&shapes).Error
}

func (s store) foreignCode(ctx context.Context, high, low int64) (*model.ForeignCode, error) {
	return db.First[model.ForeignCode](s.db.Conn(ctx).Where("hash_high = ? AND hash_low = ?", high, low))
}

// insertForeign tells whether all codes were new.
func (s store) insertForeign(ctx context.Context, codes []model.ForeignCode) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, &codes)
	return n == int64(len(codes)), err
}

// addForeign inserts codes past the mapper, which would take longer than the database, and
// says how many were new. The statement holds nothing but numbers.
func (s store) addForeign(ctx context.Context, rows []hashed) (int64, error) {
	statement := "INSERT OR IGNORE"
	if s.db.Engine == "mysql" {
		statement = "INSERT IGNORE"
	}
	text := make([]byte, 0, 80+60*len(rows))
	text = append(text, statement+" INTO foreign_codes (hash_high, hash_low, item) VALUES "...)
	for i, r := range rows {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, '(')
		text = strconv.AppendInt(text, r.HashHigh, 10)
		text = append(text, ',')
		text = strconv.AppendInt(text, r.HashLow, 10)
		text = append(text, ',')
		text = strconv.AppendInt(text, int64(r.Item), 10)
		text = append(text, ')')
	}
	done, err := s.db.Conn(ctx).Statement.ConnPool.ExecContext(ctx, string(text))
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// foreignHolders is the items that codes lead to, by both halves of their hashes.
func (s store) foreignHolders(ctx context.Context, rows []hashed) (map[[2]int64]model.ItemID, error) {
	var stored []model.ForeignCode
	if err := s.db.Conn(ctx).Where("hash_high IN ?", highs(rows)).Find(&stored).Error; err != nil {
		return nil, err
	}
	holders := make(map[[2]int64]model.ItemID, len(stored))
	for _, c := range stored {
		holders[[2]int64{c.HashHigh, c.HashLow}] = c.Item
	}
	return holders, nil
}

// removeForeign deletes codes that lead to the very items, which are of one import: another
// code that shares half of its hash with one of them leads elsewhere, or is one of them.
func (s store) removeForeign(ctx context.Context, rows []hashed) error {
	items := make([]model.ItemID, len(rows))
	for i, r := range rows {
		items[i] = r.Item
	}
	return s.db.Conn(ctx).Where("hash_high IN ? AND item IN ?", highs(rows), items).Delete(&model.ForeignCode{}).Error
}

func highs(rows []hashed) []int64 {
	all := make([]int64, len(rows))
	for i, r := range rows {
		all[i] = r.HashHigh
	}
	return all
}

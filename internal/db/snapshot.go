package db

import (
	"context"
	"database/sql"

	"gorm.io/gorm"
)

// Snapshot calls fn inside a reading transaction that sees one state of the database
// throughout, whatever is written meanwhile.
func (d *DB) Snapshot(ctx context.Context, fn func(ctx context.Context) error) error {
	var options []*sql.TxOptions
	if d.Engine == "mysql" {
		options = append(options, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	}
	return d.read.WithContext(ctx).Transaction(func(handle *gorm.DB) error {
		return fn(context.WithValue(ctx, txKey{}, &tx{handle: handle}))
	}, options...)
}

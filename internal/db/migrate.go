package db

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// Migration is the writing handle for schema changes, outside transactions: MySQL
// commits at every DDL statement anyway.
func (d *DB) Migration(ctx context.Context) *gorm.DB { return d.write.WithContext(ctx) }

// LockMigration keeps two replicas from migrating at once. SQLite has one process.
func (d *DB) LockMigration(ctx context.Context) (unlock func(), err error) {
	if d.Engine != "mysql" {
		return func() {}, nil
	}
	pool, err := d.write.DB()
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx) // the lock belongs to one connection
	if err != nil {
		return nil, err
	}
	var got int
	if err := conn.QueryRowContext(ctx, "SELECT GET_LOCK('channelrouter.migration', 60)").Scan(&got); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if got != 1 {
		return nil, errors.Join(errors.New("another process is migrating this database"), conn.Close())
	}
	return func() {
		// The pool keeps the connection, so its lock must be given back by name.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT RELEASE_LOCK('channelrouter.migration')")
		_ = conn.Close()
	}, nil
}

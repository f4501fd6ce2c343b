package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"

	"github.com/libtnb/sqlite"
	"gorm.io/gorm"
	engine "modernc.org/sqlite"
)

// openSQLite opens the file at path: one connection that writes, which SQLite allows at a time,
// and a few that read beside it.
func openSQLite(path, pragmas string) (*DB, error) {
	// busy_timeout comes first: the pragmas after it may already have to wait.
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_time_format=sqlite&_texttotime=1&_timezone=UTC" +
		"&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)" + pragmas
	write, err := connect(dsn+"&_txlock=immediate", 1)
	if err != nil {
		return nil, fmt.Errorf("open sqlite %s: %w", path, err)
	}
	read, err := connect(dsn+"&_pragma=query_only(1)", 4)
	if err != nil {
		return nil, fmt.Errorf("open sqlite %s: %w", path, err)
	}
	return &DB{write: write, read: read, Engine: "sqlite"}, nil
}

func connect(dsn string, connections int) (*gorm.DB, error) {
	opened, err := gorm.Open(sqlite.New(sqlite.Config{Conn: sql.OpenDB(connector(dsn))}), gormConfig())
	if err != nil {
		return nil, err
	}
	return opened, limitPool(opened, connections)
}

// connector opens connections that remember the statements they have prepared: SQLite spends as
// long on reading a short statement as on running it, and database/sql forgets those that are
// prepared in a transaction.
type connector string

// Connect opens a connection.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	opened, err := c.Driver().Open(string(c))
	if err != nil {
		return nil, err
	}
	return &conn{sqliteConn: opened.(sqliteConn), idle: map[string]*prepared{}}, nil
}

// Driver is the driver below.
func (connector) Driver() driver.Driver { return &engine.Driver{} }

// sqliteConn is what the driver's connections can do.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

const (
	// A room has some fifty statements. Where an IN has as many places as there are values,
	// each number of them is a statement of its own.
	mostPrepared = 400
	// Longer ones are bulk inserts, of which few are alike.
	longestPrepared = 2_000
)

// conn is a connection of the driver with its statements at rest. Only one goroutine uses it at a
// time (database/sql).
type conn struct {
	sqliteConn
	idle map[string]*prepared
	uses uint64
}

// prepared is a statement at rest or in use.
type prepared struct {
	text string
	last uint64 // when it was used, counted in uses of the connection
	sqliteStmt
}

type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// take gives a statement that nobody else uses: who reads rows may ask the same again meanwhile.
func (c *conn) take(ctx context.Context, text string) (*prepared, error) {
	c.uses++
	if p := c.idle[text]; p != nil {
		delete(c.idle, text)
		p.last = c.uses
		return p, nil
	}
	made, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return &prepared{text: text, last: c.uses, sqliteStmt: made.(sqliteStmt)}, nil
}

// rest keeps a statement for the next time, in the place of those that were not used for longest.
func (c *conn) rest(p *prepared) error {
	if len(p.text) > longestPrepared || c.idle[p.text] != nil {
		return p.Close()
	}
	if len(c.idle) >= mostPrepared {
		if err := c.forget(); err != nil {
			return err
		}
	}
	c.idle[p.text] = p
	return nil
}

// forget closes the older half of what rests, roughly: one look at all for so many statements.
func (c *conn) forget() error {
	newest, oldest := uint64(0), c.uses
	for _, p := range c.idle {
		newest, oldest = max(newest, p.last), min(oldest, p.last)
	}
	for text, p := range c.idle {
		if p.last <= oldest+(newest-oldest)/2 {
			delete(c.idle, text)
			if err := p.Close(); err != nil {
				return err
			}
		}
	}
	return nil
}

// ExecContext runs a statement without rows.
func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	p, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := p.ExecContext(ctx, args)
	if err != nil {
		_ = p.Close() // it ended with the same error
		return nil, err
	}
	return result, c.rest(p)
}

// QueryContext runs a statement with rows, which give it back when they are closed.
func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	found, err := p.QueryContext(ctx, args)
	if err != nil {
		_ = p.Close()
		return nil, err
	}
	return &rows{sqliteRows: found.(sqliteRows), conn: c, of: p}, nil
}

// Close lets go of the connection and of what rests in it.
func (c *conn) Close() error {
	for text, p := range c.idle {
		delete(c.idle, text)
		if err := p.Close(); err != nil {
			return err
		}
	}
	return c.sqliteConn.Close()
}

// sqliteRows is what the driver's rows can do.
type sqliteRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

type rows struct {
	sqliteRows
	conn *conn
	of   *prepared
}

// Close ends reading.
func (r *rows) Close() error {
	if r.of == nil {
		return nil
	}
	p := r.of
	r.of = nil
	if err := r.sqliteRows.Close(); err != nil {
		_ = p.Close()
		return err
	}
	return r.conn.rest(p)
}

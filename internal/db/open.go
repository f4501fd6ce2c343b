// Package db opens the database, runs transactions and hides which of the two
// engines is below: SQLite embedded (the default) or MySQL/MariaDB by URL.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"channelrouter/internal/clock"
)

// DB holds a handle for writing and one for reading. On MySQL they are one pool;
// on SQLite there is one writing connection and a few reading ones beside it.
type DB struct {
	write, read *gorm.DB
	// Engine is "sqlite" or "mysql".
	Engine string
}

// Scratch begins the URL of a SQLite file that may be lost with the machine's power: nothing waits
// for the disk, and more of it is kept in memory.
const Scratch = "scratch://"

// Open connects to url: "sqlite://PATH", "scratch://PATH" or "mysql://USER:PASSWORD@tcp(HOST:PORT)/NAME"
// (what follows mysql:// is a DSN of go-sql-driver; time zone, collation, isolation
// and SQL mode are set here, whatever it says).
func Open(ctx context.Context, url string) (*DB, error) {
	if path, ok := strings.CutPrefix(url, "sqlite://"); ok {
		return openSQLite(path, "&_pragma=synchronous(NORMAL)")
	}
	if path, ok := strings.CutPrefix(url, Scratch); ok {
		return openSQLite(path, "&_pragma=synchronous(OFF)&_pragma=cache_size(-65536)&_pragma=temp_store(MEMORY)&_pragma=wal_autocheckpoint(10000)")
	}
	if dsn, ok := strings.CutPrefix(url, "mysql://"); ok {
		return openMySQL(ctx, dsn)
	}
	return nil, fmt.Errorf("database URL must begin with sqlite:// or mysql://")
}

func openMySQL(ctx context.Context, dsn string) (*DB, error) {
	cfg, err := mysqldriver.ParseDSN(dsn)
	if err != nil {
		return nil, fmt.Errorf("mysql DSN: %w", err)
	}
	cfg.ParseTime, cfg.Loc = true, time.UTC
	cfg.InterpolateParams = true // one round trip a statement
	cfg.ClientFoundRows = false  // InsertIgnore counts what it changed
	cfg.Collation = "utf8mb4_bin"
	if cfg.Params == nil {
		cfg.Params = map[string]string{}
	}
	cfg.Params["time_zone"] = "'+00:00'"
	cfg.Params["sql_mode"] = "'TRADITIONAL'" // a key that is cut short would be another's
	isolation, err := isolationVariable(ctx, cfg)
	if err != nil {
		return nil, err
	}
	// A loser of a guarded insert must see the winner's row, which a repeatable-read
	// snapshot would hide; and nothing here relies on gap locks.
	cfg.Params[isolation] = "'READ-COMMITTED'"
	pool, err := gorm.Open(mysql.New(mysql.Config{DSNConfig: cfg, SkipInitializeWithVersion: false}), gormConfig())
	if err != nil {
		return nil, fmt.Errorf("open mysql: %w", err)
	}
	return &DB{write: pool, read: pool, Engine: "mysql"}, limitPool(pool, 16)
}

// isolationVariable finds the session variable's name, which MariaDB before 11.1
// and MySQL since 8.0 do not share.
func isolationVariable(ctx context.Context, cfg *mysqldriver.Config) (string, error) {
	connector, err := mysqldriver.NewConnector(cfg)
	if err != nil {
		return "", err
	}
	probe := sql.OpenDB(connector)
	defer probe.Close()
	var version string
	if err := probe.QueryRowContext(ctx, "SELECT VERSION()").Scan(&version); err != nil {
		return "", fmt.Errorf("reach mysql: %w", err)
	}
	if strings.Contains(strings.ToLower(version), "mariadb") {
		return "tx_isolation", nil
	}
	return "transaction_isolation", nil
}

func gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true, // Run is the only boundary
		TranslateError:         true,
		Logger:                 logger.Discard,
		NowFunc:                clock.System{}.Now,
	}
}

func limitPool(g *gorm.DB, connections int) error {
	pool, err := g.DB()
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return nil
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	pool, err := d.read.DB()
	if err != nil {
		return err
	}
	return pool.PingContext(ctx)
}

// Close lets go of all connections.
func (d *DB) Close() error {
	for _, g := range []*gorm.DB{d.read, d.write} {
		pool, err := g.DB()
		if err != nil {
			return err
		}
		if err := pool.Close(); err != nil {
			return err
		}
	}
	return nil
}

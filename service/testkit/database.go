// Package testkit builds worlds for tests: the whole house on a fresh database of
// either engine, with a channel, goods and people that read like a story.
package testkit

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/model/migration"

	_ "github.com/go-sql-driver/mysql" // the engine under test
)

// Engine names a database to test on.
type Engine = dbtest.Engine

// The two engines every store is tested on.
const (
	SQLite = dbtest.SQLite
	MySQL  = dbtest.MySQL
)

// Engines lists what can be tested here, as dbtest does.
func Engines() []Engine { return dbtest.Engines() }

// Each runs a test on every engine.
func Each(t *testing.T, test func(t *testing.T, e Engine)) {
	t.Helper()
	for _, e := range Engines() {
		t.Run(string(e), func(t *testing.T) { test(t, e) })
	}
}

// Open gives a migrated, empty database. A SQLite file goes away with the test; the
// MySQL schema is the process's own and is emptied at each Open.
func Open(t testing.TB, e Engine) *db.DB {
	t.Helper()
	if e == MySQL {
		d, err := schema()
		if err != nil {
			t.Fatal(err)
		}
		empty(t, d)
		return d
	}
	d, err := db.Open(context.Background(), "sqlite://"+sqliteCopy(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// template is a migrated SQLite file, made once a process and copied for each test.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "template")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "t.db")
	d, err := db.Open(context.Background(), "sqlite://"+path)
	if err != nil {
		return nil, err
	}
	if err := migration.Up(context.Background(), d); err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func sqliteCopy(t testing.TB) string {
	t.Helper()
	content, err := template()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// schema is this process's own MySQL database; nothing else uses it, and scripts/test
// throws the server away.
var schema = sync.OnceValues(func() (*db.DB, error) {
	dsn := os.Getenv("TEST_MYSQL_DSN")
	suffix := make([]byte, 6)
	if _, err := rand.Read(suffix); err != nil {
		return nil, err
	}
	name := "test_" + hex.EncodeToString(suffix)
	server, err := sql.Open("mysql", dsn)
	if err != nil {
		return nil, err
	}
	defer server.Close()
	if _, err := server.Exec("CREATE DATABASE " + name); err != nil {
		return nil, err
	}
	d, err := db.Open(context.Background(), "mysql://"+dsn+name)
	if err != nil {
		return nil, err
	}
	return d, migration.Up(context.Background(), d)
})

func empty(t testing.TB, d *db.DB) {
	t.Helper()
	ctx := context.Background()
	var tables []string
	if err := d.Conn(ctx).Raw("SHOW TABLES").Scan(&tables).Error; err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if table == "schema_migrations" {
			continue
		}
		if err := d.Conn(ctx).Exec("DELETE FROM " + table).Error; err != nil {
			t.Fatal(err)
		}
	}
}

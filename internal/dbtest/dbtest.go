// Package dbtest opens fresh databases for the tests of packages below the rooms.
// Rooms use service/testkit, which migrates them as well.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"channelrouter/internal/db"

	_ "github.com/go-sql-driver/mysql" // makes and drops MySQL databases
)

// Engine names a database to test on.
type Engine string

// The two engines everything that stores is tested on.
const (
	SQLite Engine = "sqlite"
	MySQL  Engine = "mysql"
)

// Engines lists what can be tested here: SQLite always, MySQL when TEST_MYSQL_DSN
// names a server (scripts/services starts one). Under the race detector it is MySQL alone:
// the detector slows the embedded database fiftyfold, whose one writer lets little happen
// at once.
func Engines() []Engine {
	switch {
	case os.Getenv("TEST_MYSQL_DSN") == "":
		return []Engine{SQLite}
	case raceDetector:
		return []Engine{MySQL}
	}
	return []Engine{SQLite, MySQL}
}

// Each runs a test on every engine.
func Each(t *testing.T, test func(t *testing.T, e Engine)) {
	t.Helper()
	for _, e := range Engines() {
		t.Run(string(e), func(t *testing.T) { test(t, e) })
	}
}

// URL makes an empty database that goes away with the test, and says where it is.
func URL(t testing.TB, e Engine) string {
	t.Helper()
	if e == SQLite {
		return "sqlite://" + filepath.Join(t.TempDir(), "test.db")
	}
	dsn := os.Getenv("TEST_MYSQL_DSN")
	server, err := sql.Open("mysql", dsn)
	must(t, err)
	suffix := make([]byte, 6)
	_, err = rand.Read(suffix)
	must(t, err)
	name := "test_" + hex.EncodeToString(suffix)
	_, err = server.Exec("CREATE DATABASE " + name)
	must(t, err)
	t.Cleanup(func() {
		_, err := server.Exec("DROP DATABASE " + name)
		must(t, err)
		must(t, server.Close())
	})
	return "mysql://" + dsn + name
}

// Dial connects to a database until the test ends.
func Dial(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url)
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	return d
}

// Open gives an empty database with the tables of the given row types.
func Open(t testing.TB, e Engine, rows ...any) *db.DB {
	t.Helper()
	d := Dial(t, URL(t, e))
	Create(t, d, rows...)
	return d
}

// Create makes the tables of row types, byte-wise comparing as the migrated ones.
func Create(t testing.TB, d *db.DB, rows ...any) {
	t.Helper()
	g := d.Migration(context.Background())
	if d.Engine == string(MySQL) {
		g = g.Set("gorm:table_options", "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin")
	}
	must(t, g.AutoMigrate(rows...))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

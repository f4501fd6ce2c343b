package identity_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"os"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/service/identity"
)

// onEachEngine runs spec on a fresh SQLite database, and on a fresh one of the server
// that TEST_MYSQL_DSN names ("root@unix(/path)/").
func onEachEngine(t *testing.T, spec func(t *testing.T, d *db.DB)) {
	t.Run("sqlite", func(t *testing.T) { spec(t, open(t, "sqlite://"+t.TempDir()+"/t.db")) })
	dsn := os.Getenv("TEST_MYSQL_DSN")
	if dsn == "" {
		return
	}
	t.Run("mysql", func(t *testing.T) {
		name := "identity_" + strings.ToLower(rand.Text())
		server, err := sql.Open("mysql", dsn)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := server.Exec("CREATE DATABASE " + name); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if _, err := server.Exec("DROP DATABASE " + name); err != nil {
				t.Error(err)
			}
			_ = server.Close()
		})
		spec(t, open(t, "mysql://"+dsn+name))
	})
}

func open(t *testing.T, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := migration.Up(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

var (
	jwtKey = [32]byte([]byte("0123456789abcdef0123456789abcdef"))
	keys   = identity.Keys{JWT: jwtKey, Phone: [32]byte{1}, PhoneIndex: [32]byte{2}}
	ids    = id.NewGenerator(1)
)

// world is the room on an empty database, with a WeChat that knows whom it is told of.
type world struct {
	*identity.Service
	ctx    context.Context
	db     *db.DB
	clock  *clock.Manual
	wechat *wechat
}

// newWorld needs a Convey scope. Its ctx has a deadline: on SQLite a query that forgets
// its transaction waits for it forever.
func newWorld(d *db.DB) *world {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	Reset(cancel)
	w := &world{ctx: ctx, db: d, clock: clock.NewManual(time.Now()), wechat: &wechat{people: map[string]visit{}}}
	So(d.Run(ctx, func(ctx context.Context) error {
		for _, table := range []any{&model.Person{}, &model.AppAccount{}, &model.SessionFamily{},
			&model.RefreshToken{}, &model.ConsoleUser{}, &model.AuditEntry{},
			&model.PersonPhone{}, &model.Consent{}, &model.LoginFailure{}, &model.SecondFactor{}, &model.RecoveryCode{}, &outbox.Message{}} {
			if err := d.Conn(ctx).Where("1 = 1").Delete(table).Error; err != nil {
				return err
			}
		}
		return nil
	}), ShouldBeNil)
	w.Service = w.replica()
	return w
}

// replica is another process on the same database.
func (w *world) replica() *identity.Service {
	return identity.New(w.db, w.clock, ids, outbox.New(w.db, w.clock, ids), w.wechat, keys)
}

func (w *world) login(app, jsCode string) identity.Tokens {
	tokens, err := w.Login(w.ctx, app, jsCode)
	So(err, ShouldBeNil)
	return tokens
}

// authenticate is only the error.
func (w *world) authenticate(tokens identity.Tokens) error {
	_, err := w.Authenticate(w.ctx, tokens.Actor.App, tokens.Access)
	return err
}

func (w *world) count(table any) (n int64) {
	So(w.db.Conn(w.ctx).Model(table).Count(&n).Error, ShouldBeNil)
	return n
}

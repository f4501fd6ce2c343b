package identity_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/testkit"
)

// onEachEngine runs spec on an empty database of every engine.
func onEachEngine(t *testing.T, spec func(t *testing.T, d *db.DB)) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) { spec(t, testkit.Open(t, e)) })
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

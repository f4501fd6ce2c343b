package identity_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// device makes codes as an authenticator app does, written apart from the room's own.
func device(secret string, at time.Time) string {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	So(err, ShouldBeNil)
	mac := hmac.New(sha1.New, key)
	_ = binary.Write(mac, binary.BigEndian, at.Unix()/30)
	sum := mac.Sum(nil)
	n := binary.BigEndian.Uint32(sum[sum[19]&15:]) & 0x7fffffff
	return fmt.Sprintf("%06d", n%1_000_000)
}

func TestSecondFactor(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given an owner with a second factor", t, func() {
			w := newWorld(d)
			user, err := w.CreateUser(w.ctx, identity.NewUser{Login: "li", Name: "Li", Role: model.UserOwner, Password: password})
			So(err, ShouldBeNil)
			enter := func(code string) (identity.Tokens, error) {
				return w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password, Code: code})
			}
			before, err := enter("")
			So(err, ShouldBeNil)
			other, err := enter("")
			So(err, ShouldBeNil)
			made, err := w.Enrol(w.ctx, user.ID, password, identity.Device{})
			So(err, ShouldBeNil)
			code := func() string { return device(made.Secret, w.clock.Now()) }
			_, err = w.Confirm(w.ctx, before.Actor, "000000", identity.Device{})
			So(err, ShouldWrap, identity.ErrBadCode)
			recovery, err := w.Confirm(w.ctx, before.Actor, code(), identity.Device{})
			So(err, ShouldBeNil)
			So(len(recovery), ShouldEqual, 10)
			w.clock.Advance(time.Minute)

			Convey("sessions from before it end, but for the one that it was confirmed in", func() {
				So(w.authenticate(before), ShouldBeNil)
				So(w.authenticate(other), ShouldWrap, identity.ErrSessionExpired)
			})
			Convey("the password alone is not enough, and asking for the code is no failure", func() {
				for range 10 {
					_, err := enter("")
					So(err, ShouldWrap, identity.ErrSecondFactorNeeded)
				}
				_, err := enter(code())
				So(err, ShouldBeNil)
				_, err = w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: "a wrong password", Code: code()})
				So(err, ShouldWrap, identity.ErrBadCredentials)
			})
			Convey("a code is used once, also by 20 at once", func() {
				now := code()
				failures := atOnce(func(int) error {
					_, err := enter(now)
					return err
				})
				So(count(failures, nil), ShouldEqual, 1)
			})
			Convey("and so is a recovery code, however it is typed", func() {
				typed := " " + recovery[0][:9] + " " + recovery[0][10:]
				failures := atOnce(func(int) error {
					_, err := enter(typed)
					return err
				})
				So(count(failures, nil), ShouldEqual, 1)
				_, left, err := w.SecondFactor(w.ctx, user.ID)
				So(err, ShouldBeNil)
				So(left, ShouldEqual, 9)
			})
			Convey("who has the password cannot guess codes without end", func() {
				for range 5 {
					_, err := enter("")
					So(err, ShouldWrap, identity.ErrSecondFactorNeeded)
					_, err = enter("000000")
					So(err, ShouldWrap, identity.ErrBadCode)
				}
				_, err := enter(code())
				So(err, ShouldWrap, identity.ErrLocked)
			})
			Convey("a code that is too old is refused", func() {
				old := code()
				w.clock.Advance(2 * time.Minute)
				_, err := enter(old)
				So(err, ShouldWrap, identity.ErrBadCode)
			})
			Convey("it is not replaced in passing, and goes with both factors or by a reset", func() {
				_, err := w.Enrol(w.ctx, user.ID, password, identity.Device{})
				So(err, ShouldWrap, identity.ErrSecondFactorSet)
				So(w.RemoveSecondFactor(w.ctx, user.ID, password, "000000", identity.Device{}), ShouldWrap, identity.ErrBadCode)
				So(w.RemoveSecondFactor(w.ctx, user.ID, password, code(), identity.Device{}), ShouldBeNil)
				_, err = enter("")
				So(err, ShouldBeNil)
				So(w.ResetSecondFactor(w.ctx, user.ID), ShouldWrap, identity.ErrNoSecondFactor)
			})
			Convey("a reset ends the sessions", func() {
				So(w.ResetSecondFactor(w.ctx, user.ID), ShouldBeNil)
				So(w.authenticate(before), ShouldWrap, identity.ErrSessionExpired)
				So(w.count(&model.RecoveryCode{}), ShouldEqual, 0)
			})
		})
		Convey("Given a role that must have one", t, func() {
			w := newWorld(d)
			w.RequireSecondFactor([]model.UserRole{model.UserFinance})
			user, err := w.CreateUser(w.ctx, identity.NewUser{Login: "li", Name: "Li", Role: model.UserFinance, Password: password})
			So(err, ShouldBeNil)
			tokens, err := w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password})
			So(err, ShouldBeNil)
			seen, err := w.Authenticate(w.ctx, identity.AppConsole, tokens.Access)
			So(err, ShouldBeNil)
			So(seen.MustEnrol, ShouldBeTrue)
			made, err := w.Enrol(w.ctx, user.ID, password, identity.Device{})
			So(err, ShouldBeNil)
			_, err = w.Confirm(w.ctx, tokens.Actor, device(made.Secret, w.clock.Now()), identity.Device{})
			So(err, ShouldBeNil)
			next, err := w.Refresh(w.ctx, identity.AppConsole, tokens.Refresh, identity.Device{})
			So(err, ShouldBeNil)
			So(next.Actor.MustEnrol, ShouldBeFalse)
		})
	})
}

func TestLocksByAddress(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given Li, who has logged in from his office", t, func() {
			w := newWorld(d)
			_, err := w.CreateUser(w.ctx, identity.NewUser{Login: "li", Name: "Li", Role: model.UserOwner, Password: password})
			So(err, ShouldBeNil)
			from := func(address, password string) error {
				_, err := w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password, From: identity.Device{Address: address}})
				return err
			}
			So(from("office", password), ShouldBeNil)

			Convey("who guesses locks his own address only", func() {
				for range 5 {
					So(from("thief", "a wrong password"), ShouldWrap, identity.ErrBadCredentials)
				}
				So(from("thief", password), ShouldWrap, identity.ErrLocked)
				So(from("home", password), ShouldBeNil)
			})
			Convey("guesses from many addresses lock all but those that he is known from", func() {
				for i := range 30 {
					So(from(fmt.Sprint("thief", i), "a wrong password"), ShouldWrap, identity.ErrBadCredentials)
				}
				So(from("thief99", password), ShouldWrap, identity.ErrLocked)
				So(from("office", password), ShouldBeNil)
				So(from("thief99", password), ShouldWrap, identity.ErrLocked)
				w.clock.Advance(time.Hour)
				So(from("home", password), ShouldBeNil)
			})
		})
	})
}

func TestConsoleSessions(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given Li, logged in from two devices", t, func() {
			w := newWorld(d)
			user, err := w.CreateUser(w.ctx, identity.NewUser{Login: "li", Name: "Li", Role: model.UserOwner, Password: password})
			So(err, ShouldBeNil)
			enter := func(agent string) identity.Tokens {
				tokens, err := w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password, From: identity.Device{Address: "1.2.3.4", Agent: agent, Browser: true}})
				So(err, ShouldBeNil)
				return tokens
			}
			first, second := enter("Firefox"), enter("Chromium")

			Convey("both are listed, the newest first", func() {
				list, err := w.ListSessions(w.ctx, user.ID, 0, 50)
				So(err, ShouldBeNil)
				So([]any{len(list), list[0].Agent, list[1].Agent, list[0].Address}, ShouldResemble, []any{2, "Chromium", "Firefox", "1.2.3.4"})
			})
			Convey("one is ended, and only one's own", func() {
				So(w.EndSession(w.ctx, user.ID+1, first.Actor.FamilyID), ShouldWrap, identity.ErrUnknownSession)
				So(w.EndSession(w.ctx, user.ID, first.Actor.FamilyID), ShouldBeNil)
				So(w.EndSession(w.ctx, user.ID, first.Actor.FamilyID), ShouldWrap, identity.ErrUnknownSession)
				So(w.authenticate(first), ShouldWrap, identity.ErrSessionExpired)
				So(w.authenticate(second), ShouldBeNil)
			})
			Convey("all others are ended", func() {
				So(w.EndOtherSessions(w.ctx, second.Actor), ShouldBeNil)
				So(w.authenticate(first), ShouldWrap, identity.ErrSessionExpired)
				So(w.authenticate(second), ShouldBeNil)
			})
			Convey("tabs may send one cookie at once, but a copy that comes late ends the session", func() {
				_, err := w.Refresh(w.ctx, identity.AppConsole, first.Refresh, identity.Device{})
				So(err, ShouldBeNil)
				next, err := w.Refresh(w.ctx, identity.AppConsole, first.Refresh, identity.Device{})
				So(err, ShouldBeNil)
				So(w.authenticate(next), ShouldBeNil)
				w.clock.Advance(31 * time.Second)
				_, err = w.Refresh(w.ctx, identity.AppConsole, first.Refresh, identity.Device{})
				So(err, ShouldWrap, identity.ErrSessionReplayed)
				So(w.authenticate(next), ShouldWrap, identity.ErrSessionExpired)
			})
		})
	})
}

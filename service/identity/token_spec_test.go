package identity_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/service/identity"
)

func TestForgedTokens(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given a good token", t, func() {
			w := newWorld(d)
			w.wechat.knows("li", "o-li", "u-li")
			tokens := w.login(identity.AppConsumer, "li")
			good := func() jwt.MapClaims {
				return jwt.MapClaims{
					"sub": fmt.Sprint(tokens.Actor.PersonID), "aud": identity.AppConsumer,
					"sid": fmt.Sprint(tokens.Actor.FamilyID), "exp": w.clock.Now().Add(time.Minute).Unix(),
				}
			}
			try := func(method jwt.SigningMethod, key any, claims jwt.MapClaims) error {
				text, err := jwt.NewWithClaims(method, claims).SignedString(key)
				So(err, ShouldBeNil)
				_, err = w.Authenticate(w.ctx, identity.AppConsumer, text)
				return err
			}

			Convey("one with the same claims under the same key is as good", func() {
				So(try(jwt.SigningMethodHS256, jwtKey[:], good()), ShouldBeNil)
			})
			Convey("another key or another algorithm is not", func() {
				So(try(jwt.SigningMethodHS256, make([]byte, 32), good()), ShouldWrap, identity.ErrSessionExpired)
				So(try(jwt.SigningMethodHS512, jwtKey[:], good()), ShouldWrap, identity.ErrSessionExpired)
				So(try(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, good()), ShouldWrap, identity.ErrSessionExpired)
			})
			Convey("nor is one that lacks a claim", func() {
				for _, name := range []string{"sub", "aud", "exp", "sid"} {
					claims := good()
					delete(claims, name)
					So(try(jwt.SigningMethodHS256, jwtKey[:], claims), ShouldWrap, identity.ErrSessionExpired)
				}
			})
			Convey("nor is a mangled one", func() {
				parts := strings.Split(tokens.Access, ".")
				for _, mangled := range []string{"", "x", "..", parts[0] + "." + parts[1] + ".", tokens.Access + "A", tokens.Refresh} {
					_, err := w.Authenticate(w.ctx, identity.AppConsumer, mangled)
					So(err, ShouldWrap, identity.ErrSessionExpired)
				}
			})
			Convey("and a log does not tell it", func() {
				var log bytes.Buffer
				slog.New(slog.NewTextHandler(&log, nil)).Info("login", "tokens", tokens)
				So(log.String(), ShouldContainSubstring, identity.AppConsumer)
				So(log.String(), ShouldNotContainSubstring, tokens.Access)
				So(log.String(), ShouldNotContainSubstring, tokens.Refresh)
			})
		})
	})
}

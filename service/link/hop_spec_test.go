package link_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/link"
	"channelrouter/service/testkit"
)

func TestHops(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a person's way into the guide's app", t, func() {
			s := newStreet(t, e)
			const li, wang = model.PersonID(11), model.PersonID(12)
			hop := link.Hop{Person: li, App: "guide", Code: "9ABC", Scan: 5, Page: "pages/reward/index", Action: "guide_reward"}
			target, err := s.HopTarget(hop)
			So(err, ShouldBeNil)
			ticket := target.ExtraData.Ticket
			arrive := func(person model.PersonID, app, ticket string) error {
				_, err := s.Arrive(s.Ctx, person, app, ticket)
				return err
			}

			Convey("it names what wx.navigateToMiniProgram wants", func() {
				So(target.AppID, ShouldEqual, "wx-guide")
				So(target.Path, ShouldEqual, "pages/reward/index")
				So(target.EnvVersion, ShouldEqual, "trial")
			})
			Convey("the app learns the code, the page and what to do", func() {
				a, err := s.Arrive(s.Ctx, li, "guide", ticket)
				So(err, ShouldBeNil)
				So(a, ShouldResemble, link.Arrival{Code: "9ABC", Page: "pages/reward/index", Action: "guide_reward"})
			})
			Convey("once, on whichever replica", func() {
				So(arrive(li, "guide", ticket), ShouldBeNil)
				_, err := s.replica().Arrive(s.Ctx, li, "guide", ticket)
				So(err, ShouldWrap, link.ErrHopRefused)
			})
			Convey("of twenty at once, one", func() {
				both := []*link.Service{s.Service, s.replica()}
				failures := testkit.Together(20, func(i int) error {
					_, err := both[i%2].Arrive(s.Ctx, li, "guide", ticket)
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range failures {
					So(err == nil || errors.Is(err, link.ErrHopRefused), ShouldBeTrue)
				}
			})
			Convey("another person, or another app, does not use it up", func() {
				So(arrive(wang, "guide", ticket), ShouldWrap, link.ErrHopOfAnother)
				So(arrive(li, "terminal", ticket), ShouldWrap, link.ErrHopOfAnotherApp)
				So(arrive(li, "guide", ticket), ShouldBeNil)
			})
			Convey("within two minutes", func() {
				s.Tick(2*time.Minute - time.Second)
				So(arrive(li, "guide", ticket), ShouldBeNil)
				later, err := s.HopTarget(hop)
				So(err, ShouldBeNil)
				s.Tick(2 * time.Minute)
				So(arrive(li, "guide", later.ExtraData.Ticket), ShouldWrap, link.ErrHopExpired)
			})
			Convey("without the key-value store it is taken, again and again", func() {
				So(s.KV.Close(), ShouldBeNil)
				So(arrive(li, "guide", ticket), ShouldBeNil)
				So(arrive(li, "guide", ticket), ShouldBeNil)
				So(arrive(wang, "guide", ticket), ShouldWrap, link.ErrHopOfAnother)
			})
			Convey("what is not signed by us, or not for this, is refused", func() {
				parts := strings.Split(ticket, ".")
				claims := jwt.MapClaims{"sub": "11", "aud": []string{"guide"}, "jti": "x", "exp": s.Clock.Now().Add(time.Minute).Unix(), "code": "9ABC"}
				none, err := jwt.NewWithClaims(jwt.SigningMethodNone, claims).SignedString(jwt.UnsafeAllowNoneSignatureType)
				So(err, ShouldBeNil)
				forged, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte("another key"))
				So(err, ShouldBeNil)
				key := s.Keyring.Derive("link/hop")
				delete(claims, "jti")
				nameless, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key[:])
				So(err, ShouldBeNil)
				claims["jti"] = "x"
				delete(claims, "exp")
				endless, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key[:])
				So(err, ShouldBeNil)
				tokens, err := s.Identity.Login(s.Ctx, "guide", "union-li")
				So(err, ShouldBeNil)
				for _, text := range []string{
					"", "x", parts[0] + "." + parts[1] + ".", parts[0] + "." + parts[1] + "x." + parts[2], none, forged, nameless, endless, tokens.Access,
				} {
					So(arrive(li, "guide", text), ShouldWrap, link.ErrHopRefused)
				}
				So(arrive(li, "guide", ticket), ShouldBeNil)
			})
			Convey("a ticket is no session", func() {
				_, err := s.Identity.Authenticate(s.Ctx, "guide", ticket)
				So(err, ShouldNotBeNil)
			})
			Convey("a role without an app is nowhere", func() {
				target, err := s.HopTarget(link.Hop{Person: li, App: "distributor", Page: "pages/trace/index"})
				So(err, ShouldBeNil)
				So(target, ShouldBeNil)
			})
		})
	})
}

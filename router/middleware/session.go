package middleware

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// Session puts the identity.Actor of an app's session into the context, or refuses. Requests that
// the program makes of itself have one in their context, where nothing from outside can put it.
func Session(ids *identity.Service, app string) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		if actor, ours := identity.ActorFrom(c.Context()); ours && actor.App == app {
			next(c)
			return
		}
		token, ok := strings.CutPrefix(c.Header("Authorization"), "Bearer ")
		if !ok {
			refuse(c, httpx.ErrUnauthenticated)
			return
		}
		actor, err := ids.Authenticate(c.Context(), app, token)
		if err != nil {
			refuse(c, err)
			return
		}
		httpx.TrailOf(c.Context()).Caller = caller(actor)
		next(huma.WithContext(c, identity.WithActor(c.Context(), actor)))
	}
}

func caller(a identity.Actor) string {
	if a.UserID != 0 {
		return fmt.Sprintf("user/%d", a.UserID)
	}
	return fmt.Sprintf("person/%d", a.PersonID)
}

// Permit lets the console roles of a route in. Who has yet to set up the second factor that his
// role needs gets no further than the routes for that.
func Permit(roles []model.UserRole, enrolling bool) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		actor, _ := identity.ActorFrom(c.Context())
		if !slices.Contains(roles, actor.UserRole) {
			refuse(c, httpx.ErrNotPermitted)
			return
		}
		if actor.MustEnrol && !enrolling {
			refuse(c, identity.ErrSecondFactorRequired)
			return
		}
		next(c)
	}
}

func refuse(c huma.Context, err error) {
	body := httpx.Body(c.Context(), err)
	if body.Status == http.StatusUnauthorized {
		c.SetHeader("WWW-Authenticate", "Bearer")
	}
	c.SetHeader("Content-Type", "application/problem+json")
	c.SetStatus(body.Status)
	encoded, err := json.Marshal(body)
	if err == nil { // a plain struct
		_, _ = c.BodyWriter().Write(encoded)
	}
}

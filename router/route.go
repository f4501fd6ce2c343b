// Package router is the table of what is served: rows of method, path, who may, and
// handler, one file a role. Whose data a caller sees is decided in the rooms.
package router

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/model"
	"channelrouter/router/middleware"
	"channelrouter/service/identity"
)

// Guard says who may call a route.
type Guard struct {
	App   string           // whose session is needed; "" for none
	Roles []model.UserRole // at the console: who of its users
}

func (g Guard) String() string {
	if g.App == "" {
		return "public"
	}
	if len(g.Roles) == 0 {
		return g.App
	}
	names := make([]string, len(g.Roles))
	for i, r := range g.Roles {
		names[i] = string(r)
	}
	return g.App + ":" + strings.Join(names, ",")
}

// Route is a row of the table.
type Route struct {
	Method, Path, Summary string
	Guard                 Guard
	auditAfter            bool // its use case takes several transactions
	auditRead             bool // what it reads is personal
	duplex                bool // it answers while the body still comes in
	enrolling             bool // open to who has yet to set up his second factor
	mount                 func(api huma.API, op huma.Operation)
}

// row makes a route of a typed handler: I says where each field comes from and what is
// valid, O is the answer, and both are the OpenAPI document.
func row[I, O any](method, path string, guard Guard, summary string, handler func(context.Context, *I) (*O, error)) Route {
	return Route{
		Method: method, Path: path, Summary: summary, Guard: guard,
		mount: func(api huma.API, op huma.Operation) { huma.Register(api, op, handler) },
	}
}

// auditedAfter has a console write audited once it has succeeded.
func (r Route) auditedAfter() Route {
	r.auditAfter = true
	return r
}

// auditedRead has a console read audited, in the transaction that its use case opens
// before it gives anything away.
func (r Route) auditedRead() Route {
	r.auditRead = true
	return r
}

// whileEnrolling opens a row to users whose role needs a second factor that they have not.
func (r Route) whileEnrolling() Route {
	r.enrolling = true
	return r
}

// streamed has a route answer while the request's body still comes in.
func (r Route) streamed() Route {
	r.duplex = true
	return r
}

// register mounts a row under /api/v1 with its guard.
func register(api huma.API, ids *identity.Service, r Route, bodyBytes int64) {
	op := huma.Operation{
		OperationID: operationID(r), Method: r.Method, Path: "/api/v1" + r.Path, Summary: r.Summary,
		Tags: []string{strings.Split(strings.TrimPrefix(r.Path, "/"), "/")[0]}, MaxBodyBytes: bodyBytes,
	}
	if r.duplex {
		op.Middlewares = append(op.Middlewares, middleware.Duplex)
	}
	if r.Guard.App != "" {
		op.Middlewares = append(op.Middlewares, middleware.Session(ids, r.Guard.App))
		op.Security = []map[string][]string{{"session": {}}}
	}
	if r.Guard.App == identity.AppConsole && (r.Method != http.MethodGet || r.auditRead) {
		op.Middlewares = append(op.Middlewares, middleware.Audit(ids, r.auditAfter)) // before the guard: it tells whom that refuses
	}
	if len(r.Guard.Roles) > 0 {
		op.Middlewares = append(op.Middlewares, middleware.Permit(r.Guard.Roles, r.enrolling))
	}
	r.mount(api, op)
}

// operationID is the method and the path's words: post-consumer-scans.
func operationID(r Route) string {
	words := strings.FieldsFunc(r.Path, func(c rune) bool { return strings.ContainsRune("/{}-_", c) })
	return strings.ToLower(r.Method) + "-" + strings.Join(words, "-")
}

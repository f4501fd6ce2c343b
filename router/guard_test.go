package router_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"channelrouter/model"
	"channelrouter/router"
	"channelrouter/service/identity"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// caller is a kind of caller: nobody, a person in a role app, or a console role.
type caller struct {
	app   string
	role  model.UserRole
	login func() string
	token string
}

func (c *caller) String() string {
	switch {
	case c.app == "":
		return "nobody"
	case c.role != "":
		return string(c.role)
	}
	return c.app
}

var consoleRoles = []model.UserRole{model.UserOwner, model.UserChannelManager, model.UserFinance, model.UserAuditor, model.UserOperator}

func (h *house) callers() []*caller {
	all := []*caller{{login: func() string { return "" }}}
	for _, app := range []string{
		identity.AppConsumer, identity.AppGuide, identity.AppTerminal, identity.AppSalesperson, identity.AppDistributor,
	} {
		all = append(all, &caller{app: app, login: func() string { return h.token(app, "li") }})
	}
	for _, role := range consoleRoles {
		h.console(role) // exists from now on
		all = append(all, &caller{app: identity.AppConsole, role: role, login: func() string { return h.enter(role, password).Access }})
	}
	return all
}

// verdict is how a guard must meet a caller; "" when it must let him in.
func verdict(g router.Guard, c *caller) (status int, code string) {
	switch {
	case g.App == "":
		return 0, ""
	case c.app == "":
		return 401, "request.no_session"
	case c.app != g.App:
		return 403, "identity.token_of_another_app"
	case len(g.Roles) > 0 && !slices.Contains(g.Roles, c.role):
		return 403, "request.not_permitted"
	}
	return 0, ""
}

// guardCodes are what guards refuse with.
var guardCodes = []string{"request.no_session", "identity.token_of_another_app", "identity.session_expired", "request.not_permitted"}

// table is every route, of rooms that are not called.
func (h *house) table() []router.Route { return router.Table(h.Rooms, scan.NewQueue(h.Rooms.Scan, 0)) }

// Every route meets every kind of caller as its row says.
func TestGuards(t *testing.T) {
	h := newHouse(t, testkit.SQLite)
	callers := h.callers()
	for _, r := range h.table() {
		path := "/api/v1" + strings.NewReplacer("{id}", "1", "{org}", "1", "{person}", "1", "{year}", "2026", "{difference}", "1", "{line}", "1", "{activation}", "1", "{number}", "1", "{ordinal}", "1").Replace(r.Path)
		for _, c := range callers {
			if c.token == "" {
				c.token = c.login()
			}
			a := h.do(request{method: r.Method, path: path, token: c.token, body: "{}"})
			status, code := verdict(r.Guard, c)
			switch {
			case code != "" && (a.status != status || a.code() != code):
				t.Errorf("%s %s by %s: %d %s, want %d %s", r.Method, r.Path, c, a.status, a.code(), status, code)
			case code == "" && slices.Contains(guardCodes, a.code()):
				t.Errorf("%s %s by %s is refused with %s, though %s may", r.Method, r.Path, c, a.code(), r.Guard)
			}
			if r.Method == http.MethodDelete {
				c.token = "" // he may have logged out
			}
		}
	}
}

// An auditor reads. What else he may send writes nothing, or only what is his own.
func TestAuditorWritesNothing(t *testing.T) {
	h := newHouse(t, testkit.SQLite)
	harmless := map[string]bool{
		"POST /console/me/password": true, "POST /console/routing/dry-run": true,
		"POST /console/me/second-factor": true, "POST /console/me/second-factor/confirm": true, "POST /console/me/second-factor/remove": true,
		"DELETE /console/me/sessions/{id}": true, "POST /console/me/sessions/end-others": true,
		// Of his own: how he looks at lists, and what he takes along of them.
		"PUT /console/views": true, "DELETE /console/views": true, "POST /console/list-exports": true, "DELETE /console/list-exports/{id}": true,
	}
	for _, r := range h.table() {
		if r.Method != http.MethodGet && slices.Contains(r.Guard.Roles, model.UserAuditor) && !harmless[r.Method+" "+r.Path] {
			t.Errorf("an auditor may %s %s", r.Method, r.Path)
		}
		if r.Guard.App == identity.AppConsole && len(r.Guard.Roles) == 0 && r.Path != "/console/sessions/current" {
			t.Errorf("%s %s is open to every console role by having none", r.Method, r.Path)
		}
	}
	auditor := h.console(model.UserAuditor)
	before := h.facts()
	a := h.post("/api/v1/console/routing/dry-run", auditor, object{})
	if changed := h.facts().since(before); a.status != 200 || changed != nil {
		t.Errorf("a dry run: %d, and it wrote to %v", a.status, changed)
	}
}

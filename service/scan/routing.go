package scan

import (
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// Actions a route can lead to.
const (
	ActionClaim       = "claim"        // consumer's reward
	ActionGuideReward = "guide_reward" // guide's
	ActionCaseOpen    = "case_open"    // terminal's
	ActionTrace       = "trace"        // see the goods' way
	ActionVerify      = "verify"       // is it genuine?
)

// purposes are the actions that win something once.
var purposes = map[string]model.Purpose{
	ActionClaim:       model.PurposeConsumerClaim,
	ActionGuideReward: model.PurposeGuideReward,
	ActionCaseOpen:    model.PurposeCaseOpen,
}

var actions = map[string]bool{
	ActionClaim: true, ActionGuideReward: true, ActionCaseOpen: true, ActionTrace: true, ActionVerify: true,
}

// Rule sends scanners of a role on a face to a page of an app, for an action.
type Rule struct {
	Face   string `json:"face" doc:"face, or * for every other one"`
	Role   string `json:"role" enum:"consumer,guide,terminal,salesperson,distributor"`
	App    string `json:"app" enum:"consumer,guide,terminal,salesperson,distributor"`
	Page   string `json:"page"`
	Action string `json:"action" enum:"claim,guide_reward,case_open,trace,verify"`
}

// RoutingPolicy is the table of who lands where. The first rule that fits a face and a
// role decides.
type RoutingPolicy struct {
	Rules []Rule `json:"rules"`
}

// DefaultRouting is in force until the brand publishes one.
var DefaultRouting = RoutingPolicy{Rules: []Rule{
	{"unit_inner", "consumer", "consumer", "pages/claim/index", ActionClaim},
	{"*", "consumer", "consumer", "pages/verify/index", ActionVerify},
	{"unit_outer", "guide", "guide", "pages/reward/index", ActionGuideReward},
	{"*", "guide", "guide", "pages/trace/index", ActionTrace},
	{"case_inner", "terminal", "terminal", "pages/open/index", ActionCaseOpen},
	{"*", "terminal", "terminal", "pages/trace/index", ActionTrace},
	{"*", "salesperson", "salesperson", "pages/trace/index", ActionTrace},
	{"*", "distributor", "distributor", "pages/trace/index", ActionTrace},
}}

// ErrBadRouting: a table that contradicts itself.
var ErrBadRouting = errs.New(errs.Invalid, "scan.bad_routing", "this routing policy contradicts itself", "each rule needs a known face or *, role, app and action; hidden faces alone may be claimed, and staff roles keep to their own app")

func (p RoutingPolicy) check() error {
	if len(p.Rules) == 0 {
		return ErrBadRouting.With("no rules")
	}
	for i, r := range p.Rules {
		if err := r.check(); err != nil {
			return ErrBadRouting.With("rule %d: %v", i+1, err)
		}
	}
	return nil
}

func (r Rule) check() error {
	role, err := channel.ParseRole(r.Role)
	if err != nil {
		return err
	}
	face := model.Face(0)
	if r.Face != "*" {
		if face, err = model.ParseFace(r.Face); err != nil {
			return err
		}
	}
	switch {
	case !actions[r.Action] || r.Page == "":
		return ErrBadRouting.With("action %q, page %q", r.Action, r.Page)
	case r.App != r.Role:
		return ErrBadRouting.With("a %s is served by the %s app", r.Role, r.Role)
	case r.Action == ActionClaim && (role != model.RoleConsumer || r.Face == "*" || !face.Hidden() || face.Level() != model.LevelUnit):
		return ErrBadRouting.With("consumers claim hidden faces of units only")
	case r.Action == ActionGuideReward && (role != model.RoleGuide || r.Face == "*" || face.Level() != model.LevelUnit):
		return ErrBadRouting.With("guides are rewarded on faces of units only")
	case r.Action == ActionCaseOpen && (role != model.RoleTerminal || r.Face == "*" || face.Level() == model.LevelUnit || !face.Hidden()):
		return ErrBadRouting.With("terminals open cases by a hidden face of the case only")
	}
	return nil
}

// Route is where a scanner lands.
type Route struct {
	App    string `json:"app"`
	Page   string `json:"page"`
	Action string `json:"action"`
	Role   string `json:"role"`
	Chosen bool   `json:"chosen,omitempty" doc:"of several, the one that the scanner chose in this app"`
}

// route finds where a role lands on a face. Pure.
func (p RoutingPolicy) route(face model.Face, role model.Role) (Route, bool) {
	name := channel.RoleName(role)
	for _, r := range p.Rules {
		if r.Role == name && (r.Face == "*" || r.Face == face.String()) {
			return Route{App: r.App, Page: r.Page, Action: r.Action, Role: r.Role}, true
		}
	}
	return Route{}, false
}

// Landing is one row of a dry run.
type Landing struct {
	Face  string `json:"face"`
	Role  string `json:"role"`
	Route *Route `json:"route,omitempty"`
}

// DryRun answers "who lands where" for every face and role under a policy.
func (p RoutingPolicy) DryRun(faces []model.Face) []Landing {
	var table []Landing
	for _, face := range faces {
		for role := model.RoleConsumer; role <= model.RoleDistributor; role++ {
			l := Landing{Face: face.String(), Role: channel.RoleName(role)}
			if route, ok := p.route(face, role); ok {
				l.Route = &route
			}
			table = append(table, l)
		}
	}
	return table
}

package scan

import (
	"testing"

	"channelrouter/model"
)

func TestRoutingCheck(t *testing.T) {
	for _, c := range []struct {
		what string
		rule Rule
		ok   bool
	}{
		{"a consumer claims under the cap", Rule{"unit_inner", "consumer", "consumer", "p", ActionClaim}, true},
		{"on a visible code", Rule{"unit_outer", "consumer", "consumer", "p", ActionClaim}, false},
		{"inside the case", Rule{"case_inner", "consumer", "consumer", "p", ActionClaim}, false},
		{"on any face", Rule{"*", "consumer", "consumer", "p", ActionClaim}, false},
		{"a guide claims", Rule{"unit_inner", "guide", "guide", "p", ActionClaim}, false},
		{"a guide is rewarded on a visible unit", Rule{"unit_outer", "guide", "guide", "p", ActionGuideReward}, true},
		{"and on a hidden one", Rule{"unit_inner", "guide", "guide", "p", ActionGuideReward}, true},
		{"on a case", Rule{"case_inner", "guide", "guide", "p", ActionGuideReward}, false},
		{"on any face", Rule{"*", "guide", "guide", "p", ActionGuideReward}, false},
		{"a terminal has a guide's reward", Rule{"unit_outer", "terminal", "terminal", "p", ActionGuideReward}, false},
		{"a terminal opens by the code inside", Rule{"case_inner", "terminal", "terminal", "p", ActionCaseOpen}, true},
		{"a box is a case to it", Rule{"box_inner", "terminal", "terminal", "p", ActionCaseOpen}, true},
		{"by the code outside", Rule{"case_outer", "terminal", "terminal", "p", ActionCaseOpen}, false},
		{"by a unit's", Rule{"unit_inner", "terminal", "terminal", "p", ActionCaseOpen}, false},
		{"by any", Rule{"*", "terminal", "terminal", "p", ActionCaseOpen}, false},
		{"a guide opens", Rule{"case_inner", "guide", "guide", "p", ActionCaseOpen}, false},
		{"anyone traces anything", Rule{"*", "salesperson", "salesperson", "p", ActionTrace}, true},
		{"in another role's app", Rule{"*", "salesperson", "distributor", "p", ActionTrace}, false},
		{"on no page", Rule{"*", "salesperson", "salesperson", "", ActionTrace}, false},
		{"for no action", Rule{"*", "salesperson", "salesperson", "p", "steal"}, false},
		{"an unknown role", Rule{"*", "thief", "thief", "p", ActionTrace}, false},
		{"an unknown face", Rule{"lid", "consumer", "consumer", "p", ActionVerify}, false},
	} {
		if err := (RoutingPolicy{Rules: []Rule{c.rule}}).check(); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.what, err)
		}
		if err := (RoutingPolicy{Rules: append([]Rule{c.rule}, DefaultRouting.Rules...)}).check(); (err == nil) != c.ok {
			t.Errorf("%s, before the default: %v", c.what, err)
		}
	}
	if DefaultRouting.check() != nil || (RoutingPolicy{}).check() == nil {
		t.Error("the default is a policy, and no rules are none")
	}
}

func TestRoute(t *testing.T) {
	for _, c := range []struct {
		face   model.Face
		role   model.Role
		action string // "" where nobody lands
	}{
		{model.FaceUnitInner, model.RoleConsumer, ActionClaim},
		{model.FaceUnitOuter, model.RoleConsumer, ActionVerify},
		{model.FacePallet, model.RoleConsumer, ActionVerify},
		{model.FaceUnitOuter, model.RoleGuide, ActionGuideReward},
		{model.FaceUnitInner, model.RoleGuide, ActionTrace},
		{model.FaceCaseInner, model.RoleTerminal, ActionCaseOpen},
		{model.FaceCaseOuter, model.RoleTerminal, ActionTrace},
		{model.FaceUnitInner, model.RoleSalesperson, ActionTrace},
		{model.FaceCaseInner, model.RoleDistributor, ActionTrace},
		{model.FaceUnitInner, model.RoleWarehouse, ""},
	} {
		got, ok := DefaultRouting.route(c.face, c.role)
		if got.Action != c.action || ok != (c.action != "") {
			t.Errorf("role %d on %s: %+v %v, want %q", c.role, c.face, got, ok, c.action)
		}
		if ok && (got.App != got.Role || got.Page == "") {
			t.Errorf("role %d on %s lands nowhere: %+v", c.role, c.face, got)
		}
	}
}

// The first rule that fits decides, whatever comes after it.
func TestFirstRuleDecides(t *testing.T) {
	p := RoutingPolicy{Rules: []Rule{
		{"*", "consumer", "consumer", "first", ActionVerify},
		{"unit_inner", "consumer", "consumer", "second", ActionClaim},
	}}
	if got, _ := p.route(model.FaceUnitInner, model.RoleConsumer); got.Page != "first" {
		t.Errorf("lands on %q", got.Page)
	}
	if _, ok := p.route(model.FaceUnitInner, model.RoleGuide); ok {
		t.Error("a role without rules lands somewhere")
	}
}

// A dry run is a row for each face and role: where they land, or that they do not.
func TestDryRun(t *testing.T) {
	p := RoutingPolicy{Rules: DefaultRouting.Rules[:3]} // consumers anywhere, guides on units
	faces := []model.Face{model.FaceUnitInner, model.FaceUnitOuter, model.FaceCaseInner}
	landed := map[string]string{}
	table := p.DryRun(faces)
	for _, l := range table {
		if l.Route != nil {
			landed[l.Role+" on "+l.Face] = l.Route.Action
		}
	}
	want := map[string]string{
		"consumer on unit_inner": ActionClaim, "consumer on unit_outer": ActionVerify, "consumer on case_inner": ActionVerify,
		"guide on unit_outer": ActionGuideReward,
	}
	if len(table) != len(faces)*5 || len(landed) != len(want) {
		t.Fatalf("%d rows, %v", len(table), landed)
	}
	for who, action := range want {
		if landed[who] != action {
			t.Errorf("%s: %q, want %q", who, landed[who], action)
		}
	}
}

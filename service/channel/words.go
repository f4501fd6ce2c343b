package channel

import (
	"fmt"

	"channelrouter/internal/word"
	"channelrouter/model"
)

var kindNames = map[model.OrgKind]string{
	model.OrgBrand: "brand", model.OrgDistributor: "distributor",
	model.OrgWholesaler: "wholesaler", model.OrgTerminal: "terminal", model.OrgRegional: "regional",
}

// KindName is "brand", "regional", "distributor", "wholesaler" or "terminal".
func KindName(k model.OrgKind) string { return kindNames[k] }

// ParseKind reads what KindName writes.
func ParseKind(s string) (model.OrgKind, error) {
	if k := word.KeyOf(kindNames, s); k != 0 {
		return k, nil
	}
	return 0, fmt.Errorf("no kind of organisation is called %q", s)
}

var roleNames = map[model.Role]string{
	model.RoleConsumer: "consumer", model.RoleGuide: "guide", model.RoleTerminal: "terminal",
	model.RoleSalesperson: "salesperson", model.RoleDistributor: "distributor", model.RoleWarehouse: "warehouse",
}

// RoleName is the role's word, which is also the name of its app.
func RoleName(r model.Role) string { return roleNames[r] }

// ParseRole reads what RoleName writes.
func ParseRole(s string) (model.Role, error) {
	if r := word.KeyOf(roleNames, s); r != 0 {
		return r, nil
	}
	return 0, fmt.Errorf("no role is called %q", s)
}

// suppliers says who may supply whom, or for a regional company whom it stands above.
var suppliers = map[model.OrgKind][]model.OrgKind{
	model.OrgRegional:    {model.OrgBrand, model.OrgRegional},
	model.OrgDistributor: {model.OrgBrand, model.OrgRegional},
	model.OrgWholesaler:  {model.OrgDistributor, model.OrgWholesaler},
	model.OrgTerminal:    {model.OrgWholesaler, model.OrgDistributor},
}

// employers says where a role exists.
var employers = map[model.Role][]model.OrgKind{
	model.RoleGuide:       {model.OrgTerminal},
	model.RoleTerminal:    {model.OrgTerminal},
	model.RoleSalesperson: {model.OrgBrand, model.OrgRegional, model.OrgDistributor},
	model.RoleDistributor: {model.OrgRegional, model.OrgDistributor, model.OrgWholesaler},
	model.RoleWarehouse:   {model.OrgBrand, model.OrgDistributor, model.OrgWholesaler},
}

package custody

import (
	"fmt"

	"channelrouter/model"
)

var kindNames = map[model.CustodyKind]string{
	model.Commission: "commission", model.Pack: "pack", model.Unpack: "unpack", model.Ship: "ship",
	model.Receive: "receive", model.Return: "return", model.Transfer: "transfer", model.Destroy: "destroy",
	model.Designate: "designate",
}

var stateNames = map[model.EventState]string{model.EventApplied: "applied", model.EventPending: "pending", model.EventVoided: "voided"}

// StateName is what has become of an event: "applied", "pending" or "voided".
func StateName(s model.EventState) string { return stateNames[s] }

var designationNames = map[model.Designation]string{model.ForSale: "sale", model.ForTrial: "sample", model.ForGift: "gift"}

// DesignationName is "sale", "sample" or "gift".
func DesignationName(d model.Designation) string { return designationNames[max(d, model.ForSale)] }

var lossNames = map[model.Loss]string{
	model.LossDamaged: "damaged", model.LossExpired: "expired", model.LossRecalled: "recalled",
	model.LossMissing: "missing", model.LossStolen: "stolen", model.LossConsumed: "consumed",
}

// LossName is "damaged", "expired", "recalled", "missing", "stolen", "consumed" or, unsaid, "".
func LossName(l model.Loss) string { return lossNames[l] }

// KindName is the event's word: "commission", "pack", "ship" and so on.
func KindName(k model.CustodyKind) string { return kindNames[k] }

// ParseKind reads what KindName writes.
func ParseKind(s string) (model.CustodyKind, error) {
	return named(kindNames, s, "custody event")
}

// ParseDesignation reads what DesignationName writes; "" is none.
func ParseDesignation(s string) (model.Designation, error) {
	return named(designationNames, s, "use of goods")
}

// ParseLoss reads what LossName writes.
func ParseLoss(s string) (model.Loss, error) { return named(lossNames, s, "reason of a loss") }

// named finds the value of a name; "" is the zero value.
func named[V comparable](names map[V]string, name, what string) (value V, err error) {
	if name == "" {
		return value, nil
	}
	for v, n := range names {
		if n == name {
			return v, nil
		}
	}
	return value, fmt.Errorf("no %s is called %q", what, name)
}

package custody

import (
	"fmt"

	"channelrouter/model"
)

var kindNames = map[model.CustodyKind]string{
	model.Commission: "commission", model.Pack: "pack", model.Unpack: "unpack", model.Ship: "ship",
	model.Receive: "receive", model.Return: "return", model.Transfer: "transfer", model.Destroy: "destroy",
}

// KindName is the event's word: "commission", "pack", "ship" and so on.
func KindName(k model.CustodyKind) string { return kindNames[k] }

// ParseKind reads what KindName writes.
func ParseKind(s string) (model.CustodyKind, error) {
	for k, name := range kindNames {
		if name == s {
			return k, nil
		}
	}
	return 0, fmt.Errorf("no custody event is called %q", s)
}

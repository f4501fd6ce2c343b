package visibility

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"channelrouter/internal/epcis"
	"channelrouter/internal/gs1"
	"channelrouter/model"
)

// digest is a text as 64 characters.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// canonical is the one way to write an identifier, so that a URN and a link are found by each
// other.
func canonical(name string) string {
	if epc, err := gs1.ParseEPC(name); err == nil {
		if link, err := epc.Link(); err == nil {
			return link.Canonical()
		}
	}
	if strings.HasPrefix(name, "http") {
		if link, err := gs1.Parse(name); err == nil {
			return link.Canonical()
		}
	}
	return name
}

// namedBy is the objects that an event names.
func namedBy(id model.EPCISEventID, e epcis.Event) []model.EPCISEventEPC {
	var rows []model.EPCISEventEPC
	seen := map[string]bool{}
	add := func(parent bool, names ...string) {
		for _, name := range names {
			if hash := digest(canonical(name)); name != "" && !seen[hash] {
				seen[hash] = true
				rows = append(rows, model.EPCISEventEPC{EPCHash: hash, EventID: id, Parent: parent})
			}
		}
	}
	add(false, e.EPCList...)
	add(false, e.ChildEPCs...)
	add(false, e.InputEPCList...)
	add(false, e.OutputEPCList...)
	add(true, e.ParentID)
	return rows
}

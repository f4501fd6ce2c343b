package visibility

import (
	"crypto/sha256"
	"encoding/hex"

	"channelrouter/internal/epcis"
	"channelrouter/model"
)

// digest is a text as 64 characters.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// namedBy is the objects that an event names.
func namedBy(id model.EPCISEventID, e epcis.Event) []model.EPCISEventEPC {
	var rows []model.EPCISEventEPC
	seen := map[string]bool{}
	add := func(parent bool, names ...string) {
		for _, name := range names {
			if hash := digest(epcis.Canonical(name)); name != "" && !seen[hash] {
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

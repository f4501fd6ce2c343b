package arch

import (
	"strings"
	"testing"
)

// shelves is where each room stands. A room imports rooms of lower shelves only; rooms of
// one shelf, and news that goes up, meet in the outbox.
var shelves = [][]string{
	{"identity", "catalog", "channel", "link", "job", "listing"},
	{"code", "member", "staff", "ledger", "tax", "risk"},
	{"custody", "stock", "reward", "segment", "payout", "marketcode", "codeorder"},
	{"order", "rebate", "diversion", "promotion", "pos", "intake", "warehouse", "visibility"},
	{"scan"},
	{"campaign"},
	{"message"},
	{"contact", "insight", "recall"},
	{"casefile"},
	{"watch", "settlement"},
	{"remittance"},
	{"privacy"},
}

// shelfOf is the shelf of a folder's room; ok is false when it is in no room.
func shelfOf(folder string) (room string, shelf int, ok bool) {
	rest, inService := strings.CutPrefix(folder, "service/")
	room, _, _ = strings.Cut(rest, "/")
	for shelf, rooms := range shelves {
		for _, name := range rooms {
			if inService && name == room {
				return room, shelf, true
			}
		}
	}
	return room, 0, false
}

func TestShelves(t *testing.T) {
	for _, s := range product(t) {
		if !within(s.folder, "service") || s.folder == "service" || s.folder == "service/testkit" {
			continue // what wires the rooms may know them all
		}
		room, shelf, ok := shelfOf(s.folder)
		if !ok {
			t.Errorf("%s: the room %s stands on no shelf", s.path, room)
			continue
		}
		for _, folder := range s.own() {
			other, lower, isRoom := shelfOf(folder)
			switch {
			case !within(folder, "service") || other == room:
			case !isRoom:
				t.Errorf("%s imports %s, which is no room", s.path, folder)
			case lower >= shelf:
				t.Errorf("%s, of shelf %d, imports %s of shelf %d", s.path, shelf, other, lower)
			}
		}
	}
}

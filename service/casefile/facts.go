package casefile

import (
	"time"

	"channelrouter/internal/id"
	"channelrouter/model"
)

// ScanFacts is what was recorded of a scan and never changes: the SHA-256 of its JSON is the
// scan's hash as evidence.
type ScanFacts struct {
	Scan       model.ScanID   `json:"scan_id,string"`
	Person     model.PersonID `json:"person_id,string"`
	Org        model.OrgID    `json:"org_id,string"`
	Role       model.Role     `json:"role"`
	Item       string         `json:"item"`
	Face       string         `json:"face"`
	Action     string         `json:"action"`
	Adcode     string         `json:"adcode"`
	OccurredAt time.Time      `json:"occurred_at"`
	RecordedAt time.Time      `json:"recorded_at"`
}

// FactsOf are a scan's.
func FactsOf(s model.Scan) ScanFacts {
	return ScanFacts{
		Scan: s.ID, Person: s.PersonID, Org: s.OrgID, Role: s.Role, Item: s.Item.String(), Face: s.Face.String(),
		Action: s.Action, Adcode: s.Adcode, OccurredAt: s.OccurredAt.UTC(), RecordedAt: s.RecordedAt.UTC(),
	}
}

// Hash is the SHA-256 of their JSON, in lower-case hex.
func (f ScanFacts) Hash() (string, error) { return id.Hash(f) }

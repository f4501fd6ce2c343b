package scan

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: what they scanned, on which others' rebates, penalties
// and the goods' own history rest. What they came from, and where they may have been beside the
// district, goes.
func (s *Service) Personal() personal.Part {
	return personal.Part{Name: "scans", Tables: []personal.Table{
		{
			Model: &model.Scan{}, Where: personal.Of("person_id"), Fate: personal.Anonymised, Why: personal.Goods,
			Blank: map[string]any{"device": 0, "address": 0, "around": ""},
		},
		{Model: &model.ScanOnce{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Goods},
	}}
}

package campaign

import (
	"context"
	"fmt"
	"strconv"

	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people. Draws stay, so that everybody can recompute them; where
// a gift was sent goes. A gift that nobody has sent yet is owed; one that nobody asked for is, too,
// unless its winner gives it up.
func (s *Service) Personal() personal.Part {
	counted := func(p personal.Subject) (string, []any) {
		subjects := make([]string, len(p.People))
		for i, id := range p.People {
			subjects[i] = strconv.FormatInt(id, 10)
		}
		return "kind IN ? AND subject IN ?", []any{[]model.CapKind{model.CapPerson, model.CapPersonDay}, subjects}
	}
	waits := func(state model.WinState) personal.Where { return personal.Of("person_id").If("state = ?", state) }
	return personal.Part{
		Name: "prizes",
		Tables: []personal.Table{
			{Model: &model.CampaignDraw{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Draws},
			{
				Model: &model.CampaignWin{}, Where: personal.Of("person_id"), Fate: personal.Anonymised, Why: personal.Draws, Show: s.showWin,
				Blank: map[string]any{"sealed_address": []byte{}, "carrier": "", "tracking": ""},
			},
			{Model: &model.CampaignCount{}, Where: counted, Fate: personal.Erased},
		},
		Debts: []personal.Debt{
			{Code: "unsent_prizes", Model: &model.CampaignWin{}, Where: waits(model.WinAddressed)},
			{Code: "unclaimed_prizes", Model: &model.CampaignWin{}, Where: waits(model.WinWaiting), Waived: true},
		},
	}
}

func (s *Service) showWin(_ context.Context, row any) (map[string]any, error) {
	w, ok := row.(*model.CampaignWin)
	if !ok {
		return nil, fmt.Errorf("campaign: %T is no win", row)
	}
	shown := map[string]any{"sealed_address": nil}
	if len(w.SealedAddress) == 0 {
		return shown, nil
	}
	address, err := s.AddressOf(*w)
	shown["address"] = address
	return shown, err
}

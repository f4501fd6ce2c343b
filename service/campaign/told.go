package campaign

import (
	"context"

	"channelrouter/model"
)

// Told is a win with the name of its campaign, for whoever tells the winner.
type Told struct {
	model.CampaignWin
	Campaign string
}

// Some returns wins by id, those that exist.
func (s *Service) Some(ctx context.Context, ids []model.WinID) ([]Told, error) {
	wins, err := s.store.winsByID(ctx, ids)
	if err != nil || len(wins) == 0 {
		return nil, err
	}
	names, err := s.store.namesOf(ctx, wins)
	told := make([]Told, len(wins))
	for i, w := range wins {
		told[i] = Told{w, names[w.CampaignID]}
	}
	return told, err
}

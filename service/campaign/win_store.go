package campaign

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertWin(ctx context.Context, w model.CampaignWin) error {
	return s.db.Conn(ctx).Create(&w).Error
}

func (s store) win(ctx context.Context, id model.WinID) (*model.CampaignWin, error) {
	return db.First[model.CampaignWin](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) moveWins(ctx context.Context, from, to model.PersonID) error {
	return s.db.Conn(ctx).Model(&model.CampaignWin{}).Where("person_id = ?", from).Update("person_id", to).Error
}

func (s store) winsByID(ctx context.Context, ids []model.WinID) ([]model.CampaignWin, error) {
	var wins []model.CampaignWin
	return wins, s.db.Conn(ctx).Where("id IN ?", ids).Find(&wins).Error
}

// namesOf are the names of the campaigns of wins.
func (s store) namesOf(ctx context.Context, wins []model.CampaignWin) (map[model.CampaignID]string, error) {
	ids := make([]model.CampaignID, len(wins))
	for i, w := range wins {
		ids[i] = w.CampaignID
	}
	var campaigns []model.Campaign
	err := s.db.Conn(ctx).Select("id", "name").Where("id IN ?", ids).Find(&campaigns).Error
	names := map[model.CampaignID]string{}
	for _, c := range campaigns {
		names[c.ID] = c.Name
	}
	return names, err
}

func (s store) winsOf(ctx context.Context, person model.PersonID, before model.WinID, limit int) ([]model.CampaignWin, error) {
	return s.wins(ctx, map[string]any{"person_id": person}, before, limit)
}

func (s store) winsIn(ctx context.Context, id model.CampaignID, state model.WinState, before model.WinID, limit int) ([]model.CampaignWin, error) {
	of := map[string]any{"campaign_id": id}
	if state != 0 {
		of["state"] = state
	}
	return s.wins(ctx, of, before, limit)
}

func (s store) publicWins(ctx context.Context, id model.CampaignID, before model.WinID, limit int) ([]model.CampaignWin, error) {
	return s.wins(ctx, map[string]any{"campaign_id": id, "public": true}, before, limit)
}

// wins pages through wins, newest first.
func (s store) wins(ctx context.Context, of map[string]any, before model.WinID, limit int) ([]model.CampaignWin, error) {
	return db.Newest[model.CampaignWin](s.db.Conn(ctx).Where(of), before, limit)
}

// moveWin takes a gift one step on, from one of some states; false when it is in none.
func (s store) moveWin(ctx context.Context, w model.CampaignWin, from ...model.WinState) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.CampaignWin{}).Where("id = ? AND state IN ?", w.ID, from).
		Updates(map[string]any{
			"state": w.State, "sealed_address": w.SealedAddress, "carrier": w.Carrier, "tracking": w.Tracking, "updated_at": w.UpdatedAt,
		})
	return done.RowsAffected == 1, done.Error
}

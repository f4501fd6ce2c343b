package campaign

import (
	"context"
	"maps"
	"slices"

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

// listWins is a page of wins behind the last one of the page before, nil for the first page.
func (s store) listWins(ctx context.Context, q WinQuery, last *model.CampaignWin, limit int) ([]model.CampaignWin, error) {
	query := s.db.Conn(ctx).Limit(limit)
	if q.Campaign != 0 {
		query = query.Where("campaign_id = ?", q.Campaign)
	}
	if q.Prize != "" {
		query = query.Where("prize = ?", q.Prize)
	}
	if q.State != 0 {
		query = query.Where("state = ?", q.State)
	}
	if !q.From.IsZero() {
		query = query.Where("at >= ?", q.From)
	}
	if !q.To.IsZero() {
		query = query.Where("at < ?", q.To)
	}
	direction, falling := " DESC", q.Sort != "at"
	if !falling {
		direction = ""
	}
	if last != nil {
		query = db.Behind(query, "at", last.At, "id", last.ID, falling)
	}
	var wins []model.CampaignWin
	return wins, query.Order("at" + direction).Order("id" + direction).Find(&wins).Error
}

// scansOf are the scans that wins were drawn for, found by the draws' own key.
func (s store) scansOf(ctx context.Context, wins []model.CampaignWin) (map[model.WinID]model.ScanID, error) {
	campaigns, items := map[model.CampaignID]bool{}, make([]model.ItemID, len(wins))
	for i, w := range wins {
		campaigns[w.CampaignID], items[i] = true, w.Item
	}
	var draws []model.CampaignDraw
	err := s.db.Conn(ctx).Select("campaign_id", "item", "scan_id", "win_id").
		Where("campaign_id IN ? AND item IN ?", slices.Collect(maps.Keys(campaigns)), items).Find(&draws).Error
	scans := map[model.WinID]model.ScanID{}
	for _, d := range draws {
		scans[d.WinID] = d.ScanID
	}
	return scans, err
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

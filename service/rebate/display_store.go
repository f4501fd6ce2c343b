package rebate

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) displayByKey(ctx context.Context, key string) (*model.RebateDisplay, error) {
	return db.First[model.RebateDisplay](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

func (s store) display(ctx context.Context, id model.DisplayID) (*model.RebateDisplay, error) {
	return db.First[model.RebateDisplay](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) insertDisplay(ctx context.Context, d model.RebateDisplay) error {
	return s.db.Conn(ctx).Create(&d).Error
}

func (s store) withdrawDisplay(ctx context.Context, d model.RebateDisplay) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.RebateDisplay{}).Where("id = ? AND withdrawn_at IS NULL", d.ID).
		Select("withdrawn_by", "withdrawn_at", "note").Updates(&d)
	return done.RowsAffected == 1, done.Error
}

func (s store) displays(ctx context.Context, programme model.ProgrammeID, before model.DisplayID, limit int) ([]model.RebateDisplay, error) {
	return db.Newest[model.RebateDisplay](s.db.Conn(ctx).Where("programme_id = ?", programme), before, limit)
}

// approvedDisplays are a terminal's that are not withdrawn, by the day.
func (s store) approvedDisplays(ctx context.Context, programme model.ProgrammeID, terminal model.OrgID) ([]model.RebateDisplay, error) {
	var rows []model.RebateDisplay
	err := s.db.Conn(ctx).Where("programme_id = ? AND terminal = ? AND withdrawn_at IS NULL", programme, terminal).
		Order("shown_on, id").Find(&rows).Error
	return rows, err
}

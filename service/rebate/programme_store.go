package rebate

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertProgramme(ctx context.Context, p model.RebateProgramme) error {
	return s.db.Conn(ctx).Create(&p).Error
}

func (s store) programmeByCode(ctx context.Context, code string) (*model.RebateProgramme, error) {
	return db.First[model.RebateProgramme](s.db.Conn(ctx).Where("code = ?", code))
}

// programmes returns those of ids that exist, by id.
func (s store) programmes(ctx context.Context, ids []model.ProgrammeID) (map[model.ProgrammeID]model.RebateProgramme, error) {
	var rows []model.RebateProgramme
	err := s.db.Conn(ctx).Where("id IN ?", ids).Find(&rows).Error
	byID := make(map[model.ProgrammeID]model.RebateProgramme, len(rows))
	for _, p := range rows {
		byID[p.ID] = p
	}
	return byID, err
}

// listProgrammes looks through all of a brand's programmes, some hundred.
func (s store) listProgrammes(ctx context.Context, q ProgrammeQuery, before model.ProgrammeID, limit int) ([]model.RebateProgramme, error) {
	query := s.db.Conn(ctx)
	if q.Kind != 0 {
		query = query.Where("kind = ?", q.Kind)
	}
	if q.Text != "" {
		query = db.Containing(query, q.Text, "name", "code")
	}
	return db.Newest[model.RebateProgramme](query, before, limit)
}

// holdProgramme makes those who change a programme's versions, targets and displays follow
// each other. The update changes nothing; it takes the row's lock.
func (s store) holdProgramme(ctx context.Context, id model.ProgrammeID) (*model.RebateProgramme, error) {
	held := s.db.Conn(ctx).Model(&model.RebateProgramme{}).Where("id = ?", id).Update("kind", gorm.Expr("kind"))
	if held.Error != nil {
		return nil, held.Error
	}
	return db.First[model.RebateProgramme](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) insertVersion(ctx context.Context, v model.RebateProgrammeVersion) error {
	return s.db.Conn(ctx).Create(&v).Error
}

func (s store) saveVersion(ctx context.Context, v model.RebateProgrammeVersion) error {
	return s.db.Conn(ctx).Where("programme_id = ? AND number = ?", v.ProgrammeID, v.Number).Select("*").Updates(&v).Error
}

func (s store) versionsOf(ctx context.Context, id model.ProgrammeID) ([]model.RebateProgrammeVersion, error) {
	var rows []model.RebateProgrammeVersion
	return rows, s.db.Conn(ctx).Where("programme_id = ?", id).Order("number").Find(&rows).Error
}

func (s store) publishedVersions(ctx context.Context) ([]model.RebateProgrammeVersion, error) {
	var rows []model.RebateProgrammeVersion
	err := s.db.Conn(ctx).Where("state = ?", model.ProgrammePublished).Order("programme_id, number").Find(&rows).Error
	return rows, err
}

package scan

import (
	"context"

	"channelrouter/model"
)

func (s store) claims(ctx context.Context, people []model.PersonID) ([]Claimed, error) {
	var found []Claimed
	err := s.db.Conn(ctx).Model(&model.Scan{}).Select("person_id AS person, item, adcode").
		Where("person_id IN ? AND role = ? AND outcome = ?", people, model.RoleConsumer, OutcomeClaimed).Scan(&found).Error
	return found, err
}

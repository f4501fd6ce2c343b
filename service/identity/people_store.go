package identity

import (
	"context"

	"channelrouter/model"
)

func (s store) personsAfter(ctx context.Context, id model.PersonID, limit int) ([]model.Person, error) {
	var rows []model.Person
	return rows, s.db.Conn(ctx).Where("id > ?", id).Order("id").Limit(limit).Find(&rows).Error
}

// withAccount returns those of the people who have an account in an app.
func (s store) withAccount(ctx context.Context, appID string, people []model.PersonID) ([]model.PersonID, error) {
	if len(people) == 0 {
		return nil, nil
	}
	var found []model.PersonID
	err := s.db.Conn(ctx).Model(&model.AppAccount{}).Where("person_id IN ? AND app_id = ?", people, appID).
		Distinct().Order("person_id").Pluck("person_id", &found).Error
	return found, err
}

package message

import (
	"context"

	"channelrouter/model"
)

// whoAccepts tells which of the people take one more message of a template.
func (s store) whoAccepts(ctx context.Context, to channelOf, people []model.PersonID) (map[model.PersonID]bool, error) {
	var found []model.PersonID
	err := s.db.Conn(ctx).Model(&model.MessageConsent{}).
		Where("person_id IN ? AND app_id = ? AND template_id = ? AND remaining > 0", people, to.appID, to.templateID).
		Pluck("person_id", &found).Error
	accepts := make(map[model.PersonID]bool, len(found))
	for _, p := range found {
		accepts[p] = true
	}
	return accepts, err
}

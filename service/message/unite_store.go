package message

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/model"
)

// leaveConsents takes a person's consents away and returns them. Touched first, so that
// nobody uses one meanwhile.
func (s store) leaveConsents(ctx context.Context, person model.PersonID) ([]model.MessageConsent, error) {
	own := s.db.Conn(ctx).Where("person_id = ?", person).Session(&gorm.Session{})
	if err := own.Model(&model.MessageConsent{}).Update("remaining", gorm.Expr("remaining")).Error; err != nil {
		return nil, err
	}
	var rows []model.MessageConsent
	if err := own.Order("app_id, template_id").Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows, own.Delete(&model.MessageConsent{}).Error
}

// moveMessages gives a person's messages, with their deliveries, to another, but for those
// that he has.
func (s store) moveMessages(ctx context.Context, from, to model.PersonID) error {
	for {
		var ids []model.MessageID
		same := s.db.Conn(ctx).Table("messages AS his").Select("1").Where("his.person_id = ? AND his.message_key = messages.message_key", to)
		err := s.db.Conn(ctx).Model(&model.Message{}).Where("person_id = ? AND NOT EXISTS (?)", from, same).
			Order("id").Limit(chunk).Pluck("id", &ids).Error
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := s.db.Conn(ctx).Model(&model.Message{}).Where("id IN ?", ids).Update("person_id", to).Error; err != nil {
			return err
		}
		err = s.db.Conn(ctx).Model(&model.MessageDelivery{}).Where("message_id IN ?", ids).Update("person_id", to).Error
		if err != nil {
			return err
		}
	}
}

package identity

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) phone(ctx context.Context, person model.PersonID) (*model.PersonPhone, error) {
	return db.First[model.PersonPhone](s.db.Conn(ctx).Where("person_id = ?", person))
}

func (s store) phonesOf(ctx context.Context, people []model.PersonID) ([]model.PersonPhone, error) {
	var phones []model.PersonPhone
	return phones, s.db.Conn(ctx).Where("person_id IN ?", people).Find(&phones).Error
}

// replacePhone makes a number a person's, whose row is held: his earlier one goes, and who
// had it before has none any more. An upsert on the number, because of many who insert it at
// once and then want it for themselves MySQL would make most give up.
func (s store) replacePhone(ctx context.Context, p model.PersonPhone) error {
	other := s.db.Conn(ctx).Where("person_id = ? AND phone_index <> ?", p.PersonID, p.PhoneIndex)
	if err := other.Delete(&model.PersonPhone{}).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "phone_index"}},
		DoUpdates: clause.AssignmentColumns([]string{"person_id", "sealed", "app", "verified_at"}),
	}).Create(&p).Error
}

func (s store) deletePhone(ctx context.Context, person model.PersonID) error {
	return s.db.Conn(ctx).Where("person_id = ?", person).Delete(&model.PersonPhone{}).Error
}

// movePhone gives a person's number to another, who keeps his own if he has one.
func (s store) movePhone(ctx context.Context, from, to model.PersonID) error {
	has, err := s.phone(ctx, to)
	if err != nil {
		return err
	}
	if has != nil {
		return s.deletePhone(ctx, from)
	}
	return s.db.Conn(ctx).Model(&model.PersonPhone{}).Where("person_id = ?", from).Update("person_id", to).Error
}

// consents lists what is not withdrawn, oldest first.
func (s store) consents(ctx context.Context, person model.PersonID) ([]model.Consent, error) {
	var standing []model.Consent
	err := s.db.Conn(ctx).Where("person_id = ? AND withdrawn_at IS NULL", person).Order("granted_at, id").Find(&standing).Error
	return standing, err
}

func (s store) insertConsent(ctx context.Context, c model.Consent) error {
	return s.db.Conn(ctx).Create(&c).Error
}

func (s store) endConsents(ctx context.Context, person model.PersonID, purpose model.ConsentPurpose, at time.Time) (int64, error) {
	done := s.db.Conn(ctx).Model(&model.Consent{}).
		Where("person_id = ? AND purpose = ? AND withdrawn_at IS NULL", person, purpose).Update("withdrawn_at", at)
	return done.RowsAffected, done.Error
}

func (s store) moveConsents(ctx context.Context, from, to model.PersonID) error {
	return s.db.Conn(ctx).Model(&model.Consent{}).Where("person_id = ?", from).Update("person_id", to).Error
}

func (s store) phoneByIndex(ctx context.Context, index string) (*model.PersonPhone, error) {
	return db.First[model.PersonPhone](s.db.Conn(ctx).Where("phone_index = ?", index))
}

package identity

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) phone(ctx context.Context, person model.PersonID) (*model.PersonPhone, error) {
	return db.First[model.PersonPhone](s.db.Conn(ctx).Where("person_id = ?", person))
}

// phoneTries is how often somebody else may verify the same number at the same moment.
const phoneTries = 5

// replacePhone makes a number a person's: his earlier one goes, and who had it before has
// none any more. The unique index lets one through; who finds it taken, although he has
// just emptied its place, does so again.
func (s store) replacePhone(ctx context.Context, p model.PersonPhone) (err error) {
	for range phoneTries {
		gone := s.db.Conn(ctx).Where("person_id = ? OR phone_index = ?", p.PersonID, p.PhoneIndex).Delete(&model.PersonPhone{})
		if gone.Error != nil {
			return gone.Error
		}
		err = s.db.Conn(ctx).Create(&p).Error
		if !db.IsTaken(err) {
			return err
		}
	}
	return err
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

package identity

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/model"
)

func (s store) personRow(ctx context.Context, id model.PersonID) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.Person{}).Where("id = ?", id)
}

// lockPerson makes those who say who a person is follow each other. The update changes
// nothing; it takes the row.
func (s store) lockPerson(ctx context.Context, id model.PersonID) error {
	return s.personRow(ctx, id).Update("created_at", gorm.Expr("created_at")).Error
}

// accounts counts a person's accounts: one an app at most.
func (s store) accounts(ctx context.Context, person model.PersonID) (n int64, err error) {
	return n, s.db.Conn(ctx).Model(&model.AppAccount{}).Where("person_id = ?", person).Count(&n).Error
}

// setUnited says who a person is from now on, and so who those are that were united with
// him earlier.
func (s store) setUnited(ctx context.Context, from, to model.PersonID, tellAgainAt time.Time) error {
	earlier := s.db.Conn(ctx).Model(&model.Person{}).Where("united_with = ?", from).Update("united_with", to)
	if earlier.Error != nil {
		return earlier.Error
	}
	return s.personRow(ctx, from).Updates(map[string]any{"united_with": to, "tell_again_at": tellAgainAt}).Error
}

func (s store) united(ctx context.Context, people []model.PersonID) ([]model.Person, error) {
	var persons []model.Person
	return persons, s.db.Conn(ctx).Where("id IN ? AND united_with IS NOT NULL", people).Find(&persons).Error
}

// selves are a person and those who were united with him: unions are kept short.
func (s store) selves(ctx context.Context, id model.PersonID) ([]model.Person, error) {
	var persons []model.Person
	return persons, s.db.Conn(ctx).Select("id", "united_with").Where("id = ? OR united_with = ?", id, id).Order("id").Find(&persons).Error
}

func (s store) unitedWith(ctx context.Context, people []model.PersonID) ([]model.Person, error) {
	var persons []model.Person
	return persons, s.db.Conn(ctx).Select("id", "united_with").Where("united_with IN ?", people).Find(&persons).Error
}

func (s store) unionsToTell(ctx context.Context, now time.Time, limit int) ([]model.Person, error) {
	var due []model.Person
	return due, s.db.Conn(ctx).Where("tell_again_at <= ?", now).Order("tell_again_at").Limit(limit).Find(&due).Error
}

// takeUnion takes a union off those that are to be told again; false when another has.
func (s store) takeUnion(ctx context.Context, p model.Person) (bool, error) {
	done := s.personRow(ctx, p.ID).Where("tell_again_at = ?", p.TellAgainAt).Update("tell_again_at", nil)
	return done.RowsAffected == 1, done.Error
}

package staff

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) insertInvitation(ctx context.Context, inv model.Invitation) error {
	return s.db.Conn(ctx).Create(&inv).Error
}

func (s store) invitation(ctx context.Context, id model.InvitationID) (*model.Invitation, error) {
	return db.First[model.Invitation](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) byHash(ctx context.Context, hash string) (*model.Invitation, error) {
	return db.First[model.Invitation](s.db.Conn(ctx).Where("code_hash = ?", hash))
}

func (s store) invitationsInto(ctx context.Context, org model.OrgID, before model.InvitationID, limit int) ([]model.Invitation, error) {
	return db.Newest[model.Invitation](s.db.Conn(ctx).Where("org_id = ?", org), before, limit)
}

// open narrows to invitations that somebody can take up.
func open(q *gorm.DB, now time.Time) *gorm.DB {
	return q.Where("used < uses AND withdrawn_at IS NULL AND declined_at IS NULL AND expires_at > ?", now)
}

// offered are the open invitations for a phone, into a role or, if it is 0, into any,
// newest first.
func (s store) offered(ctx context.Context, phoneIndex string, role model.Role, now time.Time, limit int) ([]model.Invitation, error) {
	query := open(s.db.Conn(ctx), now).Where("phone_index = ?", phoneIndex)
	if role != 0 {
		query = query.Where("role = ?", role)
	}
	var offers []model.Invitation
	return offers, query.Order("created_at DESC, id DESC").Limit(limit).Find(&offers).Error
}

// decline ends an open invitation by a no; false when it is not open.
func (s store) decline(ctx context.Context, id model.InvitationID, now time.Time) (bool, error) {
	done := open(s.db.Conn(ctx).Model(&model.Invitation{}), now).Where("id = ?", id).Update("declined_at", now)
	return done.RowsAffected == 1, done.Error
}

func (s store) withdraw(ctx context.Context, id model.InvitationID, at time.Time) error {
	return s.db.Conn(ctx).Model(&model.Invitation{}).Where("id = ? AND withdrawn_at IS NULL", id).Update("withdrawn_at", at).Error
}

// hold makes those who take an invitation up, or decline it, follow each other. The update
// changes nothing; it takes the row.
func (s store) hold(ctx context.Context, id model.InvitationID) error {
	return s.db.Conn(ctx).Model(&model.Invitation{}).Where("id = ?", id).Update("used", gorm.Expr("used")).Error
}

// use counts one use of an open invitation; false when it is not open.
func (s store) use(ctx context.Context, id model.InvitationID, now time.Time) (bool, error) {
	done := open(s.db.Conn(ctx).Model(&model.Invitation{}), now).Where("id = ?", id).Update("used", gorm.Expr("used + 1"))
	return done.RowsAffected == 1, done.Error
}

// insertUse notes that a person takes an invitation up; false when he has before.
func (s store) insertUse(ctx context.Context, u model.InvitationUse) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, &u)
	return n == 1, err
}

func (s store) deleteUse(ctx context.Context, id model.InvitationID, person model.PersonID) error {
	return s.db.Conn(ctx).Where("invitation_id = ? AND person_id = ?", id, person).Delete(&model.InvitationUse{}).Error
}

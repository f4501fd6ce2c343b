package contact

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertAnnouncement(ctx context.Context, a model.Announcement) error {
	return s.db.Conn(ctx).Create(&a).Error
}

func (s store) announcement(ctx context.Context, id model.AnnouncementID) (*model.Announcement, error) {
	return db.First[model.Announcement](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) announcementByKey(ctx context.Context, key string) (*model.Announcement, error) {
	return db.First[model.Announcement](s.db.Conn(ctx).Where("author_key = ?", key))
}

func (s store) announcements(ctx context.Context, state model.AnnouncementState, before model.AnnouncementID, limit int) ([]model.Announcement, error) {
	query := s.db.Conn(ctx)
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	return db.Newest[model.Announcement](query, before, limit)
}

var underWay = []model.AnnouncementState{model.AnnouncementCounting, model.AnnouncementSending}

func (s store) running(ctx context.Context, limit int) ([]model.Announcement, error) {
	var page []model.Announcement
	return page, s.db.Conn(ctx).Where("state IN ?", underWay).Order("id").Limit(limit).Find(&page).Error
}

// cancel ends one that is under way; false when it is not.
func (s store) cancel(ctx context.Context, id model.AnnouncementID, at time.Time) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Announcement{}).Where("id = ? AND state IN ?", id, underWay).
		Updates(map[string]any{"state": model.AnnouncementCancelled, "ended_at": at})
	return done.RowsAffected == 1, done.Error
}

// at narrows to an announcement that still is where it was read.
func (s store) at(ctx context.Context, a model.Announcement) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.Announcement{}).
		Where("id = ? AND state = ? AND source = ? AND place = ?", a.ID, a.State, a.Source, a.Place)
}

// countedTo moves on to where people are to be looked for next, or to telling them; false
// when another has moved it.
func (s store) countedTo(ctx context.Context, a model.Announcement, next cursor) (bool, error) {
	changes := map[string]any{"source": next.source, "place": next.place}
	if next.source == exhausted {
		changes["state"], changes["place"] = model.AnnouncementSending, 0
	}
	done := s.at(ctx, a).Updates(changes)
	return done.RowsAffected == 1, done.Error
}

// notYet leaves out people who are among the recipients.
func (s store) notYet(ctx context.Context, id model.AnnouncementID, people []model.AnnouncementRecipient) ([]model.AnnouncementRecipient, error) {
	if len(people) == 0 {
		return nil, nil
	}
	who := make([]model.PersonID, len(people))
	for i, p := range people {
		who[i] = p.PersonID
	}
	var known []model.PersonID
	err := s.db.Conn(ctx).Model(&model.AnnouncementRecipient{}).Where("announcement_id = ? AND person_id IN ?", id, who).Pluck("person_id", &known).Error
	return slices.DeleteFunc(people, func(p model.AnnouncementRecipient) bool { return slices.Contains(known, p.PersonID) }), err
}

func (s store) addRecipients(ctx context.Context, id model.AnnouncementID, people []model.AnnouncementRecipient) error {
	if len(people) == 0 {
		return nil
	}
	if err := s.db.Conn(ctx).Create(&people).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Model(&model.Announcement{}).Where("id = ?", id).
		Update("counted", gorm.Expr("counted + ?", len(people))).Error
}

func (s store) recipients(ctx context.Context, id model.AnnouncementID, after model.PersonID, limit int) ([]model.AnnouncementRecipient, error) {
	var page []model.AnnouncementRecipient
	err := s.db.Conn(ctx).Where("announcement_id = ? AND person_id > ?", id, after).Order("person_id").Limit(limit).Find(&page).Error
	return page, err
}

// toldTo moves on behind people who are being told; false when another has.
func (s store) toldTo(ctx context.Context, a model.Announcement, people []model.AnnouncementRecipient) (bool, error) {
	first, last := people[0].PersonID, people[len(people)-1].PersonID
	done := s.at(ctx, a).Updates(map[string]any{"place": last, "sent": gorm.Expr("sent + ?", len(people))})
	if done.Error != nil || done.RowsAffected == 0 {
		return false, done.Error
	}
	return true, s.db.Conn(ctx).Model(&model.AnnouncementRecipient{}).
		Where("announcement_id = ? AND person_id BETWEEN ? AND ?", a.ID, first, last).Update("state", model.RecipientInbox).Error
}

// told ends an announcement whose people have all been told.
func (s store) told(ctx context.Context, a model.Announcement, at time.Time) error {
	return s.at(ctx, a).Updates(map[string]any{"state": model.AnnouncementDone, "ended_at": at}).Error
}

func (s store) followed(ctx context.Context, now time.Time, limit int) ([]model.Announcement, error) {
	var page []model.Announcement
	return page, s.db.Conn(ctx).Where("follow_at <= ?", now).Order("follow_at").Limit(limit).Find(&page).Error
}

// followedTo takes in what was seen of a page; false when another has looked at it.
func (s store) followedTo(ctx context.Context, a, next model.Announcement) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Announcement{}).
		Where("id = ? AND follow_at = ? AND followed_to = ?", a.ID, a.FollowAt, a.FollowedTo).
		Updates(map[string]any{
			"follow_at": next.FollowAt, "followed_to": next.FollowedTo,
			"delivered": gorm.Expr("delivered + ?", next.Delivered-a.Delivered), "read_count": gorm.Expr("read_count + ?", next.Read-a.Read),
		})
	return done.RowsAffected == 1, done.Error
}

// become writes down what became of some people's messages.
func (s store) become(ctx context.Context, id model.AnnouncementID, people []model.PersonID, now model.AnnouncementRecipient) error {
	return s.db.Conn(ctx).Model(&model.AnnouncementRecipient{}).Where("announcement_id = ? AND person_id IN ?", id, people).
		Updates(map[string]any{"state": now.State, "code": now.Code, "was_read": now.Read}).Error
}

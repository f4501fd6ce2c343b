package message

import (
	"context"
	"strconv"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertDeliveries(ctx context.Context, deliveries []model.MessageDelivery) error {
	if len(deliveries) == 0 {
		return nil
	}
	return s.db.Conn(ctx).Create(&deliveries).Error
}

// due returns deliveries that wait and whose time has come.
func (s store) due(ctx context.Context, now time.Time, limit int) ([]model.MessageDelivery, error) {
	return s.dueIn(ctx, model.DeliveryWaiting, now, limit)
}

// lost returns deliveries whose worker has not come back in time.
func (s store) lost(ctx context.Context, now time.Time, limit int) ([]model.MessageDelivery, error) {
	return s.dueIn(ctx, model.DeliverySending, now, limit)
}

func (s store) dueIn(ctx context.Context, state model.DeliveryState, now time.Time, limit int) ([]model.MessageDelivery, error) {
	var due []model.MessageDelivery
	err := s.db.Conn(ctx).Where("state = ? AND next_at <= ?", state, now).Order("next_at").Limit(limit).Find(&due).Error
	return due, err
}

func (s store) messages(ctx context.Context, ids []model.MessageID) (map[model.MessageID]model.Message, error) {
	var rows []model.Message
	err := s.db.Conn(ctx).Where("id IN ?", ids).Find(&rows).Error
	byID := make(map[model.MessageID]model.Message, len(rows))
	for _, m := range rows {
		byID[m.ID] = m
	}
	return byID, err
}

func (s store) deliveries(ctx context.Context, ids []model.MessageID) (map[model.MessageID]model.MessageDelivery, error) {
	var rows []model.MessageDelivery
	err := s.db.Conn(ctx).Where("message_id IN ?", ids).Find(&rows).Error
	byID := make(map[model.MessageID]model.MessageDelivery, len(rows))
	for _, d := range rows {
		byID[d.MessageID] = d
	}
	return byID, err
}

// counts reads a day's deliveries by their index, but for who has arrived.
func (s store) counts(ctx context.Context, day int32) ([]Count, error) {
	var counts []Count
	err := s.db.Conn(ctx).Model(&model.MessageDelivery{}).
		Select("role, event, state, code, COUNT(*) AS messages, COUNT(arrived_at) AS arrived").
		Where("biz_date = ?", day).Group("role, event, state, code").Order("event, role, state, code").Scan(&counts).Error
	return counts, err
}

// "state + 0" keeps MySQL from finding rows by the index of what is due: an update that
// locks the index first, and one that locks the row first, would wait for each other.

// move changes a delivery that still is as it was read, or was claimed; false when it is
// not.
func (s store) move(ctx context.Context, from, to model.MessageDelivery) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.MessageDelivery{}).
		Where("message_id = ? AND state + 0 = ? AND next_at = ? AND attempts = ?", from.MessageID, from.State, from.NextAt, from.Attempts).
		Updates(map[string]any{
			"state": to.State, "next_at": to.NextAt, "attempts": to.Attempts, "unseen": to.Unseen, "held": to.Held,
			"code": to.Code, "reference": to.Reference, "arrived_at": to.ArrivedAt, "updated_at": to.UpdatedAt,
		})
	return done.RowsAffected == 1, done.Error
}

// putAll makes waiting deliveries wait longer, or ends them; those that are due still.
func (s store) putAll(ctx context.Context, some []model.MessageDelivery, f fate, now time.Time) (int64, error) {
	ids := make([]model.MessageID, len(some))
	for i, d := range some {
		ids[i] = d.MessageID
	}
	changes := map[string]any{"updated_at": now}
	if f.state != 0 {
		changes["state"], changes["code"] = f.state, f.code
	} else {
		changes["next_at"] = f.until
	}
	done := s.db.Conn(ctx).Model(&model.MessageDelivery{}).
		Where("message_id IN ? AND state + 0 = ? AND next_at <= ?", ids, model.DeliveryWaiting, now).Updates(changes)
	return done.RowsAffected, done.Error
}

// carried finds the delivery that WeChat speaks of: the one of its number, else the only
// one of the person and template that was handed over and whose number is not known.
func (s store) carried(ctx context.Context, person model.PersonID, w way, reference string) (*model.MessageDelivery, error) {
	own := func() *gorm.DB {
		return s.db.Conn(ctx).Where("person_id = ? AND app_id = ? AND template_id = ?", person, w.appID, w.templateID)
	}
	if reference != "" {
		d, err := db.First[model.MessageDelivery](own().Where("reference = ?", reference))
		if err != nil || d != nil {
			return d, err
		}
	}
	var some []model.MessageDelivery
	handed := []model.DeliveryState{model.DeliverySending, model.DeliverySent}
	err := own().Where("reference = '' AND arrived_at IS NULL AND (state IN ? OR unseen > 0)", handed).Limit(2).Find(&some).Error
	if err != nil || len(some) != 1 {
		return nil, err
	}
	return &some[0], nil
}

// personShare and appShare name what is counted of a day.
func personShare(d model.MessageDelivery) string {
	return "person/" + strconv.FormatInt(int64(d.PersonID), 10)
}
func appShare(d model.MessageDelivery) string { return "app/" + d.AppID }

// takeShare counts one more of a day, if that leaves it within the limit.
func (s store) takeShare(ctx context.Context, day int32, name string, limit int) (bool, error) {
	taken, err := s.countShare(ctx, day, name, limit)
	if err != nil || taken {
		return taken, err
	}
	n, err := s.db.InsertIgnore(ctx, &model.MessageCounter{BizDate: day, Name: name, Count: 1})
	if err != nil || n == 1 {
		return n == 1, err
	}
	return s.countShare(ctx, day, name, limit) // it is full, or another has just begun it
}

func (s store) countShare(ctx context.Context, day int32, name string, limit int) (bool, error) {
	done := s.shareOf(ctx, day, name).Where("count < ?", limit).Update("count", gorm.Expr("count + 1"))
	return done.RowsAffected == 1, done.Error
}

func (s store) giveShare(ctx context.Context, day int32, name string) error {
	return s.shareOf(ctx, day, name).Where("count > 0").Update("count", gorm.Expr("count - 1")).Error
}

func (s store) shareOf(ctx context.Context, day int32, name string) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.MessageCounter{}).Where("biz_date = ? AND name = ?", day, name)
}

func (s store) rests(ctx context.Context) ([]model.MessageRest, error) {
	var rows []model.MessageRest
	return rows, s.db.Conn(ctx).Order("app_id, template_id").Find(&rows).Error
}

func (s store) restOf(ctx context.Context, w way) (*model.MessageRest, error) {
	return db.First[model.MessageRest](s.db.Conn(ctx).Where("app_id = ? AND template_id = ?", w.appID, w.templateID))
}

func (s store) saveRest(ctx context.Context, r model.MessageRest) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&r).Error
}

func (s store) endRest(ctx context.Context, w way) error {
	return s.db.Conn(ctx).Where("app_id = ? AND template_id = ?", w.appID, w.templateID).Delete(&model.MessageRest{}).Error
}

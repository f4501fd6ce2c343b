package settlement

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

const storeChunk = 500

func (s store) period(ctx context.Context, id model.SettlementPeriodID) (*model.SettlementPeriod, error) {
	return db.First[model.SettlementPeriod](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) periodByKey(ctx context.Context, by model.UserID, key string) (*model.SettlementPeriod, error) {
	return db.First[model.SettlementPeriod](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

func (s store) lastPeriod(ctx context.Context) (*model.SettlementPeriod, error) {
	return db.First[model.SettlementPeriod](s.db.Conn(ctx).Order("id DESC"))
}

func (s store) periods(ctx context.Context, before model.SettlementPeriodID, limit int) ([]model.SettlementPeriod, error) {
	return db.Newest[model.SettlementPeriod](s.db.Conn(ctx), before, limit)
}

func (s store) somePeriods(ctx context.Context, ids []model.SettlementPeriodID) (map[model.SettlementPeriodID]model.SettlementPeriod, error) {
	var rows []model.SettlementPeriod
	err := s.db.Conn(ctx).Where("id IN ?", ids).Find(&rows).Error
	byID := make(map[model.SettlementPeriodID]model.SettlementPeriod, len(rows))
	for _, p := range rows {
		byID[p.ID] = p
	}
	return byID, err
}

// allPeriods lists them in their order: some hundreds after many years.
func (s store) allPeriods(ctx context.Context) ([]model.SettlementPeriod, error) {
	var rows []model.SettlementPeriod
	return rows, s.db.Conn(ctx).Order("id").Find(&rows).Error
}

// nextToPrepare is the first period whose statements are not all written.
func (s store) nextToPrepare(ctx context.Context) (*model.SettlementPeriod, error) {
	return db.First[model.SettlementPeriod](s.db.Conn(ctx).Where("state = ?", model.SettlementPreparing).Order("id"))
}

// nextToTell is the first period that is presented and of whose statements not everybody was
// told; what is closed was told, or is no news.
func (s store) nextToTell(ctx context.Context) (*model.SettlementPeriod, error) {
	return db.First[model.SettlementPeriod](s.db.Conn(ctx).Where("state = ? AND told_to >= 0", model.SettlementPresented).Order("id"))
}

// setTold moves on to whom was told of a period; allTold: everybody.
func (s store) setTold(ctx context.Context, id model.SettlementPeriodID, to model.OrgID) error {
	return s.db.Conn(ctx).Model(&model.SettlementPeriod{}).Where("id = ?", id).Update("told_to", to).Error
}

// holdPeriod keeps others from a period until the transaction ends, and returns it.
func (s store) holdPeriod(ctx context.Context, id model.SettlementPeriodID) (*model.SettlementPeriod, error) {
	if err := s.db.Conn(ctx).Model(&model.SettlementPeriod{}).Where("id = ?", id).Update("version", gorm.Expr("version + 1")).Error; err != nil {
		return nil, err
	}
	return s.period(ctx, id)
}

// holdFrom keeps others from a period and all after it, in their order, and returns them.
func (s store) holdFrom(ctx context.Context, id model.SettlementPeriodID) ([]model.SettlementPeriod, error) {
	var held []model.SettlementPeriod
	for ; ; id++ {
		p, err := s.holdPeriod(ctx, id)
		if err != nil || p == nil {
			return held, err
		}
		held = append(held, *p)
	}
}

func (s store) insertPeriod(ctx context.Context, p model.SettlementPeriod) error {
	return s.db.Conn(ctx).Create(&p).Error
}

// stepColumns are what the steps of a period write.
var stepColumns = []string{"state", "fault", "fault_at", "prepared_at", "presented_at", "presented_by", "confirm_by", "closed_at", "closed_by"}

// savePeriod writes a period that is held.
func (s store) savePeriod(ctx context.Context, p model.SettlementPeriod) error {
	return s.db.Conn(ctx).Model(&model.SettlementPeriod{}).Where("id = ?", p.ID).Select(stepColumns).Updates(&p).Error
}

// buildOn moves a period's building on from where it was; false where somebody else has held it
// since, or has come to its end. The row is held until the transaction ends.
func (s store) buildOn(ctx context.Context, from, to model.SettlementPeriod) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.SettlementPeriod{}).
		Where("id = ? AND state = ? AND version = ?", from.ID, model.SettlementPreparing, from.Version).
		Updates(map[string]any{
			"built_to": to.BuiltTo, "built": to.Built, "orgs": to.Orgs, "transactions": to.Transactions,
			"first_txn": to.FirstTxn, "last_txn": to.LastTxn, "version": to.Version,
		})
	return done.RowsAffected == 1, done.Error
}

// startOver writes how far the building of a period that is held is.
func (s store) startOver(ctx context.Context, p model.SettlementPeriod) error {
	return s.db.Conn(ctx).Model(&model.SettlementPeriod{}).Where("id = ?", p.ID).
		Select("first_txn", "last_txn", "transactions", "orgs", "built", "built_to", "fault", "fault_at").Updates(&p).Error
}

// setFault says what keeps a period from being presented, unless somebody has held it since it
// was read.
func (s store) setFault(ctx context.Context, p model.SettlementPeriod, fault string, at time.Time) error {
	return s.db.Conn(ctx).Model(&model.SettlementPeriod{}).Where("id = ? AND state = ? AND version = ?", p.ID, model.SettlementPreparing, p.Version).
		Updates(map[string]any{"fault": fault, "fault_at": at}).Error
}

func (s store) insertEvents(ctx context.Context, events []model.SettlementEvent) error {
	return s.db.Conn(ctx).CreateInBatches(events, storeChunk).Error
}

func (s store) events(ctx context.Context, period model.SettlementPeriodID, org model.OrgID, after model.SettlementEventID, limit int) ([]model.SettlementEvent, error) {
	var events []model.SettlementEvent
	return events, s.db.Conn(ctx).Where("period_id = ? AND org_id = ? AND id > ?", period, org, after).Order("id").Limit(limit).Find(&events).Error
}

package code

import (
	"bytes"
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) keyEpochs(ctx context.Context) ([]model.KeyEpoch, error) {
	var epochs []model.KeyEpoch
	return epochs, s.db.Conn(ctx).Find(&epochs).Error
}

func (s store) insertKeyEpoch(ctx context.Context, epoch uint8, fingerprint string, now time.Time) error {
	_, err := s.db.InsertIgnore(ctx, &model.KeyEpoch{Epoch: epoch, Fingerprint: fingerprint, CreatedAt: now})
	return err
}

// profileID stores a profile under its name the first time, and afterwards finds it.
func (s store) profileID(ctx context.Context, name string, levels []byte, id int64) (int64, error) {
	existing, err := db.First[model.PackagingProfile](s.db.Conn(ctx).Where("name = ?", name))
	if err != nil {
		return 0, err
	}
	if existing == nil {
		return id, s.db.Conn(ctx).Create(&model.PackagingProfile{ID: id, Name: name, Levels: levels}).Error
	}
	if !bytes.Equal(existing.Levels, levels) {
		return 0, ErrBadProfile.With("%q is the name of another packaging", name)
	}
	return existing.ID, nil
}

// bumpRegistry takes the next version. The row's lock orders commits: who sees a
// version sees every earlier one.
func (s store) bumpRegistry(ctx context.Context) (int64, error) {
	if _, err := s.db.InsertIgnore(ctx, &model.RegistryVersion{ID: 1}); err != nil {
		return 0, err
	}
	err := s.db.Conn(ctx).Model(&model.RegistryVersion{}).Where("id = 1").
		Update("version", gorm.Expr("version + 1")).Error
	if err != nil {
		return 0, err
	}
	return s.registryVersion(ctx)
}

func (s store) registryVersion(ctx context.Context) (int64, error) {
	row, err := db.First[model.RegistryVersion](s.db.Conn(ctx).Where("id = 1"))
	if err != nil || row == nil {
		return 0, err
	}
	return row.Version, nil
}

// takeSlots sets n slots of a level aside and returns the first. The caller holds the
// registry row, which makes this the only taker.
func (s store) takeSlots(ctx context.Context, epoch uint8, level model.Level, n int64) (int64, error) {
	if _, err := s.db.InsertIgnore(ctx, &model.SlotCursor{Epoch: epoch, Level: level}); err != nil {
		return 0, err
	}
	taken := s.db.Conn(ctx).Model(&model.SlotCursor{}).
		Where("epoch = ? AND level = ? AND next_slot <= ?", epoch, level, slotsPerLevel-n).
		Update("next_slot", gorm.Expr("next_slot + ?", n))
	if taken.Error != nil {
		return 0, taken.Error
	}
	if taken.RowsAffected != 1 {
		return 0, ErrSlotsUsedUp.With("epoch %d, %s", epoch, level)
	}
	cursor, err := db.First[model.SlotCursor](s.db.Conn(ctx).Where("epoch = ? AND level = ?", epoch, level))
	if err != nil {
		return 0, err
	}
	return cursor.NextSlot - n, nil
}

func (s store) insertBatch(ctx context.Context, b model.Batch, levels []model.BatchLevel) error {
	if err := s.db.Conn(ctx).Create(&b).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Create(&levels).Error
}

func (s store) batchByRef(ctx context.Context, ref string) (*model.Batch, error) {
	return db.First[model.Batch](s.db.Conn(ctx).Where("ref = ?", ref))
}

// listBatches is a page of batches behind an id, 0 for the first page.
func (s store) listBatches(ctx context.Context, q BatchQuery, after model.BatchID, limit int) ([]model.Batch, error) {
	query, order := s.db.Conn(ctx).Limit(limit), "id"
	if q.Falling {
		order = "id DESC"
	}
	switch {
	case after != 0 && q.Falling:
		query = query.Where("id < ?", after)
	case after != 0:
		query = query.Where("id > ?", after)
	}
	if q.Ref != "" {
		query = query.Where("ref >= ? AND ref < ?", q.Ref, q.Ref+"\U0010FFFF")
	}
	if len(q.Products) > 0 {
		query = query.Where("product_id IN ?", q.Products)
	}
	var batches []model.Batch
	return batches, query.Order(order).Find(&batches).Error
}

func (s store) touchBatch(ctx context.Context, id model.BatchID, version int64) error {
	return s.db.Conn(ctx).Model(&model.Batch{}).Where("id = ?", id).Update("version", version).Error
}

const loadChunk = 500

// changedBatches pages by id through what has changed since a version. What changes
// while it pages may come along or not; the version read before it does not claim it.
func (s store) changedBatches(ctx context.Context, after int64, afterID model.BatchID) ([]model.Batch, error) {
	var batches []model.Batch
	err := s.db.Conn(ctx).Where("version > ? AND id > ?", after, afterID).
		Order("id").Limit(loadChunk).Find(&batches).Error
	return batches, err
}

func (s store) levelsOf(ctx context.Context, ids []model.BatchID) ([]model.BatchLevel, error) {
	var levels []model.BatchLevel
	return levels, s.db.Conn(ctx).Where("batch_id IN ?", ids).Order("batch_id, level").Find(&levels).Error
}

func (s store) activationsOf(ctx context.Context, ids []model.BatchID) ([]model.Activation, error) {
	var rows []model.Activation
	return rows, s.db.Conn(ctx).Where("batch_id IN ?", ids).Find(&rows).Error
}

func (s store) revocationsOf(ctx context.Context, ids []model.BatchID) ([]model.Revocation, error) {
	var rows []model.Revocation
	return rows, s.db.Conn(ctx).Where("batch_id IN ?", ids).Find(&rows).Error
}

func (s store) relabelsOf(ctx context.Context, ids []model.BatchID) ([]model.Relabel, error) {
	var rows []model.Relabel
	return rows, s.db.Conn(ctx).Where("batch_id IN ?", ids).Find(&rows).Error
}

// relabelled finds what is said of items, be they spare labels or what these stand for.
func (s store) relabelled(ctx context.Context, items []model.ItemID) ([]model.Relabel, error) {
	var rows []model.Relabel
	either := s.db.Conn(ctx).Where("spare IN ?", items).Or("item IN ?", items)
	return rows, s.db.Conn(ctx).Where(either).Order("at, spare").Find(&rows).Error
}

func (s store) insert(ctx context.Context, rows any) error { return s.db.Conn(ctx).Create(rows).Error }

func (s store) batch(ctx context.Context, id model.BatchID) (*model.Batch, error) {
	return db.First[model.Batch](s.db.Conn(ctx).Where("id = ?", id))
}

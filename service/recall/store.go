package recall

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

const storeChunk = 200

// insert tells whether the recall's key was new.
func (s store) insert(ctx context.Context, r model.Recall, goods []model.ItemRange) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, &r)
	if err != nil || n == 0 {
		return false, err
	}
	rows := make([]model.RecallRange, len(goods))
	for i, g := range goods {
		rows[i] = model.RecallRange{RecallID: r.ID, FromItem: g.From, ToItem: g.To}
	}
	return true, s.db.Conn(ctx).CreateInBatches(rows, storeChunk).Error
}

func (s store) byKey(ctx context.Context, key string) (*model.Recall, error) {
	return db.First[model.Recall](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

func (s store) find(ctx context.Context, id model.RecallID) (*model.Recall, error) {
	return db.First[model.Recall](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) list(ctx context.Context, closed *bool, before model.RecallID, limit int) ([]model.Recall, error) {
	query := s.db.Conn(ctx)
	switch {
	case closed == nil:
	case *closed:
		query = query.Where("closed_at IS NOT NULL")
	default:
		query = query.Where("closed_at IS NULL")
	}
	return db.Newest[model.Recall](query, before, limit)
}

// open returns the recalls that are not closed.
func (s store) open(ctx context.Context) ([]model.Recall, error) {
	var recalls []model.Recall
	return recalls, s.db.Conn(ctx).Where("closed_at IS NULL").Order("id").Find(&recalls).Error
}

// goods returns a recall's goods in order, disjoint.
func (s store) goods(ctx context.Context, id model.RecallID) ([]model.ItemRange, error) {
	var rows []model.RecallRange
	err := s.db.Conn(ctx).Where("recall_id = ?", id).Order("from_item").Find(&rows).Error
	goods := make([]model.ItemRange, len(rows))
	for i, row := range rows {
		goods[i] = model.ItemRange{From: row.FromItem, To: row.ToItem}
	}
	return goods, err
}

// among counts how many of some items a recall calls back.
func (s store) among(ctx context.Context, id model.RecallID, items []model.ItemRange) (n int64, err error) {
	for _, r := range items {
		var rows []model.RecallRange
		err := s.db.Conn(ctx).Where("recall_id = ? AND from_item < ? AND to_item > ?", id, r.To, r.From).Find(&rows).Error
		if err != nil {
			return n, err
		}
		for _, row := range rows {
			n += (model.ItemRange{From: row.FromItem, To: row.ToItem}).Intersect(r).Len()
		}
	}
	return n, nil
}

func (s store) marked(ctx context.Context, id model.RecallID, at time.Time) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		return s.db.Conn(ctx).Model(&model.Recall{}).Where("id = ? AND marked_at IS NULL", id).Update("marked_at", at).Error
	})
}

func (s store) close(ctx context.Context, id model.RecallID, at time.Time) error {
	return s.db.Conn(ctx).Model(&model.Recall{}).Where("id = ? AND closed_at IS NULL", id).Update("closed_at", at).Error
}

// untold is those of some notices that are not stored.
func (s store) untold(ctx context.Context, notices []model.RecallNotice) ([]model.RecallNotice, error) {
	people := make([]model.PersonID, len(notices))
	for i, n := range notices {
		people[i] = n.PersonID
	}
	var stored []model.RecallNotice
	err := s.db.Conn(ctx).Where("recall_id = ? AND person_id IN ?", notices[0].RecallID, people).Find(&stored).Error
	type key struct {
		person model.PersonID
		role   model.Role
	}
	known := make(map[key]bool, len(stored))
	for _, n := range stored {
		known[key{n.PersonID, n.Role}] = true
	}
	var fresh []model.RecallNotice
	for _, n := range notices {
		if !known[key{n.PersonID, n.Role}] {
			fresh = append(fresh, n)
		}
	}
	return fresh, err
}

// told stores notices; one that another has stored meanwhile stays as it is.
func (s store) told(ctx context.Context, notices []model.RecallNotice) error {
	_, err := s.db.InsertIgnore(ctx, &notices)
	return err
}

func (s store) notices(ctx context.Context, id model.RecallID, after model.PersonID, limit int) ([]model.RecallNotice, error) {
	var rows []model.RecallNotice
	return rows, s.db.Conn(ctx).Where("recall_id = ? AND person_id > ?", id, after).Order("person_id, role").Limit(limit).Find(&rows).Error
}

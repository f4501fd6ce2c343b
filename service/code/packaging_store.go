package code

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) packaging(ctx context.Context, id int64) (*model.PackagingProfile, error) {
	return db.First[model.PackagingProfile](s.db.Conn(ctx).Where("id = ?", id))
}

// packagings are those with a title, after one. The brand keeps some dozens.
func (s store) packagings(ctx context.Context, q PackagingQuery, after *string, limit int) ([]model.PackagingProfile, error) {
	query := s.db.Conn(ctx).Where("title IS NOT NULL").Order("title").Limit(limit)
	if after != nil {
		query = query.Where("title > ?", *after)
	}
	if q.Text != "" {
		query = db.Containing(query, q.Text, "title")
	}
	switch {
	case q.Retired == nil:
	case *q.Retired:
		query = query.Where("retired_at IS NOT NULL")
	default:
		query = query.Where("retired_at IS NULL")
	}
	var rows []model.PackagingProfile
	return rows, query.Find(&rows).Error
}

// holdPackaging makes those who change a profile follow each other.
func (s store) holdPackaging(ctx context.Context, id int64) error {
	return s.db.Conn(ctx).Model(&model.PackagingProfile{}).Where("id = ?", id).Update("name", gorm.Expr("name")).Error
}

// setPackaging writes what may change of a profile. Error: ErrPackagingKept, where another has
// its title.
func (s store) setPackaging(ctx context.Context, p model.PackagingProfile) error {
	err := s.db.Conn(ctx).Model(&model.PackagingProfile{}).Where("id = ?", p.ID).
		Updates(map[string]any{"title": p.Title, "retired_at": p.RetiredAt, "version": p.Version}).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return ErrPackagingKept.With("%s", *p.Title)
	}
	return err
}

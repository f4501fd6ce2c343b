package channel

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

const insertChunk = 500

func (s store) insertOrgs(ctx context.Context, orgs []model.Org) error {
	return s.db.Conn(ctx).CreateInBatches(orgs, insertChunk).Error
}

// updateOrgs changes the names and adcodes of organisations that exist, many at once.
func (s store) updateOrgs(ctx context.Context, orgs []model.Org) error {
	if len(orgs) == 0 {
		return nil
	}
	set := append(clause.AssignmentColumns([]string{"name", "adcode"}), clause.Assignment{Column: clause.Column{Name: "version"}, Value: gorm.Expr("orgs.version + 1")})
	update := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: set}
	return s.db.Conn(ctx).Clauses(update).CreateInBatches(orgs, insertChunk).Error
}

// lockOrgs makes those who change what hangs on organisations follow each other. The
// update changes nothing; it takes the rows' locks, in their order.
func (s store) lockOrgs(ctx context.Context, ids []model.OrgID) error {
	if len(ids) == 0 {
		return nil
	}
	return s.db.Conn(ctx).Model(&model.Org{}).Where("id IN ?", ids).Update("kind", gorm.Expr("kind")).Error
}

// lockMemberships makes those who change memberships follow each other. A person's first
// one has no row to lock yet, so all queue at the first organisation, usually the brand.
func (s store) lockMemberships(ctx context.Context) error {
	first, err := s.listOrgs(ctx, 0, 0, 1)
	if err != nil || len(first) == 0 {
		return err
	}
	return s.lockOrgs(ctx, []model.OrgID{first[0].ID})
}

func (s store) orgs(ctx context.Context, ids []model.OrgID) ([]model.Org, error) {
	var orgs []model.Org
	err := s.db.Conn(ctx).Where("id IN ?", ids).Find(&orgs).Error
	return orgs, err
}

// holdOrgs is orgs and lockOrgs in one.
func (s store) holdOrgs(ctx context.Context, ids []model.OrgID) ([]model.Org, error) {
	var orgs []model.Org
	err := s.db.Conn(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("id IN ?", ids).Order("id").Find(&orgs).Error
	return orgs, err
}

func (s store) orgsByCode(ctx context.Context, codes []string) ([]model.Org, error) {
	var all []model.Org
	for start := 0; start < len(codes); start += insertChunk {
		var orgs []model.Org
		chunk := codes[start:min(start+insertChunk, len(codes))]
		if err := s.db.Conn(ctx).Where("code IN ?", chunk).Find(&orgs).Error; err != nil {
			return nil, err
		}
		all = append(all, orgs...)
	}
	return all, nil
}

func (s store) listOrgs(ctx context.Context, kind model.OrgKind, after model.OrgID, limit int) ([]model.Org, error) {
	query := s.db.Conn(ctx).Where("id > ?", after).Order("id").Limit(limit)
	if kind != 0 {
		query = query.Where("kind = ?", kind)
	}
	var orgs []model.Org
	return orgs, query.Find(&orgs).Error
}

// places pages through organisations by id, after one, with what a map shows of them.
func (s store) places(ctx context.Context, after model.OrgID, limit int) ([]model.Org, error) {
	var orgs []model.Org
	err := s.db.Conn(ctx).Select("id", "kind", "code", "adcode").Where("id > ?", after).Order("id").Limit(limit).Find(&orgs).Error
	return orgs, err
}

// believed narrows to what is believed now.
func believed(q *gorm.DB) *gorm.DB { return q.Where("recorded_to = ?", model.Forever) }

func (s store) linksOf(ctx context.Context, children []model.OrgID) ([]model.OrgLink, error) {
	var links []model.OrgLink
	err := believed(s.db.Conn(ctx)).Where("child_id IN ?", children).Find(&links).Error
	return links, err
}

func (s store) logisticsOf(ctx context.Context, orgs []model.OrgID) ([]model.OrgLogistics, error) {
	var rows []model.OrgLogistics
	err := believed(s.db.Conn(ctx)).Where("org_id IN ?", orgs).Order("valid_from, id").Find(&rows).Error
	return rows, err
}

func (s store) territoriesOf(ctx context.Context, orgs []model.OrgID) ([]model.Territory, error) {
	var territories []model.Territory
	err := believed(s.db.Conn(ctx)).Where("org_id IN ?", orgs).Find(&territories).Error
	return territories, err
}

// territories returns everybody's.
func (s store) territories(ctx context.Context) ([]model.Territory, error) {
	var territories []model.Territory
	return territories, believed(s.db.Conn(ctx)).Order("id").Find(&territories).Error
}

// territoriesAt lists the territories of some prefixes.
func (s store) territoriesAt(ctx context.Context, prefixes []string) ([]model.Territory, error) {
	var territories []model.Territory
	err := believed(s.db.Conn(ctx)).Where("prefix IN ?", prefixes).Order("org_id").Find(&territories).Error
	return territories, err
}

func (s store) membershipsOf(ctx context.Context, people []model.PersonID) ([]model.Membership, error) {
	var memberships []model.Membership
	err := believed(s.db.Conn(ctx)).Where("person_id IN ?", people).Order("valid_from, id").Find(&memberships).Error
	return memberships, err
}

func (s store) members(ctx context.Context, org model.OrgID, at time.Time, after int64, limit int) ([]model.Membership, error) {
	var memberships []model.Membership
	err := believed(s.db.Conn(ctx)).Where("org_id = ? AND valid_from <= ? AND valid_to > ? AND id > ?", org, at, at, after).
		Order("id").Limit(limit).Find(&memberships).Error
	return memberships, err
}

func (s store) choicesOf(ctx context.Context, people []model.PersonID) ([]model.RoleChoice, error) {
	var choices []model.RoleChoice
	return choices, s.db.Conn(ctx).Where("person_id IN ?", people).Find(&choices).Error
}

func (s store) putChoice(ctx context.Context, c model.RoleChoice) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "person_id"}, {Name: "app"}},
		DoUpdates: clause.AssignmentColumns([]string{"role", "org_id", "chosen_at"}),
	}).Create(&c).Error
}

func (s store) deleteChoice(ctx context.Context, person model.PersonID, app model.Role) error {
	return s.db.Conn(ctx).Where("person_id = ? AND app = ?", person, app).Delete(&model.RoleChoice{}).Error
}

// moveChoices gives a person's choices to another, who keeps his own.
func (s store) moveChoices(ctx context.Context, from, to model.PersonID) error {
	choices, err := s.choicesOf(ctx, []model.PersonID{from})
	if err != nil || len(choices) == 0 {
		return err
	}
	if err := s.db.Conn(ctx).Where("person_id = ?", from).Delete(&model.RoleChoice{}).Error; err != nil {
		return err
	}
	for i := range choices {
		choices[i].PersonID = to
	}
	_, err = s.db.InsertIgnore(ctx, &choices)
	return err
}

func (s store) membershipsIn(ctx context.Context, orgs []model.OrgID) ([]model.Membership, error) {
	var memberships []model.Membership
	err := believed(s.db.Conn(ctx)).Where("org_id IN ?", orgs).Find(&memberships).Error
	return memberships, err
}

// disbelieve ends the belief in rows of T as of now.
func disbelieve[T any](ctx context.Context, s store, ids []int64, now time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	var row T
	return s.db.Conn(ctx).Model(&row).Where("id IN ?", ids).Update("recorded_to", now).Error
}

func insert[T any](ctx context.Context, s store, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(rows, insertChunk).Error
}

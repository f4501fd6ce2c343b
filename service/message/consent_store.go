package message

import (
	"context"
	"regexp"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/model"
)

// whoAccepts tells which of the people take one more message of a template.
func (s store) whoAccepts(ctx context.Context, to way, people []model.PersonID) (map[model.PersonID]bool, error) {
	var found []model.PersonID
	err := s.db.Conn(ctx).Model(&model.MessageConsent{}).
		Where("person_id IN ? AND app_id = ? AND template_id = ? AND remaining > 0", people, to.appID, to.templateID).
		Pluck("person_id", &found).Error
	accepts := make(map[model.PersonID]bool, len(found))
	for _, p := range found {
		accepts[p] = true
	}
	return accepts, err
}

// consents are what a person chose for templates of an app, by template.
func (s store) consents(ctx context.Context, person model.PersonID, appID string, templateIDs []string) (map[string]model.MessageConsent, error) {
	var rows []model.MessageConsent
	err := s.db.Conn(ctx).Where("person_id = ? AND app_id = ? AND template_id IN ?", person, appID, templateIDs).Find(&rows).Error
	chosen := make(map[string]model.MessageConsent, len(rows))
	for _, c := range rows {
		chosen[c.TemplateID] = c
	}
	return chosen, err
}

// firstReport stores a report of consents; false when it is there already.
func (s store) firstReport(ctx context.Context, r model.MessageReport) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, &r)
	return n == 1, err
}

// addConsents counts what was chosen to what is there, in one statement, because an insert
// that finds its row taken and then updates it would deadlock with another. A refusal
// empties what was accepted before it, and a choice stands unless a later one is there.
func (s store) addConsents(ctx context.Context, rows []model.MessageConsent) error {
	set := func(column, value string, args ...any) clause.Assignment {
		if s.db.Engine == "sqlite" {
			value = incoming.ReplaceAllString(value, "excluded.$1")
		}
		return clause.Assignment{Column: clause.Column{Name: column}, Value: gorm.Expr(value, args...)}
	}
	add := clause.OnConflict{
		Columns: []clause.Column{{Name: "person_id"}, {Name: "app_id"}, {Name: "template_id"}},
		DoUpdates: clause.Set{ // in this order: MySQL goes on with what it has just set
			set("remaining", "CASE WHEN VALUES(choice) < ? THEN remaining + VALUES(remaining) WHEN chosen_at > VALUES(chosen_at) THEN remaining ELSE 0 END", model.ConsentRefused),
			set("choice", "CASE WHEN chosen_at > VALUES(chosen_at) THEN choice ELSE VALUES(choice) END"),
			set("updated_at", "VALUES(updated_at)"),
			set("chosen_at", "CASE WHEN chosen_at > VALUES(chosen_at) THEN chosen_at ELSE VALUES(chosen_at) END"),
		},
	}
	return s.db.Conn(ctx).Clauses(add).Create(&rows).Error
}

// incoming finds MySQL's word for a column of the row that could not be inserted; SQLite
// has another.
var incoming = regexp.MustCompile(`VALUES\((\w+)\)`)

// takeConsent uses up one acceptance; false when there is none.
func (s store) takeConsent(ctx context.Context, d model.MessageDelivery, now time.Time) (bool, error) {
	done := s.consentOf(ctx, d).Where("remaining > 0").
		Updates(map[string]any{"remaining": gorm.Expr("remaining - 1"), "updated_at": now})
	return done.RowsAffected == 1, done.Error
}

// giveConsent puts back an acceptance that was not used, unless its person refuses by now.
func (s store) giveConsent(ctx context.Context, d model.MessageDelivery, now time.Time) error {
	return s.consentOf(ctx, d).Where("choice < ?", model.ConsentRefused).
		Updates(map[string]any{"remaining": gorm.Expr("remaining + 1"), "updated_at": now}).Error
}

// emptyConsent is for when WeChat knows of no acceptance.
func (s store) emptyConsent(ctx context.Context, d model.MessageDelivery, now time.Time) error {
	return s.consentOf(ctx, d).Updates(map[string]any{"remaining": 0, "updated_at": now}).Error
}

func (s store) consentOf(ctx context.Context, d model.MessageDelivery) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.MessageConsent{}).
		Where("person_id = ? AND app_id = ? AND template_id = ?", d.PersonID, d.AppID, d.TemplateID)
}

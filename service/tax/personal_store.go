package tax

import (
	"context"
	"fmt"

	"channelrouter/internal/clock"
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people. Whose income is declared, of him the brand has to be able
// to say to the tax office who he is; of whom nothing is, as where prizes were free, that is erased.
func (s *Service) Personal() personal.Part {
	declared := func(not string) personal.Where {
		const some = "EXISTS (SELECT 1 FROM tax_withheld WHERE tax_withheld.person_id IN ? AND tax_withheld.undeclared = ?)"
		return func(p personal.Subject) (string, []any) {
			return "person_id IN ? AND " + not + some, []any{p.People, p.People, false}
		}
	}
	named := func(d personal.Due) (string, []any) {
		return "NOT EXISTS (SELECT 1 FROM tax_withheld WHERE tax_withheld.person_id IN ? AND tax_withheld.at >= ?)", []any{d.People, d.Before}
	}
	months := func(d personal.Due) (string, []any) {
		return "month < ?", []any{clock.Local(d.Before).Year()*100 + 1}
	}
	gone := func(over func(personal.Due) (string, []any)) *personal.Ending {
		return &personal.Ending{Over: over, Fate: personal.Erased}
	}
	return personal.Part{Name: "tax", Tables: []personal.Table{
		{Model: &model.Taxpayer{}, Where: declared(""), Fate: personal.Kept, Why: personal.Tax, Show: s.show, Ending: gone(named)},
		{Model: &model.Taxpayer{}, Where: declared("NOT "), Fate: personal.Erased, Show: s.show},
		{Model: &model.TaxWithheld{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Tax, Ending: gone(personal.OlderThan("at"))},
		{Model: &model.TaxMonth{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Tax, Ending: gone(months)},
	}}
}

// show masks: an export passes through hands, and its reader knows his own number.
func (s *Service) show(_ context.Context, row any) (map[string]any, error) {
	t, ok := row.(*model.Taxpayer)
	if !ok {
		return nil, fmt.Errorf("tax: %T is no taxpayer", row)
	}
	p, err := s.opened(*t)
	if err != nil {
		return nil, err
	}
	return map[string]any{"sealed": nil, "taxpayer": p.Masked()}, nil
}

package identity

import (
	"context"
	"fmt"

	"channelrouter/internal/personal"
	"channelrouter/model"
)

// PersonalAccess is by what a person is recognised when he comes: an erasure begins with it, so
// that whoever comes afterwards is somebody new.
func (s *Service) PersonalAccess() personal.Part {
	return personal.Part{Name: "accounts", Tables: []personal.Table{
		{Model: &model.AppAccount{}, Where: personal.Of("person_id"), Fate: personal.Erased},
		{Model: &model.Person{}, Where: personal.Of("id"), Fate: personal.Anonymised, Why: personal.Identity, Blank: map[string]any{"union_id": nil}},
	}}
}

// Personal is what else this room holds of people: an erasure ends with it. What was written to
// about somebody has his id in its subject.
func (s *Service) Personal() personal.Part {
	families := func(p personal.Subject) (string, []any) {
		return "family_id IN (SELECT id FROM session_families WHERE subject_id IN ? AND app <> ?)", []any{p.People, AppConsole}
	}
	audited := func(p personal.Subject) (string, []any) {
		subjects := make([]string, len(p.People))
		for i, id := range p.People {
			subjects[i] = fmt.Sprintf("members/%d", id)
		}
		return "subject IN ?", []any{subjects}
	}
	return personal.Part{Name: "identity", Tables: []personal.Table{
		{Model: &model.RefreshToken{}, Where: families, Fate: personal.Erased, Show: hidden("hash")},
		{Model: &model.SessionFamily{}, Where: personal.Of("subject_id").If("app <> ?", AppConsole), Fate: personal.Erased},
		{Model: &model.PersonPhone{}, Where: personal.Of("person_id"), Fate: personal.Erased, Show: s.showPhone},
		{
			Model: &model.Consent{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Proof,
			Ending: &personal.Ending{Over: afterErasure, Fate: personal.Erased},
		},
		{Model: &model.AuditEntry{}, Where: audited, Fate: personal.Kept, Why: personal.Proof, Show: hidden("user_id", "request_id", "merge_key")},
	}}
}

// afterErasure: that data were processed by right has to be shown for so long after the last were.
func afterErasure(d personal.Due) (string, []any) {
	if d.Erased.Before(d.Before) {
		return "1 = 1", nil
	}
	return "1 = 0", nil
}

// hidden leaves columns out of what is told: they are about others, or a secret.
func hidden(columns ...string) func(context.Context, any) (map[string]any, error) {
	return func(context.Context, any) (map[string]any, error) {
		out := map[string]any{}
		for _, c := range columns {
			out[c] = nil
		}
		return out, nil
	}
}

func (s *Service) showPhone(_ context.Context, row any) (map[string]any, error) {
	p, ok := row.(*model.PersonPhone)
	if !ok {
		return nil, fmt.Errorf("identity: %T is no phone", row)
	}
	phone, err := s.phones.open(p.Sealed, p.PhoneIndex)
	if err != nil {
		return nil, err
	}
	return map[string]any{"sealed": nil, "phone_index": nil, "phone": phone.e164()}, nil
}

package identity

import (
	"context"
	"slices"

	"channelrouter/model"
)

// Current is who a person is by now: himself, or whom he was united with. Error:
// ErrUnknownPerson.
func (s *Service) Current(ctx context.Context, id model.PersonID) (model.PersonID, error) {
	for range maxUnions {
		person, err := s.GetPerson(ctx, id)
		if err != nil || person.UnitedWith == nil {
			return person.ID, err
		}
		id = *person.UnitedWith
	}
	return 0, errUnions
}

// CurrentOf is Current for a set, in one query, since unions are kept short: only those who
// were united are in the answer.
func (s *Service) CurrentOf(ctx context.Context, people []model.PersonID) (map[model.PersonID]model.PersonID, error) {
	united := map[model.PersonID]model.PersonID{}
	if len(people) == 0 {
		return united, nil
	}
	rows, err := s.store.united(ctx, people)
	for _, p := range rows {
		united[p.ID] = *p.UnitedWith
	}
	return united, err
}

// Same tells whether two persons are one by now. Who is named alike is, unasked.
func (s *Service) Same(ctx context.Context, a, b model.PersonID) (bool, error) {
	if a == b {
		return true, nil
	}
	united, err := s.CurrentOf(ctx, []model.PersonID{a, b})
	return Now(united, a) == Now(united, b), err
}

// Now is who a person is by now, by the answer of CurrentOf.
func Now(united map[model.PersonID]model.PersonID, id model.PersonID) model.PersonID {
	if current, is := united[id]; is {
		return current
	}
	return id
}

// Selves are all the persons that a person is: who he is by now first, then those who were
// united with him. Of who never was another it is one query. Error: ErrUnknownPerson.
func (s *Service) Selves(ctx context.Context, id model.PersonID) ([]model.PersonID, error) {
	for range maxUnions {
		rows, err := s.store.selves(ctx, id)
		if err != nil {
			return nil, err
		}
		own := slices.IndexFunc(rows, func(p model.Person) bool { return p.ID == id })
		if own < 0 {
			return nil, ErrUnknownPerson.With("id %d", id)
		}
		if heir := rows[own].UnitedWith; heir != nil {
			id = *heir
			continue
		}
		selves := []model.PersonID{id}
		for _, p := range rows {
			if p.ID != id {
				selves = append(selves, p.ID)
			}
		}
		return selves, nil
	}
	return nil, errUnions
}

// FormersOf are the persons who were united with some of a set, each with who he is now.
func (s *Service) FormersOf(ctx context.Context, people []model.PersonID) (map[model.PersonID]model.PersonID, error) {
	formers := map[model.PersonID]model.PersonID{}
	if len(people) == 0 {
		return formers, nil
	}
	rows, err := s.store.unitedWith(ctx, people)
	for _, p := range rows {
		formers[p.ID] = *p.UnitedWith
	}
	return formers, err
}

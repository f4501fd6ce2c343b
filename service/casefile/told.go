package casefile

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/diversion"
)

// Told is what an origin may see of a case: what is alleged, what it said to that, and how its
// penalty came about.
type Told struct {
	Case      model.DiversionCase
	Alleged   *diversion.Allegation // nil where it was told of the decision only
	Adcode    string                // of the place that is alleged
	Appeals   []View
	Reckoning []diversion.PenaltyLine // of a case that is confirmed
}

// Told shows a case to its origin. Error: diversion.ErrUnknownCase.
func (s *Service) Told(ctx context.Context, origin model.OrgID, id model.CaseID) (t Told, err error) {
	if t.Case, err = s.rooms.Diversion.GetOf(ctx, origin, id); err != nil {
		return t, err
	}
	if t.Alleged, err = s.rooms.Diversion.Alleged(ctx, id); err != nil {
		return t, err
	}
	if t.Case.Status == model.CaseConfirmed {
		if t.Reckoning, err = diversion.Reckoning(t.Case); err != nil {
			return t, err
		}
	}
	if t.Adcode = t.Case.Adcode; t.Case.Terminal != 0 {
		org, err := s.rooms.Channel.GetOrg(ctx, t.Case.Terminal)
		if err != nil {
			return t, err
		}
		t.Adcode = org.Adcode
	}
	t.Appeals, err = s.Own(ctx, id, origin, model.RecordAppeal)
	return t, err
}

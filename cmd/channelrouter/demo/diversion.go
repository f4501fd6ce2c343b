package demo

import (
	"context"
	"fmt"
	"slices"

	"channelrouter/model"
)

// caseAnswer is what the walk reads of a diversion case.
type caseAnswer struct {
	ID         string `json:"id"`
	Status     string `json:"status"`
	Origin     string `json:"origin_id"`
	Terminal   string `json:"terminal_id"`
	Units      int64  `json:"units"`
	PenaltyFen int64  `json:"penalty_fen"`
}

// confirmedDiversion: a case meant for Hangzhou turns up in Suzhou. The shop receives it
// first, as a launderer would, and it is still diverted.
func (s *story) confirmedDiversion(ctx context.Context) error {
	box := item(s.world.linked, model.LevelCase, casesPerPallet) // the first of D-HZ's pallet
	unit := item(s.world.linked, model.LevelUnit, casesPerPallet*unitsPerCase)
	codes, err := s.read(model.FaceCaseOuter, box)
	if err != nil {
		return err
	}
	if err := s.cast["T-SZ1"].post(ctx, "/terminal/receipts", map[string]any{"codes": codes}, nil); err != nil {
		return err
	}
	s.say("   a case meant for D-HZ turns up at T-SZ1, under D-NJ; T-SZ1 receives it first")
	err = s.perform(ctx,
		act{"T-SZ1", model.FaceCaseInner, box, "traced", "diverted"},
		act{"guide Li", model.FaceUnitOuter, unit, "traced", "diverted"},
		act{"consumer Sun", model.FaceUnitInner, unit, "claimed", "diverted"},
	)
	if err != nil {
		return err
	}
	return s.decide(ctx, "confirm", "the shop bought it from Hangzhou")
}

// dismissedDiversion: a case meant for Guangzhou at a shop in Hangzhou that turns out to
// have moved there with its owner.
func (s *story) dismissedDiversion(ctx context.Context) error {
	box := item(s.world.linked, model.LevelCase, 2*casesPerPallet)
	err := s.perform(ctx, act{"T-HZ1", model.FaceCaseInner, box, "traced", "diverted"})
	if err != nil {
		return err
	}
	return s.decide(ctx, "dismiss", "stock that moved with the shop")
}

// decide decides the one case that is open, at the console.
func (s *story) decide(ctx context.Context, decision, note string) error {
	if err := s.settled(ctx); err != nil {
		return err
	}
	var open struct {
		Items []caseAnswer `json:"items"`
	}
	if err := s.world.console.get(ctx, "/console/diversion-cases?status=open&limit=200", &open); err != nil {
		return err
	}
	open.Items = slices.DeleteFunc(open.Items, func(c caseAnswer) bool { return s.nameOf(c.Origin) == "" }) // of others
	if err := expect("open cases", len(open.Items), 1); err != nil {
		return err
	}
	var decided caseAnswer
	path := fmt.Sprintf("/console/diversion-cases/%s/%s", open.Items[0].ID, decision)
	if err := s.world.console.post(ctx, path, map[string]string{"note": note}, &decided); err != nil {
		return err
	}
	c := Case{
		Origin: s.nameOf(decided.Origin), Terminal: s.nameOf(decided.Terminal),
		Units: decided.Units, PenaltyFen: decided.PenaltyFen, Status: decided.Status,
	}
	s.report.Cases = append(s.report.Cases, c)
	s.say("   the case against %s at %s is %s: %d units, penalty %d fen", c.Origin, c.Terminal, c.Status, c.Units, c.PenaltyFen)
	return nil
}

// nameOf is the code of the organisation of an id.
func (s *story) nameOf(id string) string {
	for org, name := range s.world.names {
		if fmt.Sprint(int64(org)) == id {
			return name
		}
	}
	return ""
}

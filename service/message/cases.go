package message

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"channelrouter/internal/clock"
	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/diversion"
)

// news is what is to be told of a case.
type news struct {
	id   model.CaseID
	told string            // of the distributor that the goods were meant for; "" for nothing
	key  string            // that tells it from the case's other news
	paid string            // of who was harmed; "" for nothing
	step model.CaseEventID // of a step that is no decision
}

// OnCaseDecided tells the people of the distributor that diverted goods were meant for that
// its case was confirmed or taken back, and those of who was harmed what that means to them. A
// flag is not told, nor is a case that came to nothing before its distributor knew of it.
func (s *Service) OnCaseDecided(ctx context.Context, facts []event.CaseDecided) error {
	all := make([]news, len(facts))
	for i, f := range facts {
		all[i] = news{id: f.CaseID, key: f.Status}
		switch f.Status {
		case diversion.StatusName(model.CaseConfirmed):
			all[i].told, all[i].paid = DiversionConfirmed, DiversionCompensated
		case diversion.StatusName(model.CaseReversed):
			all[i].told, all[i].paid = DiversionReversed, DiversionUncompensated
		case diversion.StatusName(model.CaseDismissed):
			all[i].told = DiversionDismissed
		}
	}
	return s.tellCases(ctx, all)
}

// OnCaseStep tells a distributor what is alleged, that an appeal of his was turned down, and
// that a penalty of his is lower now; and who was harmed what is left of his compensation then.
func (s *Service) OnCaseStep(ctx context.Context, facts []event.CaseStep) error {
	all := make([]news, len(facts))
	for i, f := range facts {
		all[i] = news{id: f.CaseID, key: strconv.FormatInt(int64(f.EventID), 10), step: f.EventID}
		switch diversion.Action(f.Action) {
		case diversion.ActNotify:
			all[i].told = DiversionNotice
		case diversion.ActUphold:
			all[i].told = DiversionUpheld
		case diversion.ActLower:
			all[i].told, all[i].paid = DiversionLowered, DiversionRecompensated
		}
	}
	return s.tellCases(ctx, all)
}

func (s *Service) tellCases(ctx context.Context, all []news) error {
	ids := make([]model.CaseID, len(all))
	for i, n := range all {
		ids[i] = n.id
	}
	rows, err := s.Diversion.Some(ctx, ids)
	if err != nil {
		return err
	}
	cases := make(map[model.CaseID]model.DiversionCase, len(rows))
	for _, c := range rows {
		cases[c.ID] = c
	}
	var notes []Note
	for _, n := range all {
		c, known := cases[n.id]
		if !known || n.told == "" || n.told == DiversionDismissed && !diversion.Told(c) {
			continue
		}
		more, err := s.notesOf(ctx, c, n)
		if err != nil {
			return err
		}
		notes = append(notes, more...)
	}
	return s.Send(ctx, notes...)
}

// notesOf are the notes of one case's news.
func (s *Service) notesOf(ctx context.Context, c model.DiversionCase, n news) ([]Note, error) {
	if n.told == DiversionConfirmed && c.PenaltyFen == 0 && c.WarnedUnits > 0 {
		n.told = DiversionWarned
	}
	data, err := s.caseValues(ctx, c, n)
	if err != nil {
		return nil, err
	}
	parts, err := s.partsOf(ctx, n)
	if err != nil {
		return nil, err
	}
	orgs := []model.OrgID{c.Origin}
	for _, part := range parts {
		orgs = append(orgs, part.Org)
	}
	people, err := s.crewOf(ctx, orgs)
	if err != nil {
		return nil, err
	}
	notes := people.notes(c.Origin, model.RoleDistributor, Note{
		Event: n.told, Key: fmt.Sprintf("case/%d/%s", c.ID, n.key), Data: data,
	})
	for _, part := range parts {
		notes = append(notes, people.notes(part.Org, model.RoleDistributor, Note{
			Event: n.paid, Key: fmt.Sprintf("case/%d/%s/paid", c.ID, n.key), Data: map[string]string{
				"case": data["case"], "amount": part.Fen.Yuan(), "units": strconv.FormatInt(part.Units, 10),
			},
		})...)
	}
	return notes, nil
}

// partsOf are the compensations of which their distributors are to be told: of a decision those
// of any amount, of a penalty that was lowered those that changed with it, also to nothing.
func (s *Service) partsOf(ctx context.Context, n news) ([]diversion.Compensation, error) {
	switch n.paid {
	case "":
		return nil, nil
	case DiversionRecompensated:
		return s.Diversion.Recompensated(ctx, n.id, n.step)
	}
	parts, err := s.Diversion.Compensated(ctx, n.id)
	return slices.DeleteFunc(parts, func(part diversion.Compensation) bool { return part.Fen == 0 }), err
}

// caseValues are what a message says of a case. A notice says what is alleged, and nothing of
// money.
func (s *Service) caseValues(ctx context.Context, c model.DiversionCase, n news) (map[string]string, error) {
	values := map[string]string{"case": strconv.FormatInt(int64(c.ID), 10), "units": strconv.FormatInt(c.Units, 10)}
	if n.told != DiversionNotice {
		values["amount"] = c.PenaltyFen.Yuan()
		return values, nil
	}
	alleged, err := s.Diversion.Alleged(ctx, c.ID)
	if err != nil || alleged == nil {
		return nil, err
	}
	product, err := s.Catalog.Get(ctx, alleged.Product)
	if err != nil {
		return nil, err
	}
	place := alleged.Adcode
	if alleged.Terminal != 0 {
		org, err := s.Channel.GetOrg(ctx, alleged.Terminal)
		if err != nil {
			return nil, err
		}
		place = org.Adcode
	}
	maps.Copy(values, map[string]string{
		"units": strconv.FormatInt(alleged.Units, 10), "product": product.Name, "place": geo.FullName(place),
		"period": days(alleged), "until": Moment(alleged.Until),
	})
	return values, nil
}

// days are those in which goods were seen: "2026-03-01", or "2026-03-01–2026-03-05".
func days(a *diversion.Allegation) string {
	first, last := clock.DayText(clock.BizDate(a.From)), clock.DayText(clock.BizDate(a.To))
	if first == last {
		return first
	}
	return first + "–" + last
}

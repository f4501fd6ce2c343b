package diversion

import (
	"context"
	"encoding/json"

	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/model/event"
)

// Author is who takes a step: one of the brand's users, or one of the apps' people for his
// organisation.
type Author struct {
	User   model.UserID
	Person model.PersonID
	Org    model.OrgID
}

// deed is a step to take.
type deed struct {
	Case   model.CaseID
	Action Action
	By     Author
	Note   string
	// Key makes a retry the same step, which is answered with the case as it is; "" for none.
	Key string
	// Asked is what else a retry has to say again.
	Asked any
}

// follow is what comes of a step: it changes the case, and may put facts into the history.
type follow func(ctx context.Context, c *model.DiversionCase, e *model.CaseEvent) error

// do takes a step once, with what comes of it, its place in the history and the facts for
// the rooms above, all in one transaction. A case takes one step at a time: who comes second
// finds it as the first has left it. Errors: ErrUnknownCase, ErrNotInState, ErrKeyReused.
func (s *Service) do(ctx context.Context, d deed, then follow) (model.DiversionCase, error) {
	hash, err := id.Hash(struct {
		Action Action
		By     Author
		Note   string
		Asked  any
	}{d.Action, d.By, d.Note, d.Asked})
	if err != nil {
		return model.DiversionCase{}, err
	}
	var done model.DiversionCase
	err = s.db.Run(ctx, func(ctx context.Context) error {
		c, err := s.hold(ctx, d)
		if err != nil {
			return err
		}
		earlier, err := s.store.eventByKey(ctx, d.Case, d.Key)
		if err != nil {
			return err
		}
		if earlier != nil && earlier.InputHash == hash {
			done = c
			return nil
		}
		to, ok := next(d.Action, c.Status)
		if !ok {
			return ErrNotInState.With("case %d is %s", c.ID, StatusName(c.Status))
		}
		if earlier != nil {
			return ErrKeyReused.With("key %q", d.Key)
		}
		done, err = s.step(ctx, c, s.eventOf(d, c.Status, to, hash), then)
		return err
	})
	return done, err
}

// hold keeps others from a case until the transaction ends, and from the origin's other
// decisions where the step is one, and returns it. Of whom it does not concern, it is not there.
func (s *Service) hold(ctx context.Context, d deed) (model.DiversionCase, error) {
	c, err := s.Get(ctx, d.Case)
	if err != nil {
		return c, err
	}
	if d.Action.decides() { // first: who reverses goes on to other cases of the origin
		if err := s.store.holdOrigin(ctx, c.Origin); err != nil {
			return c, err
		}
	}
	if err := s.store.holdCase(ctx, d.Case); err != nil {
		return c, err
	}
	if c, err = s.Get(ctx, d.Case); err != nil {
		return c, err
	}
	concerned := true
	switch rules[d.Action].by {
	case inspector:
		concerned, err = s.Inspects(ctx, c, d.By.Person)
	case origin:
		concerned = d.By.Org == c.Origin && Told(c)
	}
	if err == nil && !concerned {
		err = ErrUnknownCase.With("id %d", d.Case)
	}
	return c, err
}

func (s *Service) eventOf(d deed, from, to model.CaseStatus, hash string) model.CaseEvent {
	e := model.CaseEvent{
		ID: model.CaseEventID(s.ids.Next()), CaseID: d.Case, InputHash: hash, Action: string(d.Action), From: from, To: to,
		UserID: d.By.User, PersonID: d.By.Person, OrgID: d.By.Org, Note: d.Note, At: s.clock.Now(),
	}
	if d.Key != "" {
		e.Key = &d.Key
	}
	return e
}

// step moves a case that is held on, with what comes of it.
func (s *Service) step(ctx context.Context, c model.DiversionCase, e model.CaseEvent, then follow) (model.DiversionCase, error) {
	if c.Status = e.To; !Gathers(c) {
		c.OpenKey = nil
	}
	if err := then(ctx, &c, &e); err != nil {
		return c, err
	}
	if err := s.store.saveCase(ctx, c); err != nil {
		return c, err
	}
	if err := s.store.insertEvent(ctx, e); err != nil {
		return c, err
	}
	if e.To != e.From && !Undecided(c) {
		return c, s.outbox.Add(ctx, event.CaseDecided{CaseID: c.ID, Status: StatusName(e.To)})
	}
	return c, s.outbox.Add(ctx, event.CaseStep{CaseID: c.ID, EventID: e.ID, Action: e.Action})
}

// put writes facts into a step of the history.
func put(e *model.CaseEvent, facts any) (err error) {
	e.Facts, err = json.Marshal(facts)
	return err
}

// History lists the steps that a case has taken, first to last.
func (s *Service) History(ctx context.Context, id model.CaseID) ([]model.CaseEvent, error) {
	if _, err := s.Get(ctx, id); err != nil {
		return nil, err
	}
	return s.store.events(ctx, id)
}

package diversion

import (
	"context"
	"time"

	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/model/event"
)

// Suspicion is what the detector has against a lot.
type Suspicion struct {
	Alert       model.AlertID
	Origin      model.OrgID
	Product     model.ProductID
	Adcode      string // of the city, six digits; "" when it is many
	Score       int    // 0–100
	First, Last time.Time
}

// raisedBy is what a case's history keeps of why it was opened.
type raisedBy struct {
	Alert model.AlertID `json:"alert,omitempty,string"`
	Score int           `json:"score,omitempty"`
}

// Raise makes a case of a lot that the detector suspects, and of what else is watched of the
// same origin, product and city since it was first seen there: at its shops, and in windows
// before. Of what is spread over many cities it makes one case, which the flags of their watched
// lots move to. It joins the transaction of ctx, and returns the lot's case, which may have been
// one before.
func (s *Service) Raise(ctx context.Context, sus Suspicion) (model.CaseID, error) {
	policy, err := s.Policies.At(ctx, sus.Last)
	if err != nil {
		return 0, err
	}
	l := lot{origin: sus.Origin, adcode: sus.Adcode, product: sus.Product, window: policy.Body.window(sus.Last)}
	taken, err := s.join(ctx, map[string]gathered{l.String(): {lot: l}})
	if err != nil {
		return 0, err
	}
	main := taken[l.String()]
	return main, s.openAll(ctx, sus, main)
}

// Follow makes cases of what came to be watched of a lot that the detector has raised before:
// in a new window, or at another shop. It makes none where nothing is watched.
func (s *Service) Follow(ctx context.Context, sus Suspicion) error {
	if sus.Adcode == "" { // the flags of many cities have no case of their own to be opened
		return nil
	}
	return s.openAll(ctx, sus)
}

// openAll opens cases, and the watched lots beside them.
func (s *Service) openAll(ctx context.Context, sus Suspicion, cases ...model.CaseID) error {
	there, err := s.watchedBeside(ctx, sus)
	if err != nil {
		return err
	}
	if sus.Adcode == "" {
		if err := s.store.moveFlags(ctx, there, cases[0]); err != nil {
			return err
		}
		there = nil
	}
	opened, err := s.store.open(ctx, append(there, cases...), sus.Score, s.clock.Now())
	if err != nil {
		return err
	}
	return s.noteOpened(ctx, opened, raisedBy{Alert: sus.Alert, Score: sus.Score})
}

// watchedBeside finds the watched lots of an origin and product in a city, its shops' too; of
// what is spread, those of all cities.
func (s *Service) watchedBeside(ctx context.Context, sus Suspicion) ([]model.CaseID, error) {
	from := sus.First
	for _, at := range []time.Time{sus.First, sus.Last} { // windows may have become shorter, or longer
		policy, err := s.Policies.At(ctx, at)
		if err != nil {
			return nil, err
		}
		if window := policy.Body.window(sus.First); window.Before(from) {
			from = window
		}
	}
	rows, err := s.store.watched(ctx, sus.Origin, sus.Product, from, sus.Last)
	if err != nil {
		return nil, err
	}
	var shops []model.OrgID
	for _, c := range rows {
		if c.Terminal != 0 {
			shops = append(shops, c.Terminal)
		}
	}
	orgs, err := s.channel.Orgs(ctx, shops)
	var there []model.CaseID
	for _, c := range rows {
		place := c.Adcode
		if c.Terminal != 0 {
			place = placeOf(orgs[c.Terminal].Adcode)
		}
		if place == sus.Adcode || sus.Adcode == "" && c.Terminal == 0 && c.Adcode != "" {
			there = append(there, c.ID)
		}
	}
	return there, err
}

// noteOpened writes into histories that watched lots have become cases, by the detector or, where
// why says nothing, by hard evidence.
func (s *Service) noteOpened(ctx context.Context, opened []model.CaseID, why raisedBy) error {
	hash, err := id.Hash(why)
	if err != nil {
		return err
	}
	for _, c := range opened {
		e := s.eventOf(deed{Case: c, Action: ActOpen}, model.CaseWatched, model.CaseOpen, hash)
		if err := put(&e, why); err != nil {
			return err
		}
		if err := s.store.insertEvent(ctx, e); err != nil {
			return err
		}
		if err := s.outbox.Add(ctx, event.CaseStep{CaseID: c, EventID: e.ID, Action: e.Action}); err != nil {
			return err
		}
	}
	return nil
}

// Open makes a case of a watched lot, because somebody at the brand wants it looked into.
// Errors: ErrUnknownCase, ErrNotInState.
func (s *Service) Open(ctx context.Context, d Decision) (model.DiversionCase, error) {
	return s.do(ctx, d.deed(ActOpen), func(_ context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		c.OpenedAt = e.At
		return nil
	})
}

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

// raised is what a case's history keeps of why it was opened.
type raisedBy struct {
	Alert model.AlertID `json:"alert,omitempty,string"`
	Score int           `json:"score,omitempty"`
}

// Raise makes a case of a lot that the detector suspects, and of what else is watched of the
// same origin, product and city since it was first seen there: at its shops, and in windows
// before. It joins the transaction of ctx, and returns the lot's case, which may have been one
// before.
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
	cases, err := s.watchedBeside(ctx, sus, policy.Body)
	if err != nil {
		return 0, err
	}
	main := taken[l.String()]
	opened, err := s.store.open(ctx, append(cases, main), sus.Score, s.clock.Now())
	if err != nil {
		return 0, err
	}
	return main, s.noteOpened(ctx, opened, raisedBy{Alert: sus.Alert, Score: sus.Score})
}

// watchedBeside finds the watched lots of an origin and product in a city, its shops' too.
func (s *Service) watchedBeside(ctx context.Context, sus Suspicion, p Policy) ([]model.CaseID, error) {
	rows, err := s.store.watched(ctx, sus.Origin, sus.Product, p.window(sus.First), sus.Last)
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
		if sus.Adcode != "" && place == sus.Adcode {
			there = append(there, c.ID)
		}
	}
	return there, err
}

// LotAt names the lot that a place's goods belong to under a policy, at a time: of a terminal,
// or of a city.
func (p Policy) LotAt(origin model.OrgID, product model.ProductID, terminal model.OrgID, adcode string, at time.Time) string {
	l := lot{origin: origin, terminal: terminal, product: product, window: p.window(at)}
	if terminal == 0 {
		l.adcode = placeOf(adcode)
	}
	return l.String()
}

// noteOpened writes into histories that watched lots have become cases.
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

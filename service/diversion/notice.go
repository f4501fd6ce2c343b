package diversion

import (
	"context"
	"encoding/json"
	"time"

	"channelrouter/model"
)

// Allegation is what the origin is told: which units of what, found when and where, and until
// when he may appeal. It says nothing of prices.
type Allegation struct {
	Units    int64           `json:"units"`
	Product  model.ProductID `json:"product"`
	From     time.Time       `json:"from"` // of the scans, the first
	To       time.Time       `json:"to"`   // and the last
	Terminal model.OrgID     `json:"terminal"`
	Adcode   string          `json:"adcode"`
	Until    time.Time       `json:"until"`
}

// Notify tells the origin what is alleged, and has his time to appeal begin. From then on no
// flags join the case; those whose scans are found to be in order still leave it. Errors:
// ErrUnknownCase, ErrNotInState, ErrNothingAlleged.
func (s *Service) Notify(ctx context.Context, d Decision) (model.DiversionCase, error) {
	return s.do(ctx, d.deed(ActNotify), func(ctx context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		policy, err := s.Policies.At(ctx, e.At)
		if err != nil {
			return err
		}
		flags, err := s.store.flags(ctx, c.ID)
		if err != nil {
			return err
		}
		if c.Units, err = s.alleged(ctx, flags); err != nil {
			return err
		}
		if c.Units == 0 {
			return ErrNothingAlleged
		}
		until := e.At.Add(policy.Body.Penalties.appealFor())
		c.NoticedAt, c.AppealUntil = &e.At, &until
		return put(e, Allegation{
			Units: c.Units, Product: c.ProductID, From: flags[0].At, To: flags[len(flags)-1].At,
			Terminal: c.Terminal, Adcode: c.Adcode, Until: until,
		})
	})
}

// Alleged is what the origin of a case was told; nil where he was told of a decision only.
func (s *Service) Alleged(ctx context.Context, id model.CaseID) (*Allegation, error) {
	e, err := s.store.lastEvent(ctx, id, ActNotify)
	if err != nil || e == nil {
		return nil, err
	}
	a := new(Allegation)
	return a, json.Unmarshal(e.Facts, a)
}

// Appeal is what the origin says to what is alleged, or was decided.
type Appeal struct {
	Case   model.CaseID
	Person model.PersonID
	Org    model.OrgID
	Text   string
	Key    string
	Record model.CaseRecordID // that it stands in, with its photos
}

// Appeal keeps the origin's appeal: one in a case, until the time for it is over. A confirmed
// case stays confirmed until the brand reverses it. It joins ctx's transaction. Errors:
// ErrUnknownCase, ErrNotInState, ErrAppealed, ErrAppealLate.
func (s *Service) Appeal(ctx context.Context, a Appeal) (model.DiversionCase, error) {
	d := deed{Case: a.Case, Action: ActAppeal, By: Author{Person: a.Person, Org: a.Org}, Note: a.Text, Key: a.Key}
	return s.do(ctx, d, func(_ context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		switch {
		case c.AppealedAt != nil:
			return ErrAppealed.With("on %s", c.AppealedAt)
		case c.AppealUntil == nil || e.At.After(*c.AppealUntil):
			return ErrAppealLate
		}
		c.AppealedAt = &e.At
		return put(e, struct {
			Record model.CaseRecordID `json:"record"`
		}{a.Record})
	})
}

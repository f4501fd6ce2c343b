package campaign

import (
	"context"
	"crypto/rand"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Publish freezes a draft of a version, as whoever publishes it has read it, and commits
// to it. Errors: ErrUnknown, ErrNotDraft, ErrEditedMeanwhile, ErrOver, ErrPrizeTooHigh,
// ErrBudget, ErrTaxChanged, and those of Create.
func (s *Service) Publish(ctx context.Context, id model.CampaignID, version int, by model.UserID) (c model.Campaign, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if c, err = s.Get(ctx, id); err != nil {
			return err
		}
		if err := draftOf(c, version); err != nil {
			return err
		}
		terms, err := s.freeze(ctx, &c, by)
		if err != nil {
			return err
		}
		published, err := s.store.publish(ctx, c)
		if err == nil && !published {
			err = ErrEditedMeanwhile.With("version %d", version)
		}
		if err != nil {
			return err
		}
		db.Note(ctx, "version %d, commitment %s", version, c.Commitment)
		return s.store.insertPots(ctx, potsOf(c.ID, terms))
	})
	return c, err
}

// freeze checks terms against the law, the tax rules and the catalogue, and makes the seed that they
// are committed to with.
func (s *Service) freeze(ctx context.Context, c *model.Campaign, by model.UserID) (Terms, error) {
	now := s.clock.Now()
	terms, err := TermsOf(*c)
	if err != nil {
		return Terms{}, err
	}
	law, err := s.Policies.At(ctx, now)
	if err != nil {
		return Terms{}, err
	}
	if err := terms.check(); err != nil {
		return Terms{}, err
	}
	if err := s.taxCounted(ctx, terms, now); err != nil {
		return Terms{}, err
	}
	if err := terms.lawful(law.Body, now); err != nil {
		return Terms{}, err
	}
	if err := s.checkProducts(ctx, terms); err != nil {
		return Terms{}, err
	}
	var seed Seed
	rand.Read(seed[:]) // never fails: crypto/rand ends the program instead
	c.State, c.Commitment, c.SealedSeed = model.CampaignRunning, Commit(c.Terms, seed), s.sealSeed(c.ID, seed)
	c.PublicFen, c.PolicyVersion, c.PublishedBy = law.Body.PublicFen, law.Number, by
	c.PublishedAt, c.UpdatedAt = &now, now
	return terms, nil
}

// Stop ends a campaign for good: a draw that begins after it has committed is refused, on
// every replica. Stopping again changes nothing. Errors: ErrUnknown, ErrNotRunning.
func (s *Service) Stop(ctx context.Context, id model.CampaignID) (c model.Campaign, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		stopped, err := s.store.stop(ctx, id, s.clock.Now())
		if err != nil {
			return err
		}
		c, err = s.Get(ctx, id)
		if err == nil && !stopped && c.State != model.CampaignStopped {
			err = ErrNotRunning.With("it is %s", StateName(c.State))
		}
		return err
	})
	return c, err
}

// grace is how long after the end of a campaign nothing is said of its seed, and no
// archive is made: a draw that began in time may be on its way, and clocks differ.
const grace = time.Minute

// EndDue closes campaigns whose time is over, and says how many.
func (s *Service) EndDue(ctx context.Context) (n int64, err error) {
	now := s.clock.Now()
	err = s.db.Run(ctx, func(ctx context.Context) error {
		n, err = s.store.end(ctx, now.Add(-grace), now)
		return err
	})
	return n, err
}

// Over tells whether a campaign's draws are all there, so that its seed may be known.
func (s *Service) Over(c model.Campaign) bool {
	return c.OverAt != nil && !s.clock.Now().Before(c.OverAt.Add(grace))
}

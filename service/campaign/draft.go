package campaign

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/internal/word"
	"channelrouter/model"
)

// Create stores a draft. Errors: ErrBadTerms, ErrOddsAboveOne.
func (s *Service) Create(ctx context.Context, t Terms, by model.UserID) (model.Campaign, error) {
	c := model.Campaign{
		ID: model.CampaignID(s.ids.Next()), State: model.CampaignDraft, Version: 1, SealedSeed: []byte{},
		CreatedBy: by, CreatedAt: s.clock.Now(),
	}
	if err := s.fill(ctx, &c, t); err != nil {
		return model.Campaign{}, err
	}
	return c, s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "campaign %d", c.ID)
		return s.store.insert(ctx, c)
	})
}

// Edit replaces the terms of a draft of a version, and makes the next one of it. Errors:
// ErrUnknown, ErrNotDraft, ErrEditedMeanwhile, and those of Create.
func (s *Service) Edit(ctx context.Context, id model.CampaignID, version int, t Terms) (model.Campaign, error) {
	c, err := s.Get(ctx, id)
	if err != nil {
		return model.Campaign{}, err
	}
	if err := draftOf(c, version); err != nil {
		return model.Campaign{}, err
	}
	c.Version++
	if err := s.fill(ctx, &c, t); err != nil {
		return model.Campaign{}, err
	}
	return c, s.db.Run(ctx, func(ctx context.Context) error {
		edited, err := s.store.edit(ctx, c)
		if err == nil && !edited {
			err = ErrEditedMeanwhile.With("version %d", version)
		}
		return err
	})
}

// draftOf tells whether a campaign is a draft of a version.
func draftOf(c model.Campaign, version int) error {
	switch {
	case c.State != model.CampaignDraft:
		return ErrNotDraft.With("campaign %d", c.ID)
	case c.Version != version:
		return ErrEditedMeanwhile.With("version %d, not %d", c.Version, version)
	}
	return nil
}

// fill puts terms into a draft.
func (s *Service) fill(ctx context.Context, c *model.Campaign, t Terms) (err error) {
	now := s.clock.Now()
	if t, err = s.countTax(ctx, t.normal(), now); err != nil {
		return err
	}
	if err := t.check(); err != nil {
		return err
	}
	if err := s.checkProducts(ctx, t); err != nil {
		return err
	}
	c.Name, c.StartsAt, c.EndsAt, c.UpdatedAt = t.Name.ZH, t.StartsAt, t.EndsAt, now
	c.Terms, err = t.canonical()
	return err
}

// Get returns a campaign, drafts included. Error: ErrUnknown.
func (s *Service) Get(ctx context.Context, id model.CampaignID) (model.Campaign, error) {
	c, err := s.store.get(ctx, id)
	if err != nil {
		return model.Campaign{}, err
	}
	if c == nil {
		return model.Campaign{}, ErrUnknown.With("id %d", id)
	}
	return *c, nil
}

// List pages through campaigns without their terms, newest first, before an id (0: from the newest); of one
// state, or of all (0).
func (s *Service) List(ctx context.Context, state model.CampaignState, before model.CampaignID, limit int) ([]model.Campaign, error) {
	if state == 0 {
		return s.store.list(ctx, nil, before, limit)
	}
	return s.store.list(ctx, []model.CampaignState{state}, before, limit)
}

// TermsOf is what a campaign says.
func TermsOf(c model.Campaign) (Terms, error) { return parseTerms(c.Terms) }

var stateNames = map[model.CampaignState]string{
	model.CampaignDraft: "draft", model.CampaignRunning: "running",
	model.CampaignStopped: "stopped", model.CampaignEnded: "ended",
}

// StateName is "draft", "running", "stopped" or "ended".
func StateName(s model.CampaignState) string { return stateNames[s] }

// ParseState reads a state's name; 0 when it is none.
func ParseState(name string) model.CampaignState {
	return word.KeyOf(stateNames, name)
}

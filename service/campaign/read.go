package campaign

import (
	"context"
	"fmt"

	"channelrouter/internal/money"
	"channelrouter/internal/word"
	"channelrouter/model"
)

// public are the states of campaigns that everyone may know of.
var public = []model.CampaignState{model.CampaignRunning, model.CampaignStopped, model.CampaignEnded}

// ListPublic pages through published campaigns without their terms, newest first.
func (s *Service) ListPublic(ctx context.Context, before model.CampaignID, limit int) ([]model.Campaign, error) {
	return s.store.list(ctx, public, before, limit)
}

// GetPublic returns a published campaign. Error: ErrUnknown.
func (s *Service) GetPublic(ctx context.Context, id model.CampaignID) (model.Campaign, error) {
	c, err := s.Get(ctx, id)
	if err == nil && c.State == model.CampaignDraft {
		err = ErrUnknown.With("id %d", id)
	}
	return c, err
}

// SeedOf reveals the seed of a campaign that is over; "" before.
func (s *Service) SeedOf(c model.Campaign) (string, error) {
	if !s.Over(c) {
		return "", nil
	}
	seed, err := s.openSeed(c)
	return seed.String(), err
}

// Standing is what has become of a campaign so far.
type Standing struct {
	Draws     int64
	BudgetFen money.Fen // left of it
	WorthFen  money.Fen // spent of it on cash and on the value of gifts
	// TaxFen is what was spent of it on tax that the brand bears; nil where it does not
	// count that.
	TaxFen *money.Fen
	Given  map[string]int64
	Left   map[string]int64
}

// Standing counts a published campaign: a few rows, however many have drawn. Error:
// ErrUnknown.
func (s *Service) Standing(ctx context.Context, id model.CampaignID) (Standing, error) {
	c, err := s.Get(ctx, id)
	if err != nil {
		return Standing{}, err
	}
	terms, err := TermsOf(c)
	if err != nil {
		return Standing{}, err
	}
	sums, err := s.store.sums(ctx, id)
	if err != nil {
		return Standing{}, err
	}
	standing := Standing{
		Draws: sums[potDraws].Taken, BudgetFen: money.Fen(sums[potBudget].Remaining),
		Given: map[string]int64{}, Left: map[string]int64{},
	}
	for pot, sum := range sums {
		if code, isPrize := prizeOfPot(pot); isPrize {
			standing.Given[code], standing.Left[code] = sum.Taken, sum.Remaining
			standing.WorthFen += terms.prize(code).Worth() * money.Fen(sum.Taken)
		}
	}
	if terms.CountsTax {
		tax := money.Fen(sums[potBudget].Taken) - standing.WorthFen
		standing.TaxFen = &tax
	}
	return standing, nil
}

// PublicWins pages through the wins that the law wants public, newest first. Error:
// ErrUnknown.
func (s *Service) PublicWins(ctx context.Context, id model.CampaignID, before model.WinID, limit int) ([]model.CampaignWin, error) {
	if _, err := s.GetPublic(ctx, id); err != nil {
		return nil, err
	}
	return s.store.publicWins(ctx, id, before, limit)
}

// WinsOf pages through what a person has won, newest first.
func (s *Service) WinsOf(ctx context.Context, person model.PersonID, before model.WinID, limit int) ([]model.CampaignWin, error) {
	return s.store.winsOf(ctx, person, before, limit)
}

// WinOf returns a person's win. Error: ErrUnknownWin.
func (s *Service) WinOf(ctx context.Context, person model.PersonID, id model.WinID) (model.CampaignWin, error) {
	w, err := s.store.win(ctx, id)
	switch {
	case err != nil:
		return model.CampaignWin{}, err
	case w == nil || w.PersonID != person:
		return model.CampaignWin{}, ErrUnknownWin.With("id %d", id)
	}
	return *w, nil
}

// MaskPerson names a winner to the public: enough for him to find himself, too little for
// others.
func MaskPerson(p model.PersonID) string { return fmt.Sprintf("****%04d", p%10_000) }

var winNames = map[model.WinState]string{
	model.WinCredited: "credited", model.WinWaiting: "waiting", model.WinAddressed: "addressed", model.WinSent: "sent",
}

// WinStateName is "credited", "waiting", "addressed" or "sent".
func WinStateName(s model.WinState) string { return winNames[s] }

// ParseWinState reads a state's name; 0 when it is none.
func ParseWinState(name string) model.WinState {
	return word.KeyOf(winNames, name)
}

package campaign

import (
	"context"
	"encoding/json"
	"regexp"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/geo"
	"channelrouter/model"
)

// Address is where a gift is sent. It is stored sealed.
type Address struct {
	Name   string `json:"name"`
	Phone  string `json:"phone"`
	Adcode string `json:"adcode"` // of the district
	Street string `json:"street"`
}

var phonePattern = regexp.MustCompile(`^\+?[0-9][0-9 -]{5,19}$`)

func (a Address) check() error {
	name, street := utf8.RuneCountInString(a.Name), utf8.RuneCountInString(a.Street)
	_, known := geo.Find(a.Adcode)
	switch {
	case name < 1 || name > 40:
		return ErrBadAddress.With("the name has %d characters, of 1 to 40", name)
	case !phonePattern.MatchString(a.Phone):
		return ErrBadAddress.With("this is no telephone number")
	case len(a.Adcode) != 6 || !known:
		return ErrBadAddress.With("no district has the adcode %.6q", a.Adcode)
	case street < 2 || street > 200:
		return ErrBadAddress.With("the street has %d characters, of 2 to 200", street)
	}
	return nil
}

// Masked is the address as it is shown to whoever need not know it.
func (a Address) Masked() Address {
	first, size := utf8.DecodeRuneInString(a.Name)
	if size > 0 {
		a.Name = string(first) + "**"
	}
	if n := len(a.Phone); n > 4 {
		a.Phone = "****" + a.Phone[n-4:]
	}
	a.Street = ""
	return a
}

// gift returns a win that is a gift.
func (s *Service) gift(ctx context.Context, id model.WinID) (model.CampaignWin, error) {
	w, err := s.store.win(ctx, id)
	switch {
	case err != nil:
		return model.CampaignWin{}, err
	case w == nil:
		return model.CampaignWin{}, ErrUnknownWin.With("id %d", id)
	case w.Kind != model.PrizeGift:
		return model.CampaignWin{}, ErrNotGift.With("it is %s", KindName(w.Kind))
	}
	return *w, nil
}

// SetAddress says where a person's gift is to be sent, or somewhere else as long as it has
// not been sent. Errors: ErrBadAddress, ErrUnknownWin, ErrNotGift, ErrWinState.
func (s *Service) SetAddress(ctx context.Context, person model.PersonID, id model.WinID, a Address) (w model.CampaignWin, err error) {
	if err := a.check(); err != nil {
		return w, err
	}
	plain, err := json.Marshal(a)
	if err != nil {
		return w, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if _, err := s.WinOf(ctx, person, id); err != nil {
			return err
		}
		if w, err = s.gift(ctx, id); err != nil {
			return err
		}
		w.State, w.SealedAddress, w.UpdatedAt = model.WinAddressed, s.addresses.Seal(plain, row("win", int64(id))), s.clock.Now()
		return s.move(ctx, w, model.WinWaiting, model.WinAddressed)
	})
	return w, err
}

// move takes a gift on, if it stands in one of some states.
func (s *Service) move(ctx context.Context, w model.CampaignWin, from ...model.WinState) error {
	moved, err := s.store.moveWin(ctx, w, from...)
	if err == nil && !moved {
		err = ErrWinState.With("win %d", w.ID)
	}
	return err
}

// Send records that a gift is on its way. Errors: ErrUnknownWin, ErrNotGift, ErrWinState.
func (s *Service) Send(ctx context.Context, id model.WinID, carrier, tracking string) (w model.CampaignWin, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if w, err = s.gift(ctx, id); err != nil {
			return err
		}
		w.State, w.Carrier, w.Tracking, w.UpdatedAt = model.WinSent, carrier, tracking, s.clock.Now()
		return s.move(ctx, w, model.WinAddressed)
	})
	return w, err
}

// Disclose opens the address of a gift for whoever sends it. It is a write: that somebody
// has seen the address is kept in the audit log. Errors: ErrUnknownWin, ErrNotGift,
// ErrWinState.
func (s *Service) Disclose(ctx context.Context, id model.WinID) (a Address, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		w, err := s.gift(ctx, id)
		if err != nil {
			return err
		}
		if len(w.SealedAddress) == 0 {
			return ErrWinState.With("win %d has no address", id)
		}
		db.Note(ctx, "win %d", id)
		a, err = s.AddressOf(w)
		return err
	})
	return a, err
}

// AddressOf opens the address of a win; empty while there is none.
func (s *Service) AddressOf(w model.CampaignWin) (a Address, err error) {
	if len(w.SealedAddress) == 0 {
		return a, nil
	}
	plain, err := s.addresses.Open(w.SealedAddress, row("win", int64(w.ID)))
	if err != nil {
		return a, ErrSealBroken.With("win %d", w.ID)
	}
	return a, json.Unmarshal(plain, &a)
}

package code

import (
	"context"
	"errors"

	"channelrouter/model"
)

// Resolved is a code that leads to goods.
type Resolved struct {
	Face  model.Face
	Item  model.ItemID
	Batch *Batch
}

// Resolve takes a printed code to its item: pure, from memory, without allocation.
// Errors are ErrMalformed, ErrMistyped, ErrForged, ErrNeverIssued, ErrNotActivated,
// ErrRevoked and ErrRecalled; Public makes them fit for strangers. The registry may be a moment
// old: before refusing anyone, ask ResolveCurrent. What is issued and refused comes with its
// item all the same.
func (s *Service) Resolve(text string) (Resolved, error) {
	code, err := s.codec.Decode(text)
	if err != nil {
		return Resolved{}, err
	}
	return s.registry.Load().locate(code.Face, code.Item())
}

func (r *registry) locate(face model.Face, item model.ItemID) (Resolved, error) {
	space := r.spaces[spaceOf(item)]
	if space == nil {
		return Resolved{}, ErrNeverIssued
	}
	suspect := space.odd.mayHold(item) // first: the two look-ups then wait for memory together
	e := space.find(item)
	if e == nil || e.faces&(1<<(face&1)) == 0 {
		return Resolved{}, ErrNeverIssued
	}
	if suspect {
		if labelled, spare := e.batch.standsFor[item]; spare { // which is no spare itself
			return r.locate(face, labelled)
		}
	}
	resolved := Resolved{Face: face, Item: item, Batch: e.batch}
	if suspect || e.wideRevoked {
		if err := e.batch.fate(item); err != nil {
			return resolved, err
		}
	}
	if !e.allActive && !holds(e.batch.active, item) {
		return resolved, ErrNotActivated
	}
	return resolved, nil
}

// ResolveCurrent is Resolve that makes sure of a refusal: the registry is brought up to
// date, and the raw text is looked up among the codes printed by others, before a code
// is called mistyped, forged or unknown. What no import can have declared, and is no code
// of ours by its own symbols, is refused without asking anyone.
func (s *Service) ResolveCurrent(ctx context.Context, text string) (Resolved, error) {
	resolved, err := s.Resolve(text)
	if err == nil || Withdrawn(err) {
		return resolved, err
	}
	if printed, market := marketPrinted(text); market {
		return s.resolveForeign(ctx, printed)
	}
	if (errors.Is(err, ErrMalformed) || errors.Is(err, ErrMistyped)) && !foreignShaped(text) {
		return Resolved{}, err
	}
	if err := s.Refresh(ctx); err != nil {
		return Resolved{}, err
	}
	if resolved, err = s.Resolve(text); err == nil || Withdrawn(err) {
		return resolved, err
	}
	foreign, foreignErr := s.foreignItem(ctx, text)
	if foreignErr != nil {
		return Resolved{}, foreignErr
	}
	if foreign == nil {
		return resolved, err
	}
	found, foreignErr := s.registry.Load().locate(model.NewFace(foreign.Item.Level(), foreign.OnSide()), foreign.Item)
	if errors.Is(foreignErr, ErrNeverIssued) { // of an import that is not published
		return resolved, err
	}
	return found, foreignErr
}

// ResolveIssued is ResolveCurrent for those who handle goods before their codes are live:
// what is not activated resolves.
func (s *Service) ResolveIssued(ctx context.Context, text string) (Resolved, error) {
	resolved, err := s.Resolve(text)
	if err != nil && !errors.Is(err, ErrNotActivated) {
		resolved, err = s.ResolveCurrent(ctx, text)
	}
	if errors.Is(err, ErrNotActivated) {
		err = nil
	}
	return resolved, err
}

// ResolveAny is ResolveIssued for those who look into goods whatever has become of their
// codes: what was revoked or recalled resolves.
func (s *Service) ResolveAny(ctx context.Context, text string) (Resolved, error) {
	resolved, err := s.ResolveIssued(ctx, text)
	if Withdrawn(err) {
		err = nil
	}
	return resolved, err
}

// Fate tells of an item whose own code nobody has read, such as the bottle of a cap, whether
// its codes are withdrawn: ErrRevoked or ErrRecalled. From memory.
func (s *Service) Fate(item model.ItemID) error {
	if b := s.BatchOf(item); b != nil {
		return b.fate(item)
	}
	return nil
}

// fate is ErrRevoked or ErrRecalled of an item whose codes are withdrawn.
func (b *Batch) fate(item model.ItemID) error {
	switch {
	case !holds(b.revoked, item):
		return nil
	case holds(b.recalled, item):
		return ErrRecalled
	}
	return ErrRevoked
}

// AnyScattered tells whether there is a batch whose units come in no order, from memory.
func (s *Service) AnyScattered() bool { return s.registry.Load().scattered }

// BatchOf returns the batch that holds an item, from memory, or nil.
func (s *Service) BatchOf(item model.ItemID) *Batch {
	space := s.registry.Load().spaces[spaceOf(item)]
	if space == nil {
		return nil
	}
	if e := space.find(item); e != nil {
		return e.batch
	}
	return nil
}

package rebate

import (
	"context"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// NewProgramme is a programme to make.
type NewProgramme struct {
	Code string // the brand's own word for it
	Name string
	Kind model.ProgrammeKind
}

// Create makes a programme without versions; the same again is the one that is there.
// Errors: ErrBadProgramme, ErrProgrammeExists.
func (s *Service) Create(ctx context.Context, n NewProgramme, by model.UserID) (model.RebateProgramme, error) {
	if n.Code == "" || utf8.RuneCountInString(n.Code) > 32 || n.Name == "" || utf8.RuneCountInString(n.Name) > 80 || KindName(n.Kind) == "" {
		return model.RebateProgramme{}, ErrBadProgramme.With("a code of at most 32 characters, a name of at most 80, and a kind")
	}
	var p model.RebateProgramme
	err := s.db.RunRaced(ctx, func(ctx context.Context) error {
		there, err := s.store.programmeByCode(ctx, n.Code)
		if err != nil {
			return err
		}
		if there != nil {
			if p = *there; p.Name != n.Name || p.Kind != n.Kind {
				return ErrProgrammeExists.With("%s is %q of kind %s", p.Code, p.Name, KindName(p.Kind))
			}
			db.Note(ctx, "programme %d", p.ID)
			return nil
		}
		p = model.RebateProgramme{
			ID: model.ProgrammeID(s.ids.Next()), Code: n.Code, Name: n.Name, Kind: n.Kind, CreatedBy: by, CreatedAt: s.clock.Now(),
		}
		db.Note(ctx, "programme %d", p.ID)
		return s.store.insertProgramme(ctx, p)
	})
	return p, err
}

// Draft is what a version is to say, from a day until before another, yyyymmdd; To 0: until
// it is retired.
type Draft struct {
	From, To int32
	Terms    Terms
}

// AddDraft stores the next version of a programme. Errors: ErrUnknownProgramme, and those of
// a draft that makes no sense: ErrBadProgramme, ErrBadDates, channel.ErrUnknownOrg.
func (s *Service) AddDraft(ctx context.Context, id model.ProgrammeID, d Draft, by model.UserID) (v model.RebateProgrammeVersion, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		p, there, err := s.hold(ctx, id)
		if err != nil {
			return err
		}
		now := s.clock.Now()
		v = model.RebateProgrammeVersion{
			ProgrammeID: id, Number: 1, State: model.ProgrammeDraft, Edition: 1, CreatedBy: by, CreatedAt: now, UpdatedAt: now,
		}
		for _, other := range there {
			v.Number = max(v.Number, other.Number+1)
		}
		if err := s.fill(ctx, p, &v, d); err != nil {
			return err
		}
		db.Note(ctx, "programme %d version %d", id, v.Number)
		return s.store.insertVersion(ctx, v)
	})
	return v, err
}

// EditDraft replaces what a draft says, if it still is as it was read: of that edition.
// Errors: those of AddDraft, ErrNotDraft, ErrEditedMeanwhile.
func (s *Service) EditDraft(ctx context.Context, id model.ProgrammeID, number, edition int, d Draft) (v model.RebateProgrammeVersion, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		p, there, err := s.hold(ctx, id)
		if err != nil {
			return err
		}
		if v, err = draftOf(there, number, edition); err != nil {
			return err
		}
		v.Edition++
		v.UpdatedAt = s.clock.Now()
		if err := s.fill(ctx, p, &v, d); err != nil {
			return err
		}
		db.Note(ctx, "programme %d version %d", id, number)
		return s.store.saveVersion(ctx, v)
	})
	return v, err
}

// hold keeps others from changing a programme's versions until the transaction ends, and
// returns them in order.
func (s *Service) hold(ctx context.Context, id model.ProgrammeID) (model.RebateProgramme, []model.RebateProgrammeVersion, error) {
	p, err := s.store.holdProgramme(ctx, id)
	if err != nil {
		return model.RebateProgramme{}, nil, err
	}
	if p == nil {
		return model.RebateProgramme{}, nil, ErrUnknownProgramme.With("id %d", id)
	}
	rows, err := s.store.versionsOf(ctx, id)
	return *p, rows, err
}

// draftOf finds a draft of an edition.
func draftOf(rows []model.RebateProgrammeVersion, number, edition int) (model.RebateProgrammeVersion, error) {
	for _, v := range rows {
		switch {
		case v.Number != number:
			continue
		case v.State != model.ProgrammeDraft:
			return v, ErrNotDraft.With("version %d", number)
		case v.Edition != edition:
			return v, ErrEditedMeanwhile.With("edition %d, not %d", v.Edition, edition)
		}
		return v, nil
	}
	return model.RebateProgrammeVersion{}, ErrUnknownProgramme.With("version %d", number)
}

// fill puts a draft into its row, if it makes sense: with the ids of the organisations that it
// names, so that reading it asks nobody.
func (s *Service) fill(ctx context.Context, p model.RebateProgramme, v *model.RebateProgrammeVersion, d Draft) (err error) {
	if d.To == 0 {
		d.To = forever
	}
	if err := d.Terms.check(p.Kind); err != nil {
		return err
	}
	if err := d.checkDates(p.Kind); err != nil {
		return err
	}
	if err := s.checkProducts(ctx, d.Terms); err != nil {
		return err
	}
	orgs, err := s.channel.OrgsByCode(ctx, d.Terms.Scope.Organisations)
	if err != nil {
		return err
	}
	ids := make([]model.OrgID, 0, len(orgs))
	for _, o := range orgs {
		ids = append(ids, o.ID)
	}
	slices.Sort(ids)
	v.FromDay, v.ToDay = d.From, d.To
	if v.Orgs, err = json.Marshal(ids); err != nil {
		return err
	}
	v.Terms, err = json.Marshal(d.Terms)
	return err
}

// checkDates: what is summed up over periods begins and ends with one. Of what pays units, a
// version with cap or budget begins with one, or it would find spent what another has paid.
func (d Draft) checkDates(kind model.ProgrammeKind) error {
	if !isDay(d.From) || !isDay(d.To) || d.From >= d.To {
		return ErrBadDates.With("from %d to %d", d.From, d.To)
	}
	if kind == model.ProgrammePerUnit {
		if limited := d.Terms.CapFen > 0 || d.Terms.BudgetFen > 0; limited && !beginsPeriod(d.Terms.Every, d.From) {
			return ErrBadDates.With("no %s begins on %d, and it has a cap or a budget", d.Terms.Every, d.From)
		}
		return nil
	}
	if !beginsPeriod(d.Terms.Every, d.From) || d.To != forever && !beginsPeriod(d.Terms.Every, d.To) {
		return ErrBadDates.With("no %s begins on %d, or on %d", d.Terms.Every, d.From, d.To)
	}
	return nil
}

// checkProducts makes sure that the products that terms name are there.
func (s *Service) checkProducts(ctx context.Context, t Terms) error {
	products, err := s.catalog.All(ctx)
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(products))
	for _, p := range products {
		known[p.SKU] = true
	}
	named := append([]string{}, t.Scope.SKUs...)
	if t.Mix != nil {
		named = append(named, t.Mix.Products...)
	}
	if t.PerUnit != nil {
		for sku := range t.PerUnit.RatesBySKU {
			named = append(named, sku)
		}
	}
	for _, sku := range named {
		if !known[sku] {
			return ErrBadProgramme.With("no product has the SKU %q", sku)
		}
	}
	return nil
}

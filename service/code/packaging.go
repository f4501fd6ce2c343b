package code

import (
	"context"
	"strings"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

var (
	// ErrUnknownPackaging: the brand keeps no packaging profile of that id.
	ErrUnknownPackaging = errs.New(errs.NotFound, "code.unknown_packaging", "no such packaging profile", "list the packaging profiles")
	// ErrBadPackaging: a profile that is kept needs a title.
	ErrBadPackaging = errs.New(errs.Invalid, "code.bad_packaging_title", "this is no title of a packaging profile", "give a title of 1 to 60 characters")
	// ErrPackagingKept: the same levels, or the same title, are kept already.
	ErrPackagingKept = errs.New(errs.Conflict, "code.packaging_exists", "a packaging profile of this title or of these levels is kept already", "take that one, or change its title")
	// ErrPackagingChanged: somebody else has changed the profile since it was read.
	ErrPackagingChanged = errs.New(errs.Changed, "code.packaging_changed", "somebody else has changed this packaging profile meanwhile", "look at what it is now, which the answer tells as current, and change that")
	// ErrPackagingRetired: no codes are ordered in it any more.
	ErrPackagingRetired = errs.New(errs.Conflict, "code.packaging_retired", "this packaging profile is not used any more", "choose another profile, or take this one up again")
)

// Packaging is a packaging profile that the brand keeps by a title, to order codes in.
type Packaging struct {
	model.PackagingProfile
	Profile
}

// PackagingChange is what is to become of a profile that is kept; nil leaves a part as it is.
// Its levels stay: codes were issued by them.
type PackagingChange struct {
	Title   *string
	Retired *bool
}

// PackagingQuery narrows profiles down.
type PackagingQuery struct {
	Text    string // stands in the title
	Retired *bool  // nil for both
}

// KeepPackaging keeps a packaging by a title. The same again is the one that is there. Errors:
// ErrBadPackaging, ErrBadProfile, ErrPackagingKept.
func (s *Service) KeepPackaging(ctx context.Context, title string, p Profile) (Packaging, error) {
	if err := checkTitle(title); err != nil {
		return Packaging{}, err
	}
	if err := p.check(); err != nil {
		return Packaging{}, err
	}
	var row model.PackagingProfile
	err := s.db.RunRaced(ctx, func(ctx context.Context) error {
		id, err := s.saveProfile(ctx, p)
		if err != nil {
			return err
		}
		current, err := s.store.packaging(ctx, id)
		if err != nil {
			return err
		}
		row = *current
		db.Note(ctx, "packaging profile %d", row.ID)
		switch {
		case row.Title == nil:
			row.Title = &title
			return s.store.setPackaging(ctx, row)
		case *row.Title != title:
			return ErrPackagingKept.With("%s", *row.Title)
		}
		return nil
	})
	return Packaging{row, p}, err
}

// GetPackaging returns a profile that is kept. Error: ErrUnknownPackaging.
func (s *Service) GetPackaging(ctx context.Context, id int64) (Packaging, error) {
	row, err := s.store.packaging(ctx, id)
	if err == nil && (row == nil || row.Title == nil) {
		err = ErrUnknownPackaging.With("id %d", id)
	}
	if err != nil {
		return Packaging{}, err
	}
	return packaging(*row)
}

// UsablePackaging is GetPackaging for who orders codes in it. Error: ErrPackagingRetired, too.
func (s *Service) UsablePackaging(ctx context.Context, id int64) (Packaging, error) {
	p, err := s.GetPackaging(ctx, id)
	if err == nil && p.RetiredAt != nil {
		err = ErrPackagingRetired.With("%s", *p.Title)
	}
	return p, err
}

// Packagings pages through profiles that are kept, by title, after one of an id (0: from the
// first). Error: ErrUnknownPackaging, where after is none.
func (s *Service) Packagings(ctx context.Context, q PackagingQuery, after int64, limit int) ([]Packaging, error) {
	var last Packaging
	if after != 0 {
		var err error
		if last, err = s.GetPackaging(ctx, after); err != nil {
			return nil, err
		}
	}
	rows, err := s.store.packagings(ctx, q, last.Title, limit)
	if err != nil {
		return nil, err
	}
	all := make([]Packaging, len(rows))
	for i, row := range rows {
		if all[i], err = packaging(row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// ChangePackaging changes the title of a profile as it was in a version, or whether it is used.
// Errors: ErrUnknownPackaging, ErrBadPackaging, ErrPackagingKept, and ErrPackagingChanged with
// what it is by now.
func (s *Service) ChangePackaging(ctx context.Context, id, version int64, c PackagingChange) (Packaging, error) {
	var p Packaging
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		if err = s.store.holdPackaging(ctx, id); err != nil {
			return err
		}
		if p, err = s.GetPackaging(ctx, id); err != nil {
			return err
		}
		if p.Version != version {
			return ErrPackagingChanged.With("it is in version %d, and the change is of version %d", p.Version, version)
		}
		next := p.PackagingProfile
		if c.Title != nil {
			if err := checkTitle(*c.Title); err != nil {
				return err
			}
			next.Title = c.Title
		}
		if c.Retired != nil && *c.Retired != (next.RetiredAt != nil) {
			now := s.clock.Now()
			if next.RetiredAt = &now; !*c.Retired {
				next.RetiredAt = nil
			}
		}
		next.Version++
		db.Note(ctx, "packaging profile %d", id)
		if err := s.store.setPackaging(ctx, next); err != nil {
			return err
		}
		p.PackagingProfile = next
		return nil
	})
	return p, err
}

func packaging(row model.PackagingProfile) (Packaging, error) {
	p, err := ParseProfile(row.Name, row.Levels)
	return Packaging{row, p}, err
}

func checkTitle(title string) error {
	if n := utf8.RuneCountInString(title); n == 0 || n > maxPackagingTitle || strings.TrimSpace(title) != title {
		return ErrBadPackaging.With("%.80q", title)
	}
	return nil
}

const maxPackagingTitle = 60

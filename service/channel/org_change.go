package channel

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

// ErrChanged: somebody else has changed an organisation since it was read.
var ErrChanged = errs.New(errs.Changed, "channel.changed", "somebody else has changed this organisation meanwhile", "look at what it is now, which the answer tells as current, and change that")

// OrgChange is what is to become of an organisation; nil leaves a field as it is.
type OrgChange struct {
	Name, Adcode *string
}

// ChangeOrg changes the name and the place of an organisation, as it was in a version. What
// changes nothing makes no version. Errors: ErrUnknownOrg, ErrBadOrg, and ErrChanged, with what
// the organisation is by now.
func (s *Service) ChangeOrg(ctx context.Context, id model.OrgID, version int64, c OrgChange) (model.Org, error) {
	return s.edit(ctx, id, version, func(_ context.Context, org *model.Org) error {
		next := NewOrg{Code: org.Code, Kind: org.Kind, Name: org.Name, Adcode: org.Adcode}
		if c.Name != nil {
			next.Name = *c.Name
		}
		if c.Adcode != nil {
			next.Adcode = *c.Adcode
		}
		if err := next.check(); err != nil {
			return err
		}
		org.Name, org.Adcode = next.Name, next.Adcode
		return nil
	})
}

// edit changes an organisation as it was in a version, while nobody else does. What changes
// nothing makes no version. Errors: ErrUnknownOrg, that of change, and ErrChanged, with what the
// organisation is by now.
func (s *Service) edit(ctx context.Context, id model.OrgID, version int64, change func(ctx context.Context, org *model.Org) error) (model.Org, error) {
	var org model.Org
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		if err = s.store.lockOrgs(ctx, []model.OrgID{id}); err != nil {
			return err
		}
		if org, err = s.GetOrg(ctx, id); err != nil {
			return err
		}
		if org.Version != version {
			return ErrChanged.With("it is in version %d, and the change is of version %d", org.Version, version)
		}
		db.Note(ctx, "organisation %d", org.ID)
		changed := org
		if err = change(ctx, &changed); err != nil || changed == org {
			return err
		}
		changed.Version++
		org = changed
		return s.store.putOrg(ctx, changed)
	})
	return org, err
}

package channel

import (
	"context"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/geo"
	"channelrouter/model"
)

// Link says that from a moment on parent supplies child with a product line, and
// nobody else does. A moment in the past corrects the record; scans judged before
// keep what was known then.
func (s *Service) Link(ctx context.Context, child, parent model.OrgID, line string, from time.Time) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		if child == parent {
			return ErrBadLink.With("an organisation does not supply itself")
		}
		if err := s.store.lockOrgs(ctx, []model.OrgID{child, parent}); err != nil {
			return err
		}
		orgs, err := s.Orgs(ctx, []model.OrgID{child, parent})
		if err != nil {
			return err
		}
		if len(orgs) != 2 {
			return ErrUnknownOrg.With("ids %d and %d", child, parent)
		}
		for _, o := range orgs {
			if err := CheckOpen(o); err != nil {
				return err
			}
		}
		if err := maySupply(orgs[parent].Kind, orgs[child].Kind); err != nil {
			return err
		}
		return s.relink(ctx, []model.OrgLink{{ChildID: child, ParentID: parent, Line: line, Period: validFrom(from)}})
	})
}

func maySupply(parent, child model.OrgKind) error {
	if !slices.Contains(suppliers[child], parent) {
		return ErrBadLink.With("%s supplied by %s", KindName(child), KindName(parent))
	}
	return nil
}

// relink replaces the suppliers of the links' children, one at most for each line, from
// the moment on that a link becomes valid. The caller has locked the children.
func (s *Service) relink(ctx context.Context, links []model.OrgLink) error {
	type supply struct {
		child model.OrgID
		line  string
	}
	now := s.clock.Now()
	children := make([]model.OrgID, len(links))
	changed := make(map[supply]time.Time, len(links))
	for i, l := range links {
		children[i] = l.ChildID
		changed[supply{l.ChildID, l.Line}] = l.ValidFrom
	}
	current, err := s.store.linksOf(ctx, children)
	if err != nil {
		return err
	}
	var ended []int64
	var rows []model.OrgLink
	for _, old := range current {
		from, other := changed[supply{old.ChildID, old.Line}]
		if !other || !old.ValidTo.After(from) {
			continue
		}
		ended = append(ended, old.ID)
		if left, ok := cut(old.Period, from, now); ok {
			old.ID, old.Period = s.ids.Next(), left
			rows = append(rows, old)
		}
	}
	for _, l := range links {
		l.ID, l.RecordedFrom, l.RecordedTo = s.ids.Next(), now, model.Forever
		rows = append(rows, l)
	}
	if err := disbelieve[model.OrgLink](ctx, s.store, ended, now); err != nil {
		return err
	}
	return insert(ctx, s.store, rows)
}

func territoryPrefix(text string) (string, error) {
	prefix, err := geo.Prefix(text)
	if err != nil {
		return "", ErrBadTerritory.With("%q: %v", text, err)
	}
	return prefix, nil
}

// Join moves a person to an organisation in a role from a moment on: what he did in that
// role elsewhere ends. TakeUp adds an organisation to those that he acts for.
func (s *Service) Join(ctx context.Context, person model.PersonID, role model.Role, org model.OrgID, from time.Time) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.lockMemberships(ctx); err != nil {
			return err
		}
		if err := s.mayEmploy(ctx, org, role); err != nil {
			return err
		}
		if _, err := s.end(ctx, person, role, 0, from); err != nil {
			return err
		}
		return insert(ctx, s.store, []model.Membership{{
			ID: s.ids.Next(), PersonID: person, Role: role, OrgID: org, Period: newPeriod(from, s.clock.Now()),
		}})
	})
}

// Leave ends what a person does for an organisation in a role at a moment. Scans before
// it are judged as ever. Errors: ErrUnknownOrg, ErrUnknownMembership.
func (s *Service) Leave(ctx context.Context, person model.PersonID, role model.Role, org model.OrgID, at time.Time) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		if _, err := s.GetOrg(ctx, org); err != nil {
			return err
		}
		if err := s.store.lockMemberships(ctx); err != nil {
			return err
		}
		ended, err := s.end(ctx, person, role, org, at)
		if err == nil && ended == 0 {
			err = ErrUnknownMembership.With("person %d as %s", person, RoleName(role))
		}
		return err
	})
}

// end ends the memberships of a person in a role, at one organisation or (0) at all, and
// says how many. The caller has locked memberships.
func (s *Service) end(ctx context.Context, person model.PersonID, role model.Role, org model.OrgID, at time.Time) (int, error) {
	memberships, err := s.store.membershipsOf(ctx, []model.PersonID{person})
	if err != nil {
		return 0, err
	}
	at = clock.Normal(at)
	ended := slices.DeleteFunc(since(memberships, at), func(m model.Membership) bool {
		return m.Role != role || org != 0 && m.OrgID != org
	})
	return len(ended), endRows(ctx, s, ended, func(m *model.Membership) *int64 { return &m.ID }, at)
}

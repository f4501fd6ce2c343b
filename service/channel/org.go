package channel

import (
	"context"
	"time"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/internal/geo"
	"channelrouter/model"
)

// NewOrg describes an organisation to create.
type NewOrg struct {
	Code   string
	Kind   model.OrgKind
	Name   string
	Adcode string // GB/T 2260, six digits
}

// check makes sure that the fields are there and fit, and completes a short adcode.
func (n *NewOrg) check() error {
	if n.Code == "" || n.Name == "" || KindName(n.Kind) == "" ||
		utf8.RuneCountInString(n.Code) > maxCode || utf8.RuneCountInString(n.Name) > maxName {
		return ErrBadOrg.With("code %q (at most %d characters), name %q (at most %d)", n.Code, maxCode, n.Name, maxName)
	}
	division, known := geo.Find(n.Adcode)
	if !known {
		return ErrBadOrg.With("adcode %q is not in GB/T 2260", n.Adcode)
	}
	n.Adcode = division.Code
	return nil
}

// What the columns hold.
const (
	maxCode = 32
	maxName = 120
)

// CreateOrg creates an organisation, or returns the one that is there already, the same
// in everything. Whoever means to change one says so by an import: Error ErrOrgExists.
func (s *Service) CreateOrg(ctx context.Context, n NewOrg) (model.Org, error) {
	if err := n.check(); err != nil {
		return model.Org{}, err
	}
	var org model.Org
	err := s.db.RunRaced(ctx, func(ctx context.Context) error {
		existing, err := s.store.orgsByCode(ctx, []string{n.Code})
		if err != nil {
			return err
		}
		if len(existing) == 1 {
			org = existing[0]
			if org.Kind != n.Kind || org.Name != n.Name || org.Adcode != n.Adcode {
				return ErrOrgExists.With("%s is the %s %q in %s", org.Code, KindName(org.Kind), org.Name, org.Adcode)
			}
			db.Note(ctx, "organisation %d", org.ID)
			return nil
		}
		org = s.newOrg(n)
		db.Note(ctx, "organisation %d", org.ID)
		return s.store.insertOrgs(ctx, []model.Org{org})
	})
	return org, err
}

func (s *Service) newOrg(n NewOrg) model.Org {
	return model.Org{
		ID: model.OrgID(s.ids.Next()), Code: n.Code, Kind: n.Kind,
		Name: n.Name, Adcode: n.Adcode, CreatedAt: s.clock.Now(), Version: 1,
	}
}

// GetOrg returns an organisation by id.
func (s *Service) GetOrg(ctx context.Context, id model.OrgID) (model.Org, error) {
	orgs, err := s.store.orgs(ctx, []model.OrgID{id})
	if err != nil {
		return model.Org{}, err
	}
	if len(orgs) == 0 {
		return model.Org{}, ErrUnknownOrg.With("id %d", id)
	}
	return orgs[0], nil
}

// GetOrgByCode returns an organisation by the brand's own number for it.
func (s *Service) GetOrgByCode(ctx context.Context, code string) (model.Org, error) {
	orgs, err := s.store.orgsByCode(ctx, []string{code})
	if err != nil {
		return model.Org{}, err
	}
	if len(orgs) == 0 {
		return model.Org{}, ErrUnknownOrg.With("code %q", code)
	}
	return orgs[0], nil
}

// OrgsByCode returns the organisations that the brand numbers so, by their codes. Error:
// ErrUnknownOrg, where one is missing.
func (s *Service) OrgsByCode(ctx context.Context, codes []string) (map[string]model.Org, error) {
	rows, err := s.store.orgsByCode(ctx, codes)
	if err != nil {
		return nil, err
	}
	byCode := make(map[string]model.Org, len(rows))
	for _, o := range rows {
		byCode[o.Code] = o
	}
	for _, c := range codes {
		if _, found := byCode[c]; !found {
			return nil, ErrUnknownOrg.With("code %q", c)
		}
	}
	return byCode, nil
}

// Orgs returns the organisations of ids that exist, by id.
func (s *Service) Orgs(ctx context.Context, ids []model.OrgID) (map[model.OrgID]model.Org, error) {
	found := make(map[model.OrgID]model.Org, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	orgs, err := s.store.orgs(ctx, ids)
	for _, o := range orgs {
		found[o.ID] = o
	}
	return found, err
}

// ListOrgs pages through organisations by id; kind 0 means all kinds.
func (s *Service) ListOrgs(ctx context.Context, kind model.OrgKind, after model.OrgID, limit int) ([]model.Org, error) {
	return s.store.listOrgs(ctx, kind, after, limit)
}

// maxTiers bounds a walk through the channel, against cycles made by mistake.
const maxTiers = 8

// Subtree tells whether an organisation stands below root, or is it, at a time.
func (s *Service) Subtree(ctx context.Context, root, org model.OrgID, at time.Time) (bool, error) {
	above, err := s.Above(ctx, []model.OrgID{org}, at)
	return above[org][root], err
}

// Above returns all organisations above each at a time, itself included: for any product
// line, in as many queries as the channel has tiers.
func (s *Service) Above(ctx context.Context, orgs []model.OrgID, at time.Time) (map[model.OrgID]map[model.OrgID]bool, error) {
	parents := map[model.OrgID][]model.OrgID{}
	level := orgs
	for tier := 0; tier < maxTiers && len(level) > 0; tier++ {
		links, err := s.store.linksOf(ctx, level)
		if err != nil {
			return nil, err
		}
		var next []model.OrgID
		for _, o := range level {
			parents[o] = nil
		}
		for _, l := range links {
			if !validAt(l.Period, at) {
				continue
			}
			parents[l.ChildID] = append(parents[l.ChildID], l.ParentID)
			if _, known := parents[l.ParentID]; !known {
				next = append(next, l.ParentID)
			}
		}
		level = next
	}
	above := make(map[model.OrgID]map[model.OrgID]bool, len(orgs))
	for _, o := range orgs {
		reached := map[model.OrgID]bool{}
		for open := []model.OrgID{o}; len(open) > 0; open = open[1:] {
			if !reached[open[0]] {
				reached[open[0]] = true
				open = append(open, parents[open[0]]...)
			}
		}
		above[o] = reached
	}
	return above, nil
}

package channel

import (
	"context"
	"strings"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

// ErrBadSort: organisations are not sorted by that.
var ErrBadSort = errs.New(errs.Invalid, "channel.bad_sort", "organisations are not sorted by this", "sort by code, name, kind or created_at, with - before it for the other way round")

// OrgQuery narrows organisations down, and says in which order they come.
type OrgQuery struct {
	Kind     model.OrgKind // 0 for all
	Text     string        // stands at the beginning of the code or anywhere in the name
	Prefix   string        // of the division, of two to six digits
	Supplier model.OrgID   // who supplies them today; 0 for anybody
	Line     string        // with Supplier: with this product line; "" with any
	Orphan   bool          // only open ones whom nobody supplies today, the brand left out
	State    string        // OrgOpen or OrgClosed today; "" for both
	Sort     string        // code, name, kind or created_at, maybe with - before; "" by id
}

// The states of organisations.
const (
	OrgOpen   = "open"
	OrgClosed = "closed"
)

// orgOrders are the columns by which organisations are sorted. Each is followed by the id.
var orgOrders = map[string]string{"code": "code", "name": "name", "kind": "kind", "created_at": "created_at"}

// FindOrgs pages through organisations. after is the last one of the page before. Errors:
// ErrBadSort, ErrUnknownOrg where after is nobody.
func (s *Service) FindOrgs(ctx context.Context, q OrgQuery, after model.OrgID, limit int) ([]model.Org, error) {
	key, falling := strings.CutPrefix(q.Sort, "-")
	column := orgOrders[key]
	if column == "" && q.Sort != "" {
		return nil, ErrBadSort.With("%.40q", q.Sort)
	}
	var last model.Org
	if after != 0 && column != "" {
		var err error
		if last, err = s.GetOrg(ctx, after); err != nil {
			return nil, err
		}
	}
	last.ID = after
	return s.store.findOrgs(ctx, q, orgOrder{column, falling}, last, s.clock.Now(), limit)
}

// CountOrgs is how many organisations a query finds.
func (s *Service) CountOrgs(ctx context.Context, q OrgQuery) (int64, error) {
	return s.store.countOrgs(ctx, q, s.clock.Now())
}

// Children counts whom organisations supply today, with a product line or ("") with any.
func (s *Service) Children(ctx context.Context, parents []model.OrgID, line string) (map[model.OrgID]int64, error) {
	if len(parents) == 0 {
		return nil, nil
	}
	return s.store.countChildren(ctx, parents, line, s.clock.Now())
}

// Path is who stands above an organisation today, from the uppermost down to itself: for a
// product line; "" follows the supply of every line, and where there is none that of any.
func (s *Service) Path(ctx context.Context, org model.OrgID, line string) ([]model.Org, error) {
	now := s.clock.Now()
	var path []model.Org
	seen := map[model.OrgID]bool{}
	for at := org; at != 0 && !seen[at] && len(path) <= maxTiers; {
		seen[at] = true
		o, err := s.GetOrg(ctx, at)
		if err != nil {
			return nil, err
		}
		path = append([]model.Org{o}, path...)
		links, err := s.store.linksOf(ctx, []model.OrgID{at})
		if err != nil {
			return nil, err
		}
		at = supplier(links, line, now)
		for _, l := range links {
			if at == 0 && line == "" && validAt(l.Period, now) {
				at = l.ParentID
			}
		}
	}
	return path, nil
}

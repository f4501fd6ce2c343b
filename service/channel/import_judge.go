package channel

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/model"
)

// lookUp finds the organisations that a file names, as row or as supplier.
func (s *Service) lookUp(ctx context.Context, rows []*importRow) (map[string]model.Org, error) {
	codes := make([]string, 0, len(rows))
	for _, r := range rows {
		codes = append(codes, r.org.Code)
		if r.parent != "" {
			codes = append(codes, r.parent)
		}
	}
	slices.Sort(codes)
	orgs, err := s.store.orgsByCode(ctx, slices.Compact(codes))
	known := make(map[string]model.Org, len(orgs))
	for _, o := range orgs {
		known[o.Code] = o
	}
	return known, err
}

// judge refuses the rows that contradict each other or what is known, and returns the
// others, suppliers before those whom they supply.
func judge(rows []*importRow, known map[string]model.Org) []*importRow {
	j := judgement{known: known, rows: make(map[string]*importRow, len(rows))}
	for _, r := range rows {
		first, twice := j.rows[r.org.Code]
		switch {
		case !twice:
			j.rows[r.org.Code] = r
		case r.refused == nil:
			r.follow(first)
		}
	}
	var good []*importRow
	for _, r := range rows {
		j.visit(r)
		if r.first != nil && r.refused == nil {
			r.join()
		}
		if r.refused == nil {
			good = append(good, r)
		}
	}
	slices.SortStableFunc(good, func(a, b *importRow) int { return cmp.Compare(a.depth, b.depth) })
	return good
}

// follow makes a row one that says more of an organisation which stands in the file already:
// of another product line. One that says something else of it is refused.
func (r *importRow) follow(first *importRow) {
	for same := first; same != nil; same = same.next {
		if same.supplied == r.supplied || r.org != same.org {
			r.refused, r.wrong = ErrOrgExists.With("code %q stands in line %d already", r.org.Code, same.line), colCode+1
			return
		}
	}
	r.first, r.next, first.next = first, first.next, r
}

// join puts a row behind the first one of its organisation, whose verdict is its, too.
func (r *importRow) join() {
	if r.first.refused != nil {
		r.refused = ErrUnknownOrg.With("line %d, the first of %s, is refused", r.first.line, r.org.Code)
		return
	}
	r.depth = max(r.depth, r.first.depth)
}

type judgement struct {
	rows  map[string]*importRow // by code
	known map[string]model.Org
}

// visit judges a row after its supplier's.
func (j judgement) visit(r *importRow) {
	if r.visited || r.refused != nil {
		return
	}
	r.visited = true
	if old, exists := j.known[r.org.Code]; exists && old.Kind != r.org.Kind {
		r.refused, r.wrong = ErrOrgExists.With("%s is a %s", r.org.Code, KindName(old.Kind)), colKind+1
		return
	}
	if err := CheckOpen(j.known[r.org.Code]); err != nil {
		r.refused, r.wrong = err, colCode+1
		return
	}
	if r.parent == "" {
		return
	}
	r.depth = inProgress
	kind, depth, err := j.supplier(r)
	if err == nil {
		err = maySupply(kind, r.org.Kind)
	}
	if r.depth, r.refused = depth+1, err; err != nil {
		r.wrong = colParent + 1
	}
}

// inProgress marks rows on the way up to whom a visit has not come to an end.
const inProgress = -1

// supplier finds a row's supplier: in the file if its row is good, else among the known.
func (j judgement) supplier(r *importRow) (kind model.OrgKind, depth int, err error) {
	above := j.rows[r.parent]
	if above != nil {
		if above.depth == inProgress {
			return 0, 0, ErrBadLink.With("%s supplies itself by way of %s", r.parent, r.org.Code)
		}
		j.visit(above)
		if above.refused == nil {
			return above.org.Kind, above.depth, nil
		}
	}
	if old, exists := j.known[r.parent]; exists {
		return old.Kind, 0, CheckOpen(old)
	}
	if above != nil {
		return 0, 0, ErrUnknownOrg.With("supplier %q in line %d is refused", r.parent, above.line)
	}
	return 0, 0, ErrUnknownOrg.With("supplier %q", r.parent)
}

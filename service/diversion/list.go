package diversion

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"channelrouter/internal/errs"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// ErrBadSort: cases are not sorted by that.
var ErrBadSort = errs.New(errs.Invalid, "diversion.bad_sort", "cases are not sorted by this", "sort by opened_at, score, units or penalty_fen, with - before it for the other way round")

// Query narrows cases down, and says in which order they come.
type Query struct {
	Statuses  []model.CaseStatus // none: all but what is only watched
	Origin    model.OrgID
	Terminal  model.OrgID // where they surfaced
	Prefix    string      // of the division in which they surfaced, two to six digits
	Product   model.ProductID
	Line      string // of the product
	Inspector model.PersonID
	From, To  time.Time // opened from one moment on, and before another; zero: at any time
	ScoreFrom int
	ScoreTo   int    // 0: any
	Sort      string // opened_at, score, units or penalty_fen, maybe with - before; "": opened_at
}

// Statuses are all of them, in the order of a case's life.
func Statuses() []model.CaseStatus {
	return slices.Concat([]model.CaseStatus{model.CaseWatched}, undecided, []model.CaseStatus{model.CaseConfirmed, model.CaseDismissed, model.CaseReversed})
}

// aboutFew tells whether a query is about somebody's cases, which are few beside all.
func (q Query) aboutFew() bool { return q.Origin != 0 || q.Terminal != 0 || q.Inspector != 0 }

func (q Query) statuses() []model.CaseStatus {
	if len(q.Statuses) == 0 {
		return Statuses()[1:]
	}
	return q.Statuses
}

// order is what cases are sorted by before their ids.
type order struct {
	column  string
	falling bool
	value   func(model.DiversionCase) any
	compare func(a, b model.DiversionCase) int
}

func sortedBy[T any](column string, value func(model.DiversionCase) T, compare func(a, b T) int) order {
	return order{
		column: column, value: func(c model.DiversionCase) any { return value(c) },
		compare: func(a, b model.DiversionCase) int { return compare(value(a), value(b)) },
	}
}

var orders = map[string]order{
	"opened_at":   sortedBy("opened_at", func(c model.DiversionCase) time.Time { return c.OpenedAt }, time.Time.Compare),
	"score":       sortedBy("score", func(c model.DiversionCase) int { return c.Score }, cmp.Compare[int]),
	"units":       sortedBy("units", func(c model.DiversionCase) int64 { return c.Units }, cmp.Compare[int64]),
	"penalty_fen": sortedBy("penalty_fen", func(c model.DiversionCase) money.Fen { return c.PenaltyFen }, cmp.Compare[money.Fen]),
}

// Find pages through cases behind the last one of the page before (0: from the first). It asks
// for a page of each status, which an index has in the order that is asked for, and takes the
// first of them all: what it costs does not grow with the cases that are there. Errors:
// ErrBadSort, ErrUnknownCase where after is none.
func (s *Service) Find(ctx context.Context, q Query, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	key, falling := strings.CutPrefix(cmp.Or(q.Sort, "opened_at"), "-")
	by, known := orders[key]
	if by.falling = falling; !known {
		return nil, ErrBadSort.With("%.40q", q.Sort)
	}
	last := model.DiversionCase{ID: after}
	if after != 0 {
		var err error
		if last, err = s.Get(ctx, after); err != nil {
			return nil, err
		}
	}
	products, none, err := s.productsOf(ctx, q)
	if err != nil || none {
		return nil, err
	}
	var all []model.DiversionCase
	for _, status := range q.statuses() {
		page, err := s.store.find(ctx, q, products, status, by, last, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	slices.SortFunc(all, func(a, b model.DiversionCase) int {
		at := cmp.Or(by.compare(a, b), cmp.Compare(a.ID, b.ID))
		if by.falling {
			return -at
		}
		return at
	})
	return all[:min(limit, len(all))], nil
}

// mostCounted is up to how many cases of a status are counted.
const mostCounted = 1000

// Counted is how many cases there are of a status.
type Counted struct {
	Status model.CaseStatus
	Cases  int64
	More   bool // than are counted
}

// Count tells for each status how many cases a query finds, up to a thousand.
func (s *Service) Count(ctx context.Context, q Query) ([]Counted, error) {
	products, none, err := s.productsOf(ctx, q)
	if err != nil {
		return nil, err
	}
	counts := make([]Counted, len(q.statuses()))
	for i, status := range q.statuses() {
		counts[i].Status = status
		if none {
			continue
		}
		n, err := s.store.count(ctx, q, products, status, mostCounted+1)
		if err != nil {
			return nil, err
		}
		counts[i].Cases, counts[i].More = min(n, mostCounted), n > mostCounted
	}
	return counts, nil
}

// productsOf are the products that a query is about, none for all of them; none tells that it is
// about no product that there is.
func (s *Service) productsOf(ctx context.Context, q Query) (products []model.ProductID, none bool, err error) {
	if q.Product != 0 {
		products = []model.ProductID{q.Product}
	}
	if q.Line == "" {
		return products, false, nil
	}
	all, err := s.catalog.All(ctx)
	products = nil
	for _, p := range all {
		if p.Line == q.Line && (q.Product == 0 || q.Product == p.ID) {
			products = append(products, p.ID)
		}
	}
	return products, len(products) == 0, err
}

// mostInspectors is of how many people one is told that cases were given to them.
const mostInspectors = 200

// Inspectors are those whom cases are given to, by id, two hundred at most. It costs as much as
// they are, not as their cases.
func (s *Service) Inspectors(ctx context.Context) ([]model.PersonID, error) {
	return s.store.inspectors(ctx, mostInspectors)
}

// Next is the case that continues a closed one of the same lot; 0 where none does.
func (s *Service) Next(ctx context.Context, c model.DiversionCase) (model.CaseID, error) {
	return s.store.next(ctx, c)
}

// mostJoined is of how many lots whose flags a case took one is told.
const mostJoined = 100

// JoinedTo are the watched lots whose flags a case took, a hundred at most.
func (s *Service) JoinedTo(ctx context.Context, id model.CaseID) ([]model.DiversionCase, error) {
	return s.store.joinedTo(ctx, id, mostJoined)
}

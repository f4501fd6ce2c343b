package custody

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"gorm.io/gorm"
	"pgregory.net/rapid"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

// PaperFold says what folding a paper log in order amounts to: the trace of any item at
// any time, and what becomes of each event.
func PaperFold(log []Command) (trace func(model.ItemID, time.Time) Trace, states map[string]model.EventState) {
	s := &state{formula: paperFormula}
	states = map[string]model.EventState{}
	for _, e := range stepsOf(log) {
		states[e.Key] = model.EventApplied
		if s.apply(e) != nil {
			states[e.Key] = model.EventPending
		}
	}
	return func(i model.ItemID, at time.Time) Trace {
		t := Trace{Chain: []model.ItemID{i}}
		for parent := s.parentAt(i, at); parent != 0; parent = s.parentAt(parent, at) {
			t.Chain = append(t.Chain, parent)
		}
		top := t.Chain[len(t.Chain)-1]
		h, known := s.holders.at(top, at)
		t.Holder, t.InTransit, t.Lost, t.Known = h.org, h.inTransit, h.lost, known
		meant, _ := s.assignments.at(top, at)
		t.Assigned, t.For = meant.org, meant.use
		return t
	}, states
}

// CheckStored holds the stored spans of goods, sorted and disjoint, against the promises
// of the timeline.
func (s *Service) CheckStored(ctx context.Context, t rapid.TB, goods []model.ItemRange) {
	t.Helper()
	l, err := s.load(ctx, goods)
	if err != nil {
		t.Fatal(err)
	}
	checkShape(t, &l.links)
	checkShape(t, &l.holders)
	checkShape(t, &l.assignments)
}

// DiffersAnew says in what the stored spans of whole batches differ from what folding
// their log anew gives; "" when in nothing.
func (s *Service) DiffersAnew(ctx context.Context, goods []model.ItemRange) (string, error) {
	stored, err := s.load(ctx, goods)
	if err != nil {
		return "", err
	}
	steps, err := s.store.eventsOver(ctx, s.bounds(goods))
	if err != nil {
		return "", err
	}
	homes, err := s.homes(ctx, goods)
	if err != nil {
		return "", err
	}
	anew := &state{formula: s.formula(homes)}
	for _, e := range inOrder(steps) {
		_ = anew.apply(e)
	}
	stored.join()
	anew.join()
	for _, links := range [][]span[link]{stored.links.spans, anew.links.spans} {
		for i := range links { // one run that was cut counts from its first item still
			links[i].value = links[i].value.from(links[i].items.From)
		}
	}
	for name, both := range map[string][2]any{
		"links": {stored.links.spans, anew.links.spans}, "holders": {stored.holders.spans, anew.holders.spans},
		"assignments": {stored.assignments.spans, anew.assignments.spans},
	} {
		if !reflect.DeepEqual(both[0], both[1]) {
			return fmt.Sprintf("%s are stored as\n%v\nand folded anew\n%v", name, both[0], both[1]), nil
		}
	}
	return "", nil
}

// Homes says in what the line has packed scattered items.
func (s *Service) Homes(ctx context.Context, items []model.ItemID) (map[model.ItemID]model.ItemID, error) {
	return s.store.containersOf(ctx, items)
}

// AtOnce does something in a transaction in which another has packed the same items, so many
// times, and says whether that is a refusal.
func (s *Service) AtOnce(ctx context.Context, times int, do func(ctx context.Context) error) (refused bool, err error) {
	err = s.atOnce(ctx, func(ctx context.Context) error {
		if err := do(ctx); err != nil {
			return err
		}
		if times--; times >= 0 {
			return errAtOnce
		}
		return nil
	})
	return errs.IsRefusal(err), err
}

// InOrderOnly answers ErrNotVoidable when an event packed scattered items.
func (s *Service) InOrderOnly(ctx context.Context, e model.CustodyEvent, ranges []model.CustodyEventRange) error {
	return s.inOrderOnly(ctx, step{CustodyEvent: e, ranges: ranges})
}

// Said is what a line says that a container holds.
type Said struct {
	Container model.ItemID
	Items     []model.ItemID
	By        string
	At        time.Time
}

// SaidOf returns what stands of what was said of containers.
func (s *Service) SaidOf(ctx context.Context, containers model.ItemRange) ([]Said, error) {
	var each []model.ItemID
	for c := containers.From; c < containers.To; c++ {
		each = append(each, c)
	}
	d := newDispute(source{}, nil)
	if err := s.filled(ctx, d, each); err != nil {
		return nil, err
	}
	var all []Said
	for container, o := range d.owners {
		all = append(all, Said{container, d.holds[container], o.line, o.at})
	}
	return all, nil
}

// Rivals returns what was said of items and does not stand.
func (s *Service) Rivals(ctx context.Context, items []model.ItemID) ([]Said, error) {
	rivals, err := s.rivalsOf(ctx, items)
	var all []Said
	for _, of := range rivals {
		for _, r := range of {
			all = append(all, Said{r.container, []model.ItemID{r.item}, r.line, r.at})
		}
	}
	return all, err
}

// from is the same link, counted from the container of an item on.
func (l link) from(item model.ItemID) link {
	if l.parent == 0 {
		return l
	}
	ahead := (item - l.base) / model.ItemID(l.perParent)
	return link{parent: l.parent + ahead, base: l.base + ahead*model.ItemID(l.perParent), perParent: l.perParent}
}

// ComingSQL is the statement that seeks what of a shipment is on its way.
func (s *Service) ComingSQL(ctx context.Context, shipment model.CustodyEvent, r model.ItemRange) string {
	return s.db.Conn(ctx).ToSQL(func(g *gorm.DB) *gorm.DB {
		return s.store.onTheWay(g, shipment, r).Find(&[]model.HolderSpan{})
	})
}

// HadSQL is the statement that seeks what an organisation had.
func (s *Service) HadSQL(ctx context.Context, org model.OrgID, from, to time.Time) string {
	return s.db.Conn(ctx).ToSQL(func(g *gorm.DB) *gorm.DB {
		return s.store.had(g, org, from, to).Find(&[]model.HolderSpan{})
	})
}

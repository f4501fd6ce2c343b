package scan

import (
	"context"
	"encoding/json"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

// onceKey is what can be won once.
type onceKey struct {
	item    model.ItemID
	purpose model.Purpose
}

// world is everything that a batch is decided on, loaded at once.
type world struct {
	pseudonym   func(text string) int64 // of devices and addresses
	visits      []*visit
	memberships map[model.PersonID][]model.Membership
	choices     map[model.PersonID][]model.RoleChoice // of those with several memberships
	traces      map[custody.Point]custody.Trace
	once        map[onceKey]model.ScanOnce
	products    map[model.ProductID]model.Product
	caps        map[model.ItemID]model.ItemID     // of bottles that one closes
	united      map[model.PersonID]model.PersonID // of those who scan what another won: who they are by now
}

func (w *world) trace(v *visit) custody.Trace { return w.traces[v.point()] }

// point asks for the goods' way. Staff see who holds them.
func (v *visit) point() custody.Point {
	return custody.Point{Item: v.resolved.Item, At: v.in.At, Held: seesTrace(v.in.Role), Cleared: true}
}

func seesTrace(r model.Role) bool {
	return r == model.RoleSalesperson || r == model.RoleDistributor || r == model.RoleTerminal
}

// load reads the set: retries, memberships, the goods' ways, and what was won before.
func (s *Service) load(ctx context.Context, visits []*visit) (*world, error) {
	w := &world{visits: visits, products: map[model.ProductID]model.Product{}, pseudonym: s.pseudonym}
	if err := s.answerRetries(ctx, visits); err != nil {
		return nil, err
	}
	if err := s.meetPairs(ctx, w); err != nil {
		return nil, err
	}
	var people []model.PersonID
	var points []custody.Point
	for _, v := range visits {
		if !v.alive() {
			continue
		}
		people = append(people, v.in.Person)
		points = append(points, v.point())
		product, err := s.Catalog.Get(ctx, v.resolved.Batch.ProductID)
		if err != nil {
			return nil, err
		}
		w.products[product.ID] = product
	}
	var err error
	if w.memberships, err = s.Channel.MembershipHistory(ctx, people); err != nil {
		return nil, err
	}
	if w.choices, err = s.Channel.Choices(ctx, several(w.memberships)); err != nil {
		return nil, err
	}
	if w.traces, err = s.Custody.Traces(ctx, points); err != nil {
		return nil, err
	}
	if w.once, err = s.onceOf(ctx, w.traces); err != nil {
		return nil, err
	}
	return w, s.addWonOfCaps(ctx, w)
}

// onceOf reads what was won of goods and of the cases they were in.
func (s *Service) onceOf(ctx context.Context, traces map[custody.Point]custody.Trace) (map[onceKey]model.ScanOnce, error) {
	var items []model.ItemID
	for _, t := range traces {
		items = append(items, t.Chain[0])
		if c := t.In(model.LevelCase); c != 0 && c != t.Chain[0] {
			items = append(items, c)
		}
	}
	return s.store.once(ctx, items)
}

// answerRetries gives visits whose key was used before the stored answer.
func (s *Service) answerRetries(ctx context.Context, visits []*visit) error {
	keyed := map[retryKey]*visit{}
	for _, v := range visits {
		if v.in.Key != "" {
			keyed[retryKey{v.in.Person, v.in.Key}] = v
		}
	}
	if len(keyed) == 0 {
		return nil
	}
	stored, err := s.store.scansByKey(ctx, keyed)
	if err != nil {
		return err
	}
	for _, scan := range stored {
		if v := keyed[retryKey{scan.PersonID, scan.Key}]; v != nil {
			v.retry(scan)
		}
	}
	return nil
}

// retry answers a visit with what its key was used for.
func (v *visit) retry(scan model.Scan) {
	if scan.InputHash != v.hash {
		v.err = ErrKeyReused.With("key %q", scan.Key)
		return
	}
	v.replay(scan)
}

// replay answers a visit with a stored scan.
func (v *visit) replay(scan model.Scan) {
	v.answer, v.replayed = Answer{}, true
	v.err = json.Unmarshal(scan.Answer, &v.answer)
}

// memberOrg is the organisation the scanner acts for in the app's role, then.
func (w *world) memberOrg(v *visit) model.OrgID {
	return channel.ActingAt(w.memberships[v.in.Person], w.choices[v.in.Person], v.in.Role, v.in.At)
}

// several are those who may have had to choose.
func several(memberships map[model.PersonID][]model.Membership) (people []model.PersonID) {
	for person, list := range memberships {
		if len(list) > 1 {
			people = append(people, person)
		}
	}
	return people
}

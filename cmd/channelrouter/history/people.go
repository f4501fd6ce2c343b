package history

import (
	"context"
	"fmt"
	"strings"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
)

// believing stands in for WeChat while the past is made: the login code is who somebody is, in
// whichever app he enters.
type believing struct{ appID func(app string) string }

func (b believing) Login(_ context.Context, app, jsCode string) (openID, unionID, appID string, err error) {
	return app + "-" + jsCode, "union-" + jsCode, b.appID(app), nil
}

func (believing) PhoneNumber(_ context.Context, _, code string) (country, number string, err error) {
	return "86", code, nil
}

// consumer is somebody who buys and scans.
type consumer struct {
	id     model.PersonID
	adcode string
	device string
}

// user is a console user, by the role that he has.
type user struct {
	Login, Name string
	Role        model.UserRole
	ID          model.UserID
}

// hire adds a console user of each role. Nobody decides what he asked for himself.
func (w *world) hire(ctx context.Context) error {
	for i := range w.users {
		u := &w.users[i]
		made, err := w.Identity.CreateUser(ctx, identity.NewUser{Login: u.Login, Name: u.Name, Role: u.Role, Password: w.Password})
		if err != nil {
			return err
		}
		u.ID = made.ID
	}
	return nil
}

// by is the console user of a role.
func (w *world) by(role model.UserRole) model.UserID {
	for _, u := range w.users {
		if u.Role == role {
			return u.ID
		}
	}
	return 0
}

// join is somebody who enters an app, and where he belongs.
type join struct {
	app  model.Role
	name string
	org  model.OrgID
	id   *model.PersonID
}

// populate has everybody enter his app for the first time.
func (w *world) populate(ctx context.Context) error {
	d := newDraw(w.Seed, partPeople)
	var joins []join
	for i := range w.distributors {
		m := &w.distributors[i]
		m.members = make([]model.PersonID, 2)
		joins = append(joins, join{model.RoleDistributor, "owner-" + m.code, m.ID, &m.members[0]})
		if i < 40 {
			joins = append(joins, join{model.RoleSalesperson, "sales-" + m.code, m.ID, &m.members[1]})
		}
	}
	for i := range w.terminals {
		t := &w.terminals[i]
		joins = append(joins, join{model.RoleTerminal, "shop-" + t.code, t.ID, &t.owner})
		if t.guided = d.hit(35); t.guided {
			joins = append(joins, join{model.RoleGuide, "guide-" + t.code, t.ID, &t.guide})
		}
	}
	w.inspectors = make([]model.PersonID, 4)
	for i := range w.inspectors {
		joins = append(joins, join{model.RoleSalesperson, fmt.Sprintf("inspector-%d", i), w.brand.ID, &w.inspectors[i]})
	}
	home := make([]float64, len(w.terminals))
	for i, t := range w.terminals {
		home[i] = t.weight * w.distributors[t.distributor].weight
	}
	w.busy = newWeights(home)
	w.consumers = make([]consumer, w.Size.Consumers)
	w.near = map[int][]int{}
	for i := range w.consumers {
		t := w.terminals[w.busy.pick(d)]
		w.consumers[i].adcode, w.consumers[i].device = pick(d, w.land[t.city].counties), fmt.Sprintf("phone-%d", i)
		w.near[t.city] = append(w.near[t.city], i)
		joins = append(joins, join{model.RoleConsumer, fmt.Sprintf("buyer-%d", i), 0, &w.consumers[i].id})
	}
	w.report.People = len(joins)
	return w.enter(ctx, joins)
}

// enter logs people in and makes them members, so many in a transaction as is worth it.
func (w *world) enter(ctx context.Context, joins []join) error {
	const together = 200
	for i, j := range joins {
		tokens, err := w.Identity.Login(ctx, channel.RoleName(j.app), w.crowd(j.name))
		if err != nil {
			return fmt.Errorf("%s enters: %w", j.name, err)
		}
		*joins[i].id = tokens.Actor.PersonID
		w.told("people", i+1, len(joins))
	}
	for len(joins) > 0 {
		n := min(together, len(joins))
		err := w.DB.Run(ctx, func(ctx context.Context) error {
			for _, j := range joins[:n] {
				if j.org == 0 {
					continue
				}
				if _, _, err := w.Channel.TakeUp(ctx, *j.id, j.app, j.org, w.since()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		joins = joins[n:]
	}
	return nil
}

// crowd keeps the people of two histories on one database apart.
func (w *world) crowd(name string) string { return strings.Join([]string{w.run, name}, "-") }

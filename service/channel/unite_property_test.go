package channel_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/testkit"
)

// Whatever two persons did who turn out to be one: at no moment is he a guide in two shops,
// what he was in before stays true of who it was true of, the person who is gone does
// nothing any more, and nothing that held at the union is lost.
func TestUnitedMemberships(t *testing.T) {
	w := testkit.New(t, testkit.SQLite)
	d := w.Distributor("D1", "32")
	shops := []model.Org{w.Terminal("T1", d), w.Terminal("T2", d), w.Terminal("T3", d)}
	roles := []model.Role{model.RoleGuide, model.RoleTerminal}
	people := model.PersonID(1)
	rapid.Check(t, func(t *rapid.T) {
		from, to := people, people+1
		people += 2
		united := w.Clock.Now()
		for range rapid.IntRange(0, 6).Draw(t, "acts") {
			person := rapid.SampledFrom([]model.PersonID{from, to}).Draw(t, "person")
			role, shop := rapid.SampledFrom(roles).Draw(t, "role"), rapid.SampledFrom(shops).Draw(t, "shop")
			at := united.Add(time.Duration(rapid.IntRange(-100, 20).Draw(t, "hours")) * time.Hour)
			if rapid.IntRange(0, 4).Draw(t, "leaves") == 0 {
				_ = w.Channel.Leave(w.Ctx, person, role, shop.ID, at) // who is not there is refused
			} else if _, _, err := w.Channel.TakeUp(w.Ctx, person, role, shop.ID, at); err != nil {
				t.Fatal(err)
			}
		}
		history := func() map[model.PersonID][]model.Membership {
			all, err := w.Channel.MembershipHistory(w.Ctx, []model.PersonID{from, to})
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		before := history()
		for range rapid.IntRange(1, 2).Draw(t, "told") {
			err := w.DB.Run(w.Ctx, func(ctx context.Context) error {
				return w.Channel.OnPersonUnited(ctx, []event.PersonUnited{{From: from, To: to, At: united}})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		after := history()
		for h := -101; h <= 21; h++ {
			at := united.Add(time.Duration(h) * time.Hour)
			was, is := shopsAt(before[from], model.RoleGuide, at), shopsAt(after[from], model.RoleGuide, at)
			switch {
			case len(shopsAt(after[to], model.RoleGuide, at)) > 1:
				t.Fatalf("a guide of %v at %dh", shopsAt(after[to], model.RoleGuide, at), h)
			case h < 0 && !slices.Equal(was, is):
				t.Fatalf("at %dh he was a guide of %v, and now of %v", h, was, is)
			case h >= 0 && len(is)+len(shopsAt(after[from], model.RoleTerminal, at)) > 0:
				t.Fatalf("the person who is gone is still somebody at %dh", h)
			}
		}
		both := append(before[from], before[to]...)
		for _, org := range shopsAt(both, model.RoleTerminal, united) {
			if !slices.Contains(shopsAt(after[to], model.RoleTerminal, united), org) {
				t.Fatalf("he is no terminal staff of %d any more", org)
			}
		}
		if len(shopsAt(both, model.RoleGuide, united)) > 0 && len(shopsAt(after[to], model.RoleGuide, united)) != 1 {
			t.Fatal("he is no guide any more")
		}
	})
}

// shopsAt is where memberships of a role hold.
func shopsAt(memberships []model.Membership, role model.Role, at time.Time) (orgs []model.OrgID) {
	for _, m := range memberships {
		if m.Role == role && !m.ValidFrom.After(at) && m.ValidTo.After(at) {
			orgs = append(orgs, m.OrgID)
		}
	}
	return orgs
}

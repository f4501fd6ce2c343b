package recall

import (
	"context"
	"fmt"
	"slices"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/message"
)

const (
	tellChunk  = 200
	claimsPage = 500
)

// tell has everybody concerned told who has not been.
func (s *Service) tell(ctx context.Context, r model.Recall, goods []model.ItemRange) error {
	units := unitsOf(goods)
	places, err := s.Custody.WhereIs(ctx, units, s.clock.Now())
	if err != nil {
		return err
	}
	var orgs []model.OrgID
	for _, p := range places {
		if p.Standing == custody.Held || p.Standing == custody.OnTheWay {
			orgs = append(orgs, p.Org)
		}
	}
	if err := s.tellOrgs(ctx, r, orgs); err != nil || r.Level != model.ConsumerRecall {
		return err
	}
	return s.tellConsumers(ctx, r, units)
}

func unitsOf(goods []model.ItemRange) []model.ItemRange {
	return slices.DeleteFunc(slices.Clone(goods), func(r model.ItemRange) bool { return r.From.Level() != model.LevelUnit })
}

// tellOrgs tells those who act for organisations.
func (s *Service) tellOrgs(ctx context.Context, r model.Recall, orgs []model.OrgID) error {
	slices.Sort(orgs)
	members, err := s.Channel.MembersOf(ctx, slices.Compact(orgs), s.clock.Now())
	if err != nil {
		return err
	}
	var notices []model.RecallNotice
	for org, people := range members {
		for _, m := range people {
			if m.Role != model.RoleWarehouse { // who has no app, and so no inbox
				notices = append(notices, model.RecallNotice{RecallID: r.ID, PersonID: m.PersonID, Role: m.Role, OrgID: org})
			}
		}
	}
	return s.send(ctx, r, notices)
}

// tellConsumers tells whoever claimed a unit, page by page.
func (s *Service) tellConsumers(ctx context.Context, r model.Recall, units []model.ItemRange) error {
	for _, run := range units {
		for after := run.From - 1; ; {
			claims, err := s.Scan.ClaimedOf(ctx, run, after, claimsPage)
			if err != nil {
				return err
			}
			notices := make([]model.RecallNotice, len(claims))
			for i, c := range claims {
				notices[i] = model.RecallNotice{RecallID: r.ID, PersonID: c.PersonID, Role: model.RoleConsumer}
			}
			if err := s.send(ctx, r, notices); err != nil {
				return err
			}
			if len(claims) < claimsPage {
				break
			}
			after = claims[len(claims)-1].Item
		}
	}
	return nil
}

// send tells people who were not told, a few at a time: the notice is stored with the message.
func (s *Service) send(ctx context.Context, r model.Recall, notices []model.RecallNotice) error {
	if len(notices) == 0 {
		return nil
	}
	data, err := s.values(ctx, r)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	for chunk := range slices.Chunk(inOrder(notices), tellChunk) {
		err := s.db.Run(ctx, func(ctx context.Context) error {
			fresh, err := s.store.untold(ctx, chunk)
			if err != nil || len(fresh) == 0 {
				return err
			}
			notes := make([]message.Note, len(fresh))
			for i := range fresh {
				n := &fresh[i]
				n.ToldAt = now
				notes[i] = message.Note{
					Person: n.PersonID, Role: n.Role, Event: message.Recall, Key: noteKey(r.ID, n.Role), Data: data, At: r.StartedAt,
				}
			}
			if err := s.store.told(ctx, fresh); err != nil {
				return err
			}
			return s.Message.Send(ctx, notes...)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// noteKey is what makes a person be told once in a role.
func noteKey(id model.RecallID, role model.Role) string { return fmt.Sprintf("recall/%d/%d", id, role) }

// values are what a message says of a recall.
func (s *Service) values(ctx context.Context, r model.Recall) (map[string]string, error) {
	b, err := s.Code.Batch(ctx, r.BatchID)
	if err != nil {
		return nil, err
	}
	product, err := s.Catalog.Get(ctx, b.ProductID)
	if err != nil {
		return nil, err
	}
	return map[string]string{"product": product.Name, "batch": b.Ref, "reason": r.Reason}, nil
}

// inOrder sorts notices by their keys and leaves out repetitions.
func inOrder(notices []model.RecallNotice) []model.RecallNotice {
	slices.SortFunc(notices, func(a, b model.RecallNotice) int {
		if a.PersonID != b.PersonID {
			return int(a.PersonID - b.PersonID)
		}
		return int(a.Role) - int(b.Role)
	})
	return slices.CompactFunc(notices, func(a, b model.RecallNotice) bool { return a.PersonID == b.PersonID && a.Role == b.Role })
}

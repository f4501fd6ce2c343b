package identity

import (
	"context"
	"errors"
	"time"

	"channelrouter/model"
	"channelrouter/model/event"
)

const (
	// tellAgainAfter is longer than anything takes that began for a person before he was
	// united: a request, and a session that another replica still takes for live.
	tellAgainAfter = 10 * time.Minute
	// maxUnions bounds a walk along unions. They are kept short, so it is one step or two.
	maxUnions = 8
)

// unite makes the account's person, whose row is held, the one of the visitor's unionid. A
// person without a unionid takes it. So does one with another: the app was bound to another
// Open Platform account, which renames everybody but makes nobody a different person. If
// the unionid is already somebody else's, the account moves to him, and the sessions it had
// end, since they speak for the person it left. A person who is left without an account is
// united with him: what was his follows, as the rooms hear of it.
func (s *Service) unite(ctx context.Context, who visitor, current model.PersonID, now time.Time) (model.PersonID, error) {
	if err := s.store.nameUnion(ctx, current, who.unionID); err != nil {
		return 0, err
	}
	named, err := s.holder(ctx, who.unionID, now)
	if err != nil || named.ID == current {
		return current, err
	}
	holder, err := s.hold(ctx, named.ID)
	if err != nil || holder.ID == current { // the unionid is one that he had before
		return current, err
	}
	account := model.AppAccount{AppID: who.appID, OpenID: who.openID, PersonID: current}
	if err := s.store.moveAccount(ctx, account, holder.ID); err != nil {
		return 0, err
	}
	left, err := s.store.accounts(ctx, current)
	if err != nil {
		return 0, err
	}
	if left > 0 {
		return holder.ID, s.RevokeAll(ctx, who.app, int64(current))
	}
	if err := s.follow(ctx, current, holder.ID, now); err != nil {
		return 0, err
	}
	return holder.ID, s.RevokeAll(ctx, "", int64(current))
}

// follow records that a person is another from now on, moves what this room knows of him,
// and tells the other rooms. Both rows are held.
func (s *Service) follow(ctx context.Context, from, to model.PersonID, now time.Time) error {
	if err := s.store.setUnited(ctx, from, to, now.Add(tellAgainAfter)); err != nil {
		return err
	}
	if err := s.store.movePhone(ctx, from, to); err != nil {
		return err
	}
	if err := s.store.moveConsents(ctx, from, to); err != nil {
		return err
	}
	return s.outbox.Add(ctx, event.PersonUnited{From: from, To: to, At: now})
}

// TellUnionsAgain tells of unions that are long enough past that nothing is under way any
// more for the person who was united: what came to him meanwhile follows, too. It returns
// how many it told.
func (s *Service) TellUnionsAgain(ctx context.Context, limit int) (int, error) {
	now, told := s.clock.Now(), 0
	err := s.db.Run(ctx, func(ctx context.Context) error {
		told = 0
		due, err := s.store.unionsToTell(ctx, now, limit)
		if err != nil {
			return err
		}
		for _, p := range due {
			first, err := s.store.takeUnion(ctx, p)
			if err != nil {
				return err
			}
			if !first {
				continue
			}
			told++
			if err := s.outbox.Add(ctx, event.PersonUnited{From: p.ID, To: *p.UnitedWith, At: now}); err != nil {
				return err
			}
		}
		return nil
	})
	return told, err
}

// hold takes the row of who a person is by now, until the transaction ends, and returns it.
func (s *Service) hold(ctx context.Context, id model.PersonID) (model.Person, error) {
	for range maxUnions {
		if err := s.store.lockPerson(ctx, id); err != nil {
			return model.Person{}, err
		}
		person, err := s.GetPerson(ctx, id)
		if err != nil || person.UnitedWith == nil {
			return person, err
		}
		id = *person.UnitedWith
	}
	return model.Person{}, errUnions
}

var errUnions = errors.New("identity: a person's unions do not end")

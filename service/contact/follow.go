package contact

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/message"
)

// How often an announcement is looked after, the older the less, and until when.
const (
	followSoon = 30 * time.Second
	followFor  = 30 * 24 * time.Hour
)

func followAgain(age time.Duration) time.Duration { return max(followSoon, age/20) }

// FollowAnnouncements looks what became of the messages of announcements, a page of each
// that is due, and says how many it took.
func (s *Service) FollowAnnouncements(ctx context.Context) (int, error) {
	due, err := s.store.followed(ctx, s.clock.Now(), workBatch)
	if err != nil {
		return 0, err
	}
	for i, a := range due {
		if err := s.follow(ctx, a); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// follow brings a page of recipients to where their messages stand. After the last page
// it begins anew, later.
func (s *Service) follow(ctx context.Context, a model.Announcement) error {
	people, err := s.store.recipients(ctx, a.ID, model.PersonID(a.FollowedTo), pageRows)
	if err != nil {
		return err
	}
	who := make([]model.PersonID, len(people))
	for i, p := range people {
		who[i] = p.PersonID
	}
	fates := map[model.PersonID]message.Fate{}
	if len(who) > 0 {
		if fates, err = s.rooms.Message.Fates(ctx, messageKey(a.ID), who); err != nil {
			return err
		}
	}
	next := a
	if next.FollowedTo = 0; len(people) == pageRows {
		next.FollowedTo = int64(who[len(who)-1])
	} else if age := s.clock.Now().Sub(a.CreatedAt); age > followFor {
		next.FollowAt = model.Forever
	} else {
		next.FollowAt = s.clock.Now().Add(followAgain(age))
	}
	changed := map[model.AnnouncementRecipient][]model.PersonID{} // by what they become
	for _, p := range people {
		fate, told := fates[p.PersonID]
		if !told {
			continue
		}
		now := stand(fate)
		if was := (model.AnnouncementRecipient{State: p.State, Code: p.Code, Read: p.Read}); now == was {
			continue
		}
		changed[now] = append(changed[now], p.PersonID)
		next.Delivered += arrived(now.State) - arrived(p.State)
		next.Read += one(now.Read) - one(p.Read)
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		ours, err := s.store.followedTo(ctx, a, next)
		if err != nil || !ours {
			return err
		}
		for state, who := range changed {
			if err := s.store.become(ctx, a.ID, who, state); err != nil {
				return err
			}
		}
		return nil
	})
}

// stand is a message's fate in a recipient's words.
func stand(f message.Fate) model.AnnouncementRecipient {
	r := model.AnnouncementRecipient{State: model.RecipientInbox, Read: f.ReadAt != nil}
	switch f.State {
	case model.DeliverySent:
		if r.State = model.RecipientSent; f.ArrivedAt != nil {
			r.State = model.RecipientDelivered
		}
	case model.DeliveryFailed:
		r.State, r.Code = model.RecipientFailed, f.Code
	case model.DeliverySkipped:
		r.State, r.Code = model.RecipientSkipped, f.Code
	}
	return r
}

func arrived(s model.RecipientState) int64 {
	return one(s == model.RecipientSent || s == model.RecipientDelivered)
}

func one(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

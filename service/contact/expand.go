package contact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"channelrouter/model"
	"channelrouter/service/message"
)

// spare is how much of its time a worker leaves for the page in hand.
const spare = 2 * time.Second

// WorkAnnouncements takes those that are under way on, a page of each in turn, until there
// is nothing to do or its time is nearly over. Any number of workers may be at it.
func (s *Service) WorkAnnouncements(ctx context.Context) error {
	for {
		running, err := s.store.running(ctx, workBatch)
		if err != nil || len(running) == 0 {
			return err
		}
		var faults []error
		for _, a := range running {
			if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < spare {
				return nil
			}
			if err := s.page(ctx, a); err != nil {
				faults = append(faults, fmt.Errorf("announcement %d: %w", a.ID, err)) // it keeps up no other
			}
		}
		if len(faults) > 0 {
			return errors.Join(faults...)
		}
	}
}

// page finds or tells the next people of an announcement. Where another worker is ahead,
// or it was cancelled, nothing happens.
func (s *Service) page(ctx context.Context, a model.Announcement) error {
	if a.State == model.AnnouncementCounting {
		return s.count(ctx, a)
	}
	return s.tell(ctx, a)
}

// count adds a page of people to those who will be told.
func (s *Service) count(ctx context.Context, a model.Announcement) error {
	audience, err := AudienceOf(a)
	if err != nil {
		return err
	}
	from := cursor{a.Source, a.Place}
	people, next, err := s.find(ctx, audience, from, a.CreatedAt, pageRows)
	if err != nil {
		return err
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		ours, err := s.store.countedTo(ctx, a, next)
		if err != nil || !ours {
			return err
		}
		fresh, err := s.store.notYet(ctx, a.ID, people)
		if err != nil {
			return err
		}
		for i := range fresh {
			fresh[i].AnnouncementID, fresh[i].State = a.ID, model.RecipientWaiting
		}
		return s.store.addRecipients(ctx, a.ID, fresh)
	})
}

// tell sends a page of people the message, each under the announcement's key.
func (s *Service) tell(ctx context.Context, a model.Announcement) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		people, err := s.store.recipients(ctx, a.ID, model.PersonID(a.Place), pageRows)
		if err != nil {
			return err
		}
		now := s.clock.Now()
		if len(people) == 0 {
			return s.store.told(ctx, a, now)
		}
		ours, err := s.store.toldTo(ctx, a, people)
		if err != nil || !ours {
			return err
		}
		notes := make([]message.Note, len(people))
		for i, p := range people {
			notes[i] = message.Note{
				Person: p.PersonID, Role: p.Role, Event: message.Announcement, Key: messageKey(a.ID),
				Title: a.Title, Body: a.Body, Page: a.Page, At: now,
			}
		}
		return s.rooms.Message.Send(ctx, notes...)
	})
}

func messageKey(id model.AnnouncementID) string { return fmt.Sprintf("announcement/%d", id) }

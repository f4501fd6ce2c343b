package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/message"
)

// threadPage is where an app shows a thread.
const threadPage = "pages/thread/index?id="

// Answer is what the brand writes in a thread. The key makes a retry the same text.
type Answer struct {
	Thread model.ThreadID
	By     model.UserID
	Text   string
	Key    string
}

// Reply answers a thread, closed ones too, and tells the person. Who answers a thread
// without an owner becomes its owner. Errors: ErrUnknownThread, ErrBadText, ErrKeyReused.
func (s *Service) Reply(ctx context.Context, a Answer) (Written, error) {
	a.Text = strings.TrimSpace(a.Text)
	if err := fitText(a.Text); err != nil {
		return Written{}, err
	}
	now := s.clock.Now()
	p := model.ThreadPost{
		ID: model.PostID(s.ids.Next()), ThreadID: a.Thread, UserID: a.By, AuthorKey: fmt.Sprintf("u/%d/%s", a.By, a.Key),
		InputHash: hashOf(fmt.Sprintf("reply %d\n%s", a.Thread, a.Text)), Text: a.Text, Content: model.ContentPassed,
		NextAt: now, CreatedAt: now,
	}
	err := s.db.Run(ctx, func(ctx context.Context) error {
		earlier, err := s.earlier(ctx, p.AuthorKey, p.InputHash)
		if err != nil || earlier != nil {
			if earlier != nil {
				p = *earlier
			}
			return err
		}
		t, err := s.get(ctx, a.Thread)
		if err != nil {
			return err
		}
		if err := s.store.insertPost(ctx, p); err != nil {
			return err
		}
		if err := s.store.answer(ctx, p); err != nil {
			return err
		}
		db.Note(ctx, "post %d", p.ID)
		return s.rooms.Message.Send(ctx, message.Note{
			Person: t.PersonID, Role: t.Role, Event: message.Reply, Key: fmt.Sprintf("thread/%d/%d", t.ID, p.ID),
			Body: p.Text, Page: fmt.Sprintf("%s%d", threadPage, t.ID), Data: map[string]string{"topic": topics[t.Topic].chinese}, At: now,
		})
	})
	if db.IsTaken(err) {
		earlier, err := s.earlier(ctx, p.AuthorKey, p.InputHash)
		return s.written(ctx, earlier, err)
	}
	return s.written(ctx, &p, err)
}

// caretakers are the console users who may have threads.
var caretakers = []model.UserRole{model.UserOwner, model.UserChannelManager}

// Assign gives a thread to a console user (0: to nobody), from whom the caller has seen to
// have it (0: nobody). Errors: ErrUnknownThread, ErrBadOwner, and ErrChanged when another
// has taken it.
func (s *Service) Assign(ctx context.Context, id model.ThreadID, from, to model.UserID) (model.Thread, error) {
	if to != 0 {
		user, err := s.rooms.Identity.GetUser(ctx, to)
		if err != nil {
			return model.Thread{}, err
		}
		if user.DisabledAt != nil || !slices.Contains(caretakers, user.Role) {
			return model.Thread{}, ErrBadOwner.With("user %d is a %s", to, user.Role)
		}
	}
	return s.change(ctx, id, func(ctx context.Context, t model.Thread) error {
		if t.OwnerID == to {
			return nil
		}
		done, err := s.store.assign(ctx, id, from, to)
		if err == nil && !done {
			err = ErrChanged.With("user %d takes care of it", t.OwnerID)
		}
		return err
	})
}

// Close ends a thread of which the caller has seen so many posts. Closing it again is no
// error. Errors: ErrUnknownThread, and ErrChanged when there are more posts.
func (s *Service) Close(ctx context.Context, id model.ThreadID, seen int) (model.Thread, error) {
	return s.change(ctx, id, func(ctx context.Context, t model.Thread) error {
		if t.State == model.ThreadClosed && t.Posts == seen {
			return nil
		}
		done, err := s.store.close(ctx, id, seen, s.clock.Now())
		if err == nil && !done {
			err = ErrChanged.With("there are %d posts", t.Posts)
		}
		return err
	})
}

// change does something to a thread and shows it as it is then.
func (s *Service) change(ctx context.Context, id model.ThreadID, do func(context.Context, model.Thread) error) (t model.Thread, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if t, err = s.get(ctx, id); err != nil {
			return err
		}
		if err = do(ctx, t); err != nil {
			return err
		}
		t, err = s.get(ctx, id)
		return err
	})
	return t, err
}

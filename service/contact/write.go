package contact

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/risk"
)

const (
	maxText   = 2000
	maxPhotos = 9
	maxPosts  = 1000 // of a thread
)

// Draft is what a person writes, in a role. The key makes a retry the same text.
type Draft struct {
	Person model.PersonID
	Role   model.Role
	Text   string
	Photos []model.PhotoID // his own, not used yet
	Key    string
}

// NewThread is a draft that opens a thread.
type NewThread struct {
	Draft
	Topic model.ThreadTopic
	Code  string // of the goods that it is about; "" for none
	IP    string // where it came from: guesses of codes are counted
}

// Written is a thread with what was just written, or was by the first of a retry.
type Written struct {
	Thread model.Thread
	Post   PostView
}

// Open opens a thread. Errors: ErrBadText, ErrTextRefused, ErrTooMany, ErrBadPhotos,
// ErrKeyReused, and those of the risk room, of the channel's ActingOrg and of scanning a
// code.
func (s *Service) Open(ctx context.Context, n NewThread) (Written, error) {
	n.Text = strings.TrimSpace(n.Text)
	key, hash := n.authorKey(), n.hash(fmt.Sprintf("open %d %s", n.Topic, n.Code))
	if err := n.check(); err != nil {
		return Written{}, err
	}
	if earlier, err := s.earlier(ctx, key, hash); err != nil || earlier != nil {
		return s.written(ctx, earlier, err)
	}
	if err := s.rooms.Risk.Check(ctx, n.Person, n.Role, risk.Contact); err != nil {
		return Written{}, err
	}
	now := s.clock.Now()
	t := model.Thread{
		ID: model.ThreadID(s.ids.Next()), PersonID: n.Person, Role: n.Role, Topic: n.Topic, State: model.ThreadOpen,
		Since: now, Posts: 1, LastPostAt: now, OpenedAt: now,
	}
	if n.Role != model.RoleConsumer {
		org, err := s.rooms.Channel.ActingOrg(ctx, n.Person, n.Role)
		if err != nil {
			return Written{}, err
		}
		t.OrgID = org
	}
	if err := s.about(ctx, n, &t); err != nil {
		return Written{}, err
	}
	p, err := s.compose(ctx, n.Draft, t.ID, now, key, hash)
	if err != nil {
		return Written{}, err
	}
	return s.write(ctx, n.Draft, p, func(ctx context.Context) error { return s.store.insertThread(ctx, t) })
}

// Post writes in a thread of the person's, which is open from then on. Errors:
// ErrUnknownThread, ErrFull, and Open's but for the risk room's and those of codes.
func (s *Service) Post(ctx context.Context, thread model.ThreadID, d Draft) (Written, error) {
	d.Text = strings.TrimSpace(d.Text)
	key, hash := d.authorKey(), d.hash(fmt.Sprintf("post %d", thread))
	if err := d.check(); err != nil {
		return Written{}, err
	}
	if earlier, err := s.earlier(ctx, key, hash); err != nil || earlier != nil {
		return s.written(ctx, earlier, err)
	}
	t, err := s.own(ctx, d.Person, d.Role, thread)
	if err != nil {
		return Written{}, err
	}
	if t.Posts >= maxPosts {
		return Written{}, ErrFull.With("%d posts", t.Posts)
	}
	now := s.clock.Now()
	p, err := s.compose(ctx, d, thread, now, key, hash)
	if err != nil {
		return Written{}, err
	}
	return s.write(ctx, d, p, func(ctx context.Context) error { return s.store.reopen(ctx, thread, now) })
}

// compose makes a person's post, once he may write and WeChat has seen it.
func (s *Service) compose(ctx context.Context, d Draft, thread model.ThreadID, now time.Time, key, hash string) (model.ThreadPost, error) {
	within, err := s.posts.Count(ctx, strconv.FormatInt(int64(d.Person), 10))
	if err != nil {
		return model.ThreadPost{}, err
	}
	if !within {
		return model.ThreadPost{}, ErrTooMany
	}
	content, err := s.checkText(ctx, d.Person, d.Role, d.Text)
	return model.ThreadPost{
		ID: model.PostID(s.ids.Next()), ThreadID: thread, PersonID: d.Person, AuthorKey: key, InputHash: hash,
		Text: d.Text, Content: content, NextAt: now.Add(firstPause), CreatedAt: now,
	}, err
}

// write stores a person's post with its photos and what goes with it.
func (s *Service) write(ctx context.Context, d Draft, p model.ThreadPost, with func(context.Context) error) (Written, error) {
	err := s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.insertPost(ctx, p); err != nil { // first: a retry at the same moment ends here
			return err
		}
		if err := with(ctx); err != nil {
			return err
		}
		taken, err := s.store.usePhotos(ctx, d.Person, d.Role, d.Photos, p.ID, p.CreatedAt)
		if err == nil && taken != len(d.Photos) {
			err = ErrBadPhotos.With("%d of %d", taken, len(d.Photos))
		}
		return err
	})
	if db.IsTaken(err) {
		earlier, err := s.earlier(ctx, p.AuthorKey, p.InputHash)
		return s.written(ctx, earlier, err)
	}
	return s.written(ctx, &p, err)
}

// written shows a post that is stored, with its thread as it is now.
func (s *Service) written(ctx context.Context, p *model.ThreadPost, err error) (Written, error) {
	if err != nil {
		return Written{}, err
	}
	t, err := s.store.thread(ctx, p.ThreadID)
	if err != nil {
		return Written{}, err
	}
	views, err := s.view(ctx, []model.ThreadPost{*p})
	if err != nil {
		return Written{}, err
	}
	return Written{*t, views[0]}, nil
}

// earlier is the post that a key was used for, or nil.
func (s *Service) earlier(ctx context.Context, authorKey, hash string) (*model.ThreadPost, error) {
	p, err := s.store.byAuthorKey(ctx, authorKey)
	if err == nil && p != nil && p.InputHash != hash {
		return nil, ErrKeyReused
	}
	return p, err
}

func (d Draft) authorKey() string { return fmt.Sprintf("p/%d/%s", d.Person, d.Key) }

func (d Draft) hash(what string) string {
	return hashOf(fmt.Sprintf("%s\n%d\n%d\n%s", what, d.Role, d.Photos, d.Text))
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (d Draft) check() error {
	if err := fitText(d.Text); err != nil {
		return err
	}
	sorted := slices.Sorted(slices.Values(d.Photos))
	if len(sorted) > maxPhotos || len(slices.Compact(sorted)) != len(d.Photos) {
		return ErrBadPhotos.With("%d photos", len(d.Photos))
	}
	return nil
}

func (n NewThread) check() error {
	if TopicName(n.Topic) == "" {
		return ErrBadText.With("topic %d", n.Topic)
	}
	return n.Draft.check()
}

// fitText lets through what can be shown.
func fitText(text string) error {
	unfit := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }
	n := utf8.RuneCountInString(text)
	if n == 0 || n > maxText || !utf8.ValidString(text) || strings.ContainsFunc(text, unfit) {
		return ErrBadText.With("%d characters", n)
	}
	return nil
}

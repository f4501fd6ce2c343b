package contact

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// NewAnnouncement is what the brand tells many. The key makes a retry the same one.
type NewAnnouncement struct {
	By          model.UserID
	Key         string
	Title, Body string
	Page        string // of the roles' apps, with its query; "" for the policy's
	Audience    Audience
}

const (
	maxTitle = 60
	maxBody  = 1000
	maxPage  = 256
)

// pages are of an app: no address leads out of it.
var pages = regexp.MustCompile(`^([A-Za-z0-9_-][A-Za-z0-9_/-]*(\?[!-z|~]*)?)?$`)

func (n NewAnnouncement) check() error {
	title, body := utf8.RuneCountInString(n.Title), utf8.RuneCountInString(n.Body)
	if title == 0 || title > maxTitle || body == 0 || body > maxBody || len(n.Page) > maxPage || !pages.MatchString(n.Page) {
		return ErrBadAnnouncement.With("a title of %d characters, a body of %d, page %q", title, body, n.Page)
	}
	return nil
}

// Announce begins to tell an audience. Errors: ErrBadAnnouncement, ErrBadAudience,
// ErrKeyReused, channel.ErrUnknownOrg, catalog.ErrUnknownProduct.
func (s *Service) Announce(ctx context.Context, n NewAnnouncement) (model.Announcement, error) {
	n.Title, n.Body = strings.TrimSpace(n.Title), strings.TrimSpace(n.Body)
	if err := n.check(); err != nil {
		return model.Announcement{}, err
	}
	audience, err := json.Marshal(n.Audience)
	if err != nil {
		return model.Announcement{}, err
	}
	now, start := s.clock.Now(), n.Audience.start()
	a := model.Announcement{
		ID: model.AnnouncementID(s.ids.Next()), AuthorKey: fmt.Sprintf("u/%d/%s", n.By, n.Key),
		InputHash: hashOf(fmt.Sprintf("%s\n%s\n%s\n%s", n.Title, n.Body, n.Page, audience)), UserID: n.By,
		Title: n.Title, Body: n.Body, Page: n.Page, Audience: audience, State: model.AnnouncementCounting,
		Source: start.source, Place: start.place, FollowAt: now.Add(followSoon), CreatedAt: now,
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		earlier, err := s.announced(ctx, a)
		if err != nil || earlier != nil {
			if earlier != nil {
				a = *earlier
			}
			return err
		}
		checked, err := s.checked(ctx, n.Audience)
		if err != nil {
			return err
		}
		if a.Audience, err = json.Marshal(checked); err != nil {
			return err
		}
		db.Note(ctx, "announcement %d", a.ID)
		return s.store.insertAnnouncement(ctx, a)
	})
	if db.IsTaken(err) {
		earlier, err := s.announced(ctx, a)
		if err != nil {
			return model.Announcement{}, err
		}
		return *earlier, nil
	}
	return a, err
}

// announced is the announcement that a key was used for, or nil.
func (s *Service) announced(ctx context.Context, a model.Announcement) (*model.Announcement, error) {
	earlier, err := s.store.announcementByKey(ctx, a.AuthorKey)
	if err == nil && earlier != nil && earlier.InputHash != a.InputHash {
		return nil, ErrKeyReused
	}
	return earlier, err
}

// Estimate is how many people an audience has.
type Estimate struct {
	People   int
	Complete bool // false: there are more, which only the announcement itself counts
}

const (
	pageRows = 500
	// estimateRows bounds what a request looks at before it says "or more".
	estimateRows = 20_000
	estimateTime = 3 * time.Second
)

// Estimate counts an audience without telling it anything, as far as a request may take.
// Errors: ErrBadAudience, channel.ErrUnknownOrg, catalog.ErrUnknownProduct.
func (s *Service) Estimate(ctx context.Context, a Audience) (Estimate, error) {
	a, err := s.checked(ctx, a)
	if err != nil {
		return Estimate{}, err
	}
	at, begun := s.clock.Now(), time.Now()
	seen := map[model.PersonID]bool{}
	from := a.start()
	for rows := 0; from.source != exhausted; rows += pageRows {
		if rows >= estimateRows || time.Since(begun) > estimateTime {
			return Estimate{People: len(seen)}, nil
		}
		people, next, err := s.find(ctx, a, from, at, pageRows)
		if err != nil {
			return Estimate{}, err
		}
		for _, p := range people {
			seen[p.PersonID] = true
		}
		from = next
	}
	return Estimate{People: len(seen), Complete: true}, nil
}

// Announcements pages through announcements, newest first, before an id (0: from the
// newest); of a state, or 0 for any.
func (s *Service) Announcements(ctx context.Context, state model.AnnouncementState, before model.AnnouncementID, limit int) ([]model.Announcement, error) {
	return s.store.announcements(ctx, state, before, limit)
}

// Announcement shows how far one has come. Error: ErrUnknownAnnouncement.
func (s *Service) Announcement(ctx context.Context, id model.AnnouncementID) (model.Announcement, error) {
	a, err := s.store.announcement(ctx, id)
	if err != nil {
		return model.Announcement{}, err
	}
	if a == nil {
		return model.Announcement{}, ErrUnknownAnnouncement.With("id %d", id)
	}
	return *a, nil
}

// Recipients pages through the people of an announcement, with what became of each one's
// message, after a person. Error: ErrUnknownAnnouncement.
func (s *Service) Recipients(ctx context.Context, id model.AnnouncementID, after model.PersonID, limit int) ([]model.AnnouncementRecipient, error) {
	if _, err := s.Announcement(ctx, id); err != nil {
		return nil, err
	}
	return s.store.recipients(ctx, id, after, limit)
}

// Cancel ends an announcement that is under way: from its commit on nobody more is told.
// Cancelling it again is no error. Errors: ErrUnknownAnnouncement, ErrEnded.
func (s *Service) Cancel(ctx context.Context, id model.AnnouncementID) (a model.Announcement, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if a, err = s.Announcement(ctx, id); err != nil {
			return err
		}
		done, err := s.store.cancel(ctx, id, s.clock.Now())
		if err != nil {
			return err
		}
		if a, err = s.Announcement(ctx, id); err == nil && !done && a.State != model.AnnouncementCancelled {
			err = ErrEnded.With("%d were told", a.Sent)
		}
		return err
	})
	return a, err
}

// AudienceOf reads whom an announcement addresses.
func AudienceOf(a model.Announcement) (audience Audience, err error) {
	return audience, json.Unmarshal(a.Audience, &audience)
}

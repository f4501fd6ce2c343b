package link

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

const (
	// DailyLimit is how many links and schemes an app makes in a day. WeChat stops at
	// 500,000; what is left is for those whose making nobody saw the end of.
	DailyLimit = 490_000
	// MaxDays is how long WeChat lets a link live.
	MaxDays = 30
	// makingFor is how long a request's maker has to itself: longer than any call takes.
	makingFor = 30 * time.Second
	// Others wait for the maker, then give up.
	lookAgain = 100 * time.Millisecond
	looks     = 60
)

// NewLink is a wish for a link.
type NewLink struct {
	App   string // the role
	Kind  model.LinkKind
	Page  string // without a slash in front; "" for the home page
	Query string // without a question mark
	Days  int    // 1 to MaxDays
}

// request identifies what is asked for.
func (n NewLink) request(app App) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %d %q %q %d", app.ID, app.EnvVersion, n.Kind, n.Page, n.Query, n.Days))
	return hex.EncodeToString(sum[:])
}

// life is how long a kept link must have left to be given again: a day, or half of a life
// of one.
func (n NewLink) life() time.Duration { return min(24*time.Hour, time.Duration(n.Days)*12*time.Hour) }

// Link gives the link for a request: the one that is kept while it has a day to live, else
// a new one of WeChat's. Whatever fails, nothing is stored and nothing stays counted.
// Errors: ErrNoApp, ErrDailyLimit, ErrBeingMade, and WeChat's.
func (s *Service) Link(ctx context.Context, n NewLink) (model.AppLink, error) {
	app, err := s.sites.app(n.App)
	if err != nil {
		return model.AppLink{}, err
	}
	request := n.request(app)
	for range looks {
		now := s.clock.Now()
		kept, err := s.store.link(ctx, request, now.Add(n.life()))
		if err != nil {
			return model.AppLink{}, err
		}
		if kept != nil {
			return *kept, nil
		}
		making := model.LinkMaking{
			Request: request, Maker: s.ids.Next(), Until: now.Add(makingFor), AppID: app.ID, BizDate: clock.BizDate(now),
		}
		ours, err := s.take(ctx, making, now, n.life())
		if err != nil {
			return model.AppLink{}, err
		}
		if ours {
			return s.make(ctx, n, app, making)
		}
		select {
		case <-ctx.Done():
			return model.AppLink{}, ctx.Err()
		case <-time.After(lookAgain):
		}
	}
	return model.AppLink{}, ErrBeingMade
}

// take makes us the maker of a request and counts its link. It is false while another is
// at it, or has just finished. Whoever follows a maker that died takes over what that one
// counted.
func (s *Service) take(ctx context.Context, m model.LinkMaking, now time.Time, life time.Duration) (ours bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		ours = false
		taken, err := s.store.insertMaking(ctx, m)
		if err != nil {
			return err
		}
		counted := false
		if !taken {
			if counted, taken, err = s.takeOver(ctx, m, now); err != nil || !taken {
				return err
			}
		}
		// Who made it before us may have finished since we looked.
		if kept, err := s.store.link(ctx, m.Request, now.Add(life)); err != nil || kept != nil {
			if err == nil {
				_, err = s.store.endMaking(ctx, m)
			}
			return err
		}
		ours = true
		if counted {
			return nil
		}
		return s.count(ctx, m)
	})
	return ours && err == nil, err
}

// takeOver follows a maker whose time is up; counted tells that it counted today's link.
func (s *Service) takeOver(ctx context.Context, m model.LinkMaking, now time.Time) (counted, taken bool, err error) {
	before, err := s.store.making(ctx, m.Request)
	if err != nil || before == nil || before.Until.After(now) {
		return false, false, err
	}
	taken, err = s.store.takeMaking(ctx, *before, m)
	return before.BizDate == m.BizDate && before.AppID == m.AppID, taken, err
}

func (s *Service) count(ctx context.Context, m model.LinkMaking) error {
	within, err := s.store.countLink(ctx, m.AppID, m.BizDate, DailyLimit)
	if err == nil && !within {
		err = ErrDailyLimit.With("%d", DailyLimit)
	}
	return err
}

// make asks WeChat, and stores its link or takes everything back.
func (s *Service) make(ctx context.Context, n NewLink, app App, m model.LinkMaking) (model.AppLink, error) {
	link := model.AppLink{
		ID: model.AppLinkID(m.Maker), Request: m.Request, App: n.App, AppID: app.ID, Kind: n.Kind, Page: n.Page, Query: n.Query,
		Days: n.Days, ExpiresAt: s.clock.Now().Add(time.Duration(n.Days) * 24 * time.Hour),
	}
	ask := s.wechat.URLLink
	if n.Kind == model.URLScheme {
		ask = s.wechat.URLScheme
	}
	var failed error
	link.URL, failed = ask(ctx, n.App, n.Page, n.Query, n.Days)
	link.CreatedAt = s.clock.Now()
	ctx = context.WithoutCancel(ctx) // it happened, whoever still waits
	if failed != nil {
		if err := s.db.Run(ctx, func(ctx context.Context) error { return s.giveUp(ctx, m) }); err != nil {
			slog.ErrorContext(ctx, "a link that was not made stays counted", "app", n.App, "error", err)
		}
		return model.AppLink{}, failed
	}
	return link, s.db.Run(ctx, func(ctx context.Context) error { return s.keep(ctx, m, link) })
}

// giveUp ends a making without a link, and takes its count back unless another maker has
// it by now.
func (s *Service) giveUp(ctx context.Context, m model.LinkMaking) error {
	ours, err := s.store.endMaking(ctx, m)
	if err != nil || !ours {
		return err
	}
	return s.store.uncountLink(ctx, m.AppID, m.BizDate)
}

// keep ends a making with its link, which counts by itself where another maker has the
// count by now.
func (s *Service) keep(ctx context.Context, m model.LinkMaking, link model.AppLink) error {
	ours, err := s.store.endMaking(ctx, m)
	if err == nil && !ours {
		err = s.store.recountLink(ctx, m.AppID, m.BizDate)
	}
	if err != nil {
		return err
	}
	return s.store.insertLink(ctx, link)
}

// Links pages through the links that were made, newest first, before an id (0: from the
// newest).
func (s *Service) Links(ctx context.Context, before model.AppLinkID, limit int) ([]model.AppLink, error) {
	return s.store.links(ctx, before, limit)
}

// Day is how many links an app has made today.
type Day struct {
	App  string
	Made int
}

// Today counts the links of today, for each role that has an app.
func (s *Service) Today(ctx context.Context) ([]Day, error) {
	made, err := s.store.linkDays(ctx, clock.BizDate(s.clock.Now()))
	if err != nil {
		return nil, err
	}
	days := []Day{}
	for _, role := range Roles {
		if app, err := s.sites.app(role); err == nil {
			days = append(days, Day{App: role, Made: made[app.ID]})
		}
	}
	return days, nil
}

package contact

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
)

const (
	firstPause   = 10 * time.Second
	longestPause = time.Hour
	// claimFor is how long a worker has a post or photo to itself.
	claimFor = time.Minute
	// judgeFor is how long WeChat is asked about it; then people look at it.
	judgeFor = 24 * time.Hour
	// restFor is how long WeChat is left alone after it failed.
	restFor   = 5 * time.Second
	workBatch = 50
)

// pause is until when WeChat is left alone, Unix nanoseconds.
type pause struct{ atomic.Int64 }

// appID is the appid of a role's app, "" where there is none.
func (s *Service) appID(app string) string {
	if s.out.WeChat == nil {
		return ""
	}
	return s.out.WeChat.AppID(app)
}

// ask asks WeChat in the name of a person, unless it failed a moment ago.
func (s *Service) ask(ctx context.Context, person model.PersonID, role model.Role, do func(app, openID string) error) error {
	app := channel.RoleName(role)
	appID := s.appID(app)
	if appID == "" {
		return errAway
	}
	account, err := s.rooms.Identity.AccountIn(ctx, person, appID)
	if err != nil {
		return err
	}
	if account == nil {
		return errAway
	}
	if s.clock.Now().UnixNano() < s.wechat.Load() {
		return ErrSilent
	}
	err = do(app, account.OpenID)
	if errors.Is(err, ErrSilent) {
		s.wechat.Store(s.clock.Now().Add(restFor).UnixNano())
	}
	return err
}

var byVerdict = map[Verdict]model.ContentState{
	Pass: model.ContentPassed, Review: model.ContentReview, Risky: model.ContentRisky,
}

// checkText asks WeChat about a text before it is kept. Error: ErrTextRefused.
func (s *Service) checkText(ctx context.Context, person model.PersonID, role model.Role, text string) (model.ContentState, error) {
	state, err := s.judge(ctx, person, role, text)
	switch {
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case errors.Is(err, errAway):
		return model.ContentUnchecked, nil
	case err != nil:
		slog.WarnContext(ctx, "a text is kept unchecked", "error", err)
		return model.ContentUnchecked, nil
	case state == model.ContentRisky:
		return 0, ErrTextRefused
	}
	return state, nil
}

func (s *Service) judge(ctx context.Context, person model.PersonID, role model.Role, text string) (state model.ContentState, err error) {
	err = s.ask(ctx, person, role, func(app, openID string) error {
		verdict, err := s.out.WeChat.CheckText(ctx, app, openID, text)
		state = byVerdict[verdict]
		if err == nil && state == 0 {
			err = errors.New("contact: WeChat gave no verdict")
		}
		return err
	})
	return state, err
}

// CheckTexts asks WeChat about texts that were kept unchecked, and says how many it took.
func (s *Service) CheckTexts(ctx context.Context) (int, error) {
	due, err := s.store.duePosts(ctx, s.clock.Now(), workBatch)
	if err != nil {
		return 0, err
	}
	for i, p := range due {
		claimed, err := s.store.claimPost(ctx, &p, s.clock.Now().Add(claimFor))
		if err != nil {
			return i, err
		}
		if !claimed {
			continue
		}
		t, err := s.store.thread(ctx, p.ThreadID)
		if err != nil || t == nil {
			return i, err
		}
		p.Content, err = s.judge(ctx, p.PersonID, t.Role, p.Text)
		if ctx.Err() != nil {
			return i, ctx.Err() // the claim runs out, and another asks
		}
		if p.Content, p.NextAt = s.after(p.Content, err, p.Attempts, p.CreatedAt); err != nil && p.Content == model.ContentReview {
			slog.WarnContext(ctx, "WeChat never judged a text", "post", p.ID, "error", err)
		}
		if err := s.store.settlePost(ctx, p); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// after is where a text or photo stands after WeChat was asked: judged, to be asked about
// again, or, when it is too old for that, for people to look at.
func (s *Service) after(said model.ContentState, err error, attempts int, since time.Time) (model.ContentState, time.Time) {
	now := s.clock.Now()
	switch {
	case err == nil:
		return said, now
	case now.Sub(since) > judgeFor:
		return model.ContentReview, now
	}
	return model.ContentUnchecked, now.Add(clock.Pause(firstPause, longestPause, attempts+1))
}

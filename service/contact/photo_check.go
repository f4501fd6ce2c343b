package contact

import (
	"context"
	"log/slog"
	"time"

	"channelrouter/internal/blob"
	"channelrouter/model"
)

const (
	// verdictWithin is how long WeChat may take for a photo: half an hour, it says.
	verdictWithin = time.Hour
	// fetchableFor is how long WeChat can fetch what it was told to.
	fetchableFor = time.Hour
	// usedWithin is how long a photo waits for its text.
	usedWithin = 24 * time.Hour
	// justPut spares contents that somebody may be putting again.
	justPut = time.Hour
)

// CheckPhotos hands photos of posts over to WeChat's check, and those again whose verdict
// never came. It says how many it took.
func (s *Service) CheckPhotos(ctx context.Context) (int, error) {
	if s.out.PublicURL == "" {
		return 0, nil // WeChat could not fetch them
	}
	due, err := s.store.duePhotos(ctx, s.clock.Now(), workBatch)
	if err != nil {
		return 0, err
	}
	for i, p := range due {
		now := s.clock.Now()
		claimed, err := s.store.claimPhoto(ctx, &p, now.Add(claimFor))
		if err != nil {
			return i, err
		}
		if !claimed {
			continue
		}
		err = s.ask(ctx, p.PersonID, p.Role, func(app, openID string) (err error) {
			address := s.out.PublicURL + s.out.Signer.Path(blob.Hash(p.Hash), now, fetchableFor)
			p.TraceID, err = s.out.WeChat.CheckPhoto(ctx, app, openID, address)
			return err
		})
		if ctx.Err() != nil {
			return i, ctx.Err()
		}
		asked := p.CreatedAt.Add(judgeFor).After(s.clock.Now())
		switch p.Content, p.NextAt = s.after(model.ContentAsked, err, p.Attempts, p.CreatedAt); {
		case p.Content == model.ContentAsked && asked:
			p.NextAt = s.clock.Now().Add(verdictWithin)
		case p.Content == model.ContentAsked: // it has been asked about all day
			p.Content = model.ContentReview
		case p.Content == model.ContentReview:
			slog.WarnContext(ctx, "WeChat never judged a photo", "photo", p.ID, "error", err)
		}
		if err := s.store.settlePhoto(ctx, p); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// OnMediaChecked takes in WeChat's verdict on a photo: "pass", "review" or "risky". Told
// again it changes nothing. Error: ErrUnknownCheck, where it is none of ours, or came
// before it was written down that WeChat was asked; WeChat then tells again.
func (s *Service) OnMediaChecked(ctx context.Context, traceID, verdict string) error {
	state := byVerdict[Verdict(verdict)]
	if state == 0 {
		state = model.ContentReview
	}
	if traceID == "" {
		return ErrUnknownCheck
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		p, err := s.store.photoByTrace(ctx, traceID)
		if err != nil {
			return err
		}
		if p == nil {
			return ErrUnknownCheck.With("trace %q", traceID)
		}
		return s.store.judgePhoto(ctx, p.ID, state, s.clock.Now())
	})
}

// Tidy forgets photos that no text has used in a day, and says how many.
func (s *Service) Tidy(ctx context.Context) (int, error) {
	unused, err := s.store.unusedPhotos(ctx, s.clock.Now().Add(-usedWithin), workBatch)
	if err != nil {
		return 0, err
	}
	for i, p := range unused {
		gone, left := false, int64(0)
		err := s.db.Run(ctx, func(ctx context.Context) (err error) {
			if gone, err = s.store.deleteUnused(ctx, p.ID); err != nil || !gone {
				return err
			}
			left, err = s.store.countHash(ctx, p.Hash)
			return err
		})
		if err == nil && gone && left == 0 {
			_, err = s.out.Blobs.Remove(ctx, blob.Hash(p.Hash), time.Now().Add(-justPut))
		}
		if err != nil {
			return i, err
		}
	}
	return len(unused), nil
}

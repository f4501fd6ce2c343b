package watch

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/detect"
	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/service/diversion"
)

const (
	// behind is how far from the end of the stream the watcher keeps: scans that are being
	// written have lower ids than some that are.
	behind = time.Minute
	// lookAgain is how often the channel is looked at again.
	lookAgain = 10 * time.Minute
	// alertPage is how many alerts are read at a time.
	alertPage = 1000
)

// errEnd ends a stream where the watcher stops.
var errEnd = errors.New("watch: far enough")

// stage is a detector with what tells it what it sees. It is for one goroutine.
type stage struct {
	*detect.Detector
	eye    *eye
	window time.Duration
	at     int64 // of the last sighting: time goes forward only
}

// newStage sets a detector up that has seen nothing.
func (s *Service) newStage(ctx context.Context, p diversion.Policy) (*stage, error) {
	eye, err := s.newEye(ctx, p)
	rules := p.Detector()
	return &stage{
		Detector: detect.New(rules, detect.China()), eye: eye,
		window: time.Duration(rules.WindowDays) * 24 * time.Hour,
	}, err
}

// show has the detector see a sighting, and returns what it says by itself.
func (g *stage) show(s *detect.Sighting) []detect.Signal {
	g.at = max(g.at, s.At)
	s.At = g.at
	return g.Observe(s)
}

// watcher is a stage in the present, and how far it has come.
type watcher struct {
	*stage
	policy policy.Version[diversion.Policy]
	after  model.ScanID // the last scan that it saw
	found  inspections
	since  time.Time          // where it began
	day    time.Time          // the next end of a day, in Shanghai
	cursor model.WatchCursor  // until when was reviewed, by whomever
	ended  time.Time          // the last day that it reviewed
	due    []*due             // of it, to be raised
	odd    map[string]*oddity // what single scans of the day say, by lot
	looked time.Time          // when it last looked at the channel
}

// Work follows the scans to a minute ago, and raises what is due at the end of each day. Where
// it fails, it goes on from there the next time.
func (s *Service) Work(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.follow(ctx, s.clock.Now().Add(-behind))
}

func (s *Service) follow(ctx context.Context, until time.Time) error {
	if err := s.ready(ctx, until); err != nil {
		return err
	}
	w := s.watcher
	if err := s.finish(ctx, w); err != nil { // what failed the last time
		return err
	}
	if err := s.find(ctx, &w.found, w.since, until); err != nil {
		return err
	}
	err := s.Scan.Stream(ctx, w.after, math.MaxInt64, func(r model.Scan) error {
		if r.RecordedAt.After(until) {
			return errEnd
		}
		if err := s.upTo(ctx, w, r.RecordedAt); err != nil {
			return err
		}
		sighting, err := w.eye.scanned(ctx, &r)
		if err != nil {
			return err
		}
		w.note(sighting, w.show(&sighting))
		w.after = r.ID
		return nil
	})
	if err != nil && !errors.Is(err, errEnd) {
		return err
	}
	return s.upTo(ctx, w, until)
}

// ready builds the watcher where there is none for the policy in force, and has it look at the
// channel again now and then.
func (s *Service) ready(ctx context.Context, until time.Time) error {
	current, err := s.Diversion.Policies.At(ctx, until)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	if w := s.watcher; w != nil && w.policy.Number == current.Number {
		if now.Sub(w.looked) < lookAgain {
			return nil
		}
		w.looked = now
		return w.eye.refresh(ctx, current.Body)
	}
	g, err := s.newStage(ctx, current.Body)
	if err != nil {
		return err
	}
	w := &watcher{stage: g, policy: current, since: until.Add(-2 * g.window), looked: now, odd: map[string]*oddity{}}
	w.day = clock.NextDay(w.since)
	if w.cursor, err = s.store.cursor(ctx); err != nil {
		return err
	}
	if w.after, err = s.Scan.LastBefore(ctx, w.since); err != nil {
		return err
	}
	if err := s.recall(ctx, w); err != nil {
		return err
	}
	slog.Info("the watcher is built anew", "policy", current.Number, "since", w.since)
	s.watcher = w
	return nil
}

// recall tells a detector that is built anew what were alerts within two windows.
func (s *Service) recall(ctx context.Context, w *watcher) error {
	for after := model.AlertID(0); ; {
		page, err := s.store.alertsSince(ctx, w.since, after, alertPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, a := range page {
			if a.Kind == model.AlertDiverted {
				w.Alerted(w.eye.orgs.number(a.Origin), w.eye.products.number(a.ProductID), w.eye.city(a.Adcode), a.At.Unix())
			}
		}
		after = page[len(page)-1].ID
	}
}

// upTo lets time go by until a moment: inspections are seen, and days end.
func (s *Service) upTo(ctx context.Context, w *watcher, at time.Time) error {
	for !w.day.After(at) {
		if err := w.found.showUpTo(ctx, w.day, w.stage); err != nil {
			return err
		}
		if err := s.endDay(ctx, w); err != nil {
			return err
		}
	}
	return w.found.showUpTo(ctx, at, w.stage)
}

// endDay reviews a day that is over. What was reviewed before is only learnt from, unless
// another policy did.
func (s *Service) endDay(ctx context.Context, w *watcher) error {
	end := w.day
	if !end.After(w.cursor.ReviewedAt) {
		w.day = clock.NextDay(end)
		if w.Learn(end.Unix()); w.cursor.Policy == w.policy.Number {
			w.Forget(end.Unix())
		}
		clear(w.odd)
		return nil
	}
	if err := s.review(w, end); err != nil {
		return err
	}
	w.day, w.ended = clock.NextDay(end), end
	return s.finish(ctx, w)
}

// finish raises what is due, and moves the cursor on to the last day that was reviewed.
func (s *Service) finish(ctx context.Context, w *watcher) error {
	if !w.ended.After(w.cursor.ReviewedAt) {
		return nil
	}
	if err := s.raise(ctx, w); err != nil {
		return err
	}
	cursor := model.WatchCursor{ID: theCursor, ReviewedAt: w.ended, Policy: w.policy.Number}
	err := s.db.Run(ctx, func(ctx context.Context) error { return s.store.saveCursor(ctx, cursor) })
	if err == nil {
		w.cursor = cursor
	}
	return err
}

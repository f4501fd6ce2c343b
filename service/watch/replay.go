package watch

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/diversion"
)

const (
	mostDays    = 92
	mostReplays = 5      // that wait at once
	tellEvery   = 50_000 // scans
)

// Ask is a policy to be run over the days before today.
type Ask struct {
	By     model.UserID     `json:"-"`
	Key    string           `json:"-"` // makes a retry the same replay
	Policy diversion.Policy `json:"policy"`
	Days   int              `json:"days"`
}

// Ask keeps a replay, which is worked on afterwards. Errors: ErrBadReplay, ErrManyReplays,
// ErrKeyReused, diversion.ErrBadPolicy.
func (s *Service) Ask(ctx context.Context, a Ask) (Replay, error) {
	if a.Days < 1 || a.Days > mostDays {
		return Replay{}, ErrBadReplay.With("%d days", a.Days)
	}
	if err := s.Diversion.Policies.Check(a.Policy); err != nil {
		return Replay{}, err
	}
	hash, err := id.Hash(a)
	if err != nil {
		return Replay{}, err
	}
	row := model.PolicyReplay{ID: model.ReplayID(s.ids.Next()), Key: a.Key, AskedBy: a.By, InputHash: hash, Days: a.Days, AskedAt: s.clock.Now()}
	if row.Body, err = json.Marshal(a.Policy); err != nil {
		return Replay{}, err
	}
	var kept *model.PolicyReplay
	err = s.db.Run(ctx, func(ctx context.Context) (err error) {
		if kept, err = s.store.addReplay(ctx, &row); err != nil || kept.ID != row.ID {
			return err
		}
		waiting, err := s.store.waitingReplays(ctx)
		if err == nil && waiting > mostReplays {
			err = ErrManyReplays
		}
		return err
	})
	if err == nil && kept.InputHash != hash {
		err = ErrKeyReused.With("key %q", a.Key)
	}
	if err != nil {
		return Replay{}, err
	}
	return replayOf(*kept)
}

// Replay is one as it stands.
type Replay struct {
	model.PolicyReplay
	Policy  diversion.Policy
	Outcome *Outcome // nil until it is done
}

// GetReplay returns a replay. Error: ErrUnknownReplay.
func (s *Service) GetReplay(ctx context.Context, id model.ReplayID) (Replay, error) {
	row, err := s.store.replay(ctx, id)
	if err == nil && row == nil {
		err = ErrUnknownReplay.With("id %d", id)
	}
	if err != nil {
		return Replay{}, err
	}
	return replayOf(*row)
}

// Replays pages through replays, the newest first, before one (0: from the newest).
func (s *Service) Replays(ctx context.Context, before model.ReplayID, limit int) ([]Replay, error) {
	rows, err := s.store.replays(ctx, before, limit)
	if err != nil {
		return nil, err
	}
	replays := make([]Replay, len(rows))
	for i, row := range rows {
		if replays[i], err = replayOf(row); err != nil {
			return nil, err
		}
	}
	return replays, nil
}

func replayOf(row model.PolicyReplay) (Replay, error) {
	r := Replay{PolicyReplay: row}
	if err := json.Unmarshal(row.Body, &r.Policy); err != nil {
		return r, err
	}
	if row.DoneAt == nil {
		return r, nil
	}
	r.Outcome = new(Outcome)
	return r, json.Unmarshal(row.Outcome, r.Outcome)
}

// WorkReplays takes the oldest replay that waits to its end. One that was interrupted begins
// again: nothing is written but how far it is.
func (s *Service) WorkReplays(ctx context.Context) (int, error) {
	row, err := s.store.waiting(ctx)
	if err != nil || row == nil {
		return 0, err
	}
	r, err := replayOf(*row)
	if err != nil {
		return 0, err
	}
	outcome, err := s.play(ctx, r)
	if err != nil {
		return 0, err
	}
	encoded, err := json.Marshal(outcome)
	if err != nil {
		return 0, err
	}
	return 1, s.db.Run(ctx, func(ctx context.Context) error { return s.store.finish(ctx, row.ID, encoded, s.clock.Now()) })
}

// play runs the policy in force and another side by side over the same scans, from two windows
// before the days that are asked for.
func (s *Service) play(ctx context.Context, r Replay) (Outcome, error) {
	to := clock.NextDay(r.AskedAt).AddDate(0, 0, -1) // the last day that was over
	from := to.AddDate(0, 0, -r.Days)
	current, err := s.Diversion.Policies.At(ctx, r.AskedAt)
	if err != nil {
		return Outcome{}, err
	}
	run := rerun{from: from, day: clock.NextDay(from)}
	begin := from
	for i, p := range []diversion.Policy{current.Body, r.Policy} {
		g, err := s.newStage(ctx, p)
		if err != nil {
			return Outcome{}, err
		}
		run.sides[i] = side{stage: g, policy: p, lots: map[place]ReplayedLot{}}
		if earlier := from.Add(-2 * g.window); earlier.Before(begin) {
			begin = earlier
		}
	}
	run.day = clock.NextDay(begin)
	after, err := s.Scan.LastBefore(ctx, begin)
	if err != nil {
		return Outcome{}, err
	}
	last, err := s.Scan.LastBefore(ctx, to)
	if err != nil {
		return Outcome{}, err
	}
	if err := s.find(ctx, &run.found, begin, to); err != nil {
		return Outcome{}, err
	}
	err = s.Scan.Stream(ctx, after, last, func(scan model.Scan) error {
		if run.scans++; run.scans%tellEvery == 0 {
			share := float64(scan.RecordedAt.Sub(begin)) / float64(to.Sub(begin))
			err := s.db.Run(ctx, func(ctx context.Context) error { return s.store.progress(ctx, r.ID, int(math.Min(99, 100*share))) })
			if err != nil {
				return err
			}
		}
		return run.see(ctx, &scan)
	})
	if err != nil {
		return Outcome{}, err
	}
	if err := run.upTo(ctx, to); err != nil {
		return Outcome{}, err
	}
	return outcome(&run, current.Number, from, to), nil
}

// rerun is two policies side by side.
type rerun struct {
	sides [2]side // in force, asked for
	from  time.Time
	day   time.Time // the next end of a day
	scans int64
	found inspections
}

// side is what one of them makes of it.
type side struct {
	*stage
	policy diversion.Policy
	lots   map[place]ReplayedLot
}

func (r *rerun) see(ctx context.Context, scan *model.Scan) error {
	if err := r.upTo(ctx, scan.RecordedAt); err != nil {
		return err
	}
	for i := range r.sides {
		g := &r.sides[i]
		sighting, err := g.eye.scanned(ctx, scan)
		if err != nil {
			return err
		}
		g.show(&sighting)
		if scan.RecordedAt.After(r.from) {
			g.hard(scan, sighting)
		}
	}
	return nil
}

// upTo lets time go by: inspections are seen, and days end. What was due before the days that are
// asked for stays known to the detector, as it would have been.
func (r *rerun) upTo(ctx context.Context, at time.Time) error {
	for ; !r.day.After(at); r.day = clock.NextDay(r.day) {
		if err := r.found.showUpTo(ctx, r.day, r.sides[0].stage, r.sides[1].stage); err != nil {
			return err
		}
		for i := range r.sides {
			g := &r.sides[i]
			for _, a := range g.Review(r.day.Unix()) {
				if r.day.After(r.from) {
					g.suspect(a)
				}
			}
		}
	}
	return r.found.showUpTo(ctx, at, r.sides[0].stage, r.sides[1].stage)
}
